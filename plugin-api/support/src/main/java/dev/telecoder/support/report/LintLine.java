package dev.telecoder.support.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Findings that stand on one line, as compilers began it: a file, a line, maybe a column, and what is wrong. How the
 * rule is marked differs from tool to tool.
 */
final class LintLine {

    private static final String PATH = "((?:[A-Za-z]:[\\\\/])?[^:\\s\\[(|*'\"`=][^:\\n\\t]*?)";
    private static final Pattern COLONS = Pattern.compile("^(?:vet: )?" + PATH
            + ":(\\d+)(?:[:.](\\d+))?(?::\\d+:\\d+|-\\d+(?:[:.]\\d+)?)?(?::\\s?| - |\\s+)(\\S.*)$");
    private static final Pattern PYRIGHT =
            Pattern.compile("^\\s+" + PATH + ":(\\d+):(\\d+) - (error|warning|information): (.+)$");
    private static final Pattern BRACKETS = Pattern.compile("^\\s*(?:\\d+>)?" + PATH
            + "\\((\\d+)(?:,\\s?(\\d+))?(?:[,-]\\s?\\d+)*\\)\\s?: (\\S.*)$");
    /** Maven writes it so. */
    private static final Pattern MAVEN =
            Pattern.compile("^\\[(ERROR|WARNING|WARN|INFO)\\] " + PATH
                    + ":(?:\\[(\\d+)(?:,(\\d+))?\\]|(\\d+)(?::(\\d+))?:) (.+)$");
    private static final Pattern COMPACT =
            Pattern.compile("^" + PATH + ": line (\\d+), col (\\d+), (\\w+) - (.*?)(?: \\(([^()]+)\\))?$");
    private static final Pattern KOTLIN =
            Pattern.compile("^([ew]): (?:file://)?" + PATH + "(?::(\\d+):(\\d+)|: \\((\\d+), (\\d+)\\):) (.+)$");

