package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.Skills;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What one look of a monitor is about: {@code TestCheck.of("myorg/api").withRepositories(…)}. Used for several looks, it
 * remembers between them what the monitor told it to, as the host does. For one thread.
 *
 * @since 1.0
 */
public final class TestCheck implements Monitor.Check {

    private final List<Monitor.Repo> repos;
    private final Map<String, String> memory;
    private final Repositories repositories;
    private final BiFunction<String, JsonValue, SkillResult> skills;
    private final ManualCancellation cancellation;

    private TestCheck(List<Monitor.Repo> repos, Map<String, String> memory, Repositories repositories,
            BiFunction<String, JsonValue, SkillResult> skills, ManualCancellation cancellation) {
        this.repos = repos;
        this.memory = new HashMap<>(memory);
        this.repositories = repositories;
        this.skills = skills;
        this.cancellation = cancellation;
    }

    /**
     * Makes a look at repositories, each at its branch {@code main}, that remembers nothing and knows neither code host nor
     * CI.
     *
     * @param names such as {@code myorg/api}
     * @return the look
     */
    public static TestCheck of(String... names) {
        return new TestCheck(Arrays.stream(names).map(name -> new Monitor.Repo(name, "main")).toList(), Map.of(),
                new TestRepositories(),
                (name, input) -> SkillResult.failed("There is no skill " + name + " in this test."),
                new ManualCancellation());
    }

    /**
     * Sets the code hosts and the CI.
     *
     * @param known the repositories
     * @return a new look
     */
    public TestCheck withRepositories(Repositories known) {
        return new TestCheck(repos, memory, known, skills, cancellation);
    }

    /**
     * Says what skills answer.
     *
     * @param how by name and input
     * @return a new look
     */
    public TestCheck withSkills(BiFunction<String, JsonValue, SkillResult> how) {
        return new TestCheck(repos, memory, repositories, how, cancellation);
    }

    /**
     * Sets what the look is cancelled by.
     *
     * @param by the token
     * @return a new look
     */
    public TestCheck withCancellation(ManualCancellation by) {
        return new TestCheck(repos, memory, repositories, skills, by);
    }

    /** {@return a new look that remembers what this one remembers now, and goes its own way} */
    public TestCheck copy() {
        return new TestCheck(repos, memory, repositories, skills, cancellation);
    }

    @Override
    public List<Monitor.Repo> repos() {
        return repos;
    }

    @Override
    public Optional<String> recall(String key) {
        return Optional.ofNullable(memory.get(key));
    }

    @Override
    public void remember(String key, String value) {
        memory.put(key, value);
    }

    @Override
    public Repositories repositories() {
        return repositories;
    }

    @Override
    public Skills skills() {
        return skills::apply;
    }

    @Override
    public ManualCancellation cancellation() {
        return cancellation;
    }
}
