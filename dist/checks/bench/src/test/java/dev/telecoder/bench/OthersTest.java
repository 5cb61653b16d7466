package dev.telecoder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OthersTest {

    @TempDir Path reports;

    @Test
    void readsTheReportsOfTheOtherChecks() throws Exception {
        Files.writeString(reports.resolve("stop.txt"), """

                From the request to stop, with 50 other conversations busy, in ms
                  while there runs                            answered min/med/max          last process gone
                  a command with a child of its own session          71 / 94 / 208              11 / 56 / 102
                  a model that says nothing                           12 / 23 / 30                          -
                """);
        Files.writeString(reports.resolve("crash-random.txt"), """
                  points written 200, points tried 200; of 600 effects done once 598, unknown and told 2, doubled 0
                  answers lost 0, answers doubled 1, repeats dropped by their key 3, trials with something wrong 1
                """);

        List<Row> rows = measured();

        assertThat(value(rows, "stop")).isEqualTo(102);
        assertThat(value(rows, "crash.lost")).isZero();
        assertThat(value(rows, "crash.doubled")).isOne();
        assertThat(value(rows, "crash.unknown")).isBetween(0.33, 0.34);
    }

    @Test
    void countsAReportThatIsNotThereAsNotMeasured() throws Exception {
        assertThat(measured()).filteredOn(row -> row.verdict() == Row.Verdict.MISSED).extracting(Row::id)
                .containsExactly("stop", "crash.lost", "crash.doubled", "crash.unknown");
    }

    private List<Row> measured() throws Exception {
        List<Row> rows = new ArrayList<>();
        new Others(reports).measure(rows);
        return rows;
    }

    private static double value(List<Row> rows, String id) {
        return rows.stream().filter(row -> row.id().equals(id)).findFirst().orElseThrow().value();
    }
}
