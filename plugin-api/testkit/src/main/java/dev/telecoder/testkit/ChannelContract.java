package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is asked of every {@link Channel}. The plugin's test extends it and plays the platform on a port of loopback.
 *
 * @since 1.0
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ChannelContract {

    private static final Duration QUIET = Duration.ofMillis(300);
    private static final int AT_ONCE = 50;

    private final RecordingInbox inbox = new RecordingInbox();
    private @Nullable Channel channel;

    /** For the plugin's test. */
    protected ChannelContract() {}

    /** {@return a new channel, not started, that talks to {@link #platform}} */
    protected abstract Channel channel();

    /** {@return the other side, the same one during a test} */
    protected abstract Platform platform();

    /**
     * Makes a message as the host would for this channel. A channel with a {@code MessageFormat} overrides it.
     *
     * @param address where to
     * @param text plain text, within the channel's limit
     * @return the message
     */
    protected OutboundMessage message(ChatAddress address, String text) {
        return TestOutboundMessage.of(address, text);
    }

    /** {@return how long to wait for what must come; longer than the channel waits before it connects again} */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    /** The other side: a platform as the plugin's test plays it. */
    public interface Platform extends AutoCloseable {

        /** {@return the chat in which {@link #person} writes to the bot} */
        ChatAddress chat();

        /** {@return whether that chat is between the two; an issue is not} */
        default boolean direct() {
            return true;
        }

        /** {@return somebody who writes to the bot} */
        Sender person();

        /**
         * Lets the person write to the bot in the chat.
         *
         * @param text what is written
         * @return the platform's id of the message
         */
        String write(String text);

        /**
         * Waits for the next message the bot sent.
         *
         * @param limit how long
         * @return the oldest not yet returned
         */
        Delivered delivered(Duration limit);

        /** {@return whether the platform can refuse what is sent; one without credentials and limits cannot} */
        default boolean refuses() {
            return true;
        }

        /** Refuses the bot's credentials from now on. */
        void refuseCredentials();

        /**
         * Refuses the next message as too fast.
         *
         * @param delay how long the bot shall wait
         */
        void limit(Duration delay);

        /** {@return whether the bot holds a connection that can be lost; a platform that only calls back has none} */
        default boolean holdsConnection() {
            return true;
        }

        /** Cuts the connection and takes no new one. */
        void loseConnection();

        /** Takes connections again. */
        void restoreConnection();

        /** {@return the secrets the channel was given} */
        List<String> secrets();

        @Override
        void close();
    }

    /**
     * A message as it reached the platform.
     *
     * @param messageId the platform's id of it
     * @param address where it went
     * @param text what it says
     */
    public record Delivered(String messageId, ChatAddress address, String text) {}

    @AfterEach
    void end() {
        if (channel != null) {
            channel.stop();
        }
        platform().close();
    }

    @Test
    void anArrivingMessageReachesTheInboxWhole() {
        start();

        String id = platform().write("Grüße 🦞, do the tests pass?\nSecond line & <b>more</b>");
        InboundMessage arrived = inbox.next(patience());

        assertThat(arrived.id()).isEqualTo(id);
        assertThat(arrived.address()).isEqualTo(platform().chat());
        assertThat(arrived.sender().id()).isEqualTo(platform().person().id());
        assertThat(arrived.sender().name()).isEqualTo(platform().person().name());
        assertThat(arrived.text()).isEqualTo("Grüße 🦞, do the tests pass?\nSecond line & <b>more</b>");
        assertThat(arrived.direct()).isEqualTo(platform().direct());
        assertThat(arrived.addressedToBot()).isTrue();
    }

    @Test
    void aReplyReachesTheAddressItCameFrom() {
        Channel started = start();
        platform().write("ping");
        InboundMessage arrived = inbox.next(patience());

        Channel.Receipt receipt = started.send(message(arrived.address(), "pong"));
        Delivered reply = platform().delivered(patience());

        assertThat(reply.address()).isEqualTo(arrived.address());
        assertThat(reply.text()).isEqualTo("pong");
        assertThat(receipt.messageId()).isEqualTo(reply.messageId());
    }

    @Test
    void itCanSpeakBeforeItWasSpokenTo() {
        start().send(message(platform().chat(), "The build is red."));

        assertThat(platform().delivered(patience()).text()).isEqualTo("The build is red.");
    }

    @Test
    void theLongestAllowedMessageArrivesEmojiAndAll() {
        Channel started = start();
        String longest = longest(started.profile());

        started.send(message(platform().chat(), longest));

        assertThat(platform().delivered(patience()).text()).isEqualTo(longest);
    }

    private static String longest(ChannelProfile profile) {
        int[] size = switch (profile.unit()) {
            case UTF16 -> new int[]{1, 2};
            case CODE_POINTS -> new int[]{1, 1};
            case UTF8_BYTES -> new int[]{1, "🦞".getBytes(StandardCharsets.UTF_8).length};
        };
        int pairs = profile.maxLength() / (size[0] + size[1]);
        return "a🦞".repeat(pairs) + "a".repeat(profile.maxLength() - pairs * (size[0] + size[1]));
    }

    @Test
    void fiftyThreadsAtOnceLoseNothing() throws InterruptedException, ExecutionException {
        Channel started = start();
        Set<String> wanted = new HashSet<>();
        Set<String> receipts = new HashSet<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Channel.Receipt>> sends = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                String text = "message " + i;
                wanted.add(text);
                sends.add(threads.submit(() -> started.send(message(platform().chat(), text))));
            }
            for (Future<Channel.Receipt> send : sends) {
                receipts.add(send.get().messageId());
            }
        }
        Set<String> got = new HashSet<>();
        for (int i = 0; i < AT_ONCE; i++) {
            got.add(platform().delivered(patience()).text());
        }

        assertThat(got).isEqualTo(wanted);
        assertThat(receipts).hasSize(AT_ONCE);
    }

    @Test
    void wrongCredentialsAndTooFastAreToldApart() {
        Assumptions.assumeTrue(platform().refuses(), "The platform refuses nothing.");
        Channel started = start();

        platform().limit(Duration.ofSeconds(7));
        PluginException fast = catchThrowableOfType(PluginException.class,
                () -> started.send(message(platform().chat(), "a")));
        platform().refuseCredentials();
        PluginException refused = refused();

        assertThat(fast.failure()).isEqualTo(Failure.RATE_LIMITED);
        assertThat(fast.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(refused.failure()).isEqualTo(Failure.AUTHENTICATION);
    }

    /** Some platforms look at the credentials when one connects, some with each message. */
    private PluginException refused() {
        Channel other = channel();
        return catchThrowableOfType(PluginException.class, () -> {
            try {
                other.start(new RecordingInbox());
                other.send(message(platform().chat(), "a"));
            } finally {
                other.stop();
            }
        });
    }

    @Test
    void aLostConnectionIsReportedAndFoundAgain() {
        Assumptions.assumeTrue(platform().holdsConnection(), "The platform holds no connection.");
        start();

        platform().loseConnection();
        Inbox.Health lost = inbox.nextReport(false, patience());
        platform().restoreConnection();
        inbox.nextReport(true, patience());
        platform().write("still there?");

        assertThat(inbox.next(patience()).text()).isEqualTo("still there?");
        assertThat(lost.detail()).isNotBlank();
    }

    @Test
    void itIsSilentAfterStop() {
        start().stop();
        channel = null;

        try {
            platform().write("anybody?");
        } catch (IllegalStateException nobodyListens) {
            // A platform may refuse to deliver where nobody is connected.
        }

        assertThatThrownBy(() -> inbox.next(QUIET)).isInstanceOf(AssertionError.class);
    }

    @Test
    void noSecretIsInAnyMessage() {
        Channel started = start();
        List<String> said = new ArrayList<>(List.of(started.toString(), started.id()));

        platform().limit(Duration.ofSeconds(1));
        said.add(told(() -> started.send(message(platform().chat(), "a"))));
        platform().refuseCredentials();
        said.add(told(() -> started.send(message(platform().chat(), "a"))));
        Channel other = channel();
        said.add(told(() -> other.start(inbox)));
        other.stop();
        inbox.reports().forEach(health -> said.add(health.detail()));

        assertThat(platform().secrets())
                .allSatisfy(secret -> assertThat(said).noneMatch(text -> text.contains(secret)));
    }

    private static String told(Runnable failing) {
        StringBuilder told = new StringBuilder();
        try {
            failing.run();
        } catch (PluginException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                told.append(cause).append('\n');
            }
        }
        return told.toString();
    }

    private Channel start() {
        Channel made = channel();
        channel = made;
        made.start(inbox);
        return made;
    }
}
