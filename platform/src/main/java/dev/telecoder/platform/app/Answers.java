package dev.telecoder.platform.app;

import dev.telecoder.platform.agent.Outbox;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.gateway.Mail;
import dev.telecoder.platform.task.Turn;
import org.jdbi.v3.core.Handle;

/** The gateway's side of what the agent says. */
record Answers(Conversations conversations, Mail mail) implements Outbox {

    @Override
    public void answer(Handle h, String id, Turn turn, String markdown) {
        conversations.find(h, turn.conversation())
                .ifPresent(conversation -> mail.say(h, id, conversation, turn.id(),
                        Message.Role.ASSISTANT, markdown));
    }

    @Override
    public void notice(Handle h, String id, Turn turn, String markdown) {
        answer(h, id, turn, markdown);
    }
}
