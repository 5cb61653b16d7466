package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.json.JsonValue;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * {@code test.write}: writes a test file, as given or by the language model, runs it, and says whether it fails without the
 * change it is about. Keeps nothing between runs; any number may run at once.
 */
@Extension
public final class TestWriteSkill implements Skill {

    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final SkillSpec SPEC = SkillSpec
            .builder("test.write", """
            Writes a test file, runs it in the sandbox, and tells totals and whether it fails without the uncommitted change. \
            Pass 'content', or let the model write it from 'target' and 'instructions'.""",
                    """
            {"type":"object","additionalProperties":false,"properties":{
            "path":{"type":"string","description":"the test file to write; what is there is replaced"},
            "content":{"type":"string","description":"the whole file; default: the model writes it"},
            "target":{"type":"string","description":"the source file to test"},
            "instructions":{"type":"string","description":"what the test shall show"},
            "command":{"type":"string","description":"shell command that runs it; default: found out"},
            "test":{"type":"string","description":"run this one test of the file"},
            "report":{"type":"string","description":"write and run nothing, read this report as test.run does"}}}""",
                    Risk.WRITE)
            .outsideText(false).runsCode().timeout(LIMIT)
            .keywords("test", "write", "regression", "coverage", "unit test", "reproduce")
            .examples("{\"path\": \"tests/test_cart.py\", \"target\": \"shop/cart.py\", \"instructions\": \"adds up\"}")
            .build();

    /** The host makes it. */
    public TestWriteSkill() {}

    /** What the model passes. */
    record Input(@Nullable String path, @Nullable String content, @Nullable String target,
            @Nullable String instructions,
            @Nullable String command, @Nullable String test, @Nullable String report) {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public Risk risk(SkillInput input) {
        return input.value().get("report").text().isBlank() ? Risk.WRITE : Risk.READ;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        Input wanted = input.as(Input.class);
        String path = wanted.path() == null ? "" : wanted.path().strip();
        try {
            Workspace workspace = new Workspace(context.workspace());
            if (wanted.report() != null && !wanted.report().isBlank()) {
                return TestRunSkill.read(wanted.report().strip(), workspace, context);
            }
            if (path.isEmpty()) {
                return SkillResult.failed("'path' is missing. Name the test file to write, relative to the root of the "
                        + "workspace.");
            }
            Path file = workspace.root().resolve(path).normalize();
            if (workspace.outside(path) || outsideBehindLinks(workspace, file) || Files.isDirectory(file)) {
                return SkillResult
                        .failed("'" + path + "' cannot be the test file: it must be a file inside the workspace, "
                                + "named relative to its root.");
            }
            if (wanted.target() != null && workspace.find(wanted.target()).isEmpty()) {
                return SkillResult
                        .failed("There is no '" + wanted.target() + "' in the workspace to test. Name the source "
                                + "file relative to its root.");
            }
            return write(wanted, file, workspace, context);
        } catch (IOException e) {
            return SkillResult.failed("The test cannot be written: " + e.getMessage());
        }
    }

    /** Folders on the way that are links would lead the file out. */
    private static boolean outsideBehindLinks(Workspace workspace, Path file) throws IOException {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder)) {
                return !folder.toRealPath().startsWith(workspace.root());
            }
        }
        return true;
    }

    private static SkillResult write(Input wanted, Path file, Workspace workspace, SkillContext context)
            throws IOException {
        TestAuthor author = new TestAuthor(workspace, context, workspace.relative(file),
                wanted.target() == null ? "" : wanted.target(),
                wanted.instructions() == null ? "" : wanted.instructions());
        boolean given = wanted.content() != null && !wanted.content().isBlank();
        put(file, given ? String.valueOf(wanted.content()) : author.write());
        SkillResult ran = execute(wanted, file, workspace, context);
        if (!given && !ran.succeeded()) {
            // A second try with what the first one led to; a third rarely helps.
            put(file, author.mend(Files.readString(file), ran.output()));
            ran = execute(wanted, file, workspace, context);
        }
        return compared(ran, wanted, file, workspace, context);
    }

    private static void put(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content.endsWith("\n") ? content : content + "\n");
    }

    private static SkillResult execute(Input wanted, Path file, Workspace workspace, SkillContext context) {
        Optional<TestCommand> command = command(wanted, file, workspace, context);
        return command.map(found -> TestRunSkill.run(found, wanted.command() != null, workspace, context))
                .orElseGet(() -> SkillResult
                        .failed("The file was written, but how to run it was not found out: the workspace "
                                + "has none of " + ProjectTests.LOOKED_FOR + ". Pass the shell command as 'command'."));
    }

    private static Optional<TestCommand> command(Input wanted, Path file, Workspace workspace, SkillContext context) {
        return wanted.command() != null && !wanted.command().isBlank()
                ? Optional.of(new TestCommand(wanted.command().strip(), "", Map.of()))
                : ProjectTests.find(workspace, context.json(), file, wanted.test());
    }

    private static SkillResult compared(SkillResult ran, Input wanted, Path file, Workspace workspace,
            SkillContext context) {
        String written = workspace.relative(file);
        Optional<TestCommand> command = command(wanted, file, workspace, context);
        WithoutChange.Answer answer = ran.succeeded() && command.isPresent()
                ? WithoutChange.run(command.get(), written, context)
                : new WithoutChange.Answer(null, Optional.empty(),
                        "Whether it fails without the change was not tried: it does not pass with it.");
        String words = "Wrote " + written + ". " + answer.words() + "\n" + ran.output();
        SkillResult result = ran.succeeded() ? SkillResult.ok(words) : SkillResult.failed(words);
        if (ran.data().isEmpty()) {
            return result.withFiles(List.of(Path.of(written)));
        }
        Map<String, JsonValue> data = new LinkedHashMap<>(ran.data().get().members());
        data.put("written", JsonValue.of(written));
        data.put("fails_without_change", JsonValue.of(answer.fails()));
        answer.report().ifPresent(report -> data.put("without_change", JsonValue.object().put("tests", report.tests())
                .put("passed", report.passed()).put("failed", report.failed()).put("errors", report.errors())
                .put("skipped", report.skipped()).build()));
        return result.withFiles(List.of(Path.of(written))).withData(new JsonValue.JsonObject(data));
    }
}
