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
import java.util.function.BiPredicate;

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
    private final BiPredicate<String, String> polled;

    private TestCheck(List<Monitor.Repo> repos, Map<String, String> memory, Repositories repositories,
            BiFunction<String, JsonValue, SkillResult> skills, ManualCancellation cancellation,
            BiPredicate<String, String> polled) {
        this.repos = repos;
        this.memory = new HashMap<>(memory);
        this.repositories = repositories;
        this.skills = skills;
        this.cancellation = cancellation;
        this.polled = polled;
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
                new ManualCancellation(), (source, kind) -> false);
    }

    /**
     * Sets the code hosts and the CI.
     *
     * @param known the repositories
     * @return a new look
     */
    public TestCheck withRepositories(Repositories known) {
        return new TestCheck(repos, memory, known, skills, cancellation, polled);
    }

    /**
     * Says what skills answer.
     *
     * @param how by name and input
     * @return a new look
     */
    public TestCheck withSkills(BiFunction<String, JsonValue, SkillResult> how) {
        return new TestCheck(repos, memory, repositories, how, cancellation, polled);
    }

    /**
     * Sets what the look is cancelled by.
     *
     * @param by the token
     * @return a new look
     */
    public TestCheck withCancellation(ManualCancellation by) {
        return new TestCheck(repos, memory, repositories, skills, by, polled);
    }

    /**
     * Says which facts a poller finds.
     *
     * @param finds by source and kind of signal
     * @return a new look
     */
    public TestCheck withPolled(BiPredicate<String, String> finds) {
        return new TestCheck(repos, memory, repositories, skills, cancellation, finds);
    }

    /** {@return a new look that remembers what this one remembers now, and goes its own way} */
    public TestCheck copy() {
        return new TestCheck(repos, memory, repositories, skills, cancellation, polled);
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
    public boolean isPolled(String repo, String source, String kind) {
        return polled.test(source, kind);
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
