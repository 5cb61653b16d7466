package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.Nearest;
import dev.telecoder.platform.plugin.PluginReport;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** The commands about plugins; without a running host they look for themselves. */
final class PluginsCommands {

    private PluginsCommands() {}

    /** {@code plugins list}. */
    @CommandLine.Command(description = "Plugins, and why one is not started.")
    static final class List extends Command {

        List(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            return list(reports(this), "No plugins are installed.",
                    java.util.List.of("id", "version", "source", "state", "reason"));
        }
    }

    /** {@code plugins info}. */
    @CommandLine.Command(description = "What a plugin offers and needs.")
    static final class Info extends Command {

        @Parameters(paramLabel = "ID", description = "the plugin, such as skills-git") private String id = "";

        Info(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            JsonValue all = reports(this);
            JsonValue found = all.items().stream().filter(plugin -> plugin.get("id").text().equals(id)).findFirst()
                    .orElseThrow(() -> CommandFailure.usage("There is no plugin '" + id + "'."
                            + near(id, all.items().stream().map(plugin -> plugin.get("id").text()).toList())
                            + " `telecoder plugins list` shows them."));
            return object(found);
        }
    }

    static String near(String word, java.util.List<String> known) {
        String nearest = Nearest.to(word, known);
        return nearest == null ? "" : " Did you mean '" + nearest + "'?";
    }

    private static JsonValue reports(Command command) {
        Optional<HostClient> client = HostClient.find(command.io.home(), command.json);
        if (client.isPresent()) {
            return client.get().all("/api/v1/plugins");
        }
        try (Host host = Host.open(command.io.home(), command.io.environment())) {
            return JsonValue.array(host.plugins().reports().stream().map(PluginReport::toJson).toList());
        }
    }
}
