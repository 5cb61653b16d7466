package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventSubscription;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.store.Times;
import dev.telecoder.platform.task.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Talks to an agent within this process, where no host is running. */
final class LocalTalk implements Talk {

    private static final String CHANNEL = "cli";

    private final Host host;
    private final HostFile.Lock lock;
    private final Person owner;

    /** Takes over host and lock, and closes both. */
    LocalTalk(Host host, HostFile.Lock lock) {
        this.host = host;
        this.lock = lock;
        this.owner = host.people().owner();
    }

    @Override
    public String begin(@Nullable String conversation, @Nullable String repo) {
        // Before anything is stored: a name that is wrong must leave nothing behind.
        RepoSettings settings = repo == null ? null : host.repos().settings(repo);
        Conversation found = conversation == null
                ? host.database().write(h -> host.conversations().open(h, owner, "", CHANNEL))
                : host.conversations().find(conversation).filter(one -> host.conversations().mayBeSeenBy(one, owner))
                        .orElseThrow(() -> CommandFailure.usage("There is no conversation '" + conversation
                                + "'. `telecoder conversations list` shows them."));
        if (settings != null) {
            host.conversations().focus(found.id(), settings.name(), settings.url());
        }
        return found.id();
    }

    @Override
    public Events listen(String conversation) {
        EventSubscription subscription = host.events().subscribe(conversation);
        return new Events() {

            @Override
            public boolean read(Predicate<JsonValue> sink) {
                try {
                    while (!subscription.ended()) {
                        Event event = subscription.poll(Duration.ofSeconds(5));
                        if (event != null && !sink.test(toJson(event))) {
                            return true;
                        }
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return false;
            }

            @Override
            public void close() {
                subscription.close();
            }
        };
    }

    @Override
    public String say(String conversation, String text) {
        Conversation found = host.conversations().find(conversation).orElseThrow();
        return host.gateway().post(owner, found, CHANNEL, Ids.next(), text, List.of(), Entry.CLI).turn();
    }

    @Override
    public void answer(String question, String decision) {
        host.consent().answer(question, owner, !decision.equals("deny"), decision.equals("allow_always"), null);
    }

    @Override
    public void stop(String conversation) {
        try {
            host.agent().stop(conversation).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // the process ends anyway, and its children with it
        }
    }

    @Override
    public void close() {
        try (lock) {
            host.close();
        } catch (IOException e) {
            // the system frees the lock with the process
        }
    }

    private JsonValue toJson(Event event) {
        JsonValue.ObjectBuilder all = JsonValue.object().put("type", event.type()).put("at", Times.text(event.at()))
                .put("conversation", event.conversation()).put("turn", event.turn());
        host.json().parse(event.dataJson()).members().forEach(all::put);
        return all.build();
    }
}
