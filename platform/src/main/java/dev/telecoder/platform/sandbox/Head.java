package dev.telecoder.platform.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The first lines of a request of HTTP/1.1.
 *
 * @param method such as CONNECT
 * @param target host and port, a path, or a whole address
 * @param headers by name in lower case; of several of one name the last
 */
record Head(String method, String target, Map<String, String> headers) {

    private static final int LONGEST = 64 * 1024;
    private static final int LARGEST_BODY = 64 << 20;

    /** Reads up to the empty line, and not further. */
    static Head read(InputStream in) throws IOException {
        String[] first = line(in, LONGEST).split(" ");
        if (first.length != 3 || !first[2].startsWith("HTTP/1.")) {
            throw new IOException("not a request of HTTP/1.1");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        int left = LONGEST;
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            left -= line.length() + 2;
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("a header without a colon");
            }
            headers.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        return new Head(first[0], first[1], headers);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Reads the body. */
    byte[] body(InputStream in) throws IOException {
        if (header("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            var all = new ByteArrayOutputStream();
            while (true) {
                int size = number(line(in, 100).replaceFirst(";.*", "").strip(), 16);
                if (size == 0) {
                    while (!line(in, LONGEST).isEmpty()) {
                        // A trailer; nothing here needs it.
                    }
                    return all.toByteArray();
                }
                if (all.size() + (long) size > LARGEST_BODY) {
                    throw new IOException("the body is larger than " + (LARGEST_BODY >> 20) + " MB");
                }
                all.write(exactly(in, size));
                line(in, 2);
            }
        }
        String length = header("content-length");
        return length.isEmpty() ? new byte[0] : exactly(in, number(length, 10));
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number >= 0 && number <= LARGEST_BODY) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // Told below.
        }
        throw new IOException("a length of " + text);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static String line(InputStream in, int longest) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (line.size() > longest) {
                throw new IOException("a line that is too long");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
