package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {

    @TempDir Path folder;

    @Test
    void isTakenByGitApply() throws Exception {
        var random = new Random(7);

        for (int round = 0; round < 60; round++) {
            String before = text(random);
            String after = before.isEmpty() || random.nextInt(5) == 0 ? text(random) : changed(before, random);
            if (before.equals(after)) {
                continue;
            }
            Path file = folder.resolve("a.txt");
            Files.writeString(file, before);
            String diff = UnifiedDiff.of("a.txt", "a.txt", TextFile.split(before), TextFile.split(after), "100644");
            Files.writeString(folder.resolve("x.diff"), diff);

            Process git = new ProcessBuilder("git", "apply", "--whitespace=nowarn", "x.diff").directory(folder.toFile())
                    .redirectErrorStream(true).start();
            String said = new String(git.getInputStream().readAllBytes());

            assertThat(git.waitFor()).as(said + "\n" + diff).isZero();
            assertThat(Files.readString(file)).isEqualTo(after);
        }
    }

    private static String text(Random random) {
        return random.ints(1 + random.nextInt(40), 0, 9).mapToObj(i -> "line " + i)
                .collect(Collectors.joining(random.nextBoolean() ? "\n" : "\r\n")) + (random.nextBoolean() ? "\n" : "");
    }

    private static String changed(String text, Random random) {
        return text.lines().map(line -> random.nextInt(8) == 0 ? "other" : line).filter(_ -> random.nextInt(9) != 0)
                .collect(Collectors.joining("\n")) + "\n";
    }
}
