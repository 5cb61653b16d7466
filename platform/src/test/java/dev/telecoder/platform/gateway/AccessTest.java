package dev.telecoder.platform.gateway;

import static dev.telecoder.platform.gateway.GatewayBed.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.Inbox.Taken;
import dev.telecoder.platform.config.AccessConfig.DmPolicy;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.testkit.InMemoryChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

    @TempDir Path home;
    private final InMemoryChannel chat = InMemoryChannel.named("chat");
    private GatewayBed bed;

    @BeforeEach
    void open() {
        bed = GatewayBed.open(home, chat);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private String code() {
        String text = chat.next(SOON).text();
        return text.replaceAll("(?s).*\\*\\*([A-Z0-9]+)\\*\\*.*", "$1");
    }

    @Test
    void givesAnUnknownSenderACodeAndDoesNotProcessTheMessage() {
        assertThat(chat.arrives("anna", "rm -rf /").state()).isEqualTo(Taken.State.REFUSED);

        assertThat(code()).matches("[2-9A-HJ-NP-Z]{8}");
        assertThat(bed.agent).isEmpty();
        assertThat(bed.count("SELECT count(*) FROM message")).isZero();
        assertThat(bed.count("SELECT count(*) FROM turn")).isZero();
        assertThat(bed.count("SELECT count(*) FROM inbox WHERE payload LIKE '%rm%'")).isZero();
    }

    @Test
    void letsInWhoWasApproved() {
        chat.arrives("anna", "hello");

        Pairings.Approved approved = bed.pairings.approve("chat", " " + code().toLowerCase() + " ", false);
        chat.arrives("anna", "hello again");

        Person anna = approved.person();
        assertThat(anna).isNotNull();
        assertThat(anna.role()).isEqualTo(Role.DEVELOPER);
        assertThat(bed.turn(bed.given()).person()).isEqualTo(anna.id());
    }

    @Test
    void anApprovedAccountCanBeTheOwnersOwn() {
        chat.arrives("anna", "hello");

        assertThat(bed.pairings.approve("chat", code(), true).person()).isEqualTo(bed.people.owner());
        chat.arrives("anna", "hello again");

        assertThat(bed.turn(bed.given()).person()).isEqualTo(bed.people.owner().id());
    }

    @Test
    void aCodeHoldsAnHour() {
        chat.arrives("anna", "hello");
        String code = code();
        bed.clock.advance(Duration.ofMinutes(59));
        chat.arrives("anna", "hello?");
        assertThat(code()).isEqualTo(code);
        bed.clock.advance(Duration.ofMinutes(1));

        assertThat(bed.pairings.pending()).isEmpty();
        assertThat(bed.pairings.approve("chat", code, false).person()).isNull();
        chat.arrives("anna", "hello!");
        assertThat(code()).isNotEqualTo(code);
    }

    @Test
    void threeMayWaitOnAChannel() {
        for (String account : new String[]{"a", "b", "c", "d"}) {
            chat.arrives(account, "hello");
        }
        chat.next(SOON);
        chat.next(SOON);
        chat.next(SOON);

        assertThat(bed.pairings.pending()).extracting(Pairings.Pending::account).containsExactly("a", "b", "c");
        assertThat(bed.count("SELECT count(*) FROM outbox")).isEqualTo(3);
    }

    @Test
    void fiveWrongTriesLockForAnHour() {
        chat.arrives("anna", "hello");
        String code = code();
        for (int i = 0; i < 5; i++) {
            assertThat(bed.pairings.approve("chat", "WRONG" + i, false).person()).isNull();
        }

        assertThat(bed.pairings.approve("chat", code, false).sentence()).startsWith("Too many wrong codes");
        bed.clock.advance(Duration.ofMinutes(61));
        chat.arrives("anna", "hello");
        assertThat(bed.pairings.approve("chat", code(), false).person()).isNotNull();
    }

    @Test
    void whoIsShutOutAgainIsAStranger() {
        chat.arrives("anna", "hello");
        bed.pairings.approve("chat", code(), false);
        assertThat(bed.pairings.approved()).hasSize(1);

        assertThat(bed.pairings.revoke("chat", "anna")).isTrue();

        assertThat(chat.arrives("anna", "hello").state()).isEqualTo(Taken.State.REFUSED);
    }

    @Test
    void anAllowListLetsInThoseOnItAndNobodyElse() {
        bed.access.put("chat", GatewayBed.policy(DmPolicy.ALLOWLIST, "anna"));
        bed.person("Bob", Role.DEVELOPER, "chat");

        assertThat(chat.arrives("anna", "hello").state()).isEqualTo(Taken.State.TAKEN);
        assertThat(chat.arrives("bob", "hello").state()).isEqualTo(Taken.State.REFUSED);
        assertThat(chat.sent()).isEmpty();
    }

    @Test
    void anOpenChannelLetsInAnybody() {
        bed.access.put("chat", GatewayBed.policy(DmPolicy.OPEN, "*"));

        assertThat(chat.arrives("whoever", "hello").state()).isEqualTo(Taken.State.TAKEN);
    }

    @Test
    void aDisabledChannelLetsInNobody() {
        bed.access.put("chat", GatewayBed.policy(DmPolicy.DISABLED, "anna"));
        bed.person("Anna", Role.OWNER, "chat");

        assertThat(chat.arrives("anna", "hello").state()).isEqualTo(Taken.State.REFUSED);
        assertThat(chat.sent()).isEmpty();
    }

    @Test
    void answersInGroupsThatAreListedWhenMentioned() {
        bed.access.put("chat", GatewayBed.group("team", true, "*"));
        bed.person("Anna", Role.DEVELOPER, "chat");

        assertThat(chat.arrives(bed.inGroup("chat", "team", null, "anna", "hi").build()).state())
                .isEqualTo(Taken.State.REFUSED);
        assertThat(chat.arrives(bed.inGroup("chat", "team", null, "anna", "hi").addressedToBot(true).build()).state())
                .isEqualTo(Taken.State.TAKEN);
        assertThat(chat.arrives(bed.inGroup("chat", "other", null, "anna", "hi").addressedToBot(true).build()).state())
                .isEqualTo(Taken.State.REFUSED);
    }

    @Test
    void listensToAllThatIsSaidInAGroupWithoutMention() {
        bed.access.put("chat", GatewayBed.group("team", false, "anna"));

        assertThat(chat.arrives(bed.inGroup("chat", "team", null, "anna", "hi").build()).state())
                .isEqualTo(Taken.State.TAKEN);
        assertThat(chat.arrives(bed.inGroup("chat", "team", null, "bob", "hi").build()).state())
                .isEqualTo(Taken.State.REFUSED);
    }

    @Test
    void pairingNeverGrantsAGroupNorAGroupADirectChat() {
        bed.person("Anna", Role.DEVELOPER, "chat");
        assertThat(chat.arrives(bed.inGroup("chat", "team", null, "anna", "hi").addressedToBot(true).build()).state())
                .isEqualTo(Taken.State.REFUSED);

        bed.access.put("chat", GatewayBed.group("team", true, "*"));
        chat.arrives(bed.inGroup("chat", "team", null, "bob", "hi").addressedToBot(true).build());
        String bob = bed.turn(bed.given()).person();

        assertThat(chat.arrives("bob", "and now directly").state()).isEqualTo(Taken.State.REFUSED);
        assertThat(bed.pairings.approved()).hasSize(1);
        assertThat(bed.pairings.approve("chat", code(), false).person()).extracting(Person::id).isEqualTo(bob);
        assertThat(chat.arrives("bob", "and now directly").state()).isEqualTo(Taken.State.TAKEN);
    }
}
