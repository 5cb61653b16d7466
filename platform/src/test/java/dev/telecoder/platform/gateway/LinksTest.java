package dev.telecoder.platform.gateway;

import static dev.telecoder.platform.gateway.GatewayBed.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.Inbox.Taken;
import dev.telecoder.platform.config.AccessConfig.DmPolicy;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.testkit.InMemoryChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {

    @TempDir Path home;
    private final InMemoryChannel phone = InMemoryChannel.named("phone");
    private final InMemoryChannel work = InMemoryChannel.named("work");
    private GatewayBed bed;
    private Person anna;

    @BeforeEach
    void open() {
        bed = GatewayBed.open(home, phone, work);
        anna = bed.person("Anna", Role.ADMIN, "phone");
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private static String says(InMemoryChannel channel, String account, String text) {
        channel.arrives(account, text);
        return channel.next(SOON).text();
    }

    private String code() {
        return says(phone, "anna", "/link").replaceAll("(?s).*/link ([A-Z0-9]+).*", "$1");
    }

    private int persons() {
        return bed.count("SELECT count(*) FROM person");
    }

    @Test
    void aStrangerWithACodeIsThePersonWhoMadeIt() {
        String code = code();
        assertThat(code).matches("[2-9A-HJ-NP-Z]{8}");

        assertThat(says(work, "a.smith", " /LINK " + code.toLowerCase() + " ")).startsWith("You are Anna here too now.")
                .contains("phone (Anna)", "work (a.smith)");

        assertThat(work.arrives("a.smith", "hello").state()).isEqualTo(Taken.State.TAKEN);
        ConversationMessage given = bed.given();
        assertThat(bed.turn(given).person()).isEqualTo(anna.id());
        assertThat(says(work, "a.smith", "/whoami")).contains("Anna", "admin", "phone (Anna), work (a.smith)");
        assertThat(persons()).isOne();
    }

    @Test
    void itsTextIsNotKeptOrGivenToTheAgent() {
        String code = code();

        says(work, "a.smith", "/link " + code);

        assertThat(bed.agent).isEmpty();
        assertThat(bed.count("SELECT count(*) FROM message WHERE channel = 'work'")).isZero();
    }

    @Test
    void joinsConversationsAudiencesAndRightsOfTwoWhoWereKnown() {
        bed.access.put("work", GatewayBed.policy(DmPolicy.OPEN, "*"));
        phone.arrives("anna", "the server is called lobster");
        ConversationMessage first = bed.given();
        bed.answer(first, "noted");
        phone.next(SOON);
        work.arrives("a.smith", "my desk is 4");
        ConversationMessage second = bed.given();
        bed.answer(second, "noted too");
        work.next(SOON);
        String other = bed.turn(second).person();
        String code = code();

        assertThat(says(work, "a.smith", "/link " + code)).startsWith("You are Anna here too now.");

        assertThat(persons()).isOne();
        assertThat(bed.count("SELECT count(*) FROM message WHERE instr(audience, '" + other + "') > 0")).isZero();
        assertThat(bed.turn(second).person()).isEqualTo(anna.id());
        Conversation old = bed.conversations.find(second.conversation()).orElseThrow();
        assertThat(old.state()).isEqualTo(Conversation.State.ARCHIVED);
        assertThat(old.owner()).isEqualTo(anna.id());
        assertThat(bed.controls.calls).contains("ended " + old.id());
        assertThat(bed.messages.find(second.message()).orElseThrow().audience()).containsExactly(anna.id());
        work.arrives("a.smith", "one chat over both");
        ConversationMessage third = bed.given();
        assertThat(third.conversation()).isEqualTo(first.conversation());
        bed.answer(third, "yes");
        assertThat(work.next(SOON).text()).as("answers go where the last message came from").isEqualTo("yes");
    }

    @Test
    void aMemberOfAGroupIsOneAfterwards() {
        bed.access.put("work", GatewayBed.group("team", false, "*"));
        bed.access.put("phone", GatewayBed.group("club", false, "*"));
        work.arrives(bed.inGroup("work", "team", null, "a.smith", "hi").build());
        ConversationMessage team = bed.given();
        bed.answer(team, "hi");
        work.next(SOON);

        says(work, "a.smith", "/link " + code());

        assertThat(bed.conversation(team).people()).containsExactly(anna.id());
        assertThat(persons()).isOne();
    }

    @Test
    void aCodeHoldsOnceAndTenMinutes() {
        String code = code();
        says(work, "a.smith", "/link " + code);
        assertThat(says(work, "b.jones", "/link " + code)).startsWith("There is no such code.");

        String late = code();
        bed.clock.advance(Duration.ofMinutes(10));
        assertThat(says(work, "b.jones", "/link " + late)).startsWith("There is no such code.");
        assertThat(work.arrives("b.jones", "hello").state()).isEqualTo(Taken.State.REFUSED);
    }

    @Test
    void aNewCodeTakesThePlaceOfTheOneBefore() {
        String first = code();
        String second = code();

        assertThat(says(work, "a.smith", "/link " + first)).startsWith("There is no such code.");
        assertThat(says(work, "a.smith", "/link " + second)).startsWith("You are Anna");
    }

    @Test
    void fiveWrongCodesLockAnAccountAndNobodyElse() {
        String code = code();
        for (int i = 0; i < 5; i++) {
            assertThat(says(work, "guess", "/link WRONGGG" + i)).startsWith("There is no such code.");
        }

        work.arrives("guess", "/link " + code);
        assertThat(says(work, "a.smith", "/link " + code)).as("the other got no answer any more").startsWith("You are");
        bed.clock.advance(Duration.ofMinutes(61));
        assertThat(says(work, "guess", "/link " + code)).startsWith("There is no such code.");
    }

    @Test
    void someoneLetInIsToldThatTheyAreLocked() {
        bed.person("Bob", Role.VIEWER, "work");
        for (int i = 0; i < 5; i++) {
            says(work, "bob", "/link WRONGGG" + i);
        }

        assertThat(says(work, "bob", "/link " + code())).startsWith("Too many wrong codes");
    }

    @Test
    void isDoneInDirectChatsAloneAndACodeShownToOthersHoldsNoMore() {
        bed.access.put("work", GatewayBed.group("team", false, "*"));
        String code = code();

        work.arrives(bed.inGroup("work", "team", null, "a.smith", "/link " + code).build());
        assertThat(work.next(SOON).text()).startsWith("Do that in a direct chat");
        work.arrives(bed.inGroup("work", "team", null, "a.smith", "/link").build());
        assertThat(work.next(SOON).text()).startsWith("Do that in a direct chat");
        work.arrives(bed.inGroup("work", "team", null, "a.smith", "/whoami").build());
        assertThat(work.next(SOON).text()).doesNotContain("Your accounts");

        assertThat(says(work, "b.jones", "/link " + code)).startsWith("There is no such code.");
    }

    @Test
    void nobodyIsTrickedIntoGivingTheirRightsAway() {
        bed.person("Mallory", Role.VIEWER, "work");
        String code = says(work, "mallory", "/link").replaceAll("(?s).*/link ([A-Z0-9]+).*", "$1");

        assertThat(says(phone, "anna", "/link " + code)).startsWith("You have more rights here");

        assertThat(persons()).isEqualTo(2);
        assertThat(says(phone, "anna", "/whoami")).contains("admin").doesNotContain("work");
    }

    @Test
    void waitsForWhatStillRuns() {
        bed.person("Smith", Role.DEVELOPER, "work");
        work.arrives("smith", "work");
        ConversationMessage given = bed.given();
        bed.running(given);
        String code = code();

        assertThat(says(work, "smith", "/link " + code)).startsWith("Something of yours still runs.");
        bed.answer(given, "done");
        work.next(SOON);
        assertThat(says(work, "smith", "/link " + code)).startsWith("You are Anna");
    }

    @Test
    void saysSoWhereTheAccountIsTheirsAlready() {
        assertThat(says(phone, "anna", "/link " + code())).startsWith("This account is yours already.");
    }

    @Test
    void codesAndAccountsOutliveTheHost() {
        String code = code();

        bed = bed.again();
        assertThat(says(work, "a.smith", "/link " + code)).startsWith("You are Anna");
        bed = bed.again();

        assertThat(says(work, "a.smith", "/whoami")).contains("Anna", "work (a.smith)");
    }

    @Test
    void aCodeForJoiningIsNoneForPairing() {
        String code = code();

        assertThat(bed.pairings.pending()).isEmpty();
        assertThat(bed.pairings.approve("work", code, false).person()).isNull();
        assertThat(bed.pairings.approve("/link", code, false).person()).isNull();
    }

    @Test
    void partsAnAccountAgain() {
        says(work, "a.smith", "/link " + code());
        work.arrives("a.smith", "from work");
        ConversationMessage given = bed.given();
        bed.running(given);

        assertThat(says(phone, "anna", "/unlink")).startsWith("Which one?").contains("work (a.smith)");
        assertThat(says(phone, "anna", "/unlink fax")).startsWith("You have no account on fax.");
        assertThat(says(phone, "anna", "/unlink work")).startsWith("Your account on work is no longer yours.");

        bed.answer(given, "for Anna alone");
        assertThat(phone.next(SOON).text()).as("it no longer goes to the parted account").isEqualTo("for Anna alone");
        assertThat(work.arrives("a.smith", "hello").state()).isEqualTo(Taken.State.REFUSED);
        assertThat(says(phone, "anna", "/unlink phone")).startsWith("That is the only one you have");
    }

    @Test
    void keepsTheLastAccountOfSomeoneWhoHasNoOther() {
        bed.person("Bob", Role.VIEWER, "work");

        assertThat(says(work, "bob", "/unlink work")).startsWith("That is the only one you have");
    }

    /** Writes where others read it, on a platform that vouches for its accounts. */
    private String saysOpenly(String account, String text) {
        work.arrives(bed.inGroup("work", "owner/repo#3", null, account, text).addressedToBot(true).vouched(true)
                .build());
        return work.next(SOON).text();
    }

    @Test
    void aCodeThatOthersReadIsOfUseToOneAccountAlone() {
        String code = says(phone, "anna", "/link work @A.Smith").replaceAll("(?s).*/link ([A-Z0-9]+).*", "$1");

        assertThat(says(work, "a.smith", "/link " + code)).as("in a direct chat").startsWith("There is no such code.");
        assertThat(saysOpenly("eve", "/link " + code)).startsWith("There is no such code.");
        assertThat(saysOpenly("a.smith", "/link " + code)).startsWith("You are Anna here too now.");
        assertThat(saysOpenly("a.smith", "/link " + code)).as("once").startsWith("There is no such code.");
        assertThat(bed.agent).isEmpty();
        assertThat(persons()).isOne();
    }

    @Test
    void aCodeForWhicheverAccountHoldsNoMoreOnceOthersReadIt() {
        String code = code();

        assertThat(saysOpenly("a.smith", "/link " + code)).contains("that code holds no more", "`/link work a.smith`");
        assertThat(says(work, "a.smith", "/link " + code)).startsWith("There is no such code.");
    }
}
