package dev.telecoder.support.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Findings in what tools print for people: on lines of their own, or below a line that names the file. For one thread. */
final class LintText {

    private static final Pattern INDENTED =
            Pattern.compile("^\\s+(\\d+):(\\d+)\\s+(?:(error|warning|info|warn|[✖⚠ℹ×‼i])\\s+)?(\\S.*)$");
    private static final Pattern PAREN_LAST = Pattern.compile("^(.*?)\\s+\\(([\\w:-]+)\\)$");
    private static final Pattern WIDE_LAST = Pattern.compile("^(.*?)\\s{2,}([\\w@][\\w@./-]*)\\s*$");
    private static final Pattern RUFF_CODE =
            Pattern.compile("^([A-Z]{1,6}\\d{2,5}|invalid-syntax):? (?:\\[[*-]\\] )?(.+)$");
    private static final Pattern SHELL_HEAD = Pattern.compile("^In (.+) line (\\d+):$");
    private static final Pattern SHELL_FINDING =
            Pattern.compile("^(\\s*)\\^-+\\^?-*(?:\\^)?\\s*(SC\\d{4})(?: \\((\\w+)\\))?: (.*)$");
    private static final Pattern SHELL_SAME = Pattern.compile("^(\\s*)\\^-+\\^?\\s(SC\\d{4})(?: \\((\\w+)\\))?: (.*)$");
    private static final Pattern GITHUB = Pattern.compile("^::(error|warning|notice)\\s+(.*?)::(.*)$");
    private static final Pattern AZURE = Pattern.compile("^##vso\\[task\\.logissue (.*?)\\](.*)$");
    private static final Pattern PHPCS_FILE = Pattern.compile("^FILE: (.+)$");
    private static final Pattern PHPCS_ROW =
            Pattern.compile("^\\s*(\\d*)\\s*\\|\\s*(ERROR|WARNING)?\\s*\\|\\s*(?:\\[[x ]\\]\\s?)?(.*)$");
    private static final Pattern PHPCS_RULE = Pattern.compile("^(.*?)\\s*\\(([A-Z][\\w]*(?:\\.[\\w]+){2,3})\\)$");
    private static final Pattern OPTION = Pattern.compile("^warning: \\[(\\w+)\\] (.+)$");
    private static final Pattern FORMAT = Pattern.compile(
            "^(?:\\[warn\\] (?!Code style issues|All matched|Ignored)(.+\\.\\w+)|[Ww]ould reformat:? (.+)"
                    + "|Diff in (.+?)(?: at line |:)(\\d+):?)$");
    private static final Pattern PRETTIER_ERROR =
            Pattern.compile("^\\[error\\] (.+?): (\\w*Error: .*?)(?: \\((\\d+):(\\d+)\\))?$");
    private static final Pattern SPOTBUGS =
            Pattern.compile("^(?:\\[(?:ERROR|WARNING)\\] )?(High|Medium|Low): (.+?) \\[[\\w.$, ]+\\] "
                    + "(?:At|In) (\\S+?)(?::\\[lines? (\\d+)(?:-\\d+)?\\])? ([A-Z][A-Z0-9_]+)$");
    private static final Pattern SPOTBUGS_SHORT =
            Pattern.compile(
                    "^([HML]) [A-Z] ([A-Z][A-Z0-9_]*)(?: [A-Z]\\w*)?: (.+?)\\s+(?:At|In|at) (\\S+?):\\[lines? (\\d+)(?:-\\d+)?\\]$");
    private static final Pattern MYPY_CODE = Pattern.compile("^(?:.*  |\\s*)\\[([a-z][a-z-]+)\\]$");
    /** What tools say when they have nothing to say. */
    private static final Pattern CLEAN =
            Pattern.compile("(?im)^(?:.*\\b)?(?:Success: no issues found.*|All checks passed!?"
                    + "|.*\\bno (?:offenses|issues|errors|problems|violations|warnings)(?: or \\w+)?(?: detected| found)?.*"
                    + "|(?:Found )?0 (?:problems|issues|errors|warnings|violations|lint findings|findings)\\b.*"
                    + "|Starting audit\\.\\.\\..*|Audit done\\.|All matched files use Prettier code style!?|.*files? already formatted"
                    + "|Your code has been rated at 10.*|.*files? would be left unchanged.*|\\s*Finished `?\\w+`? .*|BUILD SUCCESS.*|Summary: 0 error\\(s\\).*)$");

    private final List<LintFinding> findings = new ArrayList<>();
    private final LintLine lines;
    private final String hint;
    private String file = "";
    private String shellFile = "";
    private int shellLine;
    private String phpFile = "";

    private LintText(String hint) {
        this.hint = hint;
        this.lines = new LintLine(hint);
    }

