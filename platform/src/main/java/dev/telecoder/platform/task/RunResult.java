package dev.telecoder.platform.task;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.SkillResult;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run, as the journal keeps it.
 *
 * @param succeeded whether the skill did what it was asked
 * @param output what the model reads, whole
 * @param data what scripts read, or {@code null}
 * @param files the files it changed, relative to the workspace
 * @param artifacts what else came of it
 * @param origin whose words the output repeats
 * @param error why it failed, if the skill did not say so itself, or {@code null}
 */
public record RunResult(boolean succeeded, String output, @Nullable JsonValue data, List<String> files,
        List<SkillResult.Artifact> artifacts, Origin origin, @Nullable Fault error) {

    /** Copies the lists. */
    public RunResult {
        files = List.copyOf(files);
        artifacts = List.copyOf(artifacts);
    }

    /**
     * Why a run failed.
     *
     * @param kind such as {@code INPUT}, {@code CONSENT} or {@code FAULT}
     * @param message for a person
     */
    public record Fault(String kind, String message) {}

    /**
     * Takes over what a skill returned.
     *
     * @param result the skill's result
     * @param declared whose words the spec says the output repeats
     * @return the same for the journal
     */
    public static RunResult of(SkillResult result, Origin declared) {
        return new RunResult(result.succeeded(), result.output(), result.data().orElse(null),
                result.files().stream().map(path -> path.toString().replace('\\', '/')).toList(), result.artifacts(),
                result.origin().orElse(declared), null);
    }

    /**
     * Makes the result of a run that did not come to a result of its own.
     *
     * @param kind such as {@code INPUT} or {@code FAULT}
     * @param message for the model and for a person
     * @return the result
     */
    public static RunResult fault(String kind, String message) {
        return new RunResult(false, message, null, List.of(), List.of(), Origin.PERSON, new Fault(kind, message));
    }

    /**
     * Says whose words the output repeats.
     *
     * @param whose whose words
     * @return a new result
     */
    public RunResult withOrigin(Origin whose) {
        return new RunResult(succeeded, output, data, files, artifacts, whose, error);
    }

    /** {@return the same as what a skill returns, for another skill that asked} */
    public SkillResult toSkillResult() {
        SkillResult result = (succeeded ? SkillResult.ok(output) : SkillResult.failed(output)).withArtifacts(artifacts)
                .withFiles(files.stream().map(java.nio.file.Path::of).toList()).withOrigin(origin);
        return data == null ? result : result.withData(data);
    }

    JsonValue toJson() {
        return JsonValue.object().put("succeeded", succeeded).put("output", output).putIfPresent("data", data)
                .put("files", files).put("artifacts", artifactsJson(artifacts)).put("origin", origin)
                .putIfPresent("error", error == null ? null
                        : JsonValue.object().put("kind", error.kind()).put("message", error.message()).build())
                .build();
    }

    static RunResult of(JsonValue json) {
        JsonValue error = json.get("error");
        return new RunResult(json.get("succeeded").asBoolean(false), json.get("output").text(),
                json.get("data").isNull() ? null : json.get("data"),
                json.get("files").items().stream().map(JsonValue::text).toList(),
                json.get("artifacts").items().stream().map(a -> new SkillResult.Artifact(a.get("type").text(),
                        a.get("title").text(), URI.create(a.get("location").text()))).toList(),
                Origin.valueOf(json.get("origin").text().toUpperCase(java.util.Locale.ROOT)),
                error.isNull() ? null : new Fault(error.get("kind").text(), error.get("message").text()));
    }

    /**
     * Shapes artifacts as the API shows them.
     *
     * @param artifacts the artifacts
     * @return an array
     */
    public static JsonValue artifactsJson(List<SkillResult.Artifact> artifacts) {
        return JsonValue
                .array(artifacts.stream().map(a -> JsonValue.object().put("type", a.type()).put("title", a.title())
                        .put("location", a.location().toString()).build()).toList());
    }
}
