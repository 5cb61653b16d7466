package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.skill.CatalogEntry;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** The commands about which skills there are; without a running host they look for themselves. */
final class SkillsCommands {

    private SkillsCommands() {}

    /** {@code skills list}. */
    @CommandLine.Command(description = "Skills that are installed.")
    static final class List extends Command {

        List(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            JsonValue all = skills(this);
            return list(asJson ? all : JsonValue.array(all.items().stream().map(List::shortened).toList()),
                    "No skills are installed.",
                    java.util.List.of("name", "risk", "source", "state", "description"));
        }

        /** Of what cannot be used a person wants to know why, not what it would do. */
        private static JsonValue shortened(JsonValue skill) {
            String reason = skill.get("reason").text();
            JsonValue.ObjectBuilder shown = JsonValue.object();
            skill.members().forEach(shown::put);
            return reason.isEmpty() ? skill : shown.put("description", reason).build();
        }
    }

    /** {@code skills info}. */
    @CommandLine.Command(description = "What a skill does and what it is passed.")
    static final class Info extends Command {

        @Parameters(paramLabel = "NAME", description = "the skill, such as code.search") private String name = "";

        Info(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            JsonValue all = skills(this);
            JsonValue found = all.items().stream().filter(skill -> skill.get("name").text().equals(name)).findFirst()
                    .orElseThrow(
                            () -> CommandFailure.usage("There is no skill '" + name + "'." + PluginsCommands.near(name,
                                    all.items().stream().map(skill -> skill.get("name").text()).toList())));
            return object(found);
        }
    }

    private static JsonValue skills(Command command) {
        Optional<HostClient> client = HostClient.find(command.io.home(), command.json);
        if (client.isPresent()) {
            return client.get().all("/api/v1/skills");
        }
        try (Host host = Host.open(command.io.home(), command.io.environment())) {
            return list(host);
        }
    }

    /** The skills of a host, as the command and the API show them. */
    static JsonValue list(Host host) {
        return JsonValue
                .array(host.catalog().listed().stream().map(entry -> toJson(entry, host.json())).toList());
    }

    private static JsonValue toJson(CatalogEntry entry, Json json) {
        return JsonValue.object().put("name", entry.spec().name())
                .put("description", entry.spec().description().strip())
                .put("risk", entry.spec().risk().name()).put("source", entry.source())
                .put("state", entry.ready() ? "ready" : "unavailable").put("reason", entry.reason())
                .put("input_schema", schema(entry, json)).build();
    }

    private static JsonValue schema(CatalogEntry entry, Json json) {
        try {
            return json.parse(entry.inputSchemaJson());
        } catch (PluginException e) {
            // It is listed as unavailable for that very reason.
            return JsonValue.NULL;
        }
    }
}
