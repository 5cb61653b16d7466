package dev.telecoder.plugin.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.skill.Risk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs commands in a real bash, where {@code git} is a program that only notes that it was called: whatever makes it push must be
 * judged as a push, however it is written. The lines of tricks.txt are tried as they are, and within each other.
 */
@EnabledOnOs(OS.LINUX)
class DifferentialTest {

    private static final Path BASH = Path.of("/bin/bash");

    @TempDir Path folder;

    private Path log;

    @BeforeEach
    void makeAGitThatOnlyNotes() throws IOException {
        assumeTrue(Files.isExecutable(BASH), "there is no bash here");
        log = folder.resolve("log");
        Path git = Files.createDirectory(folder.resolve("programs")).resolve("git");
        Files.writeString(git, "#!/bin/sh\necho \"$@\" >>'" + log + "'\n");
        assertThat(git.toFile().setExecutable(true)).isTrue();
    }

    /** A trick is a line with CMD for a command, 'CMD' for one in single quotes and $'CMD' for one with its letters as numbers. */
    private static List<String> tricks() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/tricks.txt")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank()).map(line -> line.replace("\\n", "\n")
                        .replace("\\t", "\t"))
                .toList();
    }

    private static String within(String trick, String command) {
        var numbers = new StringBuilder("$'");
        command.chars().forEach(letter -> numbers.append("\\x%02x".formatted(letter)));
        return trick.replace("$'CMD'", numbers.append('\'')).replace("'CMD'", "'" + command.replace("'", "'\\''") + "'")
                .replace("CMD", command);
    }

    @Test
    void whatPushesIsJudgedAsAPush() throws Exception {
        List<String> wrong = new ArrayList<>();
        int pushed = 0;
        for (String trick : tricks()) {
            String script = within(trick, "git push");
            boolean did = pushes(script);
            pushed += did ? 1 : 0;
            if (did && Assessor.of(script).risk().compareTo(Risk.EXTERNAL) < 0) {
                wrong.add(Assessor.of(script).risk() + " " + script);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(pushed).as("most of the tricks work, or they would prove nothing")
                .isGreaterThan(tricks().size() * 8 / 10);
    }

    @Test
    void alsoOneTrickWithinAnother() throws Exception {
        List<String> tricks = tricks();
        var random = new Random(Long.getLong("shell.seed", 5));
        List<String> wrong = new ArrayList<>();
        int pushed = 0;
        for (int i = 0; i < Integer.getInteger("shell.tries", 60); i++) {
            String script = "git push";
            for (int depth = 2 + random.nextInt(2); depth > 0; depth--) {
                script = within(tricks.get(random.nextInt(tricks.size())), script);
            }
            if (Assessor.of(script).risk().compareTo(Risk.EXTERNAL) < 0 && pushes(script)) {
                wrong.add(Assessor.of(script).risk() + " " + script);
            }
            pushed++;
        }
        assertThat(wrong).isEmpty();
        assertThat(pushed).isPositive();
    }

    private boolean pushes(String script) throws IOException, InterruptedException {
        Files.deleteIfExists(log);
        Path file = Files.writeString(folder.resolve("script"), script);
        var builder = new ProcessBuilder(BASH.toString(), file.toString()).directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("programs") + ":/usr/bin:/bin");
        Process bash = builder.start();
        if (!bash.waitFor(3, TimeUnit.SECONDS)) {
            bash.descendants().forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly();
        }
        // A process substitution may end a little later than the script.
        for (int i = 0; i < 20 && !Files.exists(log) && script.contains("("); i++) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return Files.exists(log) && Files.readString(log).contains("push");
    }
}
