package dev.telecoder.support.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Test Anything Protocol, versions 12 to 14: subtests, directives, YAML diagnostics, bail out. For one thread. */
final class Tap {

    private static final Pattern POINT = Pattern.compile("^( *)(not )?ok(?:\\s+(\\d+))?(?=\\s|$)\\s*(.*)$");
    private static final Pattern PLAN = Pattern.compile("^( *)1\\.\\.(\\d+)\\s*(?:#.*)?$");
    private static final Pattern BAIL_OUT = Pattern.compile("^ *Bail out!\\s*(.*)$");
    private static final Pattern DIRECTIVE = Pattern.compile("(?i)(?<!\\\\)#\\s*(skip|todo)\\S*\\s*(.*)$");
    private static final Pattern VERSION = Pattern.compile("(?m)^TAP version 1[234]\\s*$");

    /** Points that wait for the parent they belong to, by depth. */
    private final List<List<Point>> open = new ArrayList<>();
    /** Points whose subtests follow in braces. */
    private final List<Point> braces = new ArrayList<>();
    private final Tally tally = new Tally();
    private int planned = -1;
    private boolean versioned;
    /** Node counts a test with subtests as one more test, and marks what is a suite only. */
    private boolean node;
    private @Nullable Point last;

    /** Whether a text looks like TAP, also after other output. */
    static boolean recognises(String text) {
        if (VERSION.matcher(text).find()) {
            return true;
        }
        return Pattern.compile("(?m)^1\\.\\.\\d+\\s*(#.*)?$").matcher(text).find()
                && (Pattern.compile("(?m)^(not )?ok(\\s|$)").matcher(text).find()
                        || Pattern.compile("(?m)^1\\.\\.0\\b").matcher(text).find())
                || Pattern.compile("(?m)^Bail out!").matcher(text).find();
    }

    /** Whether there are numbered results, though the run ended before its plan. */
    static boolean pointsWithoutPlan(String text) {
        return Pattern.compile("(?m)^(not )?ok \\d+( - |$)").matcher(text).find();
    }

    static TestReport read(String text) {
        Tap tap = new Tap();
        tap.node = Pattern.compile("(?m)^# suites \\d+$").matcher(text).find();
        tap.versioned = VERSION.matcher(text).find();
        tap.lines(text.split("\\r?\\n", -1));
        return tap.finish();
    }

