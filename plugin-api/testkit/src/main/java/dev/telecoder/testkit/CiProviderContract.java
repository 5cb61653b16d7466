package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CiProvider.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is asked of every {@link CiProvider}.
 *
 * @since 1.0
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class CiProviderContract {

    private static final Instant DAWN = Instant.parse("2026-03-01T06:00:00Z");

    /** For the plugin's test. */
    protected CiProviderContract() {}

    /** {@return the provider, the same one during a test, that talks to {@link #service}} */
    protected abstract CiProvider provider();

    /** {@return the other side, the same one during a test; without runs at first} */
    protected abstract Service service();

    /** A service that builds. */
    public interface Service extends RemoteService {

        /**
         * Has run, or runs.
         *
         * @param branch the branch
         * @param startedAt when it began
         * @param state {@code running}, {@code passed} or {@code failed}
         * @param failedJob what the job that failed wrote; beside it there is one that passed and wrote "all is well"
         * @return the id of the run
         */
        String keep(String branch, Instant startedAt, String state, String failedJob);
    }

    @Test
    void listsTheNewestFirst() {
        String old = service().keep("main", DAWN, "passed", "");
        String recent = service().keep("main", DAWN.plusSeconds(60), "failed", "boom");
        String now = service().keep("main", DAWN.plusSeconds(120), "running", "");

        List<Run> runs = provider().runs(service().repo(), "", 10);

        assertThat(runs).extracting(Run::id).containsExactly(now, recent, old);
        assertThat(runs).extracting(Run::startedAt).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.name()).isNotBlank();
            assertThat(run.branch()).isEqualTo("main");
            assertThat(run.commit()).isNotBlank();
            assertThat(run.location().isAbsolute()).as("a link").isTrue();
        });
    }

    @Test
    void saysHowEachRunStands() {
        Map<String, String> states = new HashMap<>();
        for (String state : List.of("passed", "failed", "running")) {
            states.put(service().keep("main", DAWN.plusSeconds(60L * states.size()), state, ""), state);
        }

        Map<String, String> told = new HashMap<>();
        provider().runs(service().repo(), "", 10).forEach(run -> told.put(run.id(), run.state()));

        assertThat(told).isEqualTo(states);
    }

    @Test
    void listsOneBranchWhenAskedTo() {
        service().keep("main", DAWN, "passed", "");
        service().keep("main-2", DAWN.plusSeconds(60), "passed", "");
        String wanted = service().keep("feature/x", DAWN.plusSeconds(120), "passed", "");

        assertThat(provider().runs(service().repo(), "feature/x", 10)).extracting(Run::id).containsExactly(wanted);
        assertThat(provider().runs(service().repo(), "none", 10)).isEmpty();
    }

    @Test
    void listsAsManyAsAskedForOverAllPages() {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < 210; i++) {
            kept.add(service().keep("main", DAWN.plusSeconds(i), "passed", ""));
        }
        Collections.reverse(kept);

        assertThat(provider().runs(service().repo(), "", 205)).extracting(Run::id)
                .isEqualTo(kept.subList(0, 205));
        assertThat(provider().runs(service().repo(), "", 3)).extracting(Run::id).isEqualTo(kept.subList(0, 3));
    }

    @Test
    void readsTheLogOfWhatFailed() {
        String run = service().keep("main", DAWN, "failed", "expected <3> but was <4> 🦞\nat Bill.java:12");

        String log = provider().log(service().repo(), run);

        assertThat(log).contains("expected <3> but was <4> 🦞", "at Bill.java:12").doesNotContain("all is well");
    }

    @Test
    void asksOnlyForWhatChanged() {
        service().keep("main", DAWN, "passed", "");

        RemoteRows.asksOnlyForWhatChanged(service(), this::look);
    }

    @Test
    void passesARateLimitOn() {
        RemoteRows.passesARateLimitOn(service(), this::look);
    }

    @Test
    void tellsMissingFromForbidden() {
        RemoteRows.tellsMissingFromForbidden(service(), this::look);
    }

    @Test
    void noSecretIsInAnyMessage() {
        RemoteRows.keepsSecrets(service(), provider(), this::look);
    }

    private List<Run> look() {
        return provider().runs(service().repo(), "", 10);
    }
}
