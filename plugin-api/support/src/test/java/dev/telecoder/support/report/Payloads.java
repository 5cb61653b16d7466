package dev.telecoder.support.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The sample reports beside this class. */
final class Payloads {

    private Payloads() {}

    static TestReport read(String file) {
        return parse(bytes(file));
    }

    static TestReport parseText(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    static TestReport parse(byte[] content) {
        try {
            return TestReports.read(content, new JacksonJson());
        } catch (UnreadableReportException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static byte[] bytes(String file) {
        try (InputStream in = Payloads.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new AssertionError("There is no sample " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    /** {@return tests, passed, failed, errors, skipped} */
    static String counts(TestReport report) {
        return report.tests() + " " + report.passed() + " " + report.failed() + " " + report.errors() + " "
                + report.skipped();
    }

    static String place(TestReport.Failure failure) {
        return failure.suite() + "|" + failure.name() + "|" + failure.file() + ":" + failure.line();
    }
}
