package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.health.HealthCheck.Finding;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is asked of every {@link HealthCheck}.
 *
 * @since 1.0
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class HealthCheckContract {

    /** For the plugin's test. */
    protected HealthCheckContract() {}

    /** {@return the check, on a system where it has something to say} */
    protected abstract HealthCheck check();

    /** {@return texts that must never be told, such as the key it is configured with} */
    protected List<String> secrets() {
        return List.of();
    }

    @Test
    void namesEachThingOnceAndTheSameEachTime() {
        List<String> first = check().check(() -> false).stream().map(Finding::name).toList();
        List<String> second = check().check(() -> false).stream().map(Finding::name).toList();

        assertThat(first).isNotEmpty().doesNotHaveDuplicates().isEqualTo(second);
    }

    @Test
    void tellsNoSecret() {
        List<Finding> found = check().check(() -> false);

        assertThat(found).allSatisfy(one -> secrets()
                .forEach(secret -> assertThat(one.toString()).as("a finding").doesNotContain(secret)));
    }

    @Test
    void writesOneSentenceForThePerson() {
        assertThat(check().check(() -> false)).allSatisfy(one -> assertThat(one.what()).doesNotContain("\n"));
    }
}
