package dev.telecoder.support.report;

/**
 * One remark of a linter or compiler about a place in a file.
 *
 * <p>A value; any thread may use it.
 *
 * @param tool who said it, such as {@code eslint}; where the report does not tell, what the caller named, or the format
 * @param file the file as the report says it; empty if the remark is about none
 * @param line counted from 1; 0 if unknown
 * @param column counted as the tool counts; 0 if unknown
 * @param severity {@code error}, {@code warning} or {@code info}
 * @param rule the rule as the report names it, such as {@code no-undef} or {@code SC2086}; empty if it does not
 * @param message the report's own words
 */
public record LintFinding(String tool, String file, int line, int column, String severity, String rule,
        String message) {

    static LintFinding of(String tool, String file, int line, int column, String severity, String rule,
            String message) {
        return new LintFinding(tool, file, Math.max(0, line), Math.max(0, column), severity(severity), rule.strip(),
                message.strip());
    }

    /** {@return one of our three words for what a tool calls it} */
    static String severity(String word) {
        return switch (word.strip().toLowerCase(java.util.Locale.ROOT)) {
            case "error", "fatal", "fatal error", "failure", "e", "f", "critical", "blocker", "high", "2", "✖", "×",
                    "x",
                    "internal compiler error", "violation" -> "error";
            case "info", "information", "note", "notice", "none", "style", "help", "hint", "suggestion", "ignore",
                    "convention", "refactor", "c", "r", "i", "low", "ℹ", "recommendation" ->
                    "info";
            default -> "warning";
        };
    }
}