    static List<LintFinding> read(String text, String hint) {
        LintText reader = new LintText(hint);
        String[] all = text.split("\n", -1);
        for (int i = 0; i < all.length; i++) {
            reader.line(all, i);
        }
        if (RustText.recognises(text)) {
            RustText.read(text).forEach(reader::addNew);
        }
        return reader.findings;
    }

    /** {@return whether the text says that there is nothing to say} */
    static boolean clean(String text) {
        return CLEAN.matcher(text).find();
    }

    /** Builds say the same at the place and in their summary. */
    private void addNew(LintFinding finding) {
        boolean repeats = finding.tool().matches("javac|msbuild|msvc|rustc|clippy") && findings.contains(finding);
        if (!repeats) {
            findings.add(finding);
        }
    }

    private void add(String tool, String where, int line, int column, String severity, String rule, String message) {
        addNew(LintFinding.of(tool, where, line, column, severity, rule, message));
    }

    private void line(String[] all, int index) {
        String line = all[index].stripTrailing();
        if (line.isBlank() || annotation(line) || shell(line) || php(line) || format(line)) {
            return;
        }
        Matcher row = INDENTED.matcher(line);
        if (row.matches() && !file.isEmpty()) {
            row(row);
            return;
        }
        if (spotbugs(line)) {
            return;
        }
        LintFinding finding = lines.read(line);
        if (finding != null) {
            addNew(finding.tool().equals("mypy") && finding.rule().isEmpty() ? wrapped(finding, all, index) : finding);
            return;
        }
        Matcher option = OPTION.matcher(line);
        if (option.matches()) {
            add(Sarif.first(hint, "javac"), "", 0, 0, "warning", option.group(1), option.group(2));
        } else if (!Character.isWhitespace(line.charAt(0)) && !line.matches("[✖✔×>=*#-].*")) {
            file = line.endsWith(":") ? line.substring(0, line.length() - 1) : line;
        }
    }

    /** With {@code --pretty}, mypy breaks long messages, and the code comes last. */
    private static LintFinding wrapped(LintFinding finding, String[] all, int index) {
        for (int i = index + 1; i < Math.min(all.length, index + 5)
                && !all[i].matches(".*: (error|note): .*|Found \\d+ .*"); i++) {
            Matcher code = MYPY_CODE.matcher(all[i].stripTrailing());
            boolean source = i + 1 < all.length && all[i + 1].strip().startsWith("^");
            if (code.matches() && !source) {
                return new LintFinding(finding.tool(), finding.file(), finding.line(), finding.column(),
                        finding.severity(), code.group(1), finding.message());
            }
            if (all[i].strip().startsWith("^")) {
                break;
            }
        }
        return finding;
    }

    private void row(Matcher row) {
        int at = Location.number(row.group(1));
        int column = Location.number(row.group(2));
        String rest = row.group(4).stripTrailing();
        String level = row.group(3);
        Matcher code = RUFF_CODE.matcher(rest);
        if (level == null && code.matches()) {
            add(Sarif.first(hint, "ruff"), file, at, column, "error", code.group(1), code.group(2));
            return;
        }
        if (level == null) {
            return;
        }
        boolean symbol = !level.matches("\\w{2,}");
        Matcher paren = PAREN_LAST.matcher(rest);
        Matcher wide = WIDE_LAST.matcher(row.group(4));
        if (wide.matches()) {
            add(Sarif.first(hint, symbol ? "stylelint" : "eslint"), file, at, column, level, wide.group(2),
                    wide.group(1));
        } else if (paren.matches() && !symbol) {
            add(Sarif.first(hint, "yamllint"), file, at, column, level, paren.group(2), paren.group(1));
        } else {
            add(Sarif.first(hint, symbol ? "stylelint" : "eslint"), file, at, column, level, "", rest);
        }
    }

    private boolean shell(String line) {
        Matcher head = SHELL_HEAD.matcher(line);
        if (head.matches()) {
            shellFile = head.group(1);
            shellLine = Location.number(head.group(2));
            return true;
        }
        if (shellFile.isEmpty()) {
            return false;
        }
        if (line.startsWith("For more information")) {
            shellFile = "";
            return true;
        }
        for (Pattern pattern : List.of(SHELL_FINDING, SHELL_SAME)) {
            Matcher found = pattern.matcher(line);
            if (found.matches()) {
                add("shellcheck", shellFile, shellLine, found.group(1).length() + 1,
                        found.group(3) == null ? "warning" : found.group(3), found.group(2), found.group(4));
                return true;
            }
        }
        // The source line between; whatever it looks like, it is no finding.
        return true;
    }

