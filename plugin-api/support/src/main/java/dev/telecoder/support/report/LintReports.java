package dev.telecoder.support.report;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the findings of linters and compilers; which format a report has is told by its content, never by its name.
 *
 * <p>Nothing here opens a file or a connection, whatever a report asks for. All methods may be used by any thread.
 */
public final class LintReports {

    private static final Pattern JSON_START = Pattern.compile("(?m)^[ \\t]*(?:\\{|\\[\\s*(?:[\\[{\\]]|$))");

    /** Source code in a log opens many brackets that are no document; each is looked for to the end. */
    private static final int MAX_OPEN = 20;

    private LintReports() {}

    /**
     * Reads a report.
     *
     * @param content the bytes of a report file
     * @param tool who wrote it, as far as the caller knows; empty if unknown. Only a hint: it names the tool where the
     *     report does not, and decides where a text could be that of several
     * @param json the host's JSON
     * @return what it says, in its order
     * @throws UnreadableReportException if it is broken, cut off, or of no known format; the message says which
     */
    public static List<LintFinding> read(byte[] content, String tool, Json json) throws UnreadableReportException {
        byte[] bytes = ReportBytes.unpacked(content);
        String hint = tool.strip().toLowerCase(Locale.ROOT);
        String text = ReportBytes.text(bytes);
        String start = text.stripLeading();
        if (start.startsWith("<") && !start.startsWith("<stdin>")) {
            boolean asItIs = start.length() == text.length() || ReportBytes.wide(bytes);
            return LintXml.read(XmlElement.read(asItIs ? bytes
                    : start.getBytes(java.nio.charset.StandardCharsets.UTF_8)), hint);
        }
        String plain = ConsoleText.plain(text);
        if (start.startsWith("{") || JSON_START.matcher(start).lookingAt()) {
            return json(plain.stripLeading(), hint, json);
        }
        Optional<List<LintFinding>> found = ofOutput(plain, hint, json);
        if (found.isPresent()) {
            return found.get();
        }
        if (start.isEmpty() || !hint.isEmpty()) {
            // Most linters print nothing when there is nothing to say.
            return List.of();
        }
        throw UnreadableReportException
                .foreign("The report is of no known format. Known are Checkstyle, SpotBugs, PMD, "
                        + "SARIF, the JSON of the usual linters, and what linters and compilers print with file and line. If it "
                        + "is the output of one that found nothing, name it as 'tool'.");
    }

    /**
     * Reads what linters and compilers printed, maybe among other things.
     *
     * @param output standard output and error
     * @param tool who printed it; empty if unknown
     * @param json the host's JSON
     * @return the findings; empty if there is none and the tool did not say so either
     */
    public static Optional<List<LintFinding>> ofOutput(String output, String tool, Json json) {
        String hint = tool.strip().toLowerCase(Locale.ROOT);
        String plain = ConsoleText.plain(output);
        List<LintFinding> inside = embedded(plain, hint, json);
        if (inside != null) {
            return Optional.of(inside);
        }
        List<LintFinding> found = LintText.read(plain, hint);
        return found.isEmpty() && !LintText.clean(plain) ? Optional.empty() : Optional.of(found);
    }

    private static List<LintFinding> json(String text, String hint, Json json) throws UnreadableReportException {
        List<JsonValue> documents;
        try {
            documents = List.of(json.parse(text));
        } catch (PluginException notOne) {
            documents = documents(text, json);
            if (documents.isEmpty() || !whole(text, documents)) {
                throw new UnreadableReportException("The report begins like JSON but is none: " + notOne.getMessage()
                        + " Was the linter cut off while it wrote the report?", notOne);
            }
        }
        List<LintFinding> found = documents.size() == 1 ? LintJson.read(documents.getFirst(), hint)
                : LintJson.lines(documents, hint);
        if (found == null) {
            throw UnreadableReportException.foreign("The report is JSON, but of no known linter.");
        }
        return found;
    }

    /** Whether every object that begins on a line of its own was read; else the report is cut off or damaged. */
    private static boolean whole(String text, List<JsonValue> documents) {
        int starts = 0;
        for (int at = 0; at < text.length();) {
            char first = text.charAt(at);
            int end = first == '{' || first == '[' ? documentEnd(text, at) : 0;
            if (end < 0) {
                return false;
            }
            starts += first == '{' ? 1 : 0;
            int next = text.indexOf('\n', end > 0 ? end - 1 : at);
            if (next < 0) {
                break;
            }
            at = next + 1;
        }
        return starts <= documents.size();
    }

    /** A document between other lines: what npm prints before it, a summary behind it. */
    private static @Nullable List<LintFinding> embedded(String text, String hint, Json json) {
        if (!JSON_START.matcher(text).find()) {
            return null;
        }
        List<JsonValue> documents = documents(text, json);
        List<LintFinding> found = documents.isEmpty() ? null : LintJson.lines(documents, hint);
        boolean nothing = documents.stream().allMatch(one -> one.members().isEmpty() && one.items().isEmpty());
        return found != null && nothing && hint.isEmpty() ? null : found;
    }

    private static List<JsonValue> documents(String text, Json json) {
        List<JsonValue> documents = new ArrayList<>();
        int open = 0;
        for (int at = 0; at < text.length() && open < MAX_OPEN;) {
            boolean starts = text.charAt(at) == '{' || text.charAt(at) == '[';
            int end = starts ? documentEnd(text, at) : -1;
            open += starts && end < 0 ? 1 : 0;
            if (end > 0) {
                try {
                    documents.add(json.parse(text.substring(at, end)));
                } catch (PluginException noJson) {
                    end = -1;
                }
            }
            int next = text.indexOf('\n', end < 0 ? at : end - 1);
            if (next < 0) {
                break;
            }
            at = next + 1;
        }
        return documents;
    }

    /** {@return where the brackets that open here are closed; -1 if they are not} */
    private static int documentEnd(String text, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            }
            if (depth == 0 && !quoted) {
                return -1;
            }
        }
        return -1;
    }
}
