package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.Change.Part;
import dev.telecoder.plugin.code.LineDiff.Kind;
import dev.telecoder.plugin.code.LineDiff.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a patch that begins with {@code *** Begin Patch}. For one text and one thread. */
final class PatchText {

    private static final String BEGIN = "*** Begin Patch";
    private static final String END = "*** End Patch";
    private static final String ADD = "*** Add File: ";
    private static final String DELETE = "*** Delete File: ";
    private static final String UPDATE = "*** Update File: ";
    private static final String MOVE = "*** Move to: ";
    private static final String END_OF_FILE = "*** End of File";
    private static final Pattern LINE_NUMBERS = Pattern.compile("@@ -\\d+(,\\d+)? \\+\\d+(,\\d+)? @@.*");

    private final List<String> lines;
    private int at;

    private PatchText(List<String> lines) {
        this.lines = lines;
    }

    /** Thrown for a patch that is none; the message says which line and what was expected. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    static List<Change> read(String patch) throws Malformed {
        List<String> lines = Snippet.lines(Ladder.feeds(patch));
        int first = 0;
        int last = lines.size() - 1;
        while (first <= last && !lines.get(first).strip().equals(BEGIN)) {
            // Models wrap patches in code fences and here-documents; nothing else may stand before one.
            String line = lines.get(first).strip();
            if (!line.isEmpty() && !line.startsWith("```") && !line.contains("<<")) {
                break;
            }
            first++;
        }
        if (first > last || !lines.get(first).strip().equals(BEGIN)) {
            throw new Malformed("The patch does not begin with '" + BEGIN + "'.");
        }
        while (last > first && !lines.get(last).strip().equals(END)) {
            last--;
        }
        if (last == first) {
            throw new Malformed("The patch does not end with '" + END + "'.");
        }
        for (String line : lines.subList(last + 1, lines.size())) {
            if (!line.isBlank() && !line.strip().startsWith("```") && !line.strip().matches("[\"']?\\w+[\"']?")) {
                throw new Malformed("There is text after '" + END + "': " + line);
            }
        }
        return new PatchText(lines.subList(first + 1, last)).changes();
    }

    private List<Change> changes() throws Malformed {
        var changes = new ArrayList<Change>();
        while (at < lines.size()) {
            String line = lines.get(at).stripTrailing();
            if (line.isEmpty()) {
                at++;
            } else if (line.startsWith(ADD)) {
                changes.add(add(path(line, ADD)));
            } else if (line.startsWith(DELETE)) {
                changes.add(new Change.Delete(path(line, DELETE)));
            } else if (line.startsWith(UPDATE)) {
                changes.add(update(path(line, UPDATE)));
            } else {
                throw wrong("expected '" + ADD + "path', '" + DELETE + "path' or '" + UPDATE + "path'");
            }
        }
        if (changes.isEmpty()) {
            throw new Malformed("The patch is empty: it names no file.");
        }
        return changes;
    }

    private String path(String line, String head) throws Malformed {
        String path = line.substring(head.length()).strip();
        if (path.isEmpty()) {
            throw wrong("expected a path");
        }
        at++;
        return path;
    }

    private Change add(String path) throws Malformed {
        var content = new StringBuilder();
        while (at < lines.size() && !lines.get(at).startsWith("*** ")) {
            String line = lines.get(at);
            if (line.startsWith("+")) {
                content.append(line, 1, line.length()).append('\n');
            } else if (!line.isBlank() || more("+")) {
                throw wrong("each line of a new file begins with '+'");
            }
            at++;
        }
        return new Change.Add(path, content.toString());
    }

    private boolean more(String head) {
        for (int i = at; i < lines.size() && !lines.get(i).startsWith("*** "); i++) {
            if (lines.get(i).startsWith(head)) {
                return true;
            }
        }
        return false;
    }

    private Change update(String path) throws Malformed {
        String target = null;
        if (at < lines.size() && lines.get(at).startsWith(MOVE)) {
            target = path(lines.get(at), MOVE);
        }
        var parts = new ArrayList<Part>();
        while (at < lines.size() && !startsFile(lines.get(at))) {
            if (lines.get(at).isBlank() && onlyBlanksLeft()) {
                at++;
                continue;
            }
            parts.add(part());
        }
        if (parts.isEmpty() && target == null) {
            throw new Malformed("The patch changes nothing in " + path + ": no lines follow '" + UPDATE + path + "'.");
        }
        return new Change.Update(path, target, parts);
    }

    private static boolean startsFile(String line) {
        return line.startsWith(ADD) || line.startsWith(DELETE) || line.startsWith(UPDATE);
    }

    private boolean onlyBlanksLeft() {
        for (int i = at; i < lines.size() && !startsFile(lines.get(i)); i++) {
            if (!lines.get(i).isBlank()) {
                return false;
            }
        }
        return true;
    }

    private Part part() throws Malformed {
        var anchors = new ArrayList<String>();
        while (at < lines.size() && lines.get(at).startsWith("@@")) {
            String line = lines.get(at++);
            String anchor = LINE_NUMBERS.matcher(line).matches() ? "" : line.substring(2).strip();
            if (anchor.endsWith("@@")) {
                anchor = anchor.substring(0, anchor.length() - 2).strip();
            }
            if (!anchor.isEmpty()) {
                anchors.add(anchor);
            }
        }
        var old = new ArrayList<String>();
        var now = new ArrayList<String>();
        var steps = new ArrayList<Step>();
        boolean atEnd = false;
        while (at < lines.size() && !atEnd && !lines.get(at).startsWith("@@") && !startsFile(lines.get(at))) {
            String line = lines.get(at);
            if (line.stripTrailing().equals(END_OF_FILE)) {
                atEnd = true;
            } else if (!(line.isBlank() && onlyBlanksLeft())) {
                step(line, old, now, steps);
            }
            at++;
        }
        if (steps.stream().allMatch(step -> step.kind() == Kind.KEEP)) {
            at = Math.min(at, lines.size()) - 1;
            throw wrong("this part of the patch has no line that begins with '+' or '-'");
        }
        return new Part(anchors, new Snippet(old, now, ordered(steps)), atEnd);
    }

    private void step(String line, List<String> old, List<String> now, List<Step> steps) throws Malformed {
        String rest = line.isEmpty() ? "" : line.substring(1);
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case ' ' -> {
                steps.add(new Step(Kind.KEEP, old.size(), now.size()));
                old.add(rest);
                now.add(rest);
            }
            case '-' -> {
                steps.add(new Step(Kind.DELETE, old.size(), -1));
                old.add(rest);
            }
            case '+' -> {
                steps.add(new Step(Kind.INSERT, -1, now.size()));
                now.add(rest);
            }
            default -> throw wrong("each line of an update begins with ' ', '-', '+' or '@@'");
        }
    }

    /** Within a change deletions first. */
    private static List<Step> ordered(List<Step> steps) {
        var ordered = new ArrayList<Step>();
        var inserted = new ArrayList<Step>();
        for (Step step : steps) {
            if (step.kind() == Kind.INSERT) {
                inserted.add(step);
            } else {
                if (step.kind() == Kind.KEEP) {
                    ordered.addAll(inserted);
                    inserted.clear();
                }
                ordered.add(step);
            }
        }
        ordered.addAll(inserted);
        return List.copyOf(ordered);
    }

    private Malformed wrong(String expected) {
        @Nullable String line = at < lines.size() ? lines.get(at) : null;
        return new Malformed(
                "The patch is malformed at " + (line == null ? "its end" : "'" + line + "'") + ": " + expected + ".");
    }
}
