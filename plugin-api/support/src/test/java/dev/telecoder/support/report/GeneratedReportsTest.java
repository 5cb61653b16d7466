package dev.telecoder.support.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Totals of generated reports, kind by kind; {@code -Dreports.seeds=N} makes more of each. The table is written to
 * {@code target/report-totals.txt}.
 */
class GeneratedReportsTest {

    private static final int SEEDS = Integer.getInteger("reports.seeds", 40);
    private static final List<String> TABLE = new ArrayList<>();

    static List<ReportGenerator.Kind> kinds() {
        return ReportGenerator.KINDS;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void countsExactly(ReportGenerator.Kind kind) {
        List<String> wrong = new ArrayList<>();

        for (int seed = 1; seed <= SEEDS; seed++) {
            List<ReportGenerator.Case> cases = ReportGenerator.cases(seed);
            String expected = expected(cases, kind.tellsErrors());
            String report = kind.writer().apply(cases);
            String text = seed % 4 == 0 && !report.startsWith("<") ? report.replace("\n", "\r\n") : report;
            Charset charset = seed % 5 == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
            byte[] bytes = (seed % 5 < 2 && !report.startsWith("<?xml") ? "\uFEFF" + text : text)
                    .getBytes(report.startsWith("<?xml") ? StandardCharsets.UTF_8 : charset);
            String found = counts(bytes);
            if (!found.equals(expected)) {
                wrong.add("seed " + seed + ": expected " + expected + ", found " + found + " in\n" + text);
            }
        }

        TABLE.add("%-22s %4d reports %4d exact".formatted(kind.name(), SEEDS, SEEDS - wrong.size()));
        assertThat(wrong).as(kind.name()).isEmpty();
    }

    @AfterAll
    static void writesTheTable() throws IOException {
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/report-totals.txt"), TABLE);
    }

    private static String expected(List<ReportGenerator.Case> cases, boolean tellsErrors) {
        long failed = ReportGenerator.count(cases, Outcome.FAILED);
        long errors = ReportGenerator.count(cases, Outcome.ERROR);
        return cases.size() + " " + ReportGenerator.count(cases, Outcome.PASSED) + " "
                + (tellsErrors ? failed : failed + errors)
                + " " + (tellsErrors ? errors : 0) + " " + ReportGenerator.count(cases, Outcome.SKIPPED);
    }

    private static String counts(byte[] bytes) {
        try {
            TestReport report = TestReports.read(bytes, new JacksonJson());
            boolean problem = report.problem() != null;
            return report.tests() + " " + report.passed() + " " + report.failed() + " " + report.errors() + " "
                    + report.skipped() + (problem ? " " + report.problem() : "");
        } catch (UnreadableReportException unreadable) {
            return String.valueOf(unreadable.getMessage());
        }
    }
}
