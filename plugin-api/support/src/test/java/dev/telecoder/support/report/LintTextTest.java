package dev.telecoder.support.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each tool prints, and the findings in it. */
class LintTextTest {

    /** A report, who is said to have written it, and its findings. */
    record Sample(String name, String report, String hint, List<String> expected) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() throws IOException {
        try (InputStream in = Objects.requireNonNull(LintTextTest.class.getResourceAsStream("lint/text.samples"))) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(all.split("(?m)^### ")).filter(part -> !part.isBlank()).map(LintTextTest::sample);
        }
    }

    private static Sample sample(String part) {
        // Reports hold lines of dashes too; the one that ends a sample stands last.
        int end = part.lastIndexOf("\n---");
        String rest = part.substring(end + 4);
        int line = rest.indexOf('\n');
        return new Sample(part.substring(0, part.indexOf('\n')), part.substring(part.indexOf('\n') + 1, end + 1),
                rest.substring(0, line).strip(), rest.substring(line + 1).lines().filter(one -> !one.isBlank()).toList());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsWhatTheToolPrints(Sample sample) throws UnreadableReportException {
        assertThat(found(sample.report.getBytes(StandardCharsets.UTF_8), sample.hint))
                .containsExactlyElementsOf(sample.expected);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsItAlikeWithWindowsLineEndsColoursAndInUtf16(Sample sample) throws UnreadableReportException {
        String coloured = sample.report.replaceAll("(?m)\\b(error|warning)\\b", "\u001B[31m$1\u001B[0m")
                .replace("\n", "\r\n");

        assertThat(found(coloured.getBytes(StandardCharsets.UTF_8), sample.hint))
                .containsExactlyElementsOf(sample.expected);
        assertThat(found(("\uFEFF" + sample.report).getBytes(StandardCharsets.UTF_16LE), sample.hint))
                .containsExactlyElementsOf(sample.expected);
    }

    static List<String> found(byte[] report, String hint) throws UnreadableReportException {
        return LintReports.read(report, hint, new JacksonJson()).stream().map(LintTextTest::words).toList();
    }

    static String words(LintFinding one) {
        return one.tool() + " " + (one.file().isEmpty() ? "-" : one.file()) + ":" + one.line() + ":" + one.column()
                + " " + one.severity() + " " + (one.rule().isEmpty() ? "-" : one.rule());
    }
}
