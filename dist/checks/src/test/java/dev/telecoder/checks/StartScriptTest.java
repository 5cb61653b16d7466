package dev.telecoder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start scripts, run as a user runs them. */
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {

    @TempDir Path folder;

    @Test
    void passesItsOwnChecks() throws Exception {
        String said = run(Distribution.sourceTree().resolve("dist/checks/launcher.sh").toString());

        assertThat(said).contains(" 0 failed");
    }

    @Test
    void tellsItsVersion() throws Exception {
        String said = run(Distribution.home().resolve("bin/telecoder").toString(), "--version");

        assertThat(said).contains(System.getProperty("telecoder.version"));
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("TELECODER_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TELECODER_HOME", folder.resolve("home").toString());
        builder.environment().put("TELECODER_CACHE", "off");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        String said = Files.readString(output);

        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
