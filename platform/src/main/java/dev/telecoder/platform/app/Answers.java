package dev.telecoder.platform.app;

import dev.telecoder.platform.agent.Outbox;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.gateway.Mail;
import dev.telecoder.platform.heartbeat.Occurrences;
import dev.telecoder.platform.heartbeat.Silence;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.watch.PullWatches;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** The gateway's side of what the agent says. What nobody asked for may also stay silent, or be told elsewhere. */
record Answers(Conversations conversations, Mail mail, Occurrences jobs, Told told, Runs runs,
        Supplier<PullWatches> pulls) implements Outbox {

    @Override
    public void answer(Handle h, String id, Turn turn, String markdown) {
        boolean watched = pulls.get().said(h, turn, runs.published(h, turn.id()));
        if (watched && turn.entry() == Entry.WATCH) {
            // Its checks will tell whether that was of use; then all is said in one message.
            return;
        }
        say(h, id, turn, markdown);
    }

    private void say(Handle h, String id, Turn turn, String markdown) {
        boolean unasked = turn.entry() == Entry.CRON || turn.entry() == Entry.HEARTBEAT;
        String said = unasked ? Silence.spoken(markdown) : markdown;
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
        pulls.get().said(h, turn, runs.published(h, turn.id()));
        say(h, id, turn, markdown);
    }
}
