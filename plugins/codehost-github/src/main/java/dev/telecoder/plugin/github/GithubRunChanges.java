package dev.telecoder.plugin.github;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.SignalPoller.Look;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the runs that ended since the last look. For one look. */
final class GithubRunChanges {

    private static final String ENDED = "runs.ended";

    private final Look look;
    private final GithubPoller.Publisher publisher;

    GithubRunChanges(Look look, GithubPoller.Publisher publisher) {
        this.look = look;
        this.publisher = publisher;
    }

    void take(List<JsonValue> runs) {
        boolean first = look.recall(ENDED).isEmpty();
        Set<String> known = new HashSet<>(List.of(look.recall(ENDED).orElse("").split(" ")));
        List<String> ended = new ArrayList<>();
        for (JsonValue run : runs.reversed()) {
            String name = run.get("id").text() + "/" + run.get("run_attempt").asInt(1);
            if (run.get("status").text().equals("completed")) {
                ended.add(name);
                if (!first && !known.contains(name)) {
                    publisher.publish("workflow_run", "completed", JsonValue.object().put("workflow_run", run)
                            .put("sender", run.get("triggering_actor")));
                }
            }
        }
        look.remember(ENDED, String.join(" ", ended));
    }
}