    private static final Pattern SEVERE = Pattern.compile("^(fatal error|error|warning|note|info|information|style"
            + "|performance|portability|convention|refactor|suggestion|internal compiler error|hint)"
            + "\\b(?:\\[([\\w:-]+)\\]| ([A-Z]{1,8}-?\\d+))?\\s*(?::| -)\\s*(.*)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern ESLINT_VS = Pattern.compile("^(error|warning) +([\\w@/.-]+) : (.*)$");
    private static final Pattern RUBOCOP = Pattern.compile(
            "^([CWEFRI]): (?:\\[(?:Correctable|Corrected|Todo)\\] )?(?:([A-Z]\\w+(?:/\\w+)+): )?(.+)$");
    private static final Pattern PYLINT = Pattern.compile("^([CWEFRI]\\d{4}): (.+) \\(([a-z][a-z0-9-]+)\\)$");
    private static final Pattern CODE_FIRST = Pattern.compile(
            "^([A-Z]{1,8}\\d{1,5}|invalid-syntax|SyntaxError|[A-Z]\\w+Warning):? (?:\\[[*-]\\] )?(.+)$");
    private static final Pattern HADOLINT =
            Pattern.compile("^((?:DL|SC)\\d{4}) (?:(error|warning|info|style|ignored):? )?(.+)$");
    private static final Pattern MARKDOWNLINT =
            Pattern.compile("^(?:(error|warning) )?(MD\\d{3}|[a-z][\\w-]+)/([\\w-]+(?:/[\\w-]+)*) (.+)$");
    private static final Pattern BRACKET_FIRST =
            Pattern.compile("^\\[([\\w-]+)(?:\\(([\\w-]+)\\))?(?:, [^\\]]*)?\\] (.+)$");
    private static final Pattern PAREN_FIRST = Pattern.compile("^\\((\\w+)\\) (\\w+): (.+)$");
    private static final Pattern PMD = Pattern.compile("^([A-Z]\\w+):\\s+(.+)$");
    private static final Pattern BIOME =
            Pattern.compile("^((?:lint|assist|suppressions)/[\\w/]+|parse|format)\\b.*━.*$");
    private static final Pattern SLASHED = Pattern.compile("^(.*) \\[(Error|Warning)(?:/([^\\]]+))?\\]$");
    private static final Pattern LAST_BRACKET = Pattern.compile("^(.*?)\\s+\\[((?:-W|[A-Za-z@])[\\w@./:=,+#-]*)\\]$");
    private static final Pattern LAST_PAREN = Pattern.compile("^(.*?)\\s+\\(([A-Za-z@][\\w@./:-]*)\\)$");

    private static final List<String> SEVERITIES = List.of("error", "warning", "info", "warn", "notice");

    private final String hint;

    LintLine(String hint) {
        this.hint = hint;
    }

    /** {@return the finding of this line; {@code null} if it holds none} */
    @Nullable LintFinding read(String text) {
        if (text.length() > 4_000 || text.isBlank()) {
            return null;
        }
        Matcher match = MAVEN.matcher(text);
        if (match.matches()) {
            return maven(match);
        }
        match = COMPACT.matcher(text);
        if (match.matches()) {
            return LintFinding.of(Sarif.first(hint, "eslint"), match.group(1), Location.number(match.group(2)),
                    Location.number(match.group(3)), match.group(4), match.group(6) == null ? "" : match.group(6),
                    match.group(5));
        }
        match = KOTLIN.matcher(text);
        if (match.matches()) {
            boolean old = match.group(5) != null;
            return rule(new Place(match.group(2), Location.number(match.group(old ? 5 : 3)),
                    Location.number(match.group(old ? 6 : 4))), match.group(1).equals("e") ? "error" : "warning",
                    Sarif.first(hint, "kotlinc"), match.group(7));
        }
        match = BRACKETS.matcher(text);
        if (match.matches() && file(match.group(1))) {
            return brackets(place(match), match.group(4));
        }
        match = PYRIGHT.matcher(text);
        if (match.matches()) {
            return rule(place(match), match.group(4), Sarif.first(hint, "pyright"), match.group(5));
        }
        match = COLONS.matcher(text);
        // A script may have a name without an end; ShellCheck's codes tell that it is one.
        boolean told = match.matches() && (file(match.group(1))
                || match.group(1).matches("[\\w.@+-]+") && match.group(4).matches(".* \\[SC\\d{4}\\]"));
        return told ? colons(place(match), match.group(4)) : null;
    }

    private static Place place(Matcher match) {
        return new Place(match.group(1), Location.number(match.group(2)), Location.number(match.group(3)));
    }

    /** Whether this may be a file; times and log prefixes are followed by colons and numbers too. */
    static boolean file(String name) {
        return !name.matches(".*\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d.*|\\d+|.*://.*|.*\\s{2,}.*|.*[<>|;,]\\s.*")
                && (name.matches(".*[^.\\s/\\\\]\\.[A-Za-z][\\w+-]*") || name.contains("/") || name.contains("\\")
                        || name.matches("(?i).*(docker|container|make|rake|gem|jenkins|vagrant|build)file.*|-|<?stdin>?"
                                + "|standard input"));
    }

    private LintFinding maven(Matcher match) {
        boolean inBrackets = match.group(3) != null;
        Place at = new Place(match.group(2), Location.number(match.group(inBrackets ? 3 : 5)),
                Location.number(match.group(inBrackets ? 4 : 6)));
        String severity = match.group(1).startsWith("WARN") ? "warning" : match.group(1);
        Matcher checkstyle = PAREN_FIRST.matcher(match.group(7));
        if (checkstyle.matches()) {
            return at.finding(Sarif.first(hint, "checkstyle"), severity, checkstyle.group(2), checkstyle.group(3));
        }
        Matcher plain = LAST_BRACKET.matcher(match.group(7));
        if (!inBrackets && plain.matches()) {
            return at.finding(Sarif.first(hint, "checkstyle"), severity, plain.group(2), plain.group(1));
        }
        return rule(at, severity, Sarif.first(hint, "javac"), match.group(7));
    }

    private @Nullable LintFinding brackets(Place at, String rest) {
        Matcher eslint = ESLINT_VS.matcher(rest);
        if (eslint.matches() && !eslint.group(2).matches("[A-Z]+\\d+")) {
            return at.finding(Sarif.first(hint, "eslint"), eslint.group(1), eslint.group(2), eslint.group(3));
        }
        Matcher severe = SEVERE.matcher(rest);
        if (!severe.matches()) {
            return null;
        }
        String code = severe.group(3) == null ? "" : severe.group(3);
        // MSBuild ends with the project in brackets.
        String message = severe.group(4).replaceFirst("\\s+\\[[^\\]]+\\.\\w*proj[^\\]]*\\]$", "");
        String tool = code.startsWith("TS") ? "tsc" : code.matches("C\\d+") ? "msvc" : "msbuild";
        return severe.group(1).equalsIgnoreCase("note") && code.isEmpty() ? null
                : at.finding(Sarif.first(hint, tool), severe.group(1), code, message);
    }

    private @Nullable LintFinding colons(Place at, String rest) {
        Matcher match = SEVERE.matcher(rest);
        if (match.matches()) {
            return severe(at, match);
        }
        match = MARKDOWNLINT.matcher(rest);
        if (match.matches() && match.group(2).startsWith("MD")) {
            return at.finding("markdownlint", match.group(1) == null ? "error" : match.group(1), match.group(2),
                    match.group(4));
        }
        match = HADOLINT.matcher(rest);
        if (match.matches() && match.group(2) != null
                || match.matches() && at.file.matches("(?i).*(docker|container)file.*")) {
            return at.finding("hadolint", match.group(2) == null ? "warning" : match.group(2), match.group(1),
                    match.group(3));
        }
        match = PYLINT.matcher(rest);
        if (match.matches()) {
            return at.finding("pylint", match.group(1).substring(0, 1).equals("W") ? "warning"
                    : match.group(1).substring(0, 1), match.group(3), match.group(2));
        }
        match = RUBOCOP.matcher(rest);
        if (match.matches()) {
            return at.finding("rubocop", match.group(1).equals("W") ? "warning" : match.group(1),
                    match.group(2) == null ? "" : match.group(2), match.group(3));
        }
        match = BIOME.matcher(rest);
        if (match.matches()) {
            return at.finding("biome", "error", match.group(1), match.group(1));
        }
        match = BRACKET_FIRST.matcher(rest);
        if (match.matches()) {
            return bracketFirst(at, match);
        }
        match = CODE_FIRST.matcher(rest);
        if (match.matches() && !(at.file.endsWith(".go") && LAST_PAREN.matcher(rest).matches())) {
            return at.finding(Sarif.first(hint, "flake8"), "warning", match.group(1), match.group(2));
        }
        match = SLASHED.matcher(rest);
        if (match.matches()) {
            String rule = match.group(3) == null ? "" : match.group(3);
            return at.finding(Sarif.first(hint, "eslint"), match.group(2), rule, match.group(1));
        }
        match = PMD.matcher(rest);
        if (match.matches() && (at.file.endsWith(".java") || hint.equals("pmd")) && at.column == 0) {
            return at.finding(Sarif.first(hint, "pmd"), "warning", match.group(1), match.group(2));
        }
        return last(at, rest);
    }

    private @Nullable LintFinding severe(Place at, Matcher match) {
        String level = match.group(1).toLowerCase(Locale.ROOT);
        String code = match.group(3) != null ? match.group(3) : match.group(2) == null ? "" : match.group(2);
        String message = match.group(4);
        if (!code.isEmpty()) {
            String tool = code.startsWith("TS") ? "tsc" : code.startsWith("SC") ? "shellcheck"
                    : code.matches("C\\d{4}") ? "msvc" : Sarif.first(hint, "compiler");
            return at.finding(tool, level, code, message);
        }
        LintFinding finding = rule(at, level, Sarif.first(hint, at.compiler()), message);
        boolean aside = level.equals("note") && (finding.rule().isEmpty() || finding.rule().startsWith("-W"));
        return aside ? null : finding;
    }

    /** Finds where a message names its rule: in brackets before it as javac, or behind it as the others. */
    private LintFinding rule(Place at, String severity, String tool, String message) {
        Matcher match = BRACKET_FIRST.matcher(message);
        if (match.matches() && !tool.equals("mypy")) {
            return at.finding(tool, severity, match.group(1), match.group(3));
        }
        match = SLASHED.matcher(message);
        if (match.matches()) {
            return at.finding(tool, severity, match.group(3) == null ? "" : match.group(3), match.group(1));
        }
        match = LAST_BRACKET.matcher(message);
        if (match.matches() && !at.file.endsWith(".java") && !SEVERITIES.contains(match.group(2))) {
            String rule = match.group(2).replaceFirst("^-Werror=", "-W").replaceFirst("^(?:-Werror,|identifier=)", "");
            String by = rule.matches("SC\\d{4}") ? "shellcheck" : tool;
            // clang tells behind the warning which of its checks is on.
            return at.finding(by, severity, rule.replaceFirst(",-warnings-as-errors$", ""), match.group(1));
        }
        match = LAST_PAREN.matcher(message);
        boolean marked = match.matches() && (match.group(2).matches(".*[_:/-].*|report[A-Z]\\w+")
                || at.file.matches(".*\\.(go|swift|kts?|ya?ml)")
                || !hint.isEmpty() && !at.file.matches(".*\\.(java|c|cc|cpp|h|hpp)"));
        return marked ? at.finding(tool, severity, match.group(2), match.group(1))
                : at.finding(tool, severity, "", message);
    }

    private LintFinding bracketFirst(Place at, Matcher match) {
        if (SEVERITIES.contains(match.group(1))) {
            Matcher last = LAST_PAREN.matcher(match.group(3));
            return last.matches()
                    ? at.finding(Sarif.first(hint, "yamllint"), match.group(1), last.group(2), last.group(1))
                    : at.finding(Sarif.first(hint, "yamllint"), match.group(1), "", match.group(3));
        }
        String symbol = match.group(2);
        boolean pylint = symbol != null;
        String letter = match.group(1).substring(0, 1);
        return at.finding(Sarif.first(hint, pylint ? "pylint" : "flake8"),
                pylint && !letter.equals("W") ? letter : "warning", pylint ? symbol : match.group(1), match.group(3));
    }

    /** What has no severity and no code in front must name its rule behind, or be of Go, whose tools name none. */
    private @Nullable LintFinding last(Place at, String rest) {
        Matcher bracket = LAST_BRACKET.matcher(rest);
        if (bracket.matches() && (at.column > 0 || !hint.isEmpty())) {
            boolean severity = SEVERITIES.contains(bracket.group(2));
            Matcher paren = LAST_PAREN.matcher(bracket.group(1));
            if (severity && paren.matches()) {
                return at.finding(Sarif.first(hint, "stylelint"), bracket.group(2), paren.group(2), paren.group(1));
            }
            String tool = at.file.contains(".github/workflows/") ? "actionlint"
                    : at.file.matches(".*\\.kts?") ? "detekt" : "lint";
            return at.finding(Sarif.first(hint, tool), severity ? bracket.group(2) : "error",
                    severity ? "" : bracket.group(2).replaceFirst("^identifier=", ""), bracket.group(1));
        }
        Matcher paren = LAST_PAREN.matcher(rest);
        if (paren.matches() && (at.column > 0 || at.file.endsWith(".go") || !hint.isEmpty())) {
            String tool = at.file.endsWith(".go") ? "golangci-lint" : at.file.matches(".*\\.kts?") ? "ktlint" : "lint";
            return at.finding(Sarif.first(hint, tool), "error", paren.group(2), paren.group(1));
        }
        boolean go = at.file.endsWith(".go") && !rest.startsWith("+0x");
        boolean php = hint.equals("phpstan") && at.file.endsWith(".php");
        return go || php ? at.finding(Sarif.first(hint, "go vet"), "error", "", rest) : null;
    }

    /** Where a finding is. */
    private record Place(String file, int line, int column) {

        LintFinding finding(String tool, String severity, String rule, String message) {
            return LintFinding.of(tool, file, line, column, severity, rule, message);
        }

        String compiler() {
            String end = file.substring(file.lastIndexOf('.') + 1);
            return switch (end) {
                case "java" -> "javac";
                case "py", "pyi" -> "mypy";
                case "c", "h", "cc", "cpp", "cxx", "hpp", "hh", "m", "mm" -> "gcc";
                case "sh", "bash", "ksh" -> "shellcheck";
                case "kt", "kts" -> "kotlinc";
                case "ts", "tsx" -> "tsc";
                case "go" -> "go";
                case "swift" -> "swift";
                case "scala" -> "scalac";
                default -> "compiler";
            };
        }
    }
}
