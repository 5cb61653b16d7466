package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigFile;
import dev.telecoder.platform.config.HeartbeatConfig;
import dev.telecoder.platform.heartbeat.Replay;
import dev.telecoder.platform.heartbeat.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heartbeat replay}: what would have been told of a stream of events. */
@CommandLine.Command(
        description = "Shows what would be told of recorded events; sends nothing, asks no model, needs no host.")
final class ReplayCommand extends Command {

    @Parameters(index = "0", paramLabel = "FILE.jsonl",
            description = "an event a line; - reads the input") private String file = "";

    @Option(names = "--config", paramLabel = "FILE",
            description = "settings to decide by; those of the home if left out") private String config = "";

    ReplayCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() throws IOException {
        var replay = new Replay(settings(), ZoneId.systemDefault());
        Map<Verdict, Integer> counts = new TreeMap<>(java.util.Comparator.comparing(Verdict::toString));
        int wrong = 0;
        int number = 0;
        try (BufferedReader lines = open()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    JsonValue event = json.parse(number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line);
                    Verdict verdict = replay.next(event(event), time(event));
                    counts.merge(verdict, 1, Integer::sum);
                    io.line(JsonValue.object().put("key", event.get("key").text())
                            .put("decision", verdict.decision().name().toLowerCase(Locale.ROOT))
                            .put("reason", verdict.reason().name().toLowerCase(Locale.ROOT)).build().toString());
                } catch (PluginException | IllegalArgumentException e) {
                    wrong++;
                    io.tell("telecoder: " + file + ", line " + number + ": " + e.getMessage());
                }
            }
        }
        if (!asJson && io.seen()) {
            counts.forEach((verdict, count) -> io.tell(count + " " + verdict.decision().name().toLowerCase(Locale.ROOT)
                    + " (" + verdict.reason().name().toLowerCase(Locale.ROOT) + ")"));
        }
        return wrong == 0 ? 0 : CommandFailure.NO;
    }

    private HeartbeatConfig settings() {
        Path path = config.isEmpty() ? io.home().config() : Path.of(config);
        if (!config.isEmpty() && !Files.isReadable(path)) {
            throw CommandFailure.usage("There is no readable file " + config + " for --config.");
        }
        Config read = ConfigFile.read(path, io.environment());
        if (!read.readable()) {
            throw CommandFailure.usage(read.problems().getFirst().describe(path.toString()));
        }
        read.problems().stream().filter(problem -> problem.path().startsWith("heartbeat"))
                .forEach(problem -> io.tell("telecoder: " + problem.describe(path.toString())));
        return read.settings().heartbeat();
    }

    private BufferedReader open() throws IOException {
        try {
            return file.equals("-") ? new BufferedReader(new InputStreamReader(io.in(), StandardCharsets.UTF_8))
                    : Files.newBufferedReader(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw CommandFailure.usage("There is no readable file " + file + ".");
        }
    }

    private static HeartbeatEvent event(JsonValue line) {
        String key = required(line, "key");
        HeartbeatEvent.Builder event =
                HeartbeatEvent.builder(key, severity(line), line.get("title").findText().orElse(key), time(line));
        line.get("repo").findText().filter(repo -> !repo.isEmpty()).ifPresent(event::repo);
        line.get("detail").findText().ifPresent(event::detail);
        return event.incident(line.get("incident").findText().filter(id -> !id.isEmpty()).orElse(key),
                named(HeartbeatEvent.State.class, line, "state", HeartbeatEvent.State.OPEN)).build();
    }

    /** One that is none of ours is worth a message, but not at night. */
    private static HeartbeatEvent.Severity severity(JsonValue line) {
        String given = line.get("severity").findText().orElse("").strip();
        return Arrays.stream(HeartbeatEvent.Severity.values()).filter(one -> one.name().equalsIgnoreCase(given))
                .findFirst().orElse(HeartbeatEvent.Severity.WARNING);
    }

    private static Instant time(JsonValue line) {
        String at = required(line, "at");
        try {
            return OffsetDateTime.parse(at).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"at\" is \"" + at
                    + "\". Expected a time such as 2026-11-22T10:00:00Z.", e);
        }
    }

    private static String required(JsonValue line, String name) {
        return line.get(name).findText().filter(text -> !text.isEmpty()).orElseThrow(
                () -> new IllegalArgumentException("\"" + name + "\" is missing. Expected {\"at\",\"key\",\"incident\","
                        + "\"state\",\"severity\",\"repo\",\"title\",\"detail\"}."));
    }

    private static <E extends Enum<E>> E named(Class<E> type, JsonValue line, String name, E otherwise) {
        if (line.get(name).isNull()) {
            return otherwise;
        }
        String given = line.get(name).findText().orElse(line.get(name).toString());
        return Arrays.stream(type.getEnumConstants()).filter(one -> one.name().equalsIgnoreCase(given)).findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("\"" + name + "\" is \"" + given + "\". Expected one of "
                                + String.join(", ", Arrays.stream(type.getEnumConstants())
                                        .map(one -> one.name().toLowerCase(Locale.ROOT)).toList())
                                + "."));
    }
}
