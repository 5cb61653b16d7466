package dev.telecoder.checks.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner of the live tasks, with a model whose work is known: some of it is right, some only said to be. */
class LiveRunnerIT {

    @TempDir Path folder;

    @Test
    void judgesByWhatWasPushedAndNotByWhatTheModelSays() throws Exception {
        List<LiveTask> all = LiveTask.all();

        List<LiveRun.Row> rows;
        try (ScriptedCoder model = new ScriptedCoder()) {
            rows = new LiveRun(folder, "{provider: openai, api_key: none, model: scripted, base_url: \"" + model.url()
                    + "\"}", Duration.ofMinutes(2)).run(List.of(all.get(0), all.get(1), all.get(4), all.get(8)));
        }

        System.out.println(LiveRun.table(rows));
        assertThat(rows).extracting(LiveRun.Row::result).satisfiesExactly(
                fixed -> assertThat(fixed).isEqualTo("done"),
                claimed -> assertThat(claimed).isEqualTo("FAILED: nothing was pushed"),
                cheated -> assertThat(cheated).startsWith("FAILED: it changed the tests: [tests/test_tinycsv.py]"),
                extended -> assertThat(extended).isEqualTo("done"));
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.turns()).isPositive();
            assertThat(row.tokens()).isGreaterThan(1_000);
            assertThat(row.time()).isPositive();
        });
        assertThat(LiveRun.table(rows)).contains("2 of 4 done");
    }
}
