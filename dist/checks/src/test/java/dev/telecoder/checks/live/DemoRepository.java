package dev.telecoder.checks.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the demo's repositories, as a server would have it, and what git and its own tests say of it. */
final class DemoRepository {

    private static final String INDEX = "/demo/index.json";

    private final Path folder;
    private final Path bare;
    private final JsonNode seed;

    private DemoRepository(Path folder, JsonNode seed) {
        this.folder = folder;
        this.bare = folder.resolve("remote.git");
        this.seed = seed;
    }

    static DemoRepository create(Path folder, int number) throws IOException, InterruptedException {
        JsonNode seed;
        try (InputStream index = DemoRepository.class.getResourceAsStream(INDEX)) {
            seed = new ObjectMapper().readTree(index).get("seeds").get(number - 1);
        }
        var created = new DemoRepository(Files.createDirectories(folder), seed);
        Path work = Files.createDirectories(folder.resolve("first"));
        for (JsonNode file : seed.get("files")) {
            Path target = work.resolve(file.get("path").asText());
            Files.createDirectories(target.getParent());
            try (InputStream content =
                    DemoRepository.class.getResourceAsStream("/demo/" + file.get("resource").asText())) {
                Files.copy(content, target);
            }
        }
        created.git(folder, "init", "-q", "--bare", "-b", "main", created.bare.toString());
        created.git(work, "init", "-q", "-b", "main");
        created.git(work, "add", "-A");
        created.git(work, "commit", "-q", "-m", "First version");
        created.git(work, "push", "-q", created.bare.toString(), "main");
        return created;
    }

    String url() {
        return "file://" + bare;
    }

    /** What a person says who wants the bug of this repository fixed. */
    String complaint() {
        return seed.get("message").asText();
    }

    /** What must be installed for its tests. */
    List<String> needs() {
        List<String> needs = new ArrayList<>();
        seed.get("needs").forEach(one -> needs.add(one.asText()));
        return needs;
    }

    /** The branches beside main. */
    List<String> branches() throws IOException, InterruptedException {
        return git(folder, "--git-dir=" + bare, "for-each-ref", "--sort=committerdate", "--format=%(refname:short)",
                "refs/heads").lines().filter(name -> !name.equals("main")).toList();
    }

    /** A fresh clone of a branch. */
    Path cloned(String branch) throws IOException, InterruptedException {
        Path clone = folder.resolve("check-" + branch.replace('/', '-'));
        git(folder, "clone", "-q", "--branch", branch, bare.toString(), clone.toString());
        return clone;
    }

    /** The files that a branch changed, as git tells it. */
    List<String> changed(Path clone) throws IOException, InterruptedException {
        return git(clone, "diff", "--name-only", "origin/main...HEAD").lines().toList();
    }

    /** Runs the repository's own tests; its output, or why there is none, where they fail, else nothing. */
    String failingTests(Path clone) throws IOException, InterruptedException {
        return failing(clone, seed.get("test_command").asText().split(" "));
    }

    /** Runs a command; empty if it ended with 0, else the end of what it said. */
    static String failing(Path in, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true)
                .redirectOutput(in.resolveSibling("output.txt").toFile()).start();
        process.getOutputStream().close();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return command[0] + " did not end within two minutes";
        }
        String said = Files.readString(in.resolveSibling("output.txt")).strip();
        String last = said.substring(said.lastIndexOf('\n') + 1);
        return process.exitValue() == 0 ? "" : command[0] + " ended with " + process.exitValue() + ": " + last;
    }

    private String git(Path in, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_AUTHOR_NAME", "Live", "GIT_AUTHOR_EMAIL", "live@example.com", "GIT_COMMITTER_NAME", "Live",
                "GIT_COMMITTER_EMAIL", "live@example.com"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output);
        }
        return output;
    }
}
