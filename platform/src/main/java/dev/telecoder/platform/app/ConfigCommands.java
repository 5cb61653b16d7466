package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigFile;
import dev.telecoder.platform.config.ConfigProblem;
import dev.telecoder.platform.config.ConfigSchema;
import dev.telecoder.platform.config.ConfigShow;
import dev.telecoder.platform.config.SectionUse;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** The commands about config.yaml. None needs a host. */
final class ConfigCommands {

    private ConfigCommands() {}

    /** {@code config validate}. */
    @CommandLine.Command(description = "Checks config.yaml: all problems at once, with line and setting.")
    static final class Validate extends Command {

        Validate(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            Config config = ConfigFile.read(io.home().config(), io.environment());
            List<ConfigProblem> problems = config.readable() ? all() : config.problems();
            if (asJson) {
                io.line(JsonValue.array(problems.stream().map(ConfigProblem::toJson).toList()).toString());
            } else {
                problems.forEach(problem -> io.line((problem.isError() ? "error    " : "warning  ")
                        + problem.describe("config.yaml")));
                if (problems.isEmpty()) {
                    io.tell(java.nio.file.Files.exists(io.home().config()) ? "config.yaml is fine."
                            : "There is no config.yaml in " + io.home().root() + "; all defaults hold.");
                }
            }
            return !config.readable() ? CommandFailure.USAGE
                    : problems.stream().anyMatch(ConfigProblem::isError) ? CommandFailure.NO : 0;
        }

        /** Plugins know their own sections. */
        private List<ConfigProblem> all() {
            try (Host host = Host.open(io.home(), io.environment())) {
                return host.settings().problems();
            }
        }
    }

    /** {@code config show}. */
    @CommandLine.Command(description = "Shows the settings that hold and where each comes from, without secrets.")
    static final class Show extends Command {

        @Parameters(arity = "0..1", paramLabel = "SECTION",
                description = "only this, such as llm") private String section = "";

        Show(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            List<ConfigShow> all;
            try (Host host = Host.open(io.home(), io.environment())) {
                all = ConfigShow.of(io.home().config(), io.environment(), host.plugins().sectionUses());
            }
            List<ConfigShow> shown = all.stream().filter(one -> one.within(section)).toList();
            if (shown.isEmpty()) {
                throw CommandFailure.usage("There is no setting '" + section
                        + "'. `telecoder config show` without a name shows all that hold.");
            }
            return list(JsonValue.array(shown.stream().map(ConfigShow::toJson).toList()), "",
                    asJson ? List.of() : List.of("path", "value", "from"));
        }
    }

    /** {@code config schema}. */
    @CommandLine.Command(description = "Prints a JSON Schema of config.yaml, for editors and programs.")
    static final class Schema extends Command {

        @Parameters(arity = "0..1", paramLabel = "SECTION",
                description = "only this, such as channels.telegram") private String section = "";

        Schema(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            JsonValue schema;
            try (Host host = Host.open(io.home(), io.environment())) {
                List<SectionUse> uses = host.plugins().sectionUses();
                schema = section.isEmpty() ? ConfigSchema.of(uses)
                        : ConfigSchema.section(section, uses).orElseThrow(() -> CommandFailure.usage("No section '"
                                + section + "' is read. `telecoder config schema` without a name prints all."));
            }
            io.line(asJson ? schema.toString() : JsonLayout.lines(schema));
            return 0;
        }
    }
}
