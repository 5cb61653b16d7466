package dev.telecoder.api.skill;

import dev.telecoder.api.json.JsonValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of running a skill. The model reads {@code output}, scripts read {@code data}; the rest is for the host.
 *
 * <p>Made with {@link #ok} or {@link #failed}; each {@code with…} method gives a new result.
 *
 * @since 1.0
 */
public final class SkillResult {

    private final boolean succeeded;
    private final String output;
    private final @Nullable JsonValue data;
    private final List<Path> files;
    private final List<Artifact> artifacts;
    private final @Nullable Origin origin;

    private SkillResult(boolean succeeded, String output, @Nullable JsonValue data, List<Path> files,
            List<Artifact> artifacts, @Nullable Origin origin) {
        this.succeeded = succeeded;
        this.output = Objects.requireNonNull(output, "output");
        this.data = data;
        this.files = List.copyOf(files);
        this.artifacts = List.copyOf(artifacts);
        this.origin = origin;
    }

    /**
     * Reports success.
     *
     * @param output what the model shall read
     * @return the result
     */
    public static SkillResult ok(String output) {
        return new SkillResult(true, output, null, List.of(), List.of(), null);
    }

    /**
     * Reports a failure the model can do something about, such as a failing test or a missing file.
     *
     * @param output what went wrong and what to try
     * @return the result
     */
    public static SkillResult failed(String output) {
        return new SkillResult(false, output, null, List.of(), List.of(), null);
    }

    /**
     * Adds what scripts read; it is never cut by the limits on output.
     *
     * @param value a JSON object
     * @return a new result
     */
    public SkillResult withData(JsonValue value) {
        return new SkillResult(succeeded, output, value, files, artifacts, origin);
    }

    /**
     * Names the files that were created, changed or deleted.
     *
     * @param changed their paths, relative to the workspace
     * @return a new result
     */
    public SkillResult withFiles(List<Path> changed) {
        return new SkillResult(succeeded, output, data, changed, artifacts, origin);
    }

    /**
     * Names what else came of the run and outlives it.
     *
     * @param made commits, pull requests …
     * @return a new result
     */
    public SkillResult withArtifacts(List<Artifact> made) {
        return new SkillResult(succeeded, output, data, files, made, origin);
    }

    /**
     * Says whose words the output of this run repeats, where it differs from what the spec says of the skill.
     *
     * @param whose whose words
     * @return a new result
     */
    public SkillResult withOrigin(Origin whose) {
        return new SkillResult(succeeded, output, data, files, artifacts, Objects.requireNonNull(whose, "whose"));
    }

    /** {@return whether the skill did what it was asked} */
    public boolean succeeded() {
        return succeeded;
    }

    /** {@return what the model shall read} */
    public String output() {
        return output;
    }

    /** {@return what scripts read, if anything} */
    public Optional<JsonValue> data() {
        return Optional.ofNullable(data);
    }

    /** {@return the files that were created, changed or deleted, relative to the workspace} */
    public List<Path> files() {
        return files;
    }

    /** {@return what else came of the run} */
    public List<Artifact> artifacts() {
        return artifacts;
    }

    /** {@return whose words the output repeats, if this run differs from the spec} */
    public Optional<Origin> origin() {
        return Optional.ofNullable(origin);
    }

    /**
     * Something that outlives the run.
     *
     * @param type such as {@code pull-request} or {@code commit}
     * @param title what a person would call it
     * @param location where to look at it
     */
    public record Artifact(String type, String title, URI location) {

        /** Checks that all parts are there. */
        public Artifact {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(location, "location");
        }
    }
}
