package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What is asked of every {@link SkillSource}.
 *
 * @since 1.0
 */
public abstract class SkillSourceContract {

    /** For the plugin's test. */
    protected SkillSourceContract() {}

    /** {@return the source, the same one during a test; without skills at first} */
    protected abstract SkillSource source();

    /**
     * Adds a skill where the source looks.
     *
     * @param name its name, such as {@code local.one}
     */
    protected abstract void add(String name);

    /**
     * Takes a skill away.
     *
     * @param name its name
     */
    protected abstract void remove(String name);

    /** Adds what looks like a skill and is wrong. */
    protected abstract void addWrong();

    /** {@return what was reported as wrong so far} */
    protected abstract List<String> reports();

    /** {@return how long to wait for a change to be told} */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    @Test
    void tellsOfChanges() throws InterruptedException {
        Semaphore changes = new Semaphore(0);
        source().onChange(changes::release);

        add("local.one");
        boolean told = changes.tryAcquire(patience().toMillis(), TimeUnit.MILLISECONDS);
        List<String> after = names();
        changes.drainPermits();
        remove("local.one");

        assertThat(told).as("told of a new skill").isTrue();
        assertThat(after).containsExactly("local.one");
        assertThat(changes.tryAcquire(patience().toMillis(), TimeUnit.MILLISECONDS)).as("told of a skill that is gone")
                .isTrue();
        assertThat(names()).isEmpty();
    }

    @Test
    void skipsAndReportsAWrongOne() {
        add("local.one");
        addWrong();
        add("local.two");

        List<String> found = names();

        assertThat(found).containsExactlyInAnyOrder("local.one", "local.two");
        assertThat(reports()).isNotEmpty().noneMatch(String::isBlank);
    }

    private List<String> names() {
        return source().skills().stream().map(Skill::spec).map(spec -> spec.name()).toList();
    }
}
