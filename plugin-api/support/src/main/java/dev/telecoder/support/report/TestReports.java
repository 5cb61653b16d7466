package dev.telecoder.support.report;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads test reports; which format one has is told by its content, never by its name.
 *
 * <p>Nothing here opens a file or a connection, whatever a report asks for. All methods may be used by any thread.
 */
public final class TestReports {

    /** Log lines begin with brackets too. */
    private static final Pattern JSON_ARRAY = Pattern.compile("\\[\\s*[\\[{\"\\]]");

    private static final Pattern DOCUMENT = Pattern.compile("(?m)^(?:\\{|<\\?xml |<testsuite)");

    private TestReports() {}

    /**
     * Reads a report.
     *
     * @param content the bytes of a report file
     * @param json the host's JSON
     * @return what it says
     * @throws UnreadableReportException if it is empty, cut off, or of no known format; the message says which
     */
    public static TestReport read(byte[] content, Json json) throws UnreadableReportException {
        byte[] bytes = ReportBytes.unpacked(content);
        String text = ReportBytes.text(bytes);
        String start = text.stripLeading();
        if (start.isEmpty()) {
            throw new UnreadableReportException("The report is empty.");
        }
        if (start.startsWith("<")) {
            int blank = text.length() - start.length();
            return xml(ReportBytes.wide(bytes) || blank == 0 ? bytes : start.getBytes(StandardCharsets.UTF_8));
        }
        if (GoJson.recognises(text)) {
            return GoJson.read(text, json);
        }
        if (start.startsWith("{") || JSON_ARRAY.matcher(start).lookingAt()) {
            return json(start, json);
        }
        TestReport report = ConsoleText.readFile(text);
        if (report == null) {
            report = behindOtherLines(text, json);
        }
        if (report == null) {
            throw new UnreadableReportException(
                    "The report is of no known format. Known are JUnit XML, TRX, NUnit, xUnit, TAP, "
                            + "the JSON of " + String.join(", ", JsonReports.known())
                            + ", and the output of the usual test tools.");
        }
        return report;
    }

    /** Reads the document that begins after what a package manager or shell printed; {@code null} if there is none. */
    private static @Nullable TestReport behindOtherLines(String text, Json json) throws UnreadableReportException {
        Matcher start = DOCUMENT.matcher(text);
        if (!start.find()) {
            return null;
        }
        String rest = text.substring(start.start());
        if (rest.startsWith("<")) {
            return xml(rest.stripTrailing().getBytes(StandardCharsets.UTF_8));
        }
        try {
            JsonValue root = json.parse(rest);
            TestReport report = JsonReports.read(root);
            return report != null ? report : OtherJson.read(root);
        } catch (PluginException noJson) {
            return null;
        }
    }

    private static TestReport json(String text, Json json) throws UnreadableReportException {
        TestReport report;
        try {
            JsonValue root = json.parse(text);
            report = JsonReports.read(root);
            report = report != null ? report : OtherJson.read(root);
            report = report != null ? report : OtherJson.stream(List.of(root));
        } catch (PluginException broken) {
            TestReport events = events(text, json);
            if (events != null) {
                return events;
            }
            throw new UnreadableReportException("The report begins like JSON but is none: " + broken.getMessage()
                    + " Was the test run cut off while it wrote the report?", broken);
        }
        if (report == null) {
            throw new UnreadableReportException("The report is JSON, but of no known test tool. Known are "
                    + String.join(", ", JsonReports.known()) + ".");
        }
        return report;
    }

    /** Reads a document on each line; {@code null} if one is none, or no tool writes them. */
    private static @Nullable TestReport events(String text, Json json) {
        List<JsonValue> events = new ArrayList<>();
        try {
            for (String line : text.split("\\r?\\n")) {
                if (line.stripLeading().startsWith("{") || line.startsWith("[\"")) {
                    events.add(json.parse(line));
                }
            }
        } catch (PluginException broken) {
            return null;
        }
        return events.size() < 2 ? null : OtherJson.stream(events);
    }

    /**
     * Reads what a test tool printed.
     *
     * @param output its standard output and error
     * @param json the host's JSON
     * @return what it reported; empty if no tool's totals were found
     */
    public static Optional<TestReport> ofOutput(String output, Json json) {
        if (GoJson.recognises(output)) {
            return Optional.of(GoJson.lenient(output, json));
        }
        return Optional.ofNullable(ConsoleText.read(output));
    }

    static TestReport xml(byte[] content) throws UnreadableReportException {
        XmlElement root = XmlElement.read(content);
        return switch (root.name()) {
            case "testsuites", "testsuite" -> JUnitXml.read(root);
            case "TestRun" -> DotNetXml.trx(root);
            case "test-run" -> DotNetXml.nunit3(root);
            case "test-results" -> DotNetXml.nunit2(root);
            case "test-suite" -> root.all("test-case").stream().anyMatch(test -> test.has("executed"))
                    ? DotNetXml.nunit2(root) : DotNetXml.nunit3(root);
            case "assemblies", "assembly" -> DotNetXml.xunit(root);
            case "testrun" -> JUnitXml.read(root);
            case "testng-results" -> OtherXml.testng(root);
            case "testExecutions", "unitTest" -> OtherXml.executions(root);
            case "Site" -> OtherXml.ctest(root);
            default -> throw UnreadableReportException
                    .foreign("The report is XML, but <" + root.name() + "> is no test report. "
                            + "Known are JUnit, TRX, NUnit 2 and 3, xUnit, TestNG, CTest and Sonar's executions.");
        };
    }
}
