package dev.telecoder.platform.agent;

import dev.telecoder.api.llm.Content;
import java.util.HashMap;
import java.util.Map;

/** Notices a model that goes round in circles: the same call three times gets a nudge, five times ends the turn. */
final class LoopGuard {

    private static final int NUDGE_AT = 3;
    private static final int STOP_AT = 5;

    private final Map<String, Integer> seen = new HashMap<>();

    /** What to do about a call. */
    enum Advice {
        GO_ON, NUDGE, STOP
    }

    Advice look(Content.ToolCall call) {
        int times = seen.merge(call.tool() + " " + call.argumentsJson().strip(), 1, Integer::sum);
        return times >= STOP_AT ? Advice.STOP : times >= NUDGE_AT ? Advice.NUDGE : Advice.GO_ON;
    }

    /** Something has changed since, so that the same call may well give another result. */
    void changed() {
        seen.clear();
    }
}
