package dev.telecoder.platform.web;

import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.event.Event;
import java.util.HashMap;
import java.util.Map;

/** Which events one stream may show: those of conversations its person is in. For one thread. */
final class Audience {

    private final Conversations conversations;
    private final Caller caller;
    private final boolean all;
    private final Map<String, Boolean> known = new HashMap<>();

    Audience(Conversations conversations, Caller caller, boolean all) {
        this.conversations = conversations;
        this.caller = caller;
        this.all = all && caller.admin();
    }

    boolean maySee(Event event) {
        String conversation = event.conversation();
        if (all || conversation == null) {
            return caller.admin();
        }
        if (event.type().equals("message.received") && !known.getOrDefault(conversation, true)) {
            // Whoever writes in a shared conversation joins it with that message.
            known.remove(conversation);
        }
        return known.computeIfAbsent(conversation,
                id -> ConversationRoutes.visible(conversations, id, caller.person()).isPresent());
    }
}
