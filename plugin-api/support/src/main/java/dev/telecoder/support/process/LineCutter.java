package dev.telecoder.support.process;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes lines of the bytes a program writes: UTF-8 over the edges of reads, long lines in pieces, and no more than so
 * many bytes in all. Not safe for several threads.
 */
public final class LineCutter {

    /** Longest line told, in characters; the rest of it follows as further lines. */
    public static final int MAX_LINE = 64 * 1024;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder line = new StringBuilder();
    private final Consumer<String> lines;
    private final long limit;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private long taken;
    private long cut;

    /**
     * Makes one.
     *
     * @param limit how many bytes are told; the rest is counted and dropped
     * @param lines told of each line, without its end
     */
    public LineCutter(long limit, Consumer<String> lines) {
        this.limit = limit;
        this.lines = lines;
    }

    /**
     * Takes what was read.
     *
     * @param bytes the bytes; not kept
     * @param length how many of them count
     */
    public void take(byte[] bytes, int length) {
        int kept = (int) Math.min(length, limit - taken);
        taken += kept;
        cut += length - kept;
        if (kept > 0) {
            decode(bytes, kept);
        }
    }

    /** Tells the last line, which may have no end. */
    public void finish() {
        if (rest.hasRemaining() && cut == 0) {
            line.append('\uFFFD');
        }
        if (!line.isEmpty()) {
            tell();
        }
    }

    /** {@return how many bytes were left out} */
    public long cut() {
        return cut;
    }

    private void decode(byte[] bytes, int length) {
        var in = ByteBuffer.allocate(rest.remaining() + length).put(rest).put(bytes, 0, length).flip();
        var out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        rest = in.slice();
        out.flip();
        while (out.hasRemaining()) {
            char next = out.get();
            if (next == '\n') {
                tell();
            } else {
                line.append(next);
                if (line.length() >= MAX_LINE && !Character.isHighSurrogate(next)) {
                    tell();
                }
            }
        }
    }

    private void tell() {
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        String text = line.substring(0, end);
        line.setLength(0);
        lines.accept(text);
    }
}
