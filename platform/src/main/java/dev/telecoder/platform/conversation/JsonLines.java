package dev.telecoder.platform.conversation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a text line by line, of any length in all, and tells of lines that are no text. For one thread. */
final class JsonLines {

    private static final int LONGEST = 16 * 1024 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int end;
    private long number;

    JsonLines(InputStream in) {
        this.in = in;
    }

    /**
     * A line that is not blank.
     *
     * @param number which line of the file, from 1
     * @param text the line; empty if it cannot be read
     * @param bytes how long it is
     * @param wrong why it cannot be read, or {@code null}
     */
    record Line(long number, String text, int bytes, @Nullable String wrong) {}

    /** The next line that is not blank; {@code null} at the end. */
    @Nullable Line next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (true) {
            boolean tooLong = false;
            bytes.reset();
            boolean ended = false;
            boolean any = false;
            while (!ended) {
                if (at == end) {
                    end = in.read(buffer);
                    at = 0;
                    if (end < 0) {
                        end = 0;
                        break;
                    }
                }
                any = true;
                int from = at;
                while (at < end && buffer[at] != '\n') {
                    at++;
                }
                if (bytes.size() + (at - from) > LONGEST) {
                    tooLong = true;
                } else {
                    bytes.write(buffer, from, at - from);
                }
                if (at < end) {
                    at++;
                    ended = true;
                }
            }
            if (!any) {
                return null;
            }
            number++;
            Line line = tooLong ? new Line(number, "", 0, "it is longer than " + LONGEST / (1024 * 1024) + " MB")
                    : line(bytes.toByteArray());
            if (line.wrong() != null || !line.text().isBlank()) {
                return line;
            }
        }
    }

    private Line line(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new Line(number, number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text, bytes.length,
                    null);
        } catch (CharacterCodingException e) {
            return new Line(number, "", bytes.length, "it is not UTF-8 text");
        }
    }
}
