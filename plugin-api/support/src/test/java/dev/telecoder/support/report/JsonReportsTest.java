package dev.telecoder.support.report;

import static dev.telecoder.support.report.Payloads.counts;
import static dev.telecoder.support.report.Payloads.parseText;
import static dev.telecoder.support.report.Payloads.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportsTest {

    @Test
    void readsGoWithSubtestsAPanicAndABrokenBuild() {
        TestReport report = read("go.jsonl");

        assertThat(report.framework()).isEqualTo("go");
        assertThat(counts(report)).isEqualTo("5 1 3 0 1");
        assertThat(report.failures().get(0).name()).isEqualTo("TestTotal/rounding");
        assertThat(report.failures().get(0).line()).isEqualTo(17);
        assertThat(report.failures().get(0).message()).isEqualTo("cart_test.go:17: got 4, want 3");
        assertThat(report.failures().get(2).message()).isEqualTo("panic: no map");
        assertThat(report.problem()).contains("acme/web does not build").contains("web/web.go:3:8");
    }

    @Test
    void refusesAGoReportThatWasCutOffButReadsAnOutput() {
        String cut =
                "{\"Action\":\"run\",\"Package\":\"p\",\"Test\":\"A\"}\n{\"Action\":\"pass\",\"Package\":\"p\",\"Test\":\"A\"}\n{\"Act";

        assertThatThrownBy(() -> TestReports.read(cut.getBytes(StandardCharsets.UTF_8), new JacksonJson()))
                .isInstanceOf(UnreadableReportException.class).hasMessageContaining("Line 3");
        assertThat(counts(TestReports.ofOutput(cut, new JacksonJson()).orElseThrow())).isEqualTo("1 1 0 0 0");
    }

    @Test
    void readsJestWithAFileThatCouldNotRun() {
        TestReport report = read("jest.json");

        assertThat(counts(report)).isEqualTo("4 1 1 0 2");
        assertThat(report.failures()).extracting(Payloads::place).containsExactly(
                "cart > sum|adds up|/home/dev/shop/src/cart.test.js:14",
                "/home/dev/shop/src/broken.test.js|the file could not be run|/home/dev/shop/src/broken.test.js:0");
        assertThat(report.problem()).contains("broken.test.js");
    }

    @Test
    void readsMocha() {
        TestReport report = read("mocha.json");

        assertThat(counts(report)).isEqualTo("3 1 1 0 1");
        assertThat(report.failures()).extracting(Payloads::place).containsExactly("cart|adds up|test/cart.js:9");
    }

    @Test
    void readsRspecWithErrorsOutsideItsExamples() {
        TestReport report = read("rspec.json");

        assertThat(counts(report)).isEqualTo("3 1 1 1 1");
        assertThat(report.failures()).extracting(Payloads::place).containsExactly("Cart|adds up|spec/cart_spec.rb:9");
    }

    @Test
    void readsCtrf() {
        TestReport report = read("ctrf.json");

        assertThat(report.framework()).isEqualTo("playwright");
        assertThat(counts(report)).isEqualTo("5 1 1 0 3");
        assertThat(report.failures()).extracting(Payloads::place).containsExactly("shop > cart|b|e2e/b.spec.ts:4");
    }

    @Test
    void sumsReports() {
        TestReport sum = TestReport.sum(List.of(read("ctrf.json"), read("mocha.json"), parseText("1..2\nok 1\n")));

        assertThat(sum.framework()).isEqualTo("playwright+mocha+tap");
        assertThat(counts(sum)).isEqualTo("9 3 2 0 4");
        assertThat(sum.problem()).contains("only 1");
        assertThat(sum.failures()).hasSize(2);
    }
}
