package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeSearchSkillTest {

    @TempDir Path folder;

    private Bench bench;

    @BeforeEach
    void begin() throws IOException {
        bench = new Bench(folder);
        for (String sample : List.of("inventory.py", "queue.ts", "cache.go")) {
            bench.write("src/" + sample, Files.readString(Path.of("src/test/resources/samples", sample)));
        }
        bench.write("docs/Größe.md", "äöü total TOTAL (x)\r\nlast total");
        bench.write("data.bin", new byte[]{'t', 'o', 't', 'a', 'l', 0, 1});
        bench.write(".gitignore", "ignored/\n");
        bench.write("ignored/a.txt", "total\n");
        bench.write("latin.txt", "Gr\u00fc\u00dfe total\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"total", "(x)", "self", "e", "äö"})
    void findsWhatGitGrepFinds(String query) throws Exception {
        git("init", "-q", ".");
        git("add", "src/cache.go", "docs");

        var fixed = search(JsonValue.object().put("query", query).put("limit", 10_000).build());
        var any = search(JsonValue.object().put("query", query).put("limit", 10_000).put("ignore_case", true).build());

        assertThat(lines(fixed)).containsExactlyInAnyOrderElementsOf(grep("-F", query));
        assertThat(lines(any)).containsExactlyInAnyOrderElementsOf(grep("-Fi", query));
    }

    @Test
    void findsRegularExpressionsOfPerl() throws Exception {
        git("init", "-q", ".");

        var result = search("{\"query\":\"\\\\bdef\\\\s+\\\\w+(?=\\\\(self\\\\))\",\"regex\":true}");

        assertThat(lines(result)).isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(grep("-P", "\\bdef\\s+\\w+(?=\\(self\\))"));
    }

    @Test
    void worksWithoutARepository() {
        var result = search("{\"query\":\"total\",\"glob\":\"*.md\"}");

        assertThat(Bench.data(result).get("hits").toString())
                .isEqualTo("[{\"path\":\"docs/Größe.md\",\"line\":1,\"column\":8,"
                        + "\"text\":\"äöü total TOTAL (x)\",\"symbol\":null,\"kind\":null,\"score\":null},{\"path\":\"docs/Größe.md\","
                        + "\"line\":2,\"column\":6,\"text\":\"last total\",\"symbol\":null,\"kind\":null,\"score\":null}]");
        assertThat(lines(search("{\"query\":\"total\"}"))).noneMatch(line -> line.startsWith("ignored"))
                .anyMatch(line -> line.startsWith("latin.txt"));
    }

    @Test
    void pagesThroughManyMatchesAndSaysHow() {
        bench.write("many.txt", "needle\n".repeat(450));

        var first = search("{\"query\":\"needle\",\"limit\":200}");
        var last = search("{\"query\":\"needle\",\"limit\":200,\"offset\":400}");

        assertThat(Bench.data(first).get("hits").items()).hasSize(200);
        assertThat(Bench.data(first).get("total").asInt(0)).isEqualTo(450);
        assertThat(Bench.data(first).get("truncated").asBoolean(false)).isTrue();
        assertThat(first.output().lines().count()).isLessThan(105);
        assertThat(first.output()).contains("1-100 of 450", "offset 100");
        assertThat(Bench.data(last).get("hits").items()).hasSize(50);
        assertThat(Bench.data(last).get("truncated").asBoolean(true)).isFalse();
    }

    @Test
    void saysWhatGitSaysOfABrokenPattern() {
        var result = search("{\"query\":\"(unclosed\",\"regex\":true}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("parenthes");
    }

    @Test
    void globsWithoutASlashMatchInAnyFolder() {
        assertThat(lines(search("{\"query\":\"return\",\"glob\":\"*.go\"}"))).isNotEmpty()
                .allMatch(l -> l.startsWith("src/cache.go"));
        assertThat(lines(search("{\"query\":\"return\",\"glob\":\"src/*.{go,ts}\"}")))
                .anyMatch(l -> l.startsWith("src/queue.ts"))
                .noneMatch(l -> l.startsWith("src/inventory.py"));
        assertThat(lines(search("{\"query\":\"return\",\"glob\":\"/*.go\"}"))).isEmpty();
        assertThat(lines(search("{\"query\":\"return\",\"glob\":\"src/\"}"))).isNotEmpty()
                .allMatch(l -> l.startsWith("src/"));
    }

    @Test
    void showsLinesAround() {
        var result = search("{\"query\":\"defaultTTL = 5\",\"context\":1}");

        assertThat(result.output()).contains("12- \n", "13: const defaultTTL", "14-");
    }

    @Test
    void findsDefinitionsByPlainAndByQualifiedName() {
        assertThat(symbols("take")).containsExactly("src/inventory.py:42 method Inventory.take");
        assertThat(symbols("Inventory.add")).containsExactly("src/inventory.py:36 method Inventory.add");
        assertThat(symbols("Cache.Get")).containsExactly("src/cache.go:42 method Cache.Get");
        assertThat(symbols("JobQueue")).containsExactly("src/queue.ts:14 class JobQueue");
        assertThat(symbols("jobqueue")).isEmpty();
    }

    @Test
    void ranksDefinitionsByASentence() {
        assertThat(best("drop expired entries and count them")).isEqualTo("Cache.Sweep");
        assertThat(best("which item is the cheapest")).isEqualTo("cheapest");
        assertThat(best("wait before the next attempt, with jitter")).isEqualTo("retryAfter");
        assertThat(best("start a job as soon as there is room")).isEqualTo("JobQueue.enqueue");
    }

    @Test
    void isNotTalkedIntoAnythingByTheRepositorysConfiguration() throws Exception {
        git("init", "-q", ".");
        Path outside = Files.createTempDirectory("outside");
        Files.writeString(outside.resolve("secret.txt"), "total secret\n");
        Path touched = folder.resolve("touched");
        bench.write("evil.sh", "#!/bin/sh\ntouch " + touched + "\n");
        Files.setPosixFilePermissions(folder.resolve("evil.sh"),
                PosixFilePermissions.fromString("rwxr-xr-x"));
        bench.write(".gitattributes", "*.md diff=evil\n");
        git("config", "core.worktree", outside.toString());
        git("config", "core.fsmonitor", folder + "/evil.sh");
        git("config", "diff.evil.textconv", folder + "/evil.sh");
        git("config", "core.pager", folder + "/evil.sh");
        Files.createSymbolicLink(folder.resolve("link"), outside);

        var result = search("{\"query\":\"total\"}");

        assertThat(result.succeeded()).isTrue();
        assertThat(lines(result)).anyMatch(line -> line.startsWith("docs/")).noneMatch(line -> line.contains("secret"));
        assertThat(touched).doesNotExist();
    }

    private SkillResult search(String json) {
        return bench.run(new CodeSearchSkill(), json);
    }

    private SkillResult search(JsonValue json) {
        return search(json.toString());
    }

    private List<String> symbols(String name) {
        return Bench.data(search(JsonValue.object().put("query", name).put("mode", "symbol").build())).get("hits")
                .items().stream()
                .map(hit -> hit.get("path").text() + ":" + hit.get("line").text() + " " + hit.get("kind").text() + " "
                        + hit.get("symbol").text())
                .toList();
    }

    private String best(String sentence) {
        var result = search(JsonValue.object().put("query", sentence).put("mode", "ranked").build());
        return Bench.data(result).get("hits").at(0).get("symbol").text();
    }

    private static List<String> lines(SkillResult result) {
        return Bench.data(result).get("hits").items().stream()
                .map(hit -> hit.get("path").text() + ":" + hit.get("line").text() + ":" + hit.get("text").text())
                .toList();
    }

    private List<String> grep(String option, String query) throws Exception {
        return git("-c", "core.quotePath=false", "grep", "--untracked", "-I", "-n", option, "-e", query).lines()
                .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line).toList();
    }

    private String git(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        byte[] bytes = process.getInputStream().readAllBytes();
        process.waitFor();
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.contains("\uFFFD") ? text.replace("Gr\uFFFD\uFFFDe", "Grüße") : text;
    }
}
