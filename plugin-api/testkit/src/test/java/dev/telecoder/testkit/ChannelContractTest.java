package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChannelContractTest {

    private static final String SECRET = "bot-token-4711";

    enum Fault implements FaultMatrix.Fault {
        NONE(""),
        LOSES_LINES("anArrivingMessageReachesTheInboxWhole"),
        NOT_DIRECT("anArrivingMessageReachesTheInboxWhole"),
        REPLIES_ELSEWHERE("aReplyReachesTheAddressItCameFrom"),
        MAKES_UP_RECEIPTS("aReplyReachesTheAddressItCameFrom"),
        ONLY_ANSWERS("itCanSpeakBeforeItWasSpokenTo"),
        CUTS_LONG_MESSAGES("theLongestAllowedMessageArrivesEmojiAndAll"),
        LOSES_UNDER_LOAD("fiftyThreadsAtOnceLoseNothing"),
        CALLS_EVERYTHING_UNAVAILABLE("wrongCredentialsAndTooFastAreToldApart"),
        FORGETS_THE_DELAY("wrongCredentialsAndTooFastAreToldApart"),
        HIDES_A_LOST_CONNECTION("aLostConnectionIsReportedAndFoundAgain"),
        TALKS_AFTER_STOP("itIsSilentAfterStop"),
        SHOWS_THE_TOKEN("noSecretIsInAnyMessage");

        private final String row;

        Fault(String row) {
            this.row = row;
        }

        @Override
        public String row() {
            return row;
        }
    }

    private static volatile Fault fault = Fault.NONE;

    @Test
    void eachRowCatchesTheChannelThatBreaksIt() {
        FaultMatrix.check(InMemory.class, Fault.class, chosen -> fault = chosen);
    }

    /** The in-memory channel keeps the contract; each fault bends it in one place. */
    static final class InMemory extends ChannelContract {

        private final InMemoryChannel memory =
                InMemoryChannel.of("memory", ChannelProfile.builder(400, LengthUnit.UTF16).build());
        private final InMemoryPlatform platform = new InMemoryPlatform(memory);

        @Override
        protected Channel channel() {
            return fault == Fault.NONE ? memory : new Bent(memory);
        }

        @Override
        protected Platform platform() {
            return platform;
        }

        @Override
        protected Duration patience() {
            return Duration.ofSeconds(2);
        }
    }

    /** Passes everything on but what the fault bends. */
    private static final class Bent implements Channel {

        private final InMemoryChannel straight;
        private final AtomicInteger sends = new AtomicInteger();
        private volatile boolean spokenTo;

        private Bent(InMemoryChannel straight) {
            this.straight = straight;
        }

        @Override
        public String id() {
            return straight.id();
        }

        @Override
        public ChannelProfile profile() {
            return straight.profile();
        }

        @Override
        public void start(Inbox inbox) {
            told(() -> {
                straight.start(new BentInbox(inbox));
                return new Receipt("");
            });
        }

        @Override
        public Receipt send(OutboundMessage message) {
            return told(() -> bent(message));
        }

        private Receipt bent(OutboundMessage message) {
            String text = message.markdown();
            ChatAddress address = message.address();
            return switch (fault) {
                case REPLIES_ELSEWHERE -> straight.send(TestOutboundMessage.of(
                        spokenTo ? new ChatAddress("memory", "elsewhere", null) : address, text));
                case MAKES_UP_RECEIPTS -> {
                    Receipt receipt = straight.send(message);
                    yield spokenTo ? new Receipt("x-" + receipt.messageId()) : receipt;
                }
                // Only the row that begins to speak by itself notices; the others would fail as well by their nature.
                case ONLY_ANSWERS -> text.startsWith("The build") ? new Receipt("none") : straight.send(message);
                case CUTS_LONG_MESSAGES -> straight.send(TestOutboundMessage.of(address,
                        text.substring(0, Math.min(text.length(), 399))));
                case LOSES_UNDER_LOAD -> sends.incrementAndGet() == 30 ? new Receipt("lost") : straight.send(message);
                default -> straight.send(message);
            };
        }

        private static Receipt told(java.util.function.Supplier<Receipt> action) {
            try {
                return action.get();
            } catch (PluginException failed) {
                throw switch (fault) {
                    case CALLS_EVERYTHING_UNAVAILABLE -> PluginException.of(Failure.UNAVAILABLE, "Something failed.");
                    case FORGETS_THE_DELAY -> PluginException.of(failed.failure(), "Too fast or so.");
                    case SHOWS_THE_TOKEN -> failed.failure() == Failure.RATE_LIMITED
                            ? PluginException.rateLimited(failed.retryAfter().orElseThrow(), "bot " + SECRET)
                            : PluginException.of(failed.failure(), "bot " + SECRET);
                    default -> failed;
                };
            }
        }

        @Override
        public void stop() {
            if (fault != Fault.TALKS_AFTER_STOP) {
                straight.stop();
            }
        }

        private final class BentInbox implements Inbox {

            private final Inbox inbox;

            private BentInbox(Inbox inbox) {
                this.inbox = inbox;
            }

            @Override
            public Taken receive(InboundMessage message) {
                spokenTo = true;
                String text = fault == Fault.LOSES_LINES ? message.text().split("\n")[0] : message.text();
                return inbox.receive(InboundMessage.builder(message.id(), message.address(), message.sender(),
                        message.sentAt()).text(text).addressedToBot(message.addressedToBot())
                        .direct(fault != Fault.NOT_DIRECT && message.direct()).build());
            }

            @Override
            public void report(Health health) {
                if (fault != Fault.HIDES_A_LOST_CONNECTION || health.up()) {
                    inbox.report(health);
                }
            }
        }
    }

    /** Plays the platform of an in-memory channel. */
    private static final class InMemoryPlatform implements ChannelContract.Platform {

        private final InMemoryChannel memory;
        private int written;

        private InMemoryPlatform(InMemoryChannel memory) {
            this.memory = memory;
        }

        @Override
        public ChatAddress chat() {
            return new ChatAddress("memory", "ada", null);
        }

        @Override
        public Sender person() {
            return new Sender("ada", "Ada");
        }

        @Override
        public String write(String text) {
            String id = "w-" + ++written;
            memory.arrives(InboundMessage.builder(id, chat(), person(), Instant.EPOCH).text(text).direct(true).build());
            return id;
        }

        @Override
        public ChannelContract.Delivered delivered(Duration limit) {
            InMemoryChannel.Sent sent = memory.next(limit);
            return new ChannelContract.Delivered(sent.messageId(), sent.message().address(), sent.text());
        }

        @Override
        public void refuseCredentials() {
            memory.failNext(Integer.MAX_VALUE, PluginException.of(Failure.AUTHENTICATION, "The token was refused."));
        }

        @Override
        public void limit(Duration delay) {
            memory.failNext(1, PluginException.rateLimited(delay, "Too fast."));
        }

        @Override
        public void loseConnection() {
            memory.dead(true);
        }

        @Override
        public void restoreConnection() {
            memory.dead(false);
        }

        @Override
        public List<String> secrets() {
            return List.of(SECRET);
        }

        @Override
        public void close() {
            memory.stop();
        }
    }
}
