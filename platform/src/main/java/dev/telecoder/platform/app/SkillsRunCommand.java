package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skills run}: runs a skill once, or once for each line of a file. */
@CommandLine.Command(description = "Runs a skill on a folder, without host, model or chat.")
final class SkillsRunCommand extends Command {

    /** Where the turn's text came from, as {@code --origin} says it. */
    enum From {
        /** From the person. */
        user,
        /** From others too. */
        outside
    }

    @Parameters(paramLabel = "NAME", description = "the skill, such as code.search") private String name = "";

    @Option(names = "--input", paramLabel = "JSON|@FILE|-",
            description = "what it is passed (default {})") private @Nullable String input;

    @Option(names = "--repo", paramLabel = "DIR",
            description = "the folder to work on (default: this one)") private @Nullable Path repo;

    @Option(names = {"-y", "--yes"}, description = "also what cannot be taken back") private boolean yes;

    @Option(names = "--dry-run",
            description = "run nothing; tell what a chat would be told: allow, ask or deny") private boolean dryRun;

    @Option(names = "--origin", defaultValue = "user",
            description = "user, or outside: as if text of others had been read") private From origin = From.user;

    @Option(names = "--batch", paramLabel = "FILE.jsonl",
            description = "a run for each line {id, workspace, user, input}") private @Nullable String batch;

    SkillsRunCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() throws IOException {
        if (batch != null && (input != null || repo != null)) {
            throw CommandFailure
                    .usage("--batch reads input and workspace from its lines; leave --input and --repo out.");
        }
        JsonValue passed = batch == null ? read(input) : JsonValue.NULL;
        Path folder = repo == null ? Path.of("").toAbsolutePath() : repo.toAbsolutePath().normalize();
        if (batch == null && !Files.isDirectory(folder)) {
            throw CommandFailure.usage("There is no folder " + folder + ".");
        }
        try (BufferedReader lines = batch == null ? null : open(batch);
                Host host = Host.open(io.home(), io.environment())) {
            if (host.catalog().find(name).isEmpty()) {
                throw CommandFailure.usage("There is no skill '" + name + "'."
                        + host.catalog().nearest(name).map(near -> " Did you mean '" + near + "'?").orElse("")
                        + " `telecoder skills list` shows them.");
            }
            SkillRuns runs = new SkillRuns(host, name, new SkillRuns.Terms(yes, dryRun, origin == From.outside));
            Thread stop = Thread.ofPlatform().unstarted(runs::stop);
            Runtime.getRuntime().addShutdownHook(stop);
            try {
                return lines == null ? single(runs, passed, folder) : new SkillBatch(host, runs, io).answer(lines);
            } finally {
                try {
                    Runtime.getRuntime().removeShutdownHook(stop);
                } catch (IllegalStateException e) {
                    // it is running
                }
            }
        }
    }

    private int single(SkillRuns runs, JsonValue passed, Path folder) {
        SkillRuns.Answer answer = runs.run(null, passed, folder, null, line -> io.tell("  " + line));
        if (asJson) {
            io.line(answer.json().toString());
        } else if (dryRun && answer.decision() != null) {
            io.line(answer.decision() + " (" + answer.by() + ")");
        } else {
            String output = answer.json().get("output").text();
            if (!output.isEmpty()) {
                io.line(output.stripTrailing());
            }
            answer.json().get("error").get("message").findText().filter(message -> !message.equals(output.strip()))
                    .ifPresent(message -> io.tell("telecoder: " + message));
        }
        return (dryRun ? answer.decision() != null : answer.succeeded()) ? 0 : CommandFailure.NO;
    }

    private JsonValue read(@Nullable String given) throws IOException {
        String text = given == null ? "{}" : given;
        if (text.equals("-")) {
            text = new String(io.in().readAllBytes(), StandardCharsets.UTF_8);
        } else if (text.startsWith("@")) {
            try {
                text = Files.readString(Path.of(text.substring(1)));
            } catch (NoSuchFileException e) {
                throw CommandFailure.usage("There is no file " + text.substring(1) + ".");
            } catch (IOException e) {
                throw CommandFailure
                        .usage("The file " + text.substring(1) + " cannot be read. Expected a JSON object in UTF-8.");
            }
        }
        try {
            return json.parse(text);
        } catch (PluginException e) {
            throw CommandFailure.usage("--input is no JSON object. " + e.getMessage());
        }
    }

    private BufferedReader open(String file) throws IOException {
        if (file.equals("-")) {
            return new BufferedReader(new InputStreamReader(io.in(), StandardCharsets.ISO_8859_1));
        }
        try {
            return Files.newBufferedReader(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw CommandFailure.usage("There is no file " + file + ".");
        } catch (IOException e) {
            throw CommandFailure.usage("The file " + file + " cannot be read. Expected a JSON object in each line.");
        }
    }
}
