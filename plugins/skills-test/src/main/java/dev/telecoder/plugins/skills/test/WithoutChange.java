package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.support.report.TestReport;
import dev.telecoder.support.report.TestReports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a test against the last commit, without what was changed since: in a copy inside the sandbox, so that the workspace
 * stays as it is. For one run.
 */
final class WithoutChange {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long OUTPUT_LIMIT = 64L << 20;
    /** How the script below says that there is nothing to compare with; no test tool ends so. */
    private static final int NOTHING_TO_COMPARE = 93;
    /** What tools install and git does not keep. */
    private static final String INSTALLED = "node_modules .venv venv vendor";

    /**
     * What came of it.
     *
     * @param fails whether the tests fail there; {@code null} if that could not be told
     * @param report what the run reported; empty without one
     * @param words what to tell, one sentence
     */
    record Answer(@org.jspecify.annotations.Nullable Boolean fails, Optional<TestReport> report, String words) {}

    private WithoutChange() {}

    /**
     * Runs.
     *
     * @param command how the tests are run in the workspace
     * @param test the file that was written, relative to the workspace; it is taken along
     */
    static Answer run(TestCommand command, String test, SkillContext context) {
        RunOutput output = new RunOutput();
        Sandbox.Exit exit = context.sandbox().run(Sandbox.Command.of("sh", "-c", script(command, test))
                .with(command.environment()).timeout(LIMIT).outputLimit(OUTPUT_LIMIT), output::line,
                context.cancellation());
        context.cancellation().throwIfCancelled();
        if (exit.code() == NOTHING_TO_COMPARE) {
            return new Answer(null, Optional.empty(),
                    "Whether it fails without the change is unknown: besides the test, "
                            + "nothing differs from the last commit, or there is none.");
        }
        Optional<TestReport> report = TestReports.ofOutput(output.text(), context.json());
        if (exit.timedOut()) {
            return new Answer(null, report, "Whether it fails without the change is unknown: that run took too long.");
        }
        if (exit.succeeded()) {
            return new Answer(false, report,
                    "It passes without the change too, so it does not show what the change does.");
        }
        String how = report.map(TestReport::totals).orElse("exit code " + exit.code());
        return new Answer(true, report, "It fails without the change (" + how + "), as it should.");
    }

    private static String script(TestCommand command, String test) {
        List<String> lines = new ArrayList<>();
        String file = TestCommand.quote(test);
        lines.add("root=$PWD");
        lines.add("git -c safe.directory='*' rev-parse -q --verify HEAD >/dev/null 2>&1 || exit " + NOTHING_TO_COMPARE);
        lines.add("changed=$(git -c safe.directory='*' status --porcelain --untracked-files=all -- . "
                + TestCommand.quote(":(exclude)" + test) + ")");
        lines.add("[ -n \"$changed\" ] || exit " + NOTHING_TO_COMPARE);
        lines.add("base=$(mktemp -d) || exit " + NOTHING_TO_COMPARE);
        lines.add("trap 'rm -rf \"$base\"' EXIT");
        lines.add("git -c safe.directory='*' archive HEAD | tar -x -C \"$base\" || exit " + NOTHING_TO_COMPARE);
        lines.add("for d in " + INSTALLED
                + "; do [ -e \"$d\" ] && [ ! -e \"$base/$d\" ] && ln -s \"$root/$d\" \"$base/$d\"; done");
        lines.add("mkdir -p \"$base/$(dirname " + file + ")\" && cp " + file + " \"$base\"/" + file);
        lines.add("cd \"$base\"/" + TestCommand.quote(command.directory().isEmpty() ? "." : command.directory())
                + " || exit " + NOTHING_TO_COMPARE);
        lines.add(command.line());
        return String.join("\n", lines) + "\n";
    }
}
