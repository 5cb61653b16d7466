package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** {@code status}: how the running host is. */
@CommandLine.Command(description = "How the running TeleCoder is.")
final class StatusCommand extends Command {

    StatusCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() {
        JsonValue status = HostClient.need(io.home(), json).get("/api/v1/status");
        if (asJson) {
            io.line(status.toString());
            return 0;
        }
        JsonValue model = status.get("model");
        JsonValue missing = status.get("sandbox").get("missing");
        String channels = status.get("channels").items().stream()
                .map(channel -> channel.get("id").text() + " " + channel.get("state").text())
                .collect(Collectors.joining(", "));
        io.line("TeleCoder " + status.get("version").text()
                + (status.get("ready").asBoolean(false) ? ", ready" : ", not ready"));
        io.line("address   " + status.get("url").text());
        io.line("model     " + (model.get("name").isNull() ? "none yet: set llm.provider and llm.api_key in config.yaml"
                : model.get("provider").text() + " " + model.get("name").text()));
        io.line("sandbox   " + status.get("sandbox").get("runtime").text()
                + (missing.items().isEmpty() ? "" : " (without " + shown(missing) + ")"));
        io.line("channels  " + (channels.isEmpty() ? "the web page" : channels));
        io.line("plugins   " + status.get("plugins").get("started").text() + " started, "
                + status.get("plugins").get("refused").text() + " refused");
        settings(status.get("config"));
        io.line("turns     " + status.get("turns").get("running").text() + " running, "
                + status.get("turns").get("waiting").text() + " waiting");
        return 0;
    }

    private void settings(JsonValue config) {
        String held = shown(config.get("held"));
        io.line("settings  " + switch (config.get("state").text()) {
            case "ok" -> "as in config.yaml";
            case "last_good" -> "those of the last good config.yaml, because it cannot be read now";
            default -> "parts of config.yaml are wrong" + (held.equals("-") ? ""
                    : "; what was said before goes on for " + held);
        });
        config.get("problems").items().stream().filter(problem -> problem.get("severity").text().equals("error"))
                .forEach(problem -> io.line("          config.yaml:" + problem.get("line").text() + ": "
                        + problem.get("path").text() + " " + problem.get("problem").text()));
    }
}
