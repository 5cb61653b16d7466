package dev.telecoder.platform.gateway;

import static dev.telecoder.platform.gateway.GatewayBed.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.Inbox.Taken;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person who presses a button before we have noted which message it is under. */
class QuickPressTest {

    @TempDir Path home;

    @Test
    void takesAPressThatIsQuickerThanTheRecordOfItsMessage() throws Exception {
        var chat = new Quick();
        try (var bed = GatewayBed.open(home, chat)) {
            Person anna = bed.person("Anna", Role.DEVELOPER, "quick");
            chat.inbox.receive(InboundMessage.builder("1", new ChatAddress("quick", "anna", null),
                    new Sender("anna", "Anna"), Instant.EPOCH).text("push it").direct(true).build());
            ConversationMessage given = bed.given();
            bed.running(given);

            Question question = bed.ask(given, anna);

            assertThat(chat.pressed.get(SOON.toMillis(), TimeUnit.MILLISECONDS).state()).isEqualTo(Taken.State.TAKEN);
            assertThat(bed.state(question)).isEqualTo(Question.State.ALLOWED);
        }
    }

    /** A platform that answers our sending only when the press has been under way for a while. */
    private static final class Quick implements Channel {

        private final CompletableFuture<Taken> pressed = new CompletableFuture<>();
        private volatile Inbox inbox;

        @Override
        public String id() {
            return "quick";
        }

        @Override
        public ChannelProfile profile() {
            return ChannelProfile.builder(4_000, LengthUnit.UTF16).buttons().build();
        }

        @Override
        public void start(Inbox where) {
            inbox = where;
        }

        @Override
        public Receipt send(OutboundMessage message) {
            if (!message.choices().isEmpty()) {
                pressed.completeAsync(() -> inbox.receive(InboundMessage.builder("press", message.address(),
                        new Sender("anna", "Anna"), Instant.EPOCH).picked("shown", "allow_once").direct(true).build()));
                try {
                    // Long enough for a press that does not wait to have been refused.
                    pressed.copy().get(200, TimeUnit.MILLISECONDS);
                } catch (Exception e) {
                    // It waits for our record, as it should.
                }
            }
            return new Receipt("shown");
        }

        @Override
        public void stop() {
            inbox = null;
        }
    }
}
