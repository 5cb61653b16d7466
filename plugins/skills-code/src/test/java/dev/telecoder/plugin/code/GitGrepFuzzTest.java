package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks git itself, over trees of odd files: {@code -Dcode.greps=N} for more questions than the usual ones. */
class GitGrepFuzzTest {

    private static final long SEED = 20261122;
    private static final List<String> FIXED =
            List.of("foo", "Foo", "foo(", "a.b", "é", "e", "x\ty", "\"quoted\"", "$", "\\n",
                    "foo\nbar", " ", "-e", "--", "*", "größe", "ÿ", "0", "}", "//");
    private static final List<String> PATTERNS =
            List.of("fo+", "^foo", "bar$", "\\bfoo\\b", "(?i)FOO", "f(?=oo)", "[a-c]+\\d",
                    "\\w+\\(\\)", "^$", "^\\s*$", "x\\ty", "é", "\\d{2,3}", "(foo|bar)\\s", ".", "[^a-z]$", "foo.*bar");

    @TempDir Path folder;

    private final Random random = new Random(SEED);
    private Bench bench;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder);
        String[] words =
                {"foo", "bar", "Foo", "foo()", "a.b", "é", "größe", "x\ty", "\"quoted\"", "$", "b7", "", " ", "}", "//",
                        "\\n", "-e", "*", "12", "123"};
        for (int i = 0; i < 60; i++) {
            var bytes = new ByteArrayOutputStream();
            var charset = i % 7 == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
            String end = i % 5 == 0 ? "\r\n" : "\n";
            if (i % 11 == 0) {
                bytes.writeBytes(new byte[]{(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
            }
            int lines = random.nextInt(30);
            for (int line = 0; line < lines; line++) {
                for (int word = random.nextInt(6); word > 0; word--) {
                    bytes.writeBytes(
                            (words[random.nextInt(words.length)] + " ".repeat(random.nextInt(2))).getBytes(charset));
                }
                if (i == 30 && line == 3) {
                    bytes.writeBytes("foo ".repeat(20_000).getBytes(charset));
                }
                if (line < lines - 1 || i % 3 > 0) {
                    bytes.writeBytes(end.getBytes(charset));
                }
            }
            if (i % 13 == 0) {
                bytes.write(0);
            }
            bench.write(List.of("", "src/", "src/deep/er/", "ignored/", "größe/").get(i % 5) + "file " + i
                    + List.of(".txt", ".java", "", ".log").get(i % 4), bytes.toByteArray());
        }
        bench.write("wide.txt", "foo ünd\n".getBytes(StandardCharsets.UTF_16));
        bench.write(".gitignore", "ignored/\n*.log\n!src/keep.log\n");
        bench.write("src/.gitignore", "file 1*\n");
        bench.write("src/keep.log", "foo kept\n");
        bench.write("empty.txt", "");
        git("init", "-q", ".");
        git("add", "src", "file 0.txt");
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "x");
        git("add", "-f", "ignored/file 3.log");
        bench.write("src/keep.log", "foo changed\nbar\n");
        Files.deleteIfExists(folder.resolve("src/file 6"));
        Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("src/keep.log"));
        Files.createSymbolicLink(folder.resolve("linked"), Path.of("src"));
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
        bench.write("inner/a.txt", "foo inside another repository\n");
        gitIn(folder.resolve("inner"), "init", "-q", ".");
    }

    @Test
    void findsLineForLineWhatGitGrepFinds() throws Exception {
        int asked = 0;
        for (String query : FIXED) {
            asked += same(query, false, false) + same(query, false, true);
        }
        for (String query : PATTERNS) {
            asked += same(query, true, false) + same(query, true, true);
        }
        for (int i = 0; i < Integer.getInteger("code.greps", 40); i++) {
            asked += same(piece(), false, random.nextInt(4) == 0);
        }
        assertThat(asked).isGreaterThan(100);
    }

    private int same(String query, boolean regex, boolean ignoreCase) throws Exception {
        SkillResult result = bench.run(new CodeSearchSkill(), JsonValue.object().put("query", query).put("regex", regex)
                .put("ignore_case", ignoreCase).put("limit", 10_000).build().toString());
        var options =
                new ArrayList<>(List.of("-c", "core.quotePath=false", "grep", "--untracked", "-I", "-n", "--column",
                        "-z", regex ? "-P" : "-F"));
        if (ignoreCase) {
            options.add("-i");
        }
        options.addAll(List.of("-e", query));

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(Bench.data(result).get("hits").items().stream().map(hit -> hit.get("path").text() + ":"
                + hit.get("line").text() + ":" + hit.get("column").text() + ":" + hit.get("text").text()).toList())
                .as("%s %s %s", query, regex, ignoreCase)
                .containsExactlyElementsOf(lines(gitIn(folder, options.toArray(String[]::new))));
        return 1;
    }

    /** Some text that stands in a file. */
    private String piece() throws IOException {
        try (var files = Files.list(folder)) {
            var names = files.filter(Files::isRegularFile).sorted().toList();
            while (true) {
                byte[] bytes = Files.readAllBytes(names.get(random.nextInt(names.size())));
                String text = new String(bytes, StandardCharsets.UTF_8).replaceAll("[\\x00\\uFFFD\\r\\n]", "");
                if (text.length() > 8) {
                    int from = random.nextInt(text.length() - 8);
                    return text.substring(from, from + 1 + random.nextInt(7));
                }
            }
        }
    }

    private static List<String> lines(byte[] output) {
        var lines = new ArrayList<String>();
        int at = 0;
        while (at < output.length) {
            int path = next(output, at, 0);
            int line = next(output, path + 1, 0);
            int column = next(output, line + 1, 0);
            int end = next(output, column + 1, '\n');
            String text = text(output, column + 1, end);
            lines.add(text(output, at, path) + ":" + text(output, path + 1, line) + ":" + text(output, line + 1, column)
                    + ":"
                    + (text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
            at = end + 1;
        }
        return lines;
    }

    private static int next(byte[] output, int from, int end) {
        int at = from;
        while (at < output.length && output[at] != end) {
            at++;
        }
        return at;
    }

    private static String text(byte[] bytes, int from, int until) {
        String text = new String(bytes, from, until - from, StandardCharsets.UTF_8);
        return text.contains("\uFFFD") ? new String(bytes, from, until - from, StandardCharsets.ISO_8859_1) : text;
    }

    private void git(String... arguments) throws Exception {
        gitIn(folder, arguments);
    }

    private static byte[] gitIn(Path where, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(where.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        byte[] bytes = process.getInputStream().readAllBytes();
        process.waitFor();
        return bytes;
    }
}
