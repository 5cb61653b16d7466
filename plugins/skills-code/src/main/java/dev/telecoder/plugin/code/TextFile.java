package dev.telecoder.plugin.code;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of a file, with what is needed to write it back unchanged: encoding, byte order mark, each line's own end.
 *
 * @param charset how the bytes are text
 * @param mark the byte order mark, empty if there is none
 * @param lines at least one; only the last has no end
 */
record TextFile(Charset charset, String mark, List<Line> lines) {

    private static final int SNIFFED = 8_000;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    TextFile {
        lines = List.copyOf(lines);
    }

    /** Thrown for bytes that are no text, or text that the file's encoding cannot hold. */
    static final class NotText extends Exception {

        private static final long serialVersionUID = 1L;

        NotText(String message) {
            super(message);
        }
    }

    static TextFile of(String text) {
        return new TextFile(StandardCharsets.UTF_8, "", split(text));
    }

    static TextFile read(byte[] bytes) throws NotText {
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return marked(bytes, StandardCharsets.UTF_16LE);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return marked(bytes, StandardCharsets.UTF_16BE);
        }
        for (int i = 0; i < Math.min(bytes.length, SNIFFED); i++) {
            if (bytes[i] == 0) {
                throw new NotText("it is a binary file");
            }
        }
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return marked(bytes, StandardCharsets.UTF_8);
        }
        try {
            return new TextFile(StandardCharsets.UTF_8, "", split(decode(bytes, StandardCharsets.UTF_8)));
        } catch (CharacterCodingException e) {
            // Every byte is a character of ISO-8859-1, so any single-byte encoding makes the round trip.
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return new TextFile(StandardCharsets.ISO_8859_1, "", split(text));
        }
    }

    byte[] bytes() throws NotText {
        var text = new StringBuilder(mark);
        for (Line line : lines) {
            text.append(line.text()).append(line.end());
        }
        try {
            ByteBuffer encoded = charset.newEncoder()
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            return Arrays.copyOfRange(encoded.array(), encoded.arrayOffset(),
                    encoded.arrayOffset() + encoded.remaining());
        } catch (CharacterCodingException e) {
            throw new NotText("the file is " + charset + " and the new text has characters that it cannot hold");
        }
    }

    /** {@return the whole text, each line end as one line feed} */
    String normalized() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    /** {@return the whole text of bytes, each line end as one line feed; in any case something to look at} */
    static String plain(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean simple = text.indexOf('\r') < 0 && text.indexOf('\uFFFD') < 0 && !text.startsWith(BYTE_ORDER_MARK);
        return simple ? text : EditRun.forDiff(bytes).normalized();
    }

    TextFile withLines(List<Line> changed) {
        return new TextFile(charset, mark, changed);
    }

    boolean isEmpty() {
        return lines.size() == 1 && lines.getFirst().text().isEmpty();
    }

    /** {@return the line end that most lines have; a line feed if there is none} */
    static String commonEnd(List<Line> lines) {
        long feeds = lines.stream().filter(line -> line.end().equals("\n")).count();
        long both = lines.stream().filter(line -> line.end().equals("\r\n")).count();
        long returns = lines.stream().filter(line -> line.end().equals("\r")).count();
        if (both > feeds) {
            return "\r\n";
        }
        return returns > feeds ? "\r" : "\n";
    }

    static List<Line> split(String text) {
        // A lone carriage return ends a line only in files that know no other end.
        boolean oldMac = text.indexOf('\n') < 0 && text.indexOf('\r') >= 0;
        char last = oldMac ? '\r' : '\n';
        var lines = new ArrayList<Line>();
        int start = 0;
        for (int end = text.indexOf(last); end >= 0; end = text.indexOf(last, start)) {
            boolean both = !oldMac && end > start && text.charAt(end - 1) == '\r';
            lines.add(new Line(text.substring(start, both ? end - 1 : end), both ? "\r\n" : String.valueOf(last)));
            start = end + 1;
        }
        lines.add(new Line(text.substring(start), ""));
        return lines;
    }

    private static TextFile marked(byte[] bytes, Charset charset) throws NotText {
        try {
            return new TextFile(charset, BYTE_ORDER_MARK, split(decode(bytes, charset).substring(1)));
        } catch (CharacterCodingException e) {
            throw new NotText("it begins like " + charset + " but is not valid " + charset);
        }
    }

    private static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static boolean startsWith(byte[] bytes, int... head) {
        if (bytes.length < head.length) {
            return false;
        }
        for (int i = 0; i < head.length; i++) {
            if ((bytes[i] & 0xFF) != head[i]) {
                return false;
            }
        }
        return true;
    }
}
