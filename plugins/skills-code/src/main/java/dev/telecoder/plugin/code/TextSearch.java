package dev.telecoder.plugin.code;

import dev.telecoder.api.CancellationToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds lines the way {@code git grep --untracked -I} does, by running it. Many threads may use it. */
final class TextSearch {

    private final Path root;
    private final Git git;
    private final CancellationToken cancellation;

    TextSearch(Path root, CancellationToken cancellation) {
        this.root = root;
        this.git = new Git(root);
        this.cancellation = cancellation;
    }

    Hits find(SearchRequest request) throws Git.Refused, Git.Missing, IOException {
        List<String> command = git.grep("-n", "--column", request.regex() ? "-P" : "-F");
        if (request.ignoreCase()) {
            command.add("-i");
        }
        command.addAll(List.of("-e", request.query()));
        addGlob(command, request);
        var hits = new ArrayList<Hit>();
        int[] total = new int[1];
        var inside = new Inside(root);
        git.run(command, cancellation, output -> {
            var fields = new Fields(output);
            for (String path = fields.next(0); path != null; path = fields.next(0)) {
                int line = Integer.parseInt(fields.must(0));
                int column = Integer.parseInt(fields.must(0));
                byte[] text = fields.mustBytes('\n');
                if (inside.test(path) && total[0]++ >= request.offset() && hits.size() < request.limit()) {
                    hits.add(hit(path, line, column, text));
                }
            }
        });
        return new Hits(hits, total[0], request.offset());
    }

    /** {@return the text files, or those with one of the words; the order is git's} */
    List<String> files(SearchRequest request, List<String> words) throws Git.Refused, Git.Missing, IOException {
        List<String> command = git.grep("-l", "-F");
        if (request.ignoreCase()) {
            command.add("-i");
        }
        for (String word : words.isEmpty() ? List.of("") : words) {
            command.addAll(List.of("-e", word));
        }
        addGlob(command, request);
        var files = new ArrayList<String>();
        var inside = new Inside(root);
        git.run(command, cancellation, output -> {
            var fields = new Fields(output);
            for (String path = fields.next(0); path != null; path = fields.next(0)) {
                if (inside.test(path)) {
                    files.add(path);
                }
            }
        });
        return files;
    }

    private static void addGlob(List<String> command, SearchRequest request) {
        command.add("--");
        if (request.glob() != null && !request.glob().isBlank()) {
            command.addAll(Globs.pathspecs(request.glob()));
        }
    }

    private static Hit hit(String path, int line, int column, byte[] bytes) {
        int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        return new Hit(path, line, column, decode(bytes, 0, end), null, null, null);
    }

    private static String decode(byte[] bytes, int from, int to) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }

    /** An index may name a file that a link now leads out of the workspace to; git would read it. */
    private static final class Inside {

        private final Path root;
        private String last = "";
        private boolean inside;

        Inside(Path root) {
            this.root = root;
        }

        boolean test(String path) {
            if (!path.equals(last)) {
                last = path;
                try {
                    inside = root.resolve(path).toRealPath().startsWith(root);
                } catch (IOException | InvalidPathException e) {
                    inside = false;
                }
            }
            return inside;
        }
    }

    /** Reads fields up to their ends. */
    private static final class Fields {

        private final InputStream input;
        private final byte[] buffer = new byte[1 << 16];
        private byte[] last = {};
        private String lastText = "";
        private int at;
        private int until;

        Fields(InputStream input) {
            this.input = input;
        }

        /** {@return the next field, or null at the end; of many equal ones in a row the text is made once} */
        @Nullable String next(int end) throws IOException {
            byte[] bytes = bytes(end);
            if (bytes != null && !Arrays.equals(bytes, last)) {
                last = bytes;
                lastText = decode(bytes, 0, bytes.length);
            }
            return bytes == null ? null : lastText;
        }

        String must(int end) throws IOException {
            byte[] bytes = mustBytes(end);
            return decode(bytes, 0, bytes.length);
        }

        byte[] mustBytes(int end) throws IOException {
            byte[] bytes = bytes(end);
            if (bytes == null) {
                throw new IOException("git ended in the middle of its answer.");
            }
            return bytes;
        }

        private byte @Nullable [] bytes(int end) throws IOException {
            var bytes = new ByteArrayOutputStream(0);
            boolean any = false;
            while (at < until || fill()) {
                any = true;
                int from = at;
                while (at < until && buffer[at] != end) {
                    at++;
                }
                if (at < until) {
                    at++;
                    if (bytes.size() == 0) {
                        return Arrays.copyOfRange(buffer, from, at - 1);
                    }
                    bytes.write(buffer, from, at - 1 - from);
                    return bytes.toByteArray();
                }
                bytes.write(buffer, from, until - from);
            }
            return any ? bytes.toByteArray() : null;
        }

        private boolean fill() throws IOException {
            at = 0;
            until = Math.max(0, input.read(buffer));
            return until > 0;
        }
    }
}
