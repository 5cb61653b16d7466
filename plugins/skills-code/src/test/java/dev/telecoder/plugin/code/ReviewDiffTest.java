package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewDiffTest {

    @TempDir Path folder;

    @Test
    void countsPositionsOverHunksAndMarkersAsReviewApisDo() throws Exception {
        var diff = ReviewDiff.read("""
                diff --git a/a.txt b/a.txt
                index 1..2 100644
                --- a/a.txt
                +++ b/a.txt
                @@ -1,3 +1,3 @@ head
                 one
                -two
                +zwei
                 three
                @@ -10,2 +10,2 @@
                 ten
                -eleven
                \\ No newline at end of file
                +elf
                \\ No newline at end of file
                """);

        assertThat(diff.files()).hasSize(1);
        assertThat(diff.files().getFirst().lines())
                .extracting(line -> line.sign() + " " + line.oldLine() + " " + line.newLine() + " " + line.position())
                .containsExactly("  1 1 1", "- 2 0 2", "+ 0 2 3", "  3 3 4", "  10 10 6", "- 11 0 7", "+ 0 11 9");
    }

    @Test
    void readsNewDeletedRenamedBinaryAndQuotedFiles() throws Exception {
        var diff = ReviewDiff.read("""
                diff --git a/new.txt b/new.txt
                new file mode 100644
                --- /dev/null
                +++ b/new.txt
                @@ -0,0 +1 @@
                +x
                diff --git a/gone.txt b/gone.txt
                deleted file mode 100644
                --- a/gone.txt
                +++ /dev/null
                @@ -1 +0,0 @@
                -x
                diff --git a/old name.txt b/new name.txt
                similarity index 100%
                rename from old name.txt
                rename to new name.txt
                diff --git a/logo.png b/logo.png
                index 1..2 100644
                Binary files a/logo.png and b/logo.png differ
                diff --git "a/gr\\303\\266\\303\\237e.txt" "b/gr\\303\\266\\303\\237e.txt"
                --- "a/gr\\303\\266\\303\\237e.txt"
                +++ "b/gr\\303\\266\\303\\237e.txt"
                @@ -1 +1 @@
                -a
                +b
                """);

        assertThat(diff.files()).extracting(file -> file.kind() + " " + file.oldPath() + " > " + file.path() + " "
                + file.binary()).containsExactly("ADDED new.txt > new.txt false", "DELETED gone.txt > gone.txt false",
                        "RENAMED old name.txt > new name.txt false", "MODIFIED logo.png > logo.png true",
                        "MODIFIED größe.txt > größe.txt false");
    }

    @Test
    void readsPlainDiffsWithTimes() throws Exception {
        var diff = ReviewDiff.read("""
                --- a.c\t2026-01-01 10:00:00 +0000
                +++ a.c\t2026-01-02 10:00:00 +0000
                @@ -1 +1 @@
                --- not a head
                +++ neither
                --- b.c\t2026-01-01
                +++ b.c\t2026-01-02
                @@ -5,0 +6 @@
                +y
                """);

        assertThat(diff.files()).extracting(ReviewDiff.Changed::path).containsExactly("a.c", "b.c");
        assertThat(diff.files().getFirst().lines()).extracting(ReviewDiff.Shown::text).containsExactly("-- not a head",
                "++ neither");
        assertThat(diff.files().getLast().lines().getFirst().newLine()).isEqualTo(6);
    }

    @Test
    void refusesWhatIsNoDiff() {
        assertThatThrownBy(() -> ReviewDiff.read("hello\nworld\n")).hasMessageContaining("diff --git");
        assertThatThrownBy(() -> ReviewDiff.read("--- a/x\n+++ b/x\n@@ -1,5 +1,5 @@\n a\n"))
                .hasMessageContaining("shorter");
        assertThatThrownBy(() -> ReviewDiff.read("diff --cc x\n--- a/x\n+++ b/x\n@@@ -1,1 -1,1 +1,1 @@@\n"))
                .hasMessageContaining("merge");
    }

    /** Every added line must be where the number says in the new file, every other in the old one. */
    @Test
    void agreesWithGitOnLineNumbers() throws Exception {
        var random = new Random(20261122);
        for (int round = 0; round < 25; round++) {
            List<String> before = lines(random, 40 + random.nextInt(60));
            List<String> after = changed(before, random);
            Files.write(folder.resolve("before.txt"), before);
            Files.write(folder.resolve("after.txt"), after);
            String text = git("diff", "--no-index", "-U" + random.nextInt(4), "before.txt", "after.txt");
            if (text.isBlank()) {
                continue;
            }

            var lines = ReviewDiff.read(text).files().getFirst().lines();

            String[] raw = text.split("\n", -1);
            int first = List.of(raw).indexOf(List.of(raw).stream().filter(one -> one.startsWith("@@")).findFirst()
                    .orElseThrow());
            for (var line : lines) {
                if (line.newLine() > 0) {
                    assertThat(line.text()).isEqualTo(after.get(line.newLine() - 1));
                }
                if (line.oldLine() > 0) {
                    assertThat(line.text()).isEqualTo(before.get(line.oldLine() - 1));
                }
                assertThat(raw[first + line.position()]).isEqualTo(line.sign() + line.text());
            }
        }
    }

    private static List<String> lines(Random random, int count) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            lines.add(random.nextInt(8) == 0 ? "" : "line " + random.nextInt(30));
        }
        return lines;
    }

    private static List<String> changed(List<String> lines, Random random) {
        var changed = new ArrayList<String>();
        for (String line : lines) {
            int dice = random.nextInt(12);
            if (dice == 0) {
                changed.add("new " + random.nextInt(99));
            }
            if (dice != 1) {
                changed.add(dice == 2 ? line + "!" : line);
            }
        }
        return changed;
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return text;
    }
}
