package dev.telecoder.platform.app;

import dev.telecoder.platform.agent.Outbox;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.gateway.Mail;
import dev.telecoder.platform.heartbeat.Incidents;
import dev.telecoder.platform.heartbeat.Occurrences;
import dev.telecoder.platform.heartbeat.Silence;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.watch.PullWatches;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** The gateway's side of what the agent says. What nobody asked for may also stay silent, or be told elsewhere. */
record Answers(Conversations conversations, Mail mail, Occurrences jobs, Incidents incidents, Told told, Runs runs,
        Supplier<PullWatches> pulls) implements Outbox {

    @Override
    public void answer(Handle h, String id, Turn turn, String markdown) {
        boolean watched = pulls.get().said(h, turn, runs.published(h, turn));
        if (watched && turn.entry() == Entry.WATCH) {
            // Its checks will tell whether that was of use; then all is said in one message.
            return;
        }
        say(h, id, turn, markdown);
    }

    private void say(Handle h, String id, Turn turn, String markdown) {
        boolean unasked = turn.entry() == Entry.CRON || turn.entry() == Entry.HEARTBEAT;
        Optional<String> event = turn.entry() == Entry.HEARTBEAT ? incidents.answered(h, turn.id(), id, markdown)
                : Optional.empty();
        String said = event.orElseGet(() -> unasked ? Silence.spoken(markdown) : markdown);
        if (unasked && said.isBlank()) {
            return;
        }
        conversations.find(h, turn.conversation())
                .ifPresent(conversation -> mail.say(h, id, conversation, turn.id(),
                        Message.Role.ASSISTANT, said));
        if (unasked) {
            jobs.notifyOf(h, turn.id()).ifPresent(addresses -> told.to(h, id + "-told", addresses, said));
        }
    }

    @Override
    public void notice(Handle h, String id, Turn turn, String markdown) {
        if (turn.entry() == Entry.HEARTBEAT && (!id.endsWith("-end") || incidents.failed(h, turn.id()))) {
            conversations.find(h, turn.conversation()).ifPresent(
                    held -> mail.say(h, id, held, turn.id(), Message.Role.SYSTEM, markdown));
            return; // why the agent could not is for who looks there; the event itself is told
        }
        pulls.get().said(h, turn, runs.published(h, turn));
        say(h, id, turn, markdown);
    }
}
