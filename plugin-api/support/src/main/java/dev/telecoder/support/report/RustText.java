package dev.telecoder.support.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Diagnostics that are drawn around the source, with an arrow before their place: rustc and clippy, Ruff, oxlint. For one
 * thread.
 */
final class RustText {

    private static final Pattern RUST = Pattern.compile("^(error|warning)(?:\\[([\\w:]+)\\])?: (.+)$");
    private static final Pattern RUFF =
            Pattern.compile("^([A-Z]{1,6}\\d{2,5}|invalid-syntax|SyntaxError)(?::)? (?:\\[[*-]\\] )?(.+)$");
    private static final Pattern OXLINT = Pattern.compile("^\\s*([⚠×✖ℹ!x])\\s+([\\w@/-]+\\([\\w@/-]+\\)):\\s*(.+)$");
    private static final Pattern ARROW = Pattern.compile("^\\s*(?:-->|╭─\\[|,-\\[)\\s*(.+?):(\\d+):(\\d+)\\]?\\s*$");
    private static final Pattern LEVEL = Pattern.compile("`#!?\\[(?:warn|deny|forbid)\\(([\\w:]+)\\)\\]`");
    private static final Pattern COMMAND_LINE = Pattern.compile("`-[DWF] ([\\w:-]+)`");
    private static final Pattern HELP = Pattern.compile("rust-clippy/\\S*?(?:index\\.html)?#/?([\\w]+)");
    private static final Pattern FRAME_CARETS = Pattern.compile("^\\s*\\|\\s(\\s*)(\\^+).*$");

    private final List<LintFinding> findings = new ArrayList<>();
    /** The lint behind a sentence; rustc names it only the first time. */
    private final Map<String, String> known = new HashMap<>();
    private final List<String> templates = new ArrayList<>();

    private @Nullable String tool;
    private String severity = "";
    private String rule = "";
    private String message = "";
    private String file = "";
    private int line;
    private int column;
    private boolean levelFollows;
    private String lastSource = "";

    static boolean recognises(String text) {
        return Pattern.compile("(?m)^\\s*(?:-->|╭─\\[|,-\\[)\\s*.+?:\\d+:\\d+").matcher(text).find();
    }

    static List<LintFinding> read(String text) {
        RustText reader = new RustText();
        text.lines().forEach(reader::line);
        reader.end();
        return reader.named();
    }

    private void line(String text) {
        Matcher head = RUST.matcher(text);
        if (head.matches()) {
            begin("rustc", head.group(1), head.group(2) == null ? "" : head.group(2), head.group(3));
            return;
        }
        head = RUFF.matcher(text);
        if (head.matches()) {
            begin("ruff", "error", head.group(1), head.group(2));
            return;
        }
        head = OXLINT.matcher(text);
        if (head.matches()) {
            begin("oxlint", head.group(1), head.group(2), head.group(3));
            return;
        }
        if (tool == null) {
            return;
        }
        Matcher arrow = ARROW.matcher(text);
        if (arrow.matches()) {
            if (file.isEmpty()) {
                file = arrow.group(1);
                line = Location.number(arrow.group(2));
                column = Location.number(arrow.group(3));
            }
            return;
        }
        if (tool.equals("rustc") && rule.isEmpty()) {
            lint(text);
        }
    }

    /** Finds the lint's name, which stands in a note or help, or in the source that set its level. */
    private void lint(String text) {
        Matcher carets = FRAME_CARETS.matcher(text);
        if (levelFollows && carets.matches()) {
            int from = text.indexOf('^');
            int to = from + carets.group(2).length();
            if (to <= lastSource.length() && lastSource.substring(from, to).matches("[\\w:]+")) {
                rule = lastSource.substring(from, to);
            }
            return;
        }
        lastSource = text;
        if (text.contains("the lint level is defined here")) {
            levelFollows = true;
            return;
        }
        Matcher level = LEVEL.matcher(text);
        Matcher command = COMMAND_LINE.matcher(text);
        Matcher help = HELP.matcher(text);
        if (text.contains("= note:") && level.find()) {
            rule = level.group(1);
        } else if (text.contains("= note:") && command.find()) {
            rule = command.group(1).replace('-', '_');
        } else if (help.find()) {
            rule = "clippy::" + help.group(1);
        }
    }

    private void begin(String by, String how, String what, String words) {
        end();
        tool = by;
        severity = how;
        rule = what;
        message = words;
    }

    private void end() {
        if (tool != null && !file.isEmpty()) {
            String template = message.replaceAll("`[^`]*`", "`").replaceAll("\\d+", "0");
            if (!rule.isEmpty()) {
                known.putIfAbsent(template, rule);
            }
            LintFinding finding = LintFinding.of(tool, file, line, column, severity, rule, message);
            if (!findings.contains(finding)) {
                findings.add(finding);
                templates.add(template);
            }
        }
        tool = null;
        rule = "";
        file = "";
        line = 0;
        column = 0;
        levelFollows = false;
        lastSource = "";
    }

    private List<LintFinding> named() {
        List<LintFinding> all = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            LintFinding one = findings.get(i);
            String name = one.rule().isEmpty() && one.tool().equals("rustc")
                    ? known.getOrDefault(templates.get(i), "") : one.rule();
            String by = name.startsWith("clippy::") ? "clippy" : one.tool();
            all.add(new LintFinding(by, one.file(), one.line(), one.column(), one.severity(), name, one.message()));
        }
        return all;
    }
}
