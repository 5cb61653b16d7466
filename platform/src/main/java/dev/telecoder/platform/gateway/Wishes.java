package dev.telecoder.platform.gateway;

import dev.telecoder.platform.consent.Answered;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.StoreException;
import dev.telecoder.platform.task.Turn;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out commands and answers, each on a thread of its own, so that none waits for the agent or for another. What was
 * stored and not carried out before a crash is carried out at the next start. Safe for many threads.
 */
final class Wishes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);

    private final Gateway.Parts parts;
    private final InboxTable inbox;
    private final Intake intake;
    private final Commands commands;
    private final Controls controls;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("command-", 0).factory());
    private volatile boolean closed;

    Wishes(Gateway.Parts parts, InboxTable inbox, Intake intake, Controls controls, Links links) {
        this.parts = parts;
        this.inbox = inbox;
        this.intake = intake;
        this.controls = controls;
        this.commands = new Commands(parts.consent(), controls, links, parts.json());
    }

    /** Begins to carry out what was stored just now. A stop is told before this returns, so that nothing said later meets it. */
    void begin(InboxTable.Key key, Wish wish, Conversation conversation, Person person, List<String> stops) {
        CompletableFuture<Boolean> stopped =
                wish.question() == null && Commands.stops(wish.text()) ? stop(conversation.id(), stops)
                        : CompletableFuture.completedFuture(false);
        threads.execute(() -> carryOut(key, wish, conversation, person, stopped));
    }

    /** Carries out what a crash or a shutdown left. */
    void resume(InboxTable.Open open) {
        Wish wish = Wish.of(open.payload());
        Optional<Person> person = parts.people().find(wish.person());
        Optional<Conversation> conversation =
                open.conversation() == null ? Optional.empty() : parts.conversations().find(open.conversation());
        if (person.isEmpty() || conversation.isEmpty()) {
            end(open.key(), wish, conversation, "");
        } else if (wish.begun()) {
            end(open.key(), wish, conversation,
                    "I was interrupted, and I do not know whether `" + firstLine(wish.text())
                            + "` was carried out. I have not run it again; please look.");
        } else {
            List<String> stops = parts.database().read(h -> h.createQuery("SELECT t.id FROM turn t WHERE"
                    + " t.conversation = :id AND t.state IN ('queued','running','waiting') AND t.seq <= coalesce((SELECT"
                    + " max(u.seq) FROM turn u WHERE u.conversation = :id AND u.created_at <= :at), 0)")
                    .bind("id", conversation.get().id()).bind("at", open.receivedAt()).mapTo(String.class).list());
            begin(open.key(), wish, conversation.get(), person.get(), stops);
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }

    private CompletableFuture<Boolean> stop(String conversation, List<String> turns) {
        try {
            return controls.stop(conversation).thenApply(any -> any | endLeft(turns));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Ends the turns that the agent had not heard of yet when it was told to stop. */
    private boolean endLeft(List<String> turns) {
        boolean any = false;
        for (String turn : turns) {
            parts.consent().withdraw(turn, "stopped");
            any |= parts.database().write(h -> parts.turns().end(h, turn, Turn.State.STOPPED, null, null));
        }
        intake.stopped(turns);
        return any;
    }

    private void carryOut(InboxTable.Key key, Wish wish, Conversation conversation, Person person,
            CompletableFuture<Boolean> stopped) {
        String reply;
        try {
            if (wish.question() == null && Commands.hasEffects(wish.text())) {
                parts.database().write(h -> {
                    inbox.payload(h, key, wish.underWay().toJson());
                    return null;
                });
            }
            reply = wish.question() == null ? commands.run(wish.text(), conversation, person, stopped)
                    : answer(wish.question(), wish.text(), person);
        } catch (CancellationException e) {
            return; // the host is closing; the next start carries it out
        } catch (RuntimeException e) {
            if (closed || e instanceof StoreException) {
                LOG.warn("`{}` was not carried out; the next start does it.", firstLine(wish.text()), e);
                return;
            }
            LOG.error("`{}` failed", firstLine(wish.text()), e);
            reply = "Something went wrong inside TeleCoder (" + e.getClass().getSimpleName()
                    + "). The log has the details; `telecoder logs` shows it.";
        }
        if (!closed) {
            end(key, wish, Optional.of(conversation), reply);
        }
    }

    private void end(InboxTable.Key key, Wish wish, Optional<Conversation> conversation, String reply) {
        try {
            parts.database().write(h -> {
                inbox.done(h, key);
                // Who is in it may have changed by the command itself.
                Optional<Conversation> now = conversation.flatMap(one -> parts.conversations().find(h, one.id()));
                if (!reply.isEmpty() && now.isPresent()) {
                    parts.mail().say(h, key.channel() + "-" + key.externalId() + "-reply", now.get(),
                            Optional.of(wish.at()), null, Message.Role.SYSTEM, reply);
                }
                return null;
            });
        } catch (StoreException e) {
            LOG.warn("The reply to `{}` could not be stored; the next start carries it out again.",
                    firstLine(wish.text()), e);
        }
    }

    private String answer(String question, String text, Person person) {
        Answered answered = parts.consent().answer(question, person, true, false, text);
        return answered.outcome() == Answered.Outcome.TAKEN ? "" : answered.sentence();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").replace('`', '\'');
    }
}
