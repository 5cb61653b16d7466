package dev.telecoder.plugin.code;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A unified diff, read so that a remark can be put on each of its lines: with the line's number on either side and its
 * position as review APIs count it. Pure.
 *
 * @param files the files, in order
 */
record ReviewDiff(List<ReviewDiff.Changed> files) {

    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*");
    private static final Pattern NAMES = Pattern.compile("diff --git \"?a/(.*?)\"? \"?b/(.*?)\"?");

    ReviewDiff {
        files = List.copyOf(files);
    }

    /**
     * A file of a diff.
     *
     * @param path its path after the change; before it, if it is deleted
     * @param oldPath its path before
     * @param kind what happened to it
     * @param binary whether it has no lines
     * @param lines what of it is shown
     */
    record Changed(String path, String oldPath, Kind kind, boolean binary, List<Shown> lines) {

        Changed {
            lines = List.copyOf(lines);
        }

        /** {@return the shown line with that number on that side, if it is shown} */
        Optional<Shown> line(int number, boolean old) {
            return lines.stream().filter(line -> (old ? line.oldLine() : line.newLine()) == number).findFirst();
        }

        List<Shown> added() {
            return lines.stream().filter(Shown::added).toList();
        }
    }

    /** What happened to a file. */
    enum Kind {
        ADDED, MODIFIED, DELETED, RENAMED
    }

    /**
     * A line that a diff shows.
     *
     * @param sign {@code '+'}, {@code '-'} or a blank
     * @param oldLine its number before the change, 0 for an added line
     * @param newLine its number after it, 0 for a removed line
     * @param position how many lines of the file's diff it stands below the first line that begins with {@code @@}
     * @param text the line without its sign
     */
    record Shown(char sign, int oldLine, int newLine, int position, String text) {

        boolean added() {
            return sign == '+';
        }
    }

    /** Thrown for a text that is no unified diff, or one whose counts are wrong. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    static ReviewDiff read(String text) throws Malformed {
        return new Reader(text).read();
    }

    /** Reads one text. */
    private static final class Reader {

        private final List<String> lines;
        private final List<Changed> files = new ArrayList<>();
        private final List<Shown> shown = new ArrayList<>();
        private @Nullable String oldPath;
        private @Nullable String newPath;
        private Kind kind = Kind.MODIFIED;
        private boolean binary;
        private boolean open;
        private int position = -1;
        private int at;

        Reader(String text) {
            this.lines = Snippet.lines(text);
        }

        ReviewDiff read() throws Malformed {
            boolean any = false;
            while (at < lines.size()) {
                String line = header(lines.get(at));
                Matcher hunk = HUNK.matcher(line);
                if (line.startsWith("diff --git ")) {
                    begin(line);
                } else if (line.startsWith("--- ") && at + 1 < lines.size() && lines.get(at + 1).startsWith("+++ ")) {
                    names(line, header(lines.get(at + 1)));
                    at++;
                } else if (hunk.matches() && open) {
                    hunk(hunk);
                    any = true;
                    continue;
                } else if (line.startsWith("@@@ ")) {
                    throw new Malformed("It is a combined diff of a merge (line " + (at + 1)
                            + "). Compare with one parent instead.");
                } else {
                    more(line);
                }
                any |= open;
                at++;
            }
            end();
            if (!any && lines.stream().anyMatch(line -> !line.isBlank())) {
                throw new Malformed("It holds no unified diff: no line begins with 'diff --git' or '--- '.");
            }
            return new ReviewDiff(files);
        }

        private void begin(String line) {
            end();
            open = true;
            Matcher names = NAMES.matcher(line);
            if (names.matches()) {
                oldPath = unquoted(names.group(1));
                newPath = unquoted(names.group(2));
            }
        }

        private void names(String before, String after) {
            if (!open || position >= 0) {
                end();
                open = true;
            }
            String from = path(before.substring(4), "a/");
            String to = path(after.substring(4), "b/");
            if (from.equals("/dev/null")) {
                kind = Kind.ADDED;
                newPath = to;
                oldPath = to;
            } else if (to.equals("/dev/null")) {
                kind = Kind.DELETED;
                oldPath = from;
                newPath = from;
            } else {
                oldPath = from;
                newPath = to;
            }
        }

