package dev.telecoder.plugin.ci;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads logs line by line; of a huge one what fits, its beginning and above all its end. */
final class LogFile {

    private static final long MOST_CHARACTERS = 24L << 20;
    private static final int LONGEST_LINE = 20_000;
    private static final int HEAD_LINES = 20_000;

    private LogFile() {}

    static List<LogLine> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
                Reader reader = new InputStreamReader(plain, StandardCharsets.UTF_8)) {
            return lines(reader);
        }
    }

    static List<LogLine> of(String text) {
        try {
            return lines(new StringReader(text));
        } catch (IOException impossible) {
            throw new IllegalStateException("Text in memory could not be read.", impossible);
        }
    }

    private static List<LogLine> lines(Reader source) throws IOException {
        BufferedReader in = new BufferedReader(source, 1 << 16);
        List<LogLine> head = new ArrayList<>();
        Deque<LogLine> tail = new ArrayDeque<>();
        long kept = 0;
        int number = 0;
        StringBuilder line = new StringBuilder();
        boolean more = true;
        while (more) {
            line.setLength(0);
            more = next(in, line);
            if (!more && line.isEmpty()) {
                break;
            }
            LogLine read = LogLine.of(++number, line.toString());
            if (number <= HEAD_LINES) {
                head.add(read);
                continue;
            }
            tail.addLast(read);
            kept += read.shown().length();
            while (kept > MOST_CHARACTERS) {
                kept -= tail.removeFirst().shown().length();
            }
        }
        head.addAll(tail);
        return head;
    }

    /** Reads to the next line feed, which alone ends a line here, and drops what is beyond any use. */
    private static boolean next(Reader in, StringBuilder line) throws IOException {
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return true;
            }
            if (line.length() < LONGEST_LINE) {
                line.append((char) c);
            }
        }
        return false;
    }
}