    private boolean annotation(String text) {
        String line = text.strip();
        Matcher github = GITHUB.matcher(line);
        Matcher azure = AZURE.matcher(line);
        boolean vso = azure.matches();
        if (!vso && !github.matches()) {
            return false;
        }
        String fields = vso ? azure.group(1) : github.group(2);
        String where = field(fields, vso ? "sourcepath" : "file");
        int at = Location.number(field(fields, vso ? "linenumber" : "line"));
        int column = Location.number(field(fields, vso ? "columnnumber" : "col"));
        String severity = vso ? field(fields, "type") : github.group(1);
        String words = unescape(vso ? azure.group(2) : github.group(3)).strip();
        String rule = field(fields, "code");
        Matcher title = Pattern.compile("^(\\w[\\w -]*?) ?\\(([\\w@:/.-]+)\\)$").matcher(field(fields, "title"));
        String tool = Sarif.first(hint, "annotation");
        if (title.matches()) {
            tool = title.group(1).toLowerCase(java.util.Locale.ROOT);
            rule = title.group(2);
        }
        // Most repeat the place in front, or the rule behind, as on their own lines.
        String place = where + ":" + at + ":" + (column > 0 ? column + ":" : "") + " ";
        String plain = words.replaceFirst("^(?:" + Pattern.quote(where) + ":)?\\d+:(?:\\d+:?)? ", "");
        LintFinding said = rule.isEmpty() && !where.isEmpty() ? lines.read(place + plain) : null;
        Matcher bracket = Pattern.compile("^\\[([\\w-]+)\\] (.*)$").matcher(plain);
        if (rule.isEmpty() && bracket.matches()) {
            add(Sarif.first(hint, "yamllint"), where, at, column, severity, bracket.group(1), bracket.group(2));
        } else if (said != null && !said.rule().isEmpty()) {
            add(Sarif.first(hint, said.tool()), where, at, column, severity, said.rule(), said.message());
        } else if (!where.isEmpty()) {
            add(tool, where, at, column, severity, Sarif.first(rule, title(fields)), plain);
        }
        return true;
    }

    private static String title(String fields) {
        String title = field(fields, "title");
        return title.matches("[\\w@:/.-]+") ? title : "";
    }

    private static String field(String fields, String name) {
        Matcher field = Pattern.compile("(?:^|[,;])\\s*" + name + "=([^,;]*)").matcher(fields);
        return field.find() ? unescape(field.group(1)) : "";
    }

    private static String unescape(String text) {
        return text.replace("%0A", "\n").replace("%0D", "\r").replace("%3A", ":").replace("%2C", ",")
                .replace("%25", "%");
    }

    private boolean php(String line) {
        Matcher head = PHPCS_FILE.matcher(line);
        if (head.matches()) {
            phpFile = head.group(1).strip();
            return true;
        }
        Matcher row = PHPCS_ROW.matcher(line);
        if (phpFile.isEmpty() || !row.matches()) {
            return false;
        }
        if (row.group(1).isEmpty()) {
            continued(row.group(3));
            return true;
        }
        Matcher rule = PHPCS_RULE.matcher(row.group(3));
        boolean named = rule.matches();
        add("phpcs", phpFile, Location.number(row.group(1)), 0, row.group(2) == null ? "error" : row.group(2),
                named ? rule.group(2) : "", named ? rule.group(1) : row.group(3));
        return true;
    }

    private void continued(String more) {
        if (findings.isEmpty()) {
            return;
        }
        LintFinding last = findings.removeLast();
        String whole = last.message() + " " + more.strip();
        Matcher rule = PHPCS_RULE.matcher(whole);
        boolean named = rule.matches();
        findings.add(new LintFinding(last.tool(), last.file(), last.line(), last.column(), last.severity(),
                named ? rule.group(2) : last.rule(), named ? rule.group(1) : whole));
    }

    private boolean spotbugs(String line) {
        Matcher maven = SPOTBUGS.matcher(line);
        if (maven.matches()) {
            add("spotbugs", maven.group(3), Location.number(maven.group(4)), 0, maven.group(1), maven.group(5),
                    maven.group(2));
            return true;
        }
        Matcher brief = SPOTBUGS_SHORT.matcher(line);
        if (brief.matches()) {
            add("spotbugs", brief.group(4), Location.number(brief.group(5)), 0, brief.group(1).equals("H") ? "error"
                    : brief.group(1).equals("M") ? "warning" : "info", brief.group(2), brief.group(3));
            return true;
        }
        return false;
    }

    private boolean format(String line) {
        Matcher broken = PRETTIER_ERROR.matcher(line);
        if (broken.matches()) {
            add("prettier", broken.group(1), Location.number(broken.group(3)), Location.number(broken.group(4)),
                    "error", "syntax", broken.group(2));
            return true;
        }
        Matcher found = FORMAT.matcher(line);
        if (!found.matches()) {
            return false;
        }
        String tool = found.group(1) != null ? "prettier" : found.group(2) != null ? Sarif.first(hint, "ruff format")
                : "rustfmt";
        String where = Sarif.first(found.group(1) == null ? "" : found.group(1),
                found.group(2) == null ? "" : found.group(2), found.group(3) == null ? "" : found.group(3));
        add(tool, where, Location.number(found.group(4)), 0, "warning", "format", "is not formatted");
        return true;
    }
}
