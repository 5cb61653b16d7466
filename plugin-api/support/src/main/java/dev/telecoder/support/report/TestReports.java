package dev.telecoder.support.report;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads test reports; which format one has is told by its content, never by its name.
 *
 * <p>Nothing here opens a file or a connection, whatever a report asks for. All methods may be used by any thread.
 */
public final class TestReports {

    private TestReports() {
    }

    /**
     * Reads what a test tool printed.
     *
     * @param output its standard output and error
     * @return what it reported; empty if no tool's totals were found
     */
    public static Optional<TestReport> ofOutput(String output) {
        return Optional.ofNullable(ConsoleText.read(output));
    }

    static TestReport xml(byte[] content) throws UnreadableReportException {
        XmlElement root = XmlElement.read(content);
        return switch (root.name()) {
            case "testsuites", "testsuite" -> JUnitXml.read(root);
            case "TestRun" -> DotNetXml.trx(root);
            case "test-run" -> DotNetXml.nunit3(root);
            case "test-results" -> DotNetXml.nunit2(root);
            case "assemblies", "assembly" -> DotNetXml.xunit(root);
            default -> throw new UnreadableReportException("The report is XML, but <" + root.name() + "> is no test report. "
                    + "Known are JUnit, TRX, NUnit 2 and 3, and xUnit.");
        };
    }

    static String text(byte[] content) {
        int skip = content.length >= 3 && content[0] == (byte) 0xEF && content[1] == (byte) 0xBB
                && content[2] == (byte) 0xBF ? 3 : 0;
        return new String(content, skip, content.length - skip, StandardCharsets.UTF_8);
    }
}
