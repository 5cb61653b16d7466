package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.LineDiff.Kind;
import dev.telecoder.plugin.code.LineDiff.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what changed the way git does, so that {@code git apply} takes it. Pure. */
final class UnifiedDiff {

    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    /**
     * @param oldName the path before
     * @param newName the path after, mostly the same
     * @param before the lines before, null for a new file
     * @param after the lines after, null for a deleted file
     * @param mode git's file mode, such as 100644
     */
    static String of(String oldName, String newName, @Nullable List<Line> before, @Nullable List<Line> after,
            String mode) {
        var out = new StringBuilder();
        out.append("diff --git ").append(quoted("a/" + oldName)).append(' ').append(quoted("b/" + newName))
                .append('\n');
        if (before == null) {
            out.append("new file mode ").append(mode).append('\n');
        } else if (after == null) {
            out.append("deleted file mode ").append(mode).append('\n');
        } else if (!oldName.equals(newName)) {
            out.append("rename from ").append(quoted(oldName)).append("\nrename to ")
                    .append(quoted(newName)).append('\n');
        }
        List<String> old = before == null ? List.of() : raw(before);
        List<String> now = after == null ? List.of() : raw(after);
        if (old.equals(now)) {
            return out.toString();
        }
        out.append("--- ").append(before == null ? "/dev/null" : quoted("a/" + oldName)).append('\n');
        out.append("+++ ").append(after == null ? "/dev/null" : quoted("b/" + newName)).append('\n');
        hunks(LineDiff.script(old, now), old, now, out);
        return out.toString();
    }

    /** Each line with its end; the empty rest after the last line end is none. */
    private static List<String> raw(List<Line> lines) {
        int size = lines.getLast().text().isEmpty() ? lines.size() - 1 : lines.size();
        // git knows one line end only, so an old Mac file is one line to it.
        boolean oldMac = lines.size() > 1 && lines.getFirst().end().equals("\r");
        if (oldMac) {
            var whole = new StringBuilder();
            lines.forEach(line -> whole.append(line.text()).append(line.end()));
            return List.of(whole.toString());
        }
        return lines.subList(0, size).stream().map(line -> line.text() + line.end()).toList();
    }

    private static void hunks(List<Step> script, List<String> old, List<String> now, StringBuilder out) {
        int at = 0;
        while (true) {
            int first = at;
            while (first < script.size() && script.get(first).kind() == Kind.KEEP) {
                first++;
            }
            if (first == script.size()) {
                return;
            }
            int last = first;
            for (int i = first; i < script.size() && i <= last + 2 * CONTEXT + 1; i++) {
                if (script.get(i).kind() != Kind.KEEP) {
                    last = i;
                }
            }
            int from = Math.max(at, first - CONTEXT);
            int until = Math.min(script.size(), last + CONTEXT + 1);
            hunk(script, from, until, old, now, out);
            at = until;
        }
    }

    private static void hunk(
            List<Step> script, int from, int until, List<String> old, List<String> now, StringBuilder out) {
        int oldStart = 0;
        int newStart = 0;
        for (Step step : script.subList(0, from)) {
            oldStart += step.kind() == Kind.INSERT ? 0 : 1;
            newStart += step.kind() == Kind.DELETE ? 0 : 1;
        }
        int oldCount = 0;
        int newCount = 0;
        var body = new StringBuilder();
        for (Step step : script.subList(from, until)) {
            oldCount += step.kind() == Kind.INSERT ? 0 : 1;
            newCount += step.kind() == Kind.DELETE ? 0 : 1;
            String line = step.kind() == Kind.INSERT ? now.get(step.after()) : old.get(step.before());
            body.append(step.kind() == Kind.KEEP ? ' ' : step.kind() == Kind.DELETE ? '-' : '+').append(line);
            if (!line.endsWith("\n")) {
                body.append("\n\\ No newline at end of file\n");
            }
        }
        out.append("@@ -").append(range(oldStart, oldCount)).append(" +").append(range(newStart, newCount))
                .append(" @@\n");
        out.append(body);
    }

    private static String range(int start, int count) {
        int shown = count == 0 ? start : start + 1;
        return count == 1 ? String.valueOf(shown) : shown + "," + count;
    }

    private static String quoted(String name) {
        if (name.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\' && c != 127)) {
            return name;
        }
        var text = new StringBuilder("\"");
        for (char c : name.toCharArray()) {
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || c == 127) {
                        text.append("\\%03o".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.append('"').toString();
    }
}