    private void lines(String[] lines) {
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.isBlank()) {
                continue;
            }
            Matcher point = POINT.matcher(line);
            Matcher plan = PLAN.matcher(line);
            Matcher bail = BAIL_OUT.matcher(line);
            if (point.matches() && point.group(1).length() % 4 == 0) {
                point(point);
            } else if (line.strip().equals("}") && !braces.isEmpty()) {
                adopt(braces.removeLast(), line.indexOf('}') / 4);
            } else if (plan.matches()) {
                // Several documents behind each other have a plan each.
                planned = plan.group(1).isEmpty() ? Math.max(0, planned) + Location.number(plan.group(2)) : planned;
            } else if (bail.matches()) {
                tally.problem(
                        bail.group(1).isBlank() ? "The tests bailed out." : "The tests bailed out: " + bail.group(1));
            } else if (line.strip().equals("---") && last != null) {
                i = yaml(lines, i, last);
            } else if (last != null && last.outcome.bad() && line.strip().startsWith("#") && last.yaml.isEmpty()
                    && !line.strip().startsWith("# Subtest")) {
                last.comments.append(line.strip().substring(1).strip()).append('\n');
            }
        }
    }

    private void point(Matcher match) {
        int depth = match.group(1).length() / 4;
        String rest = match.group(4).strip();
        boolean buffered = rest.endsWith("{");
        if (buffered) {
            // A buffered subtest: the point comes first and its children follow in braces.
            rest = rest.substring(0, rest.length() - 1).strip();
        }
        boolean ok = match.group(2) == null;
        Outcome outcome = ok ? Outcome.PASSED : Outcome.FAILED;
        Matcher directive = DIRECTIVE.matcher(rest);
        if (directive.find()) {
            boolean skip = directive.group(1).equalsIgnoreCase("skip");
            // A test that is still to do and fails is as expected; it says as little as a skipped one.
            outcome = skip || !ok ? Outcome.SKIPPED : Outcome.PASSED;
            rest = rest.substring(0, directive.start()).strip();
        }
        String name = rest.startsWith("- ") ? rest.substring(2).strip() : rest.equals("-") ? "" : rest;
        Point point = new Point(outcome, name.replace("\\#", "#"), Location.number(match.group(3)));
        while (open.size() <= depth) {
            open.add(new ArrayList<>());
        }
        adopt(point, depth);
        open.get(depth).add(point);
        last = point;
        if (buffered) {
            braces.add(point);
        }
    }

    /** Gives a point what is deeper than it and has no parent yet. */
    private void adopt(Point parent, int depth) {
        while (open.size() > depth + 1) {
            List<Point> orphans = open.removeLast();
            if (open.size() == depth + 1) {
                parent.children.addAll(orphans);
            } else {
                open.getLast().addAll(orphans);
            }
        }
    }

    private static int yaml(String[] lines, int start, Point point) {
        int indent = lines[start].indexOf("---");
        int end = start + 1;
        StringBuilder text = new StringBuilder();
        while (end < lines.length && !lines[end].strip().equals("...")) {
            String line = lines[end];
            if (!line.isBlank() && POINT.matcher(line).matches() && line.indexOf(line.strip()) < indent) {
                // The block was never closed.
                point.yaml.append(text);
                return end - 1;
            }
            text.append(line.length() >= indent && line.substring(0, indent).isBlank() ? line.substring(indent) : line)
                    .append('\n');
            end++;
        }
        point.yaml.append(text);
        return end;
    }

    private TestReport finish() {
        int top = open.isEmpty() ? 0 : open.get(0).size();
        open.forEach(level -> level.forEach(point -> count(point, "")));
        if (planned > top) {
            tally.problem("The plan was " + planned + " tests, but only " + top + " reported a result.");
        }
        if (planned >= 0 && planned < top) {
            tally.problem("The plan was " + planned + " tests, but " + top + " reported a result.");
        }
        if (planned < 0 && (versioned || top > 0)) {
            tally.problem("There is no plan, so the tests may have stopped half-way.");
        }
        return tally.report(node ? "node" : "tap");
    }

    /** Counts a point; one with subtests is only their sum, unless it says it is a test of its own, or fails alone. */
    private boolean count(Point point, String suite) {
        boolean bad = false;
        String path = suite.isEmpty() ? point.name : suite + " > " + point.name;
        for (Point child : point.children) {
            bad |= count(child, path);
        }
        String type = point.field("type");
        boolean ofItsOwn = node ? !type.equals("suite") : point.children.isEmpty();
        if (ofItsOwn || (point.outcome.bad() && !bad)) {
            tally.add(point.outcome, suite, point.name.isEmpty() ? "test " + point.number : point.name, point.where(),
                    point.message());
        }
        return bad || point.outcome.bad();
    }

    /** A test point with what follows it. */
    private static final class Point {

        private final Outcome outcome;
        private final String name;
        private final int number;
        private final List<Point> children = new ArrayList<>();
        private final StringBuilder yaml = new StringBuilder();
        private final StringBuilder comments = new StringBuilder();

        Point(Outcome outcome, String name, int number) {
            this.outcome = outcome;
            this.name = name;
            this.number = number;
        }

        /** Finds a field of the YAML block: a plain or quoted scalar on its line, or an indented block. */
        String field(String key) {
            Matcher scalar = Pattern.compile("(?m)^" + key + ":[ \\t]*(.*)$").matcher(yaml);
            if (!scalar.find()) {
                return "";
            }
            String value = scalar.group(1).strip();
            if (value.matches("[|>][+-]?\\d*")) {
                return yaml.substring(scalar.end()).lines().skip(1)
                        .takeWhile(line -> line.isBlank() || line.startsWith(" ") || line.startsWith("\t"))
                        .collect(Collectors.joining("\n")).stripIndent().strip();
            }
            if (value.length() > 1 && value.startsWith("'") && value.endsWith("'")) {
                return value.substring(1, value.length() - 1).replace("''", "'");
            }
            if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
                return value.substring(1, value.length() - 1).replace("\\n", "\n").replace("\\\"", "\"")
                        .replace("\\\\", "\\");
            }
            return value;
        }

        String message() {
            String words = field("message").isEmpty() ? field("error") : field("message");
            String stack = field("stack");
            if (words.isEmpty()) {
                return yaml.isEmpty() ? comments.toString().strip() : yaml.toString().stripIndent().strip();
            }
            StringBuilder all = new StringBuilder(words);
            for (String key : List.of("expected", "actual", "wanted", "found", "got")) {
                String value = field(key);
                if (!value.isEmpty() && !words.contains(value)) {
                    all.append('\n').append(key).append(": ").append(value);
                }
            }
            return stack.isEmpty() ? all.toString() : all.append('\n').append(stack).toString();
        }

        Location where() {
            for (String text : List.of(field("stack"), field("at"), field("location"))) {
                Location found = text.isEmpty() ? Location.UNKNOWN : Location.in(text, "");
                if (found.file() != null) {
                    return found;
                }
            }
            Matcher file = Pattern.compile("(?m)^[ \\t]*file(?:Name)?:\\s*['\"]?([^'\"\\n]+)").matcher(yaml);
            Matcher line = Pattern.compile("(?m)^[ \\t]*line(?:Number)?:\\s*(\\d+)").matcher(yaml);
            if (file.find()) {
                return new Location(Location.plain(file.group(1).strip()),
                        line.find() ? Location.number(line.group(1)) : 0);
            }
            return Location.in(yaml.isEmpty() ? comments.toString() : yaml.toString(), "");
        }
    }
}
