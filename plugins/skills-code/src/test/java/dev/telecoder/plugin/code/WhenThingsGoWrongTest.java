package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancelling in the middle, folders that cannot be written, and machines without git. */
class WhenThingsGoWrongTest {

    @TempDir private Path folder;

    @BeforeEach
    void fill() throws IOException {
        for (String sample : List.of("inventory.py", "queue.ts", "cache.go")) {
            Files.createDirectories(folder.resolve("src"));
            Files.copy(Path.of("src/test/resources/samples", sample), folder.resolve("src").resolve(sample));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "symbol", "ranked"})
    void stopsASearchInTheMiddle(String mode) throws IOException {
        for (int i = 0; i < 60; i++) {
            Files.writeString(folder.resolve("f" + i + ".py"), "def total():\n    return 1\n");
        }
        var asked = new AtomicInteger();
        CancellationToken afterAWhile = new CancellationToken() {
            @Override
            public boolean isCancelled() {
                return asked.incrementAndGet() > (mode.equals("text") ? 1 : 20);
            }

            @Override
            public Registration onCancel(Runnable action) {
                if (mode.equals("text")) {
                    action.run();
                }
                return () -> {};
            }
        };

        assertThatThrownBy(
                () -> new CodeSearchSkill().run(SkillInputs.of("{\"query\": \"total\", \"mode\": \"" + mode + "\"}"),
                        TestSkillContext.in(folder).withCancellation(afterAWhile)))
                .isInstanceOfSatisfying(PluginException.class,
                        cancelled -> assertThat(cancelled.failure()).isEqualTo(Failure.CANCELLED));

        assertThat(asked.get()).isLessThan(60);
    }

    @Test
    void leavesAllFilesAsTheyWereIfOneCannotBeMade() throws IOException {
        String before = Files.readString(folder.resolve("src/cache.go"));

        SkillResult result = run("""
                {"edits": [{"path": "src/cache.go", "old": "dropped := 0", "new": "dropped := 1"},
                 {"path": "new/deep/a.txt", "old": "", "new": "x"},
                 {"path": "src/queue.ts/inner.txt", "old": "", "new": "x"}]}""");

        assertThat(result.succeeded()).isFalse();
        assertThat(Files.readString(folder.resolve("src/cache.go"))).isEqualTo(before);
        assertThat(names()).containsExactlyInAnyOrder("src", "src/cache.go", "src/inventory.py", "src/queue.ts");
    }

    @Test
    void leavesAllFilesAsTheyWereIfAFolderIsReadOnly() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.writeString(closed.resolve("a.txt"), "a\n");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(closed), "Who runs the tests may write anywhere.");
        String before = Files.readString(folder.resolve("src/cache.go"));

        SkillResult result = run("""
                {"edits": [{"path": "src/cache.go", "old": "dropped := 0", "new": "dropped := 1"},
                 {"path": "closed/a.txt", "old": "a", "new": "b"}]}""");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("as before");
        assertThat(Files.readString(folder.resolve("src/cache.go"))).isEqualTo(before);
        assertThat(Files.readString(closed.resolve("a.txt"))).isEqualTo("a\n");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void findsTheSameWithoutGit() throws Exception {
        CancellationToken never = TestSkillContext.in(folder).cancellation();
        var plain = new PlainFiles(folder.toRealPath(), never);
        var git = new TextSearch(folder.toRealPath(), never);

        for (String query : List.of("total", "self", "(", "return")) {
            var request = new SearchRequest(query, false, true, null, 1000, 0);
            assertThat(plain.find(request).hits()).as(query)
                    .containsExactlyInAnyOrderElementsOf(git.find(request).hits());
        }
        var symbol = new SearchRequest("Cache.Get", false, false, "*.go", 10, 0);
        assertThat(new DefinitionSearch(folder.toRealPath(), plain::files, never).symbol(symbol).hits()).hasSize(1);
        var sentence = new SearchRequest("drop expired entries and count them", false, false, null, 10, 0);
        assertThat(new DefinitionSearch(folder.toRealPath(), plain::files, never).ranked(sentence).hits().getFirst()
                .symbol())
                .isEqualTo("Cache.Sweep");
    }

    private SkillResult run(String input) {
        return new CodeEditSkill().run(SkillInputs.of(input), TestSkillContext.in(folder));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder)).map(file -> folder.relativize(file).toString()).toList();
        }
    }
}
