package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.support.report.TestReport;
import dev.telecoder.support.report.TestReports;
import dev.telecoder.support.report.UnreadableReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * {@code test.run}: runs the tests of a project in the sandbox, or reads a report that is there, and answers with totals and
 * each failure. Keeps nothing between runs; any number may run at once.
 */
@Extension
public final class TestRunSkill implements Skill {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    /** A little less than the skill may take, so that there is time to tell what was printed until then. */
    private static final Duration COMMAND_LIMIT = LIMIT.minusSeconds(5);
    private static final long OUTPUT_LIMIT = 256L << 20;
    private static final int NOT_FOUND = 127;

    private static final SkillSpec SPEC = SkillSpec
            .builder("test.run", """
            Runs the project's tests in the sandbox; tells totals, each failure with file, line and message, and the end of the \
            output. Without input it finds out how to test. Use it before and after a change.""",
                    """
            {"type":"object","additionalProperties":false,"properties":{
            "command":{"type":"string","description":"shell command; default: found out"},
            "path":{"type":"string","description":"one test file or module"},
            "test":{"type":"string","description":"one test by name"},
            "report":{"type":"string","description":"run nothing, read this report: file, folder or pattern such as build/*.xml"}}}""",
                    Risk.WRITE)
            .outsideText(false).runsCode().timeout(LIMIT)
            .keywords("test", "tests", "junit", "pytest", "unittest", "failing", "verify", "report", "suite", "ci")
            .examples("{}", "{\"path\": \"tests/test_cart.py\"}", "{\"command\": \"make check\"}",
                    "{\"report\": \"target/surefire-reports\"}")
            .build();

    /** The host makes it. */
    public TestRunSkill() {}

    /** What the model passes; everything may be left out. */
    record Input(@Nullable String command, @Nullable String path, @Nullable String test, @Nullable String report) {

        Input {
            command = blankToNull(command);
            path = blankToNull(path);
            test = blankToNull(test);
            report = blankToNull(report);
        }

        private static @Nullable String blankToNull(@Nullable String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }
    }

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
        try {
            Workspace workspace = new Workspace(context.workspace());
            if (wanted.report() != null) {
                return wanted.command() == null && wanted.path() == null && wanted.test() == null
                        ? read(wanted.report(), workspace, context)
                        : SkillResult.failed("'report' reads a report and runs nothing, so it cannot be combined with "
                                + "command, path or test. Leave out one or the other.");
            }
            return run(wanted, workspace, context);
        } catch (IOException e) {
            return SkillResult.failed("The workspace cannot be read: " + e.getMessage());
        }
    }

    static SkillResult read(String named, Workspace workspace, SkillContext context) {
        TestReport report;
        try {
            report = new ReportFiles(workspace, context.json()).read(named);
        } catch (UnreadableReportException e) {
            return SkillResult.failed(String.valueOf(e.getMessage()));
        }
        TestReport placed = new SourcePlaces(workspace, context.workspace(), "").resolve(report, "");
        String output = ResultText.ofReport(placed, named);
        boolean succeeded = placed.succeeded() && placed.tests() > 0;
        return (succeeded ? SkillResult.ok(output) : SkillResult.failed(output)).withData(data(placed, null, null));
    }

    private static SkillResult run(Input wanted, Workspace workspace, SkillContext context) {
        Optional<Path> path = workspace.find(wanted.path() == null ? "" : wanted.path());
        if (path.isEmpty()) {
            return SkillResult
                    .failed("There is no '" + wanted.path() + "' in the workspace to test. Name a file or folder "
                            + "relative to its root, or leave path out to run all tests.");
        }
        TestCommand command;
        if (wanted.command() == null) {
            Optional<TestCommand> found = ProjectTests.find(workspace, context.json(), path.get(), wanted.test());
            if (found.isEmpty()) {
                return SkillResult.failed("No tests were found: the workspace has none of " + ProjectTests.LOOKED_FOR
                        + ". If it is tested in another way, pass the shell command as 'command'.");
            }
            command = found.get();
        } else if (wanted.test() != null || !Files.isDirectory(path.get())) {
            return SkillResult.failed("With a command of your own, write the test or file into the command. "
                    + "'path' may then only be the folder to run it in, and 'test' is left out.");
        } else {
            command = new TestCommand(wanted.command(), workspace.relative(path.get()), Map.of());
        }
        return run(command, wanted.command() != null, workspace, context);
    }

    static SkillResult run(TestCommand command, boolean own, Workspace workspace, SkillContext context) {
        FreshReports reports = FreshReports.since(workspace);
        RunOutput output = new RunOutput();
        Sandbox sandbox = context.sandbox();
        context.progress(command.line());
        Sandbox.Exit exit = sandbox.run(Sandbox.Command.of("sh", "-c", command.line()).in(command.directory())
                .with(command.environment()).timeout(COMMAND_LIMIT).outputLimit(OUTPUT_LIMIT), output::line,
                context.cancellation());
        context.cancellation().throwIfCancelled();
        String text = output.text();
        Optional<TestReport> read = reports.read(context.json());
        if (read.isEmpty()) {
            read = TestReports.ofOutput(text, context.json());
        }
        if (exit.code() == NOT_FOUND && read.map(report -> report.tests() == 0).orElse(true)) {
            return SkillResult.failed(ResultText.notFound(command.line(), text))
                    .withData(data(nothing(), command, exit));
        }
        TestReport report = new SourcePlaces(workspace, context.workspace(), sandbox.inside(context.workspace()))
                .resolve(read.orElseGet(TestRunSkill::nothing), command.directory());
        // A command somebody chose may test in a way whose output we cannot read; its exit code still counts.
        boolean silent = read.isEmpty() && own;
        boolean succeeded = exit.succeeded() && report.succeeded() && (silent || report.executed() > 0);
        String words = ResultText.ofRun(report, read.isPresent(), command.line(), exit, text, succeeded);
        return (succeeded ? SkillResult.ok(words) : SkillResult.failed(words)).withData(data(report, command, exit));
    }

    private static TestReport nothing() {
        return new TestReport("unknown", 0, 0, 0, 0, 0, List.of(), null);
    }

    private static JsonValue data(TestReport report, @Nullable TestCommand command, Sandbox.@Nullable Exit exit) {
        List<JsonValue> failures = report.failures().stream().<JsonValue>map(failure -> JsonValue.object()
                .put("suite", failure.suite()).put("name", failure.name()).put("file", failure.file())
                .put("line", failure.line() > 0 ? failure.line() : null).put("message", failure.message()).build())
                .toList();
        return JsonValue.object().put("framework", report.framework()).put("tests", report.tests())
                .put("passed", report.passed()).put("failed", report.failed()).put("errors", report.errors())
                .put("skipped", report.skipped()).put("failures", failures)
                .put("exit_code", exit == null ? null : exit.code())
                .put("command", command == null ? null : command.line()).build();
    }
}
