package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.support.report.LintFinding;
import dev.telecoder.support.report.LintReports;
import dev.telecoder.support.report.UnreadableReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs linters one after the other in the sandbox and gathers what they say. For one run. */
final class LintRun {

    private static final int NOT_FOUND = 127;
    private static final long OUTPUT_LIMIT = 64L << 20;
    private static final int TAIL = 1_500;

    private final Workspace workspace;
    private final SkillContext context;
    private final SourcePlaces places;
    private final long deadline;
    private final List<LintFinding> findings = new ArrayList<>();
    private final List<JsonValue> runs = new ArrayList<>();
    private final StringBuilder notes = new StringBuilder();
    private int worked;
    private boolean broken;

    LintRun(Workspace workspace, SkillContext context, Duration limit) {
        this.workspace = workspace;
        this.context = context;
        this.places = new SourcePlaces(workspace, context.workspace(), context.sandbox().inside(context.workspace()));
        this.deadline = System.nanoTime() + limit.minusSeconds(10).toNanos();
    }

    SkillResult run(List<Linter> linters, boolean fix) {
        Map<Path, String> before = fix ? state(".*") : Map.of();
        for (Linter linter : linters) {
            if (fix && !linter.fix().isEmpty()) {
                mend(linter);
            } else if (fix && linters.size() == 1) {
                notes.append(linter.name()).append(" mends nothing by itself; these are its findings.\n");
            }
            check(linter);
        }
        String words = LintText.of(findings) + notes;
        if (worked == 0) {
            return SkillResult.failed(notes.toString());
        }
        SkillResult result = broken ? SkillResult.failed(words) : SkillResult.ok(words);
        return result.withFiles(fix ? changed(before) : List.of()).withData(LintRunSkill.data(findings, runs));
    }

    private void mend(Linter linter) {
        RunOutput output = new RunOutput();
        Sandbox.Exit exit = execute(linter.fix(), output);
        runs.add(entry(linter.fix(), exit));
        // Most end with another code than 0 when something is left to mend by hand; the check that follows tells what.
        if (exit.timedOut()) {
            notes.append(linter.name()).append(" was stopped while it mended; it ran too long.\n");
        }
    }

    private void check(Linter linter) {
        Map<Path, String> reports = linter.reports().isEmpty() ? Map.of() : state(linter.reports());
        RunOutput output = new RunOutput();
        Sandbox.Exit exit = execute(linter.check(), output);
        String text = output.text();
        if (exit.code() == NOT_FOUND) {
            notes.append(linter.name()).append(" is set up or was named, but its program is not there in the sandbox (")
                    .append(linter.check()).append("). Install it in the sandbox's image.\n");
            return;
        }
        worked++;
        runs.add(entry(linter.check(), exit));
        Optional<List<LintFinding>> found = linter.reports().isEmpty() ? printed(linter, text, exit)
                : reported(linter, reports);
        if (found.isPresent()) {
            found.get().forEach(one -> findings.add(new LintFinding(one.tool(),
                    one.file().isEmpty() ? "" : places.resolve(one.file(), "", ""), one.line(), one.column(),
                    one.severity(), one.rule(), one.message())));
        }
        if (exit.timedOut() || found.map(List::isEmpty).orElse(true) && exit.code() != 0) {
            broken = true;
            notes.append(linter.name()).append(exit.timedOut() ? " was stopped because it ran too long.\n"
                    : " ended with exit code " + exit.code() + " and named no finding. The end of its output:\n"
                            + text.substring(Math.max(0, text.length() - TAIL)));
        }
    }

    private Optional<List<LintFinding>> printed(Linter linter, String text, Sandbox.Exit exit) {
        if (linter.names()) {
            return Optional.of(text.lines().map(String::strip).filter(line -> !line.isEmpty())
                    .filter(line -> workspace.find(line).isPresent())
                    .map(line -> new LintFinding(linter.name(), line, 0, 0, "warning", "format", "is not formatted"))
                    .toList());
        }
        Optional<List<LintFinding>> found = LintReports.ofOutput(text, linter.name(), context.json());
        if (linter.name().equals("spotless") && !exit.succeeded()) {
            List<LintFinding> files = text.lines().map(line -> line.replaceFirst("^\\[ERROR\\]", "").strip())
                    .filter(line -> line.matches("[^\\s:|@+-]\\S*\\.\\w+") && workspace.find(line).isPresent())
                    .distinct()
                    .map(line -> new LintFinding("spotless", line, 0, 0, "error", "format", "is not formatted"))
                    .toList();
            return Optional.of(files);
        }
        return found;
    }

    private Optional<List<LintFinding>> reported(Linter linter, Map<Path, String> before) {
        List<LintFinding> all = new ArrayList<>();
        boolean any = false;
        for (var entry : new java.util.TreeMap<>(state(linter.reports())).entrySet()) {
            if (entry.getValue().equals(before.get(entry.getKey()))) {
                continue;
            }
            any = true;
            try {
                all.addAll(LintReports.read(Files.readAllBytes(entry.getKey()), linter.name(), context.json()));
            } catch (IOException | UnreadableReportException unreadable) {
                broken = true;
                notes.append(workspace.relative(entry.getKey())).append(" cannot be read: ")
                        .append(unreadable.getMessage()).append('\n');
            }
        }
        return any ? Optional.of(all) : Optional.empty();
    }

    private Sandbox.Exit execute(String command, RunOutput output) {
        context.cancellation().throwIfCancelled();
        context.progress(command.length() > 200 ? command.substring(0, 200) + "…" : command);
        Duration left = Duration.ofNanos(Math.max(1_000_000_000L, deadline - System.nanoTime()));
        Sandbox.Exit exit = context.sandbox().run(Sandbox.Command.of("sh", "-c", command)
                .with(Map.of("CI", "true", "NO_COLOR", "1")).timeout(left).outputLimit(OUTPUT_LIMIT), output::line,
                context.cancellation());
        context.cancellation().throwIfCancelled();
        return exit;
    }

    private static JsonValue entry(String command, Sandbox.Exit exit) {
        return JsonValue.object().put("command", command).put("exit_code", exit.code()).build();
    }

    private Map<Path, String> state(String pathRegex) {
        Map<Path, String> files = new HashMap<>();
        workspace.files(workspace.root(), Integer.MAX_VALUE, file -> {
            if (workspace.relative(file).matches(pathRegex)) {
                try {
                    files.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
                } catch (IOException gone) {
                    // It was there a moment ago.
                }
            }
        });
        return files;
    }

    private List<Path> changed(Map<Path, String> before) {
        return state(".*").entrySet().stream().filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .map(entry -> workspace.root().relativize(entry.getKey())).sorted().toList();
    }
}
