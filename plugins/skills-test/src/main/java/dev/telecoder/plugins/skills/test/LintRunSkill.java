package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.support.report.LintFinding;
import dev.telecoder.support.report.UnreadableReportException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * {@code lint.run}: runs the linters and formatters that a project has set up, in the sandbox, or reads a report that is
 * there, and answers with each finding. Keeps nothing between runs; any number may run at once.
 */
@Extension
public final class LintRunSkill implements Skill {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final SkillSpec SPEC = SkillSpec
            .builder("lint.run", """
            Runs the project's linters and formatters in the sandbox; tells each finding with file, line, rule and message. \
            Without input it finds out which are set up. 'fix' lets them mend what they can.""",
                    """
            {"type":"object","additionalProperties":false,"properties":{
            "tool":{"type":"string","description":"one linter, such as ruff; default: all that are set up"},
            "path":{"type":"string","description":"one file or folder"},
            "fix":{"type":"boolean","description":"mend what the tool can mend"},
            "report":{"type":"string","description":"run nothing, read this report: file, folder or pattern such as build/*.xml"}}}""",
                    Risk.WRITE)
            .outsideText(false).runsCode().timeout(LIMIT)
            .keywords("lint", "linter", "format", "style", "checkstyle", "eslint", "ruff", "warnings", "sarif",
                    "static analysis")
            .examples("{}", "{\"tool\": \"ruff\", \"fix\": true}", "{\"report\": \"build/checkstyle.xml\"}")
            .build();

    /** The host makes it. */
    public LintRunSkill() {}

    /** What the model passes; everything may be left out. */
    record Input(@Nullable String tool, @Nullable String path, @Nullable Boolean fix, @Nullable String report) {}

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
        String tool = wanted.tool() == null ? "" : wanted.tool().strip();
        boolean fix = Boolean.TRUE.equals(wanted.fix());
        try {
            Workspace workspace = new Workspace(context.workspace());
            if (wanted.report() != null && !wanted.report().isBlank()) {
                return fix || wanted.path() != null
                        ? SkillResult.failed("'report' reads a report and runs nothing, so it cannot be combined with "
                                + "path or fix. Leave out one or the other.")
                        : read(wanted.report().strip(), tool, workspace, context);
            }
            Optional<Path> path = workspace.find(wanted.path() == null ? "" : wanted.path().strip());
            if (path.isEmpty()) {
                return SkillResult
                        .failed("There is no '" + wanted.path() + "' in the workspace to look at. Name a file "
                                + "or folder relative to its root, or leave path out.");
            }
            ProjectLinters project = new ProjectLinters(workspace, path.get());
            List<Linter> linters = tool.isEmpty() ? project.configured() : project.named(tool);
            if (linters.isEmpty()) {
                return SkillResult
                        .failed((tool.isEmpty() ? "No linter is set up in this project: none of their settings "
                                + "files is there." : "There is no known way to run '" + tool + "'.")
                                + " Name one as 'tool': " + project.known()
                                + ". Or pass a report it wrote as 'report'.");
            }
            return new LintRun(workspace, context, LIMIT).run(linters, fix);
        } catch (IOException e) {
            return SkillResult.failed("The workspace cannot be read: " + e.getMessage());
        }
    }

    private static SkillResult read(String named, String tool, Workspace workspace, SkillContext context) {
        try {
            List<LintFinding> findings = new ReportFiles(workspace, context.json()).findings(named, tool);
            return SkillResult.ok(LintText.of(findings) + "Read from " + named + ", nothing was run.\n")
                    .withData(data(findings, List.of()));
        } catch (UnreadableReportException e) {
            return SkillResult.failed(String.valueOf(e.getMessage()));
        }
    }

    static JsonValue data(List<LintFinding> findings, List<JsonValue> runs) {
        return JsonValue.object().put("findings", findings.stream().<JsonValue>map(one -> JsonValue.object()
                .put("tool", one.tool()).put("file", one.file()).put("line", one.line()).put("column", one.column())
                .put("severity", one.severity()).put("rule", one.rule()).put("message", one.message()).build())
                .toList()).put("runs", runs).build();
    }
}
