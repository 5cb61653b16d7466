package dev.telecoder.plugin.buildkite;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalPoller;
import dev.telecoder.support.rest.RestClient;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Finds out which builds ended where no webhook tells it: one conditional question for each repository that Buildkite builds.
 * Called by one thread at a time.
 */
@Extension
@Configured("buildkite")
public final class BuildkitePoller implements SignalPoller {

    private static final String DUE = "builds.due";
    private static final String TAG = "builds.tag";
    private static final String ENDED = "builds.ended";

    private final BuildkiteApi api;
    private final Clock clock;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public BuildkitePoller(PluginContext context) {
        this.api = new BuildkiteApi(context);
        this.clock = context.clock();
    }

    @Override
    public String id() {
        return "buildkite";
    }

    @Override
    public void poll(Look look) {
        Watched repo = look.repo();
        // A tenth early counts: ticks come as often as the shortest interval says, and not to the second.
        Instant soon = clock.instant().plus(look.intervals().ci().dividedBy(10));
        if (!repo.ci().contains(id()) || look.recall(DUE).map(Instant::parse).filter(soon::isBefore).isPresent()) {
            return;
        }
        Optional<RestClient.Seen> seen = api.changed(repo.name(),
                BuildkiteCi.pipeline(repo.name()) + "/builds?per_page=100", look.recall(TAG).orElse(""));
        seen.ifPresent(found -> {
            builds(look, found.body().items());
            look.remember(TAG, found.tag());
        });
        look.remember(DUE, clock.instant().plus(look.intervals().ci()).toString());
    }

    /** The newest builds; those that ended before the first look are taken notice of only. */
    private void builds(Look look, List<JsonValue> all) {
        boolean first = look.recall(ENDED).isEmpty();
        Set<String> known = Set.copyOf(List.of(look.recall(ENDED).orElse("").split(" ")));
        List<String> ended = new ArrayList<>();
        for (JsonValue build : all.reversed()) {
            String end = build.get("finished_at").findText().orElse("");
            String key = build.get("number").text() + "/" + end;
            if (!end.isEmpty()) {
                ended.add(key);
                if (!first && !known.contains(key)) {
                    look.publish(signal(look.repo().name(), build));
                }
            }
        }
        look.remember(ENDED, String.join(" ", ended));
    }

    private Signal signal(String repo, JsonValue build) {
        JsonValue pipeline = build.get("pipeline").isNull() ? JsonValue.object().put("slug", repo).build()
                : build.get("pipeline");
        return BuildkiteFacts.signal("build.finished", "", JsonValue.object().put("event", "build.finished")
                .put("build", build).put("pipeline", pipeline).build(), clock.instant());
    }
}
