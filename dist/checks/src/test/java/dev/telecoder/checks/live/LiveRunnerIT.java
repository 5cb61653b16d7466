package dev.telecoder.checks.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner of the live tasks, with a model whose work is known: some of it is right, some only said to be. */
class LiveRunnerIT {

    @TempDir Path folder;

    /** All ten, each done rightly, so that each check and each row is tried; and two that are not done. */
    @Test
    void judgesByWhatWasPushedAndNotByWhatTheModelSays() throws Exception {
        List<LiveTask> tasks = new ArrayList<>(LiveTask.all());
        LiveTask fix = tasks.getFirst();
        tasks.add(new LiveTask("claims", 2, ScriptedCoder.CLAIM, fix.check()));
        tasks.add(new LiveTask("cheats", 5, ScriptedCoder.CHEAT, fix.check()));

        List<LiveRun.Row> rows;
        try (ScriptedCoder model = new ScriptedCoder()) {
            rows = new LiveRun(folder, "{provider: openai, api_key: none, model: scripted, base_url: \"" + model.url()
                    + "\"}", Duration.ofMinutes(4)).run(tasks);
        }

        System.out.println(LiveRun.table(rows));
        Map<String, LiveRun.Row> byTask = new LinkedHashMap<>();
        rows.stream().filter(row -> !row.result().startsWith("skipped: ")).forEach(row -> byTask.put(row.task(), row));
        LiveRun.Row claimed = byTask.remove("claims");
        LiveRun.Row cheated = byTask.remove("cheats");
        assertThat(claimed == null ? "FAILED: nothing was pushed" : claimed.result())
                .isEqualTo("FAILED: nothing was pushed");
        assertThat(cheated == null ? "FAILED: it changed the tests" : cheated.result())
                .startsWith("FAILED: it changed the tests");
        assertThat(byTask.values()).isNotEmpty().allSatisfy(row -> {
            assertThat(row.result()).as(row.task()).isEqualTo("done");
            assertThat(row.turns()).isPositive();
            assertThat(row.tokens()).isGreaterThan(1_000);
            assertThat(row.time()).isPositive();
        });
        assertThat(LiveRun.table(rows)).contains(byTask.size() + " of 12 done");
    }
}
