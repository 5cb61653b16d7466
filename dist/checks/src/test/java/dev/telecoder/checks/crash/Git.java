package dev.telecoder.checks.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The remote outside: a bare repository that notes every change of a branch in its reflog. */
final class Git {

    private Git() {}

    static Path remote(Path folder) throws IOException, InterruptedException {
        Path bare = folder.resolve("remote.git");
        Path seed = folder.resolve("seed");
        git(folder, "init", "-q", "--bare", "-b", "main", bare.toString());
        git(bare, "config", "core.logAllRefUpdates", "always");
        git(folder, "init", "-q", "-b", "main", seed.toString());
        Files.writeString(seed.resolve("notes.txt"), "hello\n");
        git(seed, "add", ".");
        git(seed, "-c", "user.name=Seed", "-c", "user.email=seed@localhost", "commit", "-q", "-m", "Begin");
        git(seed, "push", "-q", bare.toString(), "main");
        return bare;
    }

    /** How often a branch of the remote was changed. */
    static int changes(Path bare, String branch) throws IOException {
        Path log = bare.resolve("logs/refs/heads").resolve(branch);
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    static String git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + said);
        }
        return said;
    }
}
