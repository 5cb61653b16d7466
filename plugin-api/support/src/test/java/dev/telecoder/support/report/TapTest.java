package dev.telecoder.support.report;

import static dev.telecoder.support.report.Payloads.counts;
import static dev.telecoder.support.report.Payloads.parseText;
import static dev.telecoder.support.report.Payloads.place;
import static dev.telecoder.support.report.Payloads.read;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TapTest {

    @Test
    void readsVersion14WithSubtestsDirectivesAndDiagnostics() {
        TestReport report = read("tap14.tap");

        // is empty, one, inside, 7 · adds up, two · later, one day
        assertThat(counts(report)).isEqualTo("8 4 2 0 2");
        assertThat(report.failures()).extracting(Payloads::place)
                .containsExactly("|adds up|tests/cart.js:17", "rows|two|tests/rows.js:3");
        assertThat(report.failures().get(0).message()).isEqualTo("expected 3 but was 4");
        assertThat(report.problem()).isNull();
    }

    @Test
    void readsVersion12WithCommentsAndBailOut() {
        TestReport report = read("bail.tap");

        assertThat(counts(report)).isEqualTo("2 1 1 0 0");
        assertThat(place(report.failures().get(0))).isEqualTo("|second|t/cart.t:12");
        assertThat(report.problem()).contains("the database is gone").contains("The plan was 4 tests, but only 2");
    }

    @Test
    void countsAsNodeCounts() {
        TestReport report = read("node.tap");

        assertThat(report.framework()).isEqualTo("node");
        assertThat(counts(report)).isEqualTo("8 2 4 0 2");
        assertThat(report.failures()).extracting(Payloads::place).containsExactly(
                "|adds up|/home/dev/shop/test/cart.test.mjs:4", "rows|two|/home/dev/shop/test/cart.test.mjs:9",
                "parent|child|/home/dev/shop/test/cart.test.mjs:11", "|parent|/home/dev/shop/test/cart.test.mjs:11");
        assertThat(report.failures().get(0).message()).contains("3 !== 4");
    }

    @Test
    void readsNodesReportForPeopleAlike() {
        TestReport report = read("node.spec");

        assertThat(report.framework()).isEqualTo("node");
        assertThat(counts(report)).isEqualTo("8 2 4 0 2");
        assertThat(report.failures()).extracting(TestReport.Failure::name).containsExactly("adds up", "two", "child");
        assertThat(report.failures().get(0).line()).isEqualTo(4);
    }

    @Test
    void acceptsAPlanAtTheEndAndOutputInBetween() {
        assertThat(counts(parseText("starting\nok 1\nnoise\nnot ok 2 - x\nokay, more noise\n1..2\n")))
                .isEqualTo("2 1 1 0 0");
    }

    @Test
    void countsNothingWhenAllIsSkipped() {
        assertThat(counts(parseText("1..0 # SKIP no database\n"))).isEqualTo("0 0 0 0 0");
    }

    @Test
    void saysWhenFewerTestsRanThanPlanned() {
        assertThat(parseText("1..3\nok 1\n").problem()).contains("3 tests").contains("only 1");
        assertThat(parseText("TAP version 13\nok 1\n").problem()).contains("no plan");
    }

    @Test
    void keepsATestThatFailsAloneBesidePassingSubtests() {
        TestReport report = parseText("TAP version 14\n    ok 1 - a\n    1..1\nnot ok 1 - parent # bad plan\n1..1\n");

        assertThat(counts(report)).isEqualTo("2 1 1 0 0");
    }

    @Test
    void survivesADiagnosticThatIsNeverClosed() {
        TestReport report = parseText("1..2\nnot ok 1 - a\n  ---\n  message: x\nok 2 - b\n");

        assertThat(counts(report)).isEqualTo("2 1 1 0 0");
    }

    @Test
    void takesAnySpellingOfDirectives() {
        assertThat(counts(parseText("1..4\nok 1 # skip\nok 2 - b # Skipped: why\nnot ok 3 #TODO x\nok 4 - c # todo\n")))
                .isEqualTo("4 1 0 0 3");
    }
}
