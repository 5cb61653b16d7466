package dev.telecoder.plugin.shell;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * {@code shell.exec}: runs a shell command in the sandbox. How risky it is, is read from its text before it runs. Keeps
 * nothing between runs; any number may run at once.
 */
@Extension
public final class ExecSkill implements Skill {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration DEFAULT = Duration.ofMinutes(2);
    private static final long OUTPUT_LIMIT = 32L << 20;

    private static final SkillSpec SPEC = SkillSpec
            .builder("shell.exec", """
            Runs a shell command (sh) in the sandbox, in the repository's root; tells exit code and output. Prefer a skill made \
            for the purpose: code.search, code.edit, test.run, git.commit.""", """
            {"type":"object","additionalProperties":false,"required":["command"],"properties":{
            "command":{"type":"string","minLength":1},
            "path":{"type":"string","description":"folder to run it in; default: the root"},
            "timeout":{"type":"integer","minimum":1,"maximum":600,"description":"seconds; default 120"}}}""",
                    Risk.DANGEROUS)
            .outsideText(false).runsCode().timeout(LIMIT.plusSeconds(10))
            .keywords("run", "command", "bash", "terminal", "execute", "script").examples("""
                    {"command": "ls -la src"}""", """
                    {"command": "./gradlew dependencies", "timeout": 300}""").build();

    /** Made by the host. */
    public ExecSkill() {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public Risk risk(SkillInput input) {
        return Assessor.of(input.value().get("command").text()).risk();
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        String command = input.value().get("command").text();
        if (command.isBlank()) {
            return SkillResult.failed("The command is empty. Give one line or a script for sh.");
        }
        Optional<String> folder = folder(input.value().get("path").text().strip(), context.workspace());
        if (folder.isEmpty()) {
            return SkillResult.failed("There is no folder '" + input.value().get("path").text()
                    + "' in the workspace. Give one relative to its root, or leave path out.");
        }
        Assessment assessment = Assessor.of(command);
        long seconds = input.value().get("timeout").asLong(DEFAULT.toSeconds());
        Tail output = new Tail();
        Set<Checkout.Change> before = changes(assessment, context);
        context.progress(command.lines().findFirst().orElse(command));
        Sandbox.Exit exit = context.sandbox().run(Sandbox.Command.of("sh", "-c", command).in(folder.get())
                .timeout(Duration.ofSeconds(Math.clamp(seconds, 1, LIMIT.toSeconds()))).outputLimit(OUTPUT_LIMIT),
                output::line,
                context.cancellation());
        context.cancellation().throwIfCancelled();
        Set<Checkout.Change> after = new HashSet<>(changes(assessment, context));
        after.removeAll(before);
        List<Path> files = after.stream().map(change -> Path.of(change.path())).sorted().toList();
        String said = words(exit, output, seconds);
        SkillResult result = exit.succeeded() ? SkillResult.ok(said) : SkillResult.failed(said);
        return result.withFiles(files).withOrigin(assessment.network() ? Origin.OUTSIDE : Origin.REPOSITORY)
                .withData(JsonValue.object().put("command", command).put("exit_code", exit.code())
                        .put("timed_out", exit.timedOut()).put("output", output.text()).put("lines", output.lines())
                        .put("dropped_bytes", exit.droppedBytes()).put("risk", assessment.risk().name())
                        .put("reason", assessment.reason()).build());
    }

    private static Set<Checkout.Change> changes(Assessment assessment, SkillContext context) {
        return assessment.risk() == Risk.READ || !context.hasCheckout() ? Set.of()
                : Set.copyOf(context.checkout().changes());
    }

    private static Optional<String> folder(String path, Path workspace) {
        try {
            Path root = workspace.toRealPath();
            Path folder = workspace.toAbsolutePath().resolve(path).normalize();
            if (!Files.isDirectory(folder) || !folder.toRealPath().startsWith(root)) {
                return Optional.empty();
            }
            return Optional.of(root.relativize(folder.toRealPath()).toString().replace('\\', '/'));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String words(Sandbox.Exit exit, Tail output, long seconds) {
        String text = output.shown();
        String end = exit.timedOut()
                ? "It ran out of time after " + seconds + " s and was stopped. Give a larger timeout, or run "
                        + "less at once."
                : "Exit code " + exit.code() + ".";
        String dropped = exit.droppedBytes() > 0 ? " " + exit.droppedBytes() + " bytes of output were dropped." : "";
        String hint = exit.code() == 127 ? " 127 means that a command was not found in the sandbox." : "";
        return (text.isEmpty() ? "(no output)" : text) + "\n" + end + hint + dropped;
    }
}
