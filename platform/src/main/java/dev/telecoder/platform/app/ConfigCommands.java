package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigFile;
import dev.telecoder.platform.config.ConfigProblem;
import java.util.Locale;
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
            java.util.List<ConfigProblem> problems = config.readable() ? all() : config.problems();
            if (asJson) {
                io.line(JsonValue.array(problems.stream().map(Validate::toJson).toList()).toString());
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
        private java.util.List<ConfigProblem> all() {
            try (Host host = Host.open(io.home(), io.environment())) {
                return host.settingProblems();
            }
        }

        private static JsonValue toJson(ConfigProblem problem) {
            return JsonValue.object().put("line", problem.line()).put("path", problem.path())
                    .put("problem", problem.problem())
                    .put("expected", problem.expected()).put("did_you_mean", problem.didYouMean())
                    .put("severity", problem.severity().name().toLowerCase(Locale.ROOT)).build();
        }
    }

    /** {@code config show}. */
    @CommandLine.Command(description = "Shows config.yaml as it is understood, without secrets.")
    static final class Show extends Command {

        @Parameters(arity = "0..1", paramLabel = "SECTION",
                description = "only this, such as llm") private String section = "";

        Show(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            Config config = ConfigFile.read(io.home().config(), io.environment());
            if (!config.readable()) {
                throw CommandFailure.usage(config.problems().getFirst().describe("config.yaml"));
            }
            JsonValue shown = config.shown();
            if (!section.isEmpty()) {
                if (!config.has(section)) {
                    throw CommandFailure.usage("config.yaml has no section '" + section + "'.");
                }
                for (String name : section.split("\\.")) {
                    shown = shown.get(name);
                }
            }
            if (asJson) {
                io.line(shown.isNull() ? "{}" : shown.toString());
            } else if (shown.isNull()) {
                io.tell("There is nothing in " + io.home().config() + "; all defaults hold.");
            } else {
                print(shown, "");
            }
            return 0;
        }

        private void print(JsonValue value, String indent) {
            if (value.members().isEmpty() && value.items().isEmpty()) {
                io.line(indent + shown(value));
                return;
            }
            value.members().forEach((name, member) -> child(name + ":", member, indent));
            value.items().forEach(item -> child("-", item, indent));
        }

        private void child(String head, JsonValue value, String indent) {
            if (value.members().isEmpty() && value.items().isEmpty()) {
                io.line(indent + head + " " + shown(value));
            } else {
                io.line(indent + head);
                print(value, indent + "  ");
            }
        }
    }
}
