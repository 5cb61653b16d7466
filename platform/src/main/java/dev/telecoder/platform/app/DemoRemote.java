package dev.telecoder.platform.app;

import dev.telecoder.api.json.Json;
import dev.telecoder.support.report.TestReport;
import dev.telecoder.support.report.TestReports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The repository of the demo, as a server would have it; looked at with git and the tests' own runner, nothing of ours. */
final class DemoRemote {

    private final Path folder;
    private final Path bare;
    private final Map<String, String> environment;
    private final Json json;

    DemoRemote(Path folder, Map<String, String> environment, Json json) {
        this.folder = folder;
        this.bare = folder.resolve("remote").resolve("bistro.git");
        this.environment = environment;
        this.json = json;
    }

    String url() {
        return "file://" + bare;
    }

    void create(DemoSeed seed) throws IOException, InterruptedException {
        Files.createDirectories(bare);
        Path work = Files.createDirectories(folder.resolve("first"));
        git(bare, "init", "--quiet", "--bare", "--initial-branch=main", ".");
        git(work, "init", "--quiet", "--initial-branch=main", ".");
        seed.writeTo(work);
        git(work, "add", "--all");
        git(work, "commit", "--quiet", "--message", "First version");
        git(work, "push", "--quiet", bare.toString(), "main");
        Folders.delete(work);
    }

    /** {@return the branches beside main, with their commits} */
    Map<String, String> branches() throws IOException, InterruptedException {
        Map<String, String> found = new java.util.TreeMap<>();
        for (String line : git(bare, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads").lines()
                .toList()) {
            String[] words = line.split(" ");
            if (!words[0].equals("main")) {
                found.put(words[0], words[1]);
            }
        }
        return found;
    }

    /** Clones a branch afresh and runs its tests there. */
    String test(DemoSeed seed, String branch) throws IOException, InterruptedException {
        Path clone = folder.resolve("check-" + branch.replace('/', '-'));
        git(folder, "clone", "--quiet", "--branch", branch, bare.toString(), clone.toString());
        ProcessBuilder builder =
                new ProcessBuilder(seed.testCommand()).directory(clone.toFile()).redirectErrorStream(true);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        // A compiler that lives a second is not worth compiling.
        builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Optional<TestReport> report = TestReports.ofOutput(output(builder), json);
        return report.map(TestReport::totals).orElse("the tests did not run");
    }

    String git(Path in, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
        // Neither settings nor hooks of the person have a part in it.
        builder.environment().putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_TERMINAL_PROMPT", "0", "GIT_AUTHOR_NAME", "Demo", "GIT_AUTHOR_EMAIL", "demo@example.com",
                "GIT_COMMITTER_NAME", "Demo", "GIT_COMMITTER_EMAIL", "demo@example.com"));
        builder.environment().keySet().removeAll(List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"));
        return output(builder);
    }

    private String output(ProcessBuilder builder) throws IOException, InterruptedException {
        builder.environment().put("PATH", environment.getOrDefault("PATH", ""));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        if (builder.command().getFirst().equals("git") && (!ended || process.exitValue() != 0)) {
            throw new IOException("git failed: " + String.join(" ", builder.command()) + "\n" + output);
        }
        return output;
    }
}
