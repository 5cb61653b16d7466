package dev.telecoder.plugins.skills.test;

import dev.telecoder.support.report.LintFinding;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The words for the model: how many findings of which kind, then each, the worst first. */
final class LintText {

    private static final int LIMIT = 20_000;
    private static final int MESSAGE_LIMIT = 300;
    private static final List<String> ORDER = List.of("error", "warning", "info");

    private LintText() {}

    static String of(List<LintFinding> findings) {
        if (findings.isEmpty()) {
            return "No findings.\n";
        }
        Map<String, Long> counts = findings.stream()
                .collect(Collectors.groupingBy(LintFinding::severity, TreeMap::new, Collectors.counting()));
        StringBuilder out = new StringBuilder();
        out.append(findings.size()).append(findings.size() == 1 ? " finding (" : " findings (")
                .append(counts.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", ")))
                .append(")\n");
        List<LintFinding> sorted = findings.stream()
                .sorted(Comparator.comparingInt(one -> ORDER.indexOf(one.severity()))).toList();
        int shown = 0;
        for (LintFinding one : sorted) {
            String line = line(one);
            if (out.length() + line.length() > LIMIT) {
                out.append("… and ").append(sorted.size() - shown).append(" more findings.\n");
                break;
            }
            out.append(line);
            shown++;
        }
        return out.toString();
    }

    private static String line(LintFinding one) {
        String message = one.message().replaceAll("\\s*\\n\\s*", " ");
        return (one.file().isEmpty() ? "(no file)" : one.file()) + (one.line() > 0 ? ":" + one.line() : "")
                + (one.column() > 0 ? ":" + one.column() : "") + ": " + one.severity()
                + (one.rule().isEmpty() ? "" : " " + one.rule()) + ": "
                + (message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT) + "…") + " ["
                + one.tool() + "]\n";
    }
}
