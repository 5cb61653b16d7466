package dev.telecoder.plugin.buildkite;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes signals of what Buildkite says, in the form of its webhooks, whether it was pushed or polled. A build that ended is told
 * by its id and by when it ended: one whose job was tried again ends once more. For any thread.
 */
final class BuildkiteFacts {

    private static final Pattern NAME = Pattern.compile("([\\w.-]+/[\\w.-]+?)(?:\\.git)?/?$");

    private BuildkiteFacts() {}

    /**
     * Makes a signal.
     *
     * @param kind such as {@code build.finished}
     * @param delivery names the delivery; empty for what was polled
     * @param event as Buildkite's webhooks have it
     * @param at when it was learned
     */
    static Signal signal(String kind, String delivery, JsonValue event, Instant at) {
        JsonValue build = event.get("build");
        String fact = kind.equals("build.finished") ? ended(build).orElse("") : "";
        Signal.Builder signal = Signal.builder("buildkite", delivery.isEmpty() ? fact : delivery, kind, at)
                .payload(event).fact(fact)
                .subject(build.get("number").isNull() ? "" : "builds/" + build.get("number").text());
        return repo(event.get("pipeline")).map(signal::repo).orElse(signal).build();
    }

    /** What the code host calls the repository that is built; where Buildkite does not say, the pipeline. */
    private static Optional<String> repo(JsonValue pipeline) {
        Matcher name = NAME.matcher(pipeline.get("repository").text().replace(':', '/'));
        return name.find() ? Optional.of(name.group(1)) : pipeline.get("slug").findText();
    }

    private static Optional<String> ended(JsonValue build) {
        Optional<String> id = build.get("id").findText().filter(text -> !text.isEmpty());
        try {
            return build.get("finished_at").findText().flatMap(time -> id.map(one -> "builds/" + one + "/finished/"
                    + Instant.parse(time.replaceFirst("^(\\S+) (\\S+) UTC$", "$1T$2Z")).getEpochSecond()));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
