package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.List;

/** Where the {@code @@} lines of a patch say that a part of it is: in the block that such a line begins. Pure. */
final class Anchors {

    private Anchors() {}

    /**
     * @param file the file
     * @param anchors the lines that come before, outermost first
     * @param cursor the line after the part before
     * @return groups of ranges of lines to look in, best first; empty if an anchor is not there
     */
    static List<List<int[]>> ranges(List<Line> file, List<String> anchors, int cursor) {
        int size = file.size();
        if (anchors.isEmpty()) {
            List<int[]> whole = List.of(new int[]{0, size});
            return cursor == 0 ? List.of(whole) : List.of(List.of(new int[]{cursor, size}), whole);
        }
        List<int[]> blocks = List.of(new int[]{0, size});
        for (String anchor : anchors) {
            var inner = new ArrayList<int[]>();
            for (int[] block : blocks) {
                for (int line : find(file, anchor, block[0], block[1])) {
                    inner.add(new int[]{line, blockEnd(file, line, block[1])});
                }
            }
            blocks = inner;
        }
        if (blocks.isEmpty()) {
            return List.of();
        }
        List<int[]> ahead = blocks.stream().filter(block -> block[1] > cursor)
                .map(block -> new int[]{Math.max(block[0], cursor), block[1]}).toList();
        // An anchor is also used for any line above, which begins no block.
        List<int[]> below = blocks.stream().map(block -> new int[]{block[0], size}).toList();
        return List.of(ahead, blocks, below);
    }

    /** {@return the lines after which a part without old lines may belong: those of the innermost anchor} */
    static List<Integer> lines(List<Line> file, List<String> anchors, int cursor) {
        return ranges(file, anchors, cursor).stream().skip(1).findFirst().orElse(List.of()).stream()
                .map(block -> block[0]).toList();
    }

    private static List<Integer> find(List<Line> file, String anchor, int low, int high) {
        String wanted = Rung.INDENTATION.key(anchor);
        var equal = new ArrayList<Integer>();
        var like = new ArrayList<Integer>();
        for (int i = low; i < high; i++) {
            String line = Rung.INDENTATION.key(file.get(i).text());
            if (line.equals(wanted)) {
                equal.add(i);
            } else if (line.contains(wanted)) {
                like.add(i);
            }
        }
        return equal.isEmpty() ? like : equal;
    }

    private static int blockEnd(List<Line> file, int start, int limit) {
        int width = Indentation.indent(file.get(start).text()).length();
        boolean deeper = false;
        for (int i = start + 1; i < limit; i++) {
            String line = file.get(i).text();
            if (line.isBlank()) {
                continue;
            }
            if (Indentation.indent(line).length() > width) {
                deeper = true;
                continue;
            }
            char first = line.strip().charAt(0);
            if (first == '{' || first == ')' || first == ']') {
                continue;
            }
            if (!deeper) {
                return limit;
            }
            return first == '}' || line.strip().equals("end") ? i + 1 : i;
        }
        return limit;
    }
}
