package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.MessageEditor;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.PrivateNotice;
import dev.telecoder.api.channel.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A platform and its channel in one: a test speaks with {@link #arrives} and reads with {@link #next}. It has buttons,
 * threads and edits. Safe for many threads.
 *
 * @since 1.0
 */
public final class InMemoryChannel implements Channel, MessageEditor, PrivateNotice {

    private final String id;
    private final ChannelProfile profile;
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private final BlockingQueue<Sent> unread = new LinkedBlockingQueue<>();
    private @Nullable Inbox inbox;
    private @Nullable PluginException failure;
    private int failures;
    private boolean dead;
    private int arrived;

    private InMemoryChannel(String id, ChannelProfile profile) {
        this.id = id;
        this.profile = profile;
    }

    /**
     * Makes a channel whose messages hold 4,000 chars.
     *
     * @param id its id
     * @return the channel, not yet started
     */
    public static InMemoryChannel named(String id) {
        return of(id, ChannelProfile.builder(4_000, LengthUnit.UTF16).buttons().threads().build());
    }

    /**
     * Makes a channel.
     *
     * @param id its id
     * @param profile what the platform is like
     * @return the channel, not yet started
     */
    public static InMemoryChannel of(String id, ChannelProfile profile) {
        return new InMemoryChannel(id, profile);
    }

    /**
     * Lets a person write to the bot directly.
     *
     * @param person the id of the account, also that of the chat
     * @param text what is written
     * @return what the host made of it
     */
    public Inbox.Taken arrives(String person, String text) {
        String messageId;
        synchronized (this) {
            messageId = "in-" + ++arrived;
        }
        return arrives(InboundMessage.builder(messageId, new ChatAddress(id, person, null), new Sender(person, person),
                Instant.now()).text(text).direct(true).build());
    }

    /**
     * Lets a message or press arrive.
     *
     * @param message the message
     * @return what the host made of it
     */
    public Inbox.Taken arrives(InboundMessage message) {
        Inbox open;
        synchronized (this) {
            if (inbox == null) {
                throw new IllegalStateException("Channel " + id + " is not started, or is stopped; nothing arrives.");
            }
            open = inbox;
        }
        Inbox.Taken taken = open.receive(message);
        if (taken.state() == Inbox.Taken.State.REFUSED) {
            tell(message, taken.notice());
        }
        return taken;
    }

    /**
     * Lets the next sends and edits fail.
     *
     * @param times how many
     * @param thrown what they throw
     */
    public synchronized void failNext(int times, PluginException thrown) {
        this.failures = times;
        this.failure = thrown;
    }

    /**
     * Lets the next sends and edits fail.
     *
     * @param times how many
     * @param kind of which kind
     */
    public void failNext(int times, Failure kind) {
        failNext(times, PluginException.of(kind, "Channel " + id + " was told to fail: " + kind + "."));
    }

    /**
     * Takes the connection away, or gives it back, and reports it. While it is away everything sent fails as {@code
     * UNAVAILABLE}.
     *
     * @param gone whether it is away
     */
    public void dead(boolean gone) {
        Inbox told;
        synchronized (this) {
            dead = gone;
            told = inbox;
        }
        if (told != null) {
            told.report(new Inbox.Health(!gone, gone ? "The connection was lost." : "Connected again."));
        }
    }

    /**
     * Waits for the next message that is sent.
     *
     * @param limit how long
     * @return the oldest message not yet returned, as it was sent
     */
    public Sent next(Duration limit) {
        return Waiting.next(unread, limit, "a message sent by channel " + id);
    }

    /** {@return the messages sent, in order, as they read now} */
    public synchronized List<Sent> sent() {
        return List.copyOf(sent.values());
    }

    /** {@return the private notices, in order} */
    public synchronized List<Notice> notices() {
        return List.copyOf(notices);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ChannelProfile profile() {
        return profile;
    }

    @Override
    public synchronized void start(Inbox where) {
        failIfTold();
        inbox = where;
    }

    @Override
    public synchronized Receipt send(OutboundMessage message) {
        failIfTold();
        Sent kept = new Sent("out-" + (sent.size() + 1), message, 0);
        sent.put(kept.messageId(), kept);
        unread.add(kept);
        return new Receipt(kept.messageId());
    }

    @Override
    public synchronized void edit(String messageId, OutboundMessage replacement) {
        failIfTold();
        Sent old = sent.get(messageId);
        if (old == null) {
            throw PluginException.of(Failure.REJECTED, "Channel " + id + " has no message " + messageId + " to edit.");
        }
        sent.put(messageId, new Sent(messageId, replacement, old.edits() + 1));
    }

    @Override
    public synchronized void tell(InboundMessage message, String text) {
        notices.add(new Notice(message.sender(), text));
    }

    @Override
    public synchronized void stop() {
        inbox = null;
    }

    private void failIfTold() {
        if (dead) {
            throw PluginException.of(Failure.UNAVAILABLE, "Channel " + id + " has no connection.");
        }
        if (failures > 0 && failure != null) {
            failures--;
            throw failure;
        }
    }

    /**
     * A message that was sent.
     *
     * @param messageId the id in its receipt
     * @param message the message, as it was last edited
     * @param edits how often it was edited
     */
    public record Sent(String messageId, OutboundMessage message, int edits) {

        /** {@return what it says, as the part's plain text} */
        public String text() {
            return message.part().plainText();
        }
    }

    /**
     * A private notice.
     *
     * @param to who was told
     * @param text what
     */
    public record Notice(Sender to, String text) {}
}
