package dev.telecoder.plugin.ci;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.CiProvider;
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
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** {@code ci.logs}: finds the cause of a failure in a log, by rules alone. Keeps nothing; any number may run at once. */
@Extension
public final class LogsSkill implements Skill {

    private static final int DEFAULT_CHARACTERS = 8_000;

    private static final SkillSpec SPEC = SkillSpec.builder("ci.logs", """
            Finds in the log of a CI run what made it fail: job, step, failing tests, and the lines that say why. Without input: \
            the newest failed run of the current branch.""", """
            {"type":"object","additionalProperties":false,"properties":{
            "run":{"type":["string","integer"],"description":"a run's id, as ci.status tells it"},
            "log_file":{"type":"string","description":"or a log in the workspace"},
            "max_chars":{"type":"integer","minimum":1,"description":"default 8000"},
            "repo":{"type":"string","description":"default: the one in focus"}}}""", Risk.READ)
            .timeout(Duration.ofMinutes(3)).network("*")
            .keywords("build log", "failure", "broken build", "pipeline", "actions", "jenkins", "why red").examples("""
                    {"run": "8123456789"}""", """
                    {"log_file": "build.log", "max_chars": 4000}""").build();

    /** Made by the host. */
    public LogsSkill() {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        context.cancellation().throwIfCancelled();
        String run = input.value().get("run").text().strip();
        String file = input.value().get("log_file").text().strip();
        int most = input.value().get("max_chars").asInt(DEFAULT_CHARACTERS);
        if (!run.isEmpty() && !file.isEmpty()) {
            return SkillResult.failed("Give either \"run\" or \"log_file\", not both.");
        }
        try {
            return file.isEmpty() ? ofRun(run, most, context) : ofFile(file, most, context);
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                return SkillResult.failed(e.getMessage());
            }
            throw e;
        }
    }

    private static SkillResult ofFile(String named, int most, SkillContext context) {
        try {
            Path root = context.workspace().toRealPath();
            Path file = context.workspace().toAbsolutePath().resolve(named).normalize();
            if (!Files.exists(file)) {
                boolean inside =
                        file.startsWith(context.workspace().toAbsolutePath().normalize()) || file.startsWith(root);
                return SkillResult.failed(inside
                        ? "There is no file '" + named + "' in the workspace. code.read lists a folder."
                        : outside(named));
            }
            if (!file.toRealPath().startsWith(root)) {
                return SkillResult.failed(outside(named));
            }
            if (!Files.isRegularFile(file)) {
                return SkillResult.failed("'" + named + "' is no file. Name the log itself, such as logs/build.log.");
            }
            Diagnosis diagnosis = Diagnosis.of(LogFile.read(file), context.workspace(), most);
            return SkillResult.ok(diagnosis.output()).withData(diagnosis.data(named));
        } catch (InvalidPathException e) {
            return SkillResult.failed("'" + named + "' is not a path: " + e.getReason());
        } catch (IOException e) {
            return SkillResult.failed("The log '" + named + "' cannot be read: " + e.getMessage());
        }
    }

    private static String outside(String named) {
        return "'" + named + "' is outside the workspace. Copy the log into it, and name it relative to its root.";
    }

    private static SkillResult ofRun(String wanted, int most, SkillContext context) {
        Services services = Services.of(context);
        List<CiProvider> providers = services.providers();
        PluginException last = null;
        for (CiProvider provider : providers) {
            try {
                Optional<String> id = wanted.isEmpty() ? services.newestFailed(provider) : Optional.of(wanted);
                if (id.isEmpty()) {
                    continue;
                }
                context.progress("Reading the log of run " + id.get());
                String log = provider.log(services.repo(), id.get());
                context.cancellation().throwIfCancelled();
                Diagnosis diagnosis = Diagnosis.of(LogFile.of(log), context.workspace(), most);
                return SkillResult.ok(diagnosis.output()).withData(diagnosis.data(provider.id() + ":" + id.get()));
            } catch (PluginException e) {
                if (e.failure() != Failure.REJECTED) {
                    throw e;
                }
                last = e;
            }
        }
        return SkillResult.failed(last != null ? String.valueOf(last.getMessage())
                : "No failed run of " + services.repo()
                        + (services.branch().isEmpty() ? "" : " on " + services.branch())
                        + " was found. ci.status lists the runs; give the id of one as \"run\".");
    }
}
