package dev.telecoder.platform.skill.yaml;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.platform.skill.InFocus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A skill that a file describes. A run keeps to the file as it was when it began, whatever becomes of the file meanwhile.
 */
final class YamlSkill implements Skill, InFocus {

    /** One variable takes 128 KiB in Linux, all together about two megabytes. */
    static final int LONGEST_VALUE = 120_000;
    static final int LONGEST_VALUES = 1_000_000;

    private static final Duration AFTER_THE_EXECUTOR = Duration.ofMinutes(1);

    private final SkillFile file;
    private final Surroundings surroundings;
    private final SkillSpec spec;

    YamlSkill(SkillFile file, Surroundings surroundings) {
        this.file = file;
        this.surroundings = surroundings;
        // A risk that the owner wrote holds as written, so it does not say that it runs code, which would raise it.
        SkillSpec.Builder builder = SkillSpec.builder(file.name(), file.description(), file.schemaJson(), file.risk())
                .timeout(file.timeout()).examples(file.tests().stream().filter(SkillTest::succeeded)
                        .map(test -> test.input().toString()).limit(2).toArray(String[]::new));
        if (file.requires(Requirement.Kind.REPO)) {
            builder.needsRepository();
        }
        if (file.requires(Requirement.Kind.NETWORK)) {
            builder.network("*");
        }
        this.spec = builder.build();
    }

    SkillFile file() {
        return file;
    }

    @Override
    public SkillSpec spec() {
        return spec;
    }

    @Override
    public boolean worksInFocus() {
        return file.focus();
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        String lacking = surroundings.missing(file.requires());
        if (!lacking.isEmpty()) {
            throw PluginException.of(Failure.CONFIGURATION, file.name() + " cannot run. " + lacking);
        }
        Map<String, String> variables = new LinkedHashMap<>();
        int all = 0;
        for (Parameter parameter : file.parameters()) {
            JsonValue passed = input.value().get(parameter.name());
            String text = Parameter.text(input.value().members().containsKey(parameter.name()) ? passed
                    : parameter.fallback());
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            all += bytes;
            if (bytes > LONGEST_VALUE || all > LONGEST_VALUES) {
                return SkillResult
                        .failed("It was not run: " + parameter.name() + " has " + bytes + " bytes. A value may"
                                + " have " + LONGEST_VALUE + ", all together " + LONGEST_VALUES
                                + ". Write it to a file of the workspace and pass the file's path.");
            }
            if (text.indexOf('\0') >= 0) {
                return SkillResult.failed("It was not run: " + parameter.name()
                        + " contains a zero character, which no variable can hold. Leave it out.");
            }
            variables.put(parameter.variable(), text);
        }
        Map<String, String> secret = new LinkedHashMap<>();
        file.env().forEach(name -> surroundings.variable(name).ifPresent(value -> secret.put(name, value)));
        variables.putAll(secret);
        Sandbox sandbox = context.sandbox();
        ShellRun run = new ShellRun(new Secrets(secret.values()), context::progress);
        FileChanges changes = FileChanges.before(context.workspace());
        ShellRun.Ended ended = run.run(file, sandbox, sandbox.inside(context.workspace()), variables,
                file.timeout().plus(AFTER_THE_EXECUTOR), context.cancellation());
        if (!ended.missing().isEmpty()) {
            throw PluginException.of(Failure.CONFIGURATION, file.name() + " was not run: it requires the program "
                    + ended.missing() + ", which is not in the sandbox.");
        }
        return result(ended).withFiles(changes.since());
    }

    private SkillResult result(ShellRun.Ended ended) {
        boolean succeeded = ended.code().filter(code -> code == 0).isPresent();
        SkillResult result = succeeded ? SkillResult.ok(ended.output()) : SkillResult.failed(failure(ended));
        return result.withArtifacts(ended.artifacts()).withData(JsonValue.object()
                .put("exit_code", ended.code().orElse(null)).put("stderr", ended.errors())
                .put("left_out", ended.leftOut()).build());
    }

    /** What helps to do better: how it ended, what it complained of, what it said before. */
    private String failure(ShellRun.Ended ended) {
        String how = ended.code().map(code -> "The command ended with exit code " + code + meaning(code))
                .orElse("The command was stopped before it ended.");
        return List.of(how, titled("Standard error:", ended.errors()), titled("Standard output:", ended.output()))
                .stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String titled(String title, String text) {
        return text.isEmpty() ? "" : title + "\n" + text;
    }

    private String meaning(int code) {
        return switch (code) {
            case 2 -> ". A shell gives 2 for what it cannot read and for a variable that is not set.";
            case 125 -> ": the folder it runs in is not there.";
            case 126 -> ": a program in it may not be executed.";
            case 127 -> ": a program in it is not there. The skill's file can name it under requires, as bin:NAME.";
            case 137 -> ": it was killed, as happens where memory runs out.";
            default -> ".";
        };
    }
}
