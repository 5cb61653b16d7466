package dev.telecoder.support.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each tool writes and prints, and the findings in it. */
class LintReportsTest {

    /** A report, who is said to have written it, and its findings. */
    record Sample(String name, String report, String hint, List<String> expected) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() throws IOException {
        return samples("text");
    }

    static Stream<Sample> structured() throws IOException {
        return samples("structured");
    }

    private static Stream<Sample> samples(String kind) throws IOException {
        String name = "lint/" + kind + ".samples";
        try (InputStream in = Objects.requireNonNull(LintReportsTest.class.getResourceAsStream(name))) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(all.split("(?m)^### ")).filter(part -> !part.isBlank()).map(LintReportsTest::sample);
        }
    }

    private static Sample sample(String part) {
        // Reports hold lines of dashes too; the one that ends a sample stands last.
        int end = part.lastIndexOf("\n---");
        String rest = part.substring(end + 4);
        int line = rest.indexOf('\n');
        return new Sample(part.substring(0, part.indexOf('\n')), part.substring(part.indexOf('\n') + 1, end + 1),
                rest.substring(0, line).strip(),
                rest.substring(line + 1).lines().filter(one -> !one.isBlank()).toList());
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

    @ParameterizedTest
    @MethodSource("structured")
    void readsWhatTheToolWritesForPrograms(Sample sample) throws UnreadableReportException {
        assertThat(found(sample.report.getBytes(StandardCharsets.UTF_8), sample.hint))
                .containsExactlyElementsOf(sample.expected);
    }

    @ParameterizedTest
    @MethodSource("structured")
    void refusesWhatIsCutOff(Sample sample) {
        String whole = sample.report.strip();
        boolean single =
                whole.startsWith("<") || whole.startsWith("[") || whole.startsWith("{") && !whole.contains("\n{");
        assumeTrue(single && whole.length() > 2, "It consists of several documents, or of nothing.");
        byte[] half = whole.substring(0, whole.length() * 2 / 3).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> found(half, sample.hint)).isInstanceOf(UnreadableReportException.class);
    }

    @ParameterizedTest
    @MethodSource("structured")
    void readsItPackedAndWithAMark(Sample sample) throws IOException, UnreadableReportException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(("\uFEFF" + sample.report).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(found(packed.toByteArray(), sample.hint)).containsExactlyElementsOf(sample.expected);
    }

    @Test
    void refusesWhatIsNoReport() {
        for (String content : List.of("hello world\n", "<html><body/></html>", "{\"a\": 1}", "[1, 2]")) {
            assertThatThrownBy(() -> found(content.getBytes(StandardCharsets.UTF_8), "")).as(content)
                    .isInstanceOf(UnreadableReportException.class);
        }
    }

    @Test
    void takesAnEmptyFileForAToolThatHadNothingToSay() throws UnreadableReportException {
        assertThat(found(new byte[0], "flake8")).isEmpty();
    }

    static List<String> found(byte[] report, String hint) throws UnreadableReportException {
        return LintReports.read(report, hint, new JacksonJson()).stream().map(LintReportsTest::words).toList();
    }

    static String words(LintFinding one) {
        return one.tool() + " " + (one.file().isEmpty() ? "-" : one.file()) + ":" + one.line() + ":" + one.column()
                + " " + one.severity() + " " + (one.rule().isEmpty() ? "-" : one.rule());
    }
}