        private void more(String line) {
            if (!open || position >= 0) {
                return;
            }
            if (line.startsWith("new file mode")) {
                kind = Kind.ADDED;
            } else if (line.startsWith("deleted file mode")) {
                kind = Kind.DELETED;
            } else if (line.startsWith("rename from ")) {
                kind = Kind.RENAMED;
                oldPath = unquoted(line.substring(12));
            } else if (line.startsWith("rename to ")) {
                newPath = unquoted(line.substring(10));
            } else if (line.startsWith("Binary files ") || line.equals("GIT binary patch")) {
                binary = true;
            }
        }

        private void hunk(Matcher head) throws Malformed {
            int oldLine = Integer.parseInt(head.group(1));
            int newLine = Integer.parseInt(head.group(3));
            int oldLeft = head.group(2) == null ? 1 : Integer.parseInt(head.group(2));
            int newLeft = head.group(4) == null ? 1 : Integer.parseInt(head.group(4));
            int first = at + 1;
            position++;
            at++;
            while (at < lines.size() && (oldLeft > 0 || newLeft > 0 || lines.get(at).startsWith("\\"))) {
                String line = lines.get(at);
                // Mail programs and editors take the blank of an empty line away.
                char sign = line.isEmpty() ? ' ' : line.charAt(0);
                if (sign == '\\') {
                    position++;
                    at++;
                    continue;
                }
                boolean old = sign == ' ' || sign == '-';
                boolean now = sign == ' ' || sign == '+';
                if (!old && !now || old && oldLeft == 0 || now && newLeft == 0
                        || line.isEmpty() && at == lines.size() - 1) {
                    break;
                }
                position++;
                shown.add(new Shown(sign, old ? oldLine : 0, now ? newLine : 0, position,
                        line.isEmpty() ? "" : line.substring(1)));
                oldLine += old ? 1 : 0;
                newLine += now ? 1 : 0;
                oldLeft -= old ? 1 : 0;
                newLeft -= now ? 1 : 0;
                at++;
            }
            if (oldLeft > 0 || newLeft > 0) {
                throw new Malformed(
                        "The part that begins at line " + first + " is shorter than its head says, or has a "
                                + "line that begins with neither blank, '+' nor '-' (line " + (at + 1) + ").");
            }
        }

        private void end() {
            String path = newPath;
            if (open && path != null) {
                files.add(new Changed(path, oldPath == null ? path : oldPath,
                        kind == Kind.MODIFIED && oldPath != null && !path.equals(oldPath) ? Kind.RENAMED : kind, binary,
                        shown));
            }
            shown.clear();
            oldPath = null;
            newPath = null;
            kind = Kind.MODIFIED;
            binary = false;
            open = false;
            position = -1;
        }

        private static String header(String line) {
            return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        }

        private static String path(String given, String prefix) {
            int tab = given.indexOf('\t');
            String path = unquoted(tab < 0 ? given.stripTrailing() : given.substring(0, tab));
            return path.startsWith(prefix) ? path.substring(2) : path;
        }

        /** Git quotes paths with odd characters, bytes beyond ASCII as octal numbers. */
        private static String unquoted(String path) {
            if (path.indexOf('\\') < 0 && !path.startsWith("\"")) {
                return path;
            }
            String inner = path.length() > 1 && path.startsWith("\"") && path.endsWith("\"")
                    ? path.substring(1, path.length() - 1) : path;
            byte[] bytes = new byte[inner.length() * 3];
            int length = 0;
            for (int i = 0; i < inner.length(); i++) {
                char c = inner.charAt(i);
                if (c == '\\' && i + 3 < inner.length() && inner.substring(i + 1, i + 4).matches("[0-3][0-7]{2}")) {
                    bytes[length++] = (byte) Integer.parseInt(inner.substring(i + 1, i + 4), 8);
                    i += 3;
                } else if (c == '\\' && i + 1 < inner.length()) {
                    char next = inner.charAt(++i);
                    bytes[length++] = (byte) (next == 't' ? '\t' : next == 'n' ? '\n' : next == 'r' ? '\r' : next);
                } else {
                    byte[] one = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
                    System.arraycopy(one, 0, bytes, length, one.length);
                    length += one.length;
                }
            }
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
    }
}
