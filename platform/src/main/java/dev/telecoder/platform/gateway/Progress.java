package dev.telecoder.platform.gateway;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.MessageEditor;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.channel.TypingIndicator;
import dev.telecoder.api.json.Json;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.event.EventSubscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows in a chat that work goes on: the platform's typing indicator, and one message for long work, edited in place. It only
 * follows the event stream; nothing waits for it, nothing of it is stored, and it ends with its turn.
 */
final class Progress implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    /** With nothing to follow a look at the stream is enough once in a while; an event ends the wait. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final EventBus events;
    private final Conversations conversations;
    private final Channels channels;
    private final Json json;
    private final Pace pace;
    private final Map<String, ProgressWork> works = new HashMap<>();
    private volatile boolean closed;
    private volatile @Nullable EventSubscription subscription;

    /**
     * How fast it is.
     *
     * @param typing how long a turn runs before the typing indicator is shown, so that quick answers cost nothing
     * @param typingAgain how often the indicator is renewed
     * @param message how long a turn that runs skills goes on before there is a message
     * @param thinking how long one that only waits for the model does
     * @param edit how often the message is edited at most
     */
    record Pace(Duration typing, Duration typingAgain, Duration message, Duration thinking, Duration edit) {

        static final Pace USUAL = new Pace(Duration.ofMillis(600), Duration.ofSeconds(4), Duration.ofSeconds(2),
                Duration.ofSeconds(10), Duration.ofMillis(1_500));

        Duration tick() {
            return typing.dividedBy(3);
        }
    }

    Progress(EventBus events, Conversations conversations, Channels channels, Json json, Pace pace) {
        this.events = events;
        this.conversations = conversations;
        this.channels = channels;
        this.json = json;
        this.pace = pace;
    }

    /** Begins to follow the stream, also the turns that run already. */
    void start() {
        EventSubscription first = events.subscribe(null);
        subscription = first;
        Thread.ofVirtual().name("progress").start(() -> follow(first));
    }

    @Override
    public void close() {
        closed = true;
        EventSubscription open = subscription;
        if (open != null) {
            open.close();
        }
    }

    private void follow(EventSubscription first) {
        EventSubscription open = first;
        long shown = System.nanoTime();
        while (!closed) {
            try {
                Event event = open.poll(works.isEmpty() ? IDLE : pace.tick());
                if (event != null && event.type().equals(EventSubscription.CUT_OFF)) {
                    open = events.subscribe(null);
                    subscription = open;
                    works.clear(); // ends of turns may be among what was missed
                } else if (event != null) {
                    note(event);
                }
                // Not after each event: with a thousand turns under way that would be a million looks.
                if (event == null || System.nanoTime() - shown >= pace.tick().toNanos()) {
                    show();
                    shown = System.nanoTime();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("Progress could not be followed.", e);
            }
        }
    }

    private void note(Event event) {
        String turn = event.turn();
        if (turn == null || event.conversation() == null) {
            return;
        }
        if (event.type().equals(Event.TURN_STARTED)) {
            works.computeIfAbsent(turn, id -> new ProgressWork(id, event.conversation(), System.nanoTime()));
            return;
        }
        ProgressWork work = works.get(turn);
        if (work == null || !ProgressWork.follows(event.type())) {
            return;
        }
        work.note(event.type(), json.parse(event.dataJson()));
        if (event.type().equals(Event.TURN_FINISHED)) {
            works.remove(turn);
            // Most turns end before anything of them was shown.
            if (work.busy() || work.shown() != null) {
                act(work, this::finish);
            }
        }
    }

    private void show() {
        long now = System.nanoTime();
        for (ProgressWork work : works.values()) {
            if (!work.busy() && work.due(now, pace)) {
                act(work, this::update);
            }
        }
    }

    private void act(ProgressWork work, java.util.function.BiConsumer<Channel, ProgressWork> what) {
        work.begin();
        Thread.ofVirtual().name("progress-" + work.turn()).start(() -> {
            work.lock();
            try {
                ChatAddress at = work.address(() -> conversations.find(work.conversation())
                        .flatMap(Gateway::answersAt).filter(address -> !Mail.isLocal(address.channel())));
                if (at != null) {
                    channels.find(at.channel()).ifPresent(channel -> what.accept(channel, work));
                }
            } catch (PluginException e) {
                work.leave(e.retryAfter().orElse(Duration.ofSeconds(10)));
                LOG.debug("Progress of {} was not shown: {}", work.turn(), e.getMessage());
            } catch (RuntimeException e) {
                work.leave(Duration.ofHours(1));
                LOG.warn("Progress of {} could not be shown.", work.turn(), e);
            } finally {
                work.unlock();
            }
        });
    }

    private void update(Channel channel, ProgressWork work) {
        long now = System.nanoTime();
        ChatAddress at = work.at();
        if (work.over()) {
            return;
        }
        Optional<TypingIndicator> typing = channel.ability(TypingIndicator.class);
        if (typing.isPresent() && work.typingDue(now, pace)) {
            work.typed(now);
            typing.get().typing(at);
        }
        if (channel.ability(MessageEditor.class).isPresent() && work.messageDue(now, pace)) {
            write(channel, work, work.text(now));
        }
    }

    /** Leaves the message as a summary of what was done, so that it does not look as if work went on. */
    private void finish(Channel channel, ProgressWork work) {
        if (work.shown() != null) {
            write(channel, work, work.summary(System.nanoTime()));
        }
    }

    private void write(Channel channel, ProgressWork work, String markdown) {
        List<MessageFormat.Part> parts = channels.format(channel.id()).map(format -> format.render(markdown))
                .orElseGet(() -> PlainParts.split(markdown, channel.profile()));
        if (parts.isEmpty()) {
            return;
        }
        Outgoing message = new Outgoing("progress-" + work.turn(), work.at(), markdown, parts.getFirst(),
                Optional.empty(), List.of());
        String shown = work.shown();
        if (shown == null) {
            work.wrote(channel.send(message).messageId(), System.nanoTime());
        } else {
            channel.ability(MessageEditor.class).ifPresent(editor -> editor.edit(shown, message));
            work.wrote(shown, System.nanoTime());
        }
    }
}
