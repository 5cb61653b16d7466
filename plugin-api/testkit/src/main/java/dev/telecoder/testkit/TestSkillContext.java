package dev.telecoder.testkit;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.CheckedRun;
import dev.telecoder.api.skill.ModelQuestion;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.Skills;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of one run of a skill, over a folder. What a test does not set is refused with a sentence that says
 * so, but the sandbox, which runs plain processes in the folder. Set everything before the run.
 *
 * @since 1.0
 */
public final class TestSkillContext implements SkillContext {

    private final Path workspace;
    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final List<SkillCall> skillCalls = new CopyOnWriteArrayList<>();
    private final Map<String, Function<JsonValue, SkillResult>> skills = new ConcurrentHashMap<>();
    private final List<CheckedRun> checkedRuns = new CopyOnWriteArrayList<>();
    private CancellationToken cancellation = new ManualCancellation();
    private Sandbox sandbox;
    private String runId = "run-1";
    private @Nullable Checkout checkout;
    private @Nullable Repositories repositories;
    private @Nullable Recall recall;
    private @Nullable ScriptedLlm model;

    private TestSkillContext(Path workspace) {
        this.workspace = workspace;
        this.sandbox = new PlainSandbox(workspace);
    }

    /**
     * Makes surroundings.
     *
     * @param workspace an existing folder
     * @return the surroundings, without a checkout
     */
    public static TestSkillContext in(Path workspace) {
        return new TestSkillContext(workspace);
    }

    /**
     * Sets the sandbox.
     *
     * @param other the sandbox
     * @return this context
     */
    public TestSkillContext withSandbox(Sandbox other) {
        this.sandbox = other;
        return this;
    }

    /**
     * Sets the checkout.
     *
     * @param inFocus the checkout
     * @return this context
     */
    public TestSkillContext withCheckout(Checkout inFocus) {
        this.checkout = inFocus;
        return this;
    }

    /**
     * Sets the repositories.
     *
     * @param usable the repositories
     * @return this context
     */
    public TestSkillContext withRepositories(Repositories usable) {
        this.repositories = usable;
        return this;
    }

    /**
     * Sets the memory.
     *
     * @param memory what may be recalled
     * @return this context
     */
    public TestSkillContext withRecall(Recall memory) {
        this.recall = memory;
        return this;
    }

    /**
     * Adds a run that told an exit code.
     *
     * @param run the run
     * @return this context
     */
    public TestSkillContext withCheckedRun(CheckedRun run) {
        checkedRuns.add(run);
        return this;
    }

    /**
     * Sets the model that {@link #model} asks.
     *
     * @param script the model
     * @return this context
     */
    public TestSkillContext withModel(ScriptedLlm script) {
        this.model = script;
        return this;
    }

    /**
     * Adds another skill.
     *
     * @param name its name
     * @param run what it does with its input
     * @return this context
     */
    public TestSkillContext withSkill(String name, Function<JsonValue, SkillResult> run) {
        skills.put(name, run);
        return this;
    }

    /**
     * Sets what cancels the run.
     *
     * @param token such as a {@link ManualCancellation}
     * @return this context
     */
    public TestSkillContext withCancellation(CancellationToken token) {
        this.cancellation = token;
        return this;
    }

    /**
     * Sets the id of the run.
     *
     * @param id the id
     * @return this context
     */
    public TestSkillContext withRunId(String id) {
        this.runId = id;
        return this;
    }

    /** {@return the lines of progress so far} */
    public List<String> progressLines() {
        return List.copyOf(progress);
    }

    /** {@return the other skills that were run, in order} */
    public List<SkillCall> skillCalls() {
        return List.copyOf(skillCalls);
    }

    @Override
    public Path workspace() {
        return workspace;
    }

    @Override
    public Checkout checkout() {
        if (checkout == null) {
            throw PluginException.of(Failure.REJECTED, "The conversation is about no repository.");
        }
        return checkout;
    }

    @Override
    public boolean hasCheckout() {
        return checkout != null;
    }

    @Override
    public Repositories repositories() {
        return Optional.ofNullable(repositories).orElseThrow(() -> unset("withRepositories"));
    }

    @Override
    public Skills skills() {
        return (name, input) -> {
            Function<JsonValue, SkillResult> skill = skills.get(name);
            if (skill == null) {
                throw PluginException.of(Failure.REJECTED, "There is no skill " + name + ".");
            }
            skillCalls.add(new SkillCall(name, input));
            return skill.apply(input);
        };
    }

    @Override
    public Recall recall() {
        return Optional.ofNullable(recall).orElseThrow(() -> unset("withRecall"));
    }

    @Override
    public Sandbox sandbox() {
        return sandbox;
    }

    @Override
    public ModelQuestion model() {
        return new TestModelQuestion(Optional.ofNullable(model).orElseThrow(() -> unset("withModel")), cancellation);
    }

    @Override
    public void progress(String line) {
        progress.add(line);
    }

    @Override
    public CancellationToken cancellation() {
        return cancellation;
    }

    @Override
    public String runId() {
        return runId;
    }

    @Override
    public List<CheckedRun> checkedRuns() {
        return List.copyOf(checkedRuns);
    }

    @Override
    public Json json() {
        return JacksonJson.INSTANCE;
    }

    private static IllegalStateException unset(String method) {
        return new IllegalStateException("The skill asked for what the test did not set; call TestSkillContext."
                + method + ".");
    }

    /**
     * A run of another skill.
     *
     * @param skill its name
     * @param input its input
     */
    public record SkillCall(String skill, JsonValue input) {}
}
