package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * {@code deps.update}: gives one dependency another version, in the sandbox where its package manager must run, and compares the
 * tests before and after. Keeps nothing between runs.
 */
@Extension
public final class UpdateSkill implements Skill {

    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(8);
    private static final int SHOWN = 2_000;

    private static final SkillSpec SPEC = SkillSpec.builder("deps.update", """
            Updates one dependency to a version, with its lock file, and runs the tests before and after; tells what changed and \
            whether more tests fail. Take the version from deps.audit.""", """
            {"type":"object","additionalProperties":false,"properties":{
            "package":{"type":"string","description":"name; of Maven group:artifact"},
            "version":{"type":"string","description":"the new version"},
            "command":{"type":"string","description":"test command; default: found out"},
            "test":{"type":"boolean","description":"run the tests before and after; default true"}},
            "required":["package","version"]}""", Risk.WRITE)
            .outsideText(true).runsCode().timeout(LIMIT)
            .keywords("upgrade", "bump", "dependency", "vulnerability", "fix", "lock file")
            .examples("""
                    {"package": "lodash", "version": "4.17.21"}""").build();

    /** Made by the host, once. */
    public UpdateSkill() {}

    /** What the model passes. */
    record Input(String packageName, String version, @Nullable String command, boolean test) {

        static Input of(JsonValue value) {
            return new Input(value.get("package").text().strip(), value.get("version").text().strip(),
                    value.get("command").findText().filter(text -> !text.isBlank()).orElse(null),
                    value.get("test").asBoolean(true));
        }
    }

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput skillInput, SkillContext context) {
        Input input = Input.of(skillInput.value());
        try {
            Project project = new Project(context.workspace(), context.json());
            List<Dependency> named = Inventory.of(project).dependencies().stream()
                    .filter(one -> one.version().name().equalsIgnoreCase(input.packageName())
                            || one.version().plainName().equalsIgnoreCase(input.packageName()))
                    .toList();
            if (named.isEmpty()) {
                return SkillResult.failed("No manifest or lock file of the workspace has " + input.packageName()
                        + " with an exact version. deps.audit lists what they have.");
            }
            Dependency one = named.getFirst();
            if (one.version().version().equals(input.version())) {
                return SkillResult.failed(one.version().name() + " has the version " + input.version() + " already.");
            }
            Optional<Updater> updater = Updater.of(one, input.version(), project.text("", one.file()));
            if (updater.isEmpty()) {
                return SkillResult.failed("How to set the version of " + one.version() + " in " + one.file()
                        + " is not known: it is not named there beside its version. Edit the file with code.edit.");
            }
            return update(input, one, updater.get(), context);
        } catch (IOException e) {
            return SkillResult.failed("The files cannot be read or written: " + e.getMessage());
        }
    }

    private static SkillResult update(Input input, Dependency one, Updater updater, SkillContext context)
            throws IOException {
        JsonValue before = input.test() ? tests("before", input, context) : JsonValue.NULL;
        List<String> commands = new ArrayList<>();
        if (updater.edited().isPresent()) {
            Path root = context.workspace().toRealPath();
            Files.writeString(root.resolve(updater.file()).toRealPath(), updater.edited().get());
        }
        for (List<String> command : updater.commands()) {
            String line = String.join(" ", command);
            commands.add(line);
            context.progress(line);
            StringBuilder output = new StringBuilder();
            Sandbox.Exit exit = context.sandbox().run(Sandbox.Command.of(command).in(updater.folder())
                    .timeout(COMMAND_LIMIT), text -> output.append(text).append('\n'), context.cancellation());
            context.cancellation().throwIfCancelled();
            if (!exit.succeeded()) {
                return SkillResult.failed("'" + line + "' ended with exit code " + exit.code()
                        + ", so nothing was compared. It needs the package manager and its registry in the sandbox "
                        + "(sandbox.egress). Its last words:\n"
                        + output.substring(Math.max(0, output.length() - SHOWN)))
                        .withData(data(one, input, updater, commands, before, JsonValue.NULL, false));
            }
        }
        Project now = new Project(context.workspace(), context.json());
        boolean set = Inventory.of(now).dependencies().stream().anyMatch(other -> other.version().ecosystem()
                .equals(one.version().ecosystem()) && other.version().plainName().equals(one.version().plainName())
                && other.version().plainVersion().equals(input.version().replaceFirst("^v", "")));
        JsonValue after = input.test() ? tests("after", input, context) : JsonValue.NULL;
        boolean worse = input.test() && broken(after) > broken(before);
        String words = one.version() + (set ? " is now " + input.version() : " was updated, but the files do not name "
                + input.version()) + " (" + updater.file() + ")." + (input.test()
                        ? "\nTests before: " + totals(before)
                                + "\nTests after: " + totals(after)
                                + (worse ? "\nMore fail than before. The change is still there: fix the code, or undo it."
                                        : "")
                        : "");
        SkillResult result = set && !worse ? SkillResult.ok(words) : SkillResult.failed(words);
        return result.withFiles(List.of(Path.of(updater.file())))
                .withData(data(one, input, updater, commands, before, after, set));
    }

    private static JsonValue tests(String when, Input input, SkillContext context) {
        context.progress("Tests " + when);
        JsonValue wanted = JsonValue.object().putIfPresent("command", input.command()).build();
        SkillResult result = context.skills().run("test.run", wanted);
        JsonValue data = result.data().orElse(JsonValue.NULL);
        return JsonValue.object().put("succeeded", result.succeeded()).put("tests", data.get("tests").asInt(0))
                .put("passed", data.get("passed").asInt(0)).put("failed", data.get("failed").asInt(0))
                .put("errors", data.get("errors").asInt(0)).put("exit_code", data.get("exit_code")).build();
    }

    /** How bad a run was: one that could not run its tests at all is worse than any number of failing ones. */
    private static int broken(JsonValue run) {
        int failing = run.get("failed").asInt(0) + run.get("errors").asInt(0);
        return run.get("succeeded").asBoolean(false) ? 0 : failing > 0 ? failing : Integer.MAX_VALUE;
    }

    private static String totals(JsonValue run) {
        return run.get("passed").asInt(0) + " passed, " + (run.get("failed").asInt(0) + run.get("errors").asInt(0))
                + " failed" + (run.get("exit_code").isNull() ? "" : ", exit code " + run.get("exit_code").text());
    }

    private static JsonValue data(Dependency one, Input input, Updater updater, List<String> commands, JsonValue before,
            JsonValue after, boolean updated) {
        return JsonValue.object().put("ecosystem", one.version().ecosystem()).put("package", one.version().name())
                .put("from", one.version().version()).put("to", input.version()).put("file", updater.file())
                .put("updated", updated).put("commands", commands).put("before", before).put("after", after).build();
    }
}
