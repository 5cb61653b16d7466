package dev.telecoder.plugin.code;

/**
 * Where in a file the old lines of a snippet are.
 *
 * @param snippet the snippet
 * @param from the first line of the place
 * @param until the line after the last
 * @param starts for each old line the file's line that it is, or -1 if the file has none
 * @param ends for each old line the line after; further than the next only for an ellipsis
 * @param indents how the snippet's indentation becomes the file's
 */
record Placement(Snippet snippet, int from, int until, int[] starts, int[] ends, Indentation indents) {

    /** Of a block of lines that are one for one the old ones. */
    static Placement block(Snippet snippet, int from, Indentation indents) {
        int[] starts = new int[snippet.old().size()];
        int[] ends = new int[starts.length];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = from + i;
            ends[i] = from + i + 1;
        }
        return new Placement(snippet, from, from + starts.length, starts, ends, indents);
    }
}
