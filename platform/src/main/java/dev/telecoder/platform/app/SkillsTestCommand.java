package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.skill.HostSkillSource;
import dev.telecoder.platform.skill.yaml.YamlSkills;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skills test}: runs the tests that stand in the files of skills. */
@CommandLine.Command(description = "Runs the tests that stand in YAML skills, each in an empty folder.")
final class SkillsTestCommand extends Command {

    @Parameters(paramLabel = "NAME|FILE", arity = "0..*",
            description = "skills or files (default: all files in the home's skills/)") private List<String> wanted =
                    new ArrayList<>();

    @Option(names = {"-y", "--yes"}, description = "also what cannot be taken back") private boolean yes;

    SkillsTestCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() {
        List<Path> files = wanted.stream().filter(SkillsTestCommand::isFile).map(Path::of).toList();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw CommandFailure.usage("There is no file " + file + ".");
            }
        }
        Set<String> names = new LinkedHashSet<>(wanted.stream().filter(word -> !isFile(word)).toList());
        List<JsonValue> rows = new ArrayList<>();
        try (Host host = Host.open(io.home(), io.environment())) {
            SkillTests tests = new SkillTests(host, yes, io::tell);
            if (!names.isEmpty() || files.isEmpty()) {
                List<HostSkillSource.Listed> listed = host.yamlSkills().listed();
                check(names, listed);
                rows.addAll(tests.run(host.yamlSkills(), name -> names.isEmpty() || names.contains(name)));
            }
            if (!files.isEmpty()) {
                rows.addAll(tests.run(YamlSkills.ofFiles(files, host.surroundings(io.environment())), name -> true));
            }
        }
        list(JsonValue.array(rows), "There are no YAML skills in " + io.home().skills() + ".",
                List.of("skill", "test", "state", "ms", "problem"));
        long failed = count(rows, "failed");
        if (!rows.isEmpty() && !asJson) {
            io.tell(count(rows, "passed") + " passed, " + failed + " failed, " + count(rows, "skipped") + " skipped.");
        }
        return failed == 0 ? 0 : CommandFailure.NO;
    }

    private static long count(List<JsonValue> rows, String state) {
        return rows.stream().filter(row -> row.get("state").text().equals(state)).count();
    }

    private static void check(Set<String> names, List<HostSkillSource.Listed> listed) {
        List<String> known = listed.stream().map(one -> one.skill().spec().name()).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw CommandFailure.usage("There is no YAML skill '" + name + "'." + PluginsCommands.near(name, known)
                        + " `telecoder skills list` shows them.");
            }
        }
    }

    /** A name has neither a slash nor one of these endings. */
    private static boolean isFile(String word) {
        return word.contains("/") || word.contains("\\") || word.endsWith(".yaml") || word.endsWith(".yml")
                || word.endsWith(".json");
    }
}
