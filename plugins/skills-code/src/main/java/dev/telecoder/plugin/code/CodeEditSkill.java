package dev.telecoder.plugin.code;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** Changes files of the workspace by search and replace or by a patch, all or nothing. Keeps nothing; any thread may run it. */
@Extension
public final class CodeEditSkill implements Skill {

    private static final int SHOWN_DIFF = 6_000;
    private static final Pattern LINE = Pattern.compile("line\\D{0,3}(\\d+)", Pattern.CASE_INSENSITIVE);

    private static final SkillSpec SPEC = SkillSpec.builder("code.edit",
            "Edits, creates, moves or deletes files. Pass `edits` (old must be copied from the file and occur once; empty old "
                    + "creates a file) or `patch` (*** Begin Patch format). All are applied in order, or none.",
            """
            {"type":"object","properties":{
            "edits":{"type":"array","items":{"type":"object","properties":{
            "path":{"type":"string"},"old":{"type":"string"},"new":{"type":"string"},"replace_all":{"type":"boolean"}},
            "required":["path","old","new"]}},
            "patch":{"type":"string"}}}""",
            Risk.WRITE).outsideText(false).keywords("write", "create", "delete", "move", "file", "patch", "replace")
            .examples("{\"edits\":[{\"path\":\"src/a.py\",\"old\":\"return 1\",\"new\":\"return 2\"}]}").build();

    /** Made by the host. */
    public CodeEditSkill() {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        context.cancellation().throwIfCancelled();
        List<Change> changes;
        try {
            changes = changes(input.value());
        } catch (PatchText.Malformed e) {
            return SkillResult.failed(e.getMessage() + " Nothing was changed.")
                    .withData(data(new EditOutcome(List.of(), List.of(), List.of()), List.of()));
        }
        try {
            EditOutcome outcome = new EditRun(new WorkspaceFiles(context.workspace())).apply(changes);
            return outcome.succeeded() ? done(outcome, context) : refused(outcome);
        } catch (IOException e) {
            return SkillResult.failed("The files could not be written, and are as before: " + e.getMessage())
                    .withData(data(new EditOutcome(List.of(), List.of(), List.of()), List.of()));
        }
    }

    private static List<Change> changes(JsonValue input) throws PatchText.Malformed {
        List<JsonValue> edits = input.get("edits").items();
        String patch = input.get("patch").text();
        if (!edits.isEmpty() && !patch.isBlank()) {
            throw new PatchText.Malformed("Pass either edits or patch, not both.");
        }
        if (edits.isEmpty()) {
            if (patch.isBlank()) {
                throw new PatchText.Malformed(input.get("patch").isNull()
                        ? "There is nothing to do: pass edits, a list of {path, old, new}, or patch."
                        : "The patch is empty.");
            }
            return PatchText.read(patch);
        }
        var changes = new ArrayList<Change>();
        for (JsonValue edit : edits) {
            String path = edit.get("path").text();
            if (path.isBlank() || edit.get("new").isNull()) {
                throw new PatchText.Malformed("Edit " + (changes.size() + 1) + " lacks "
                        + (path.isBlank() ? "its path" : "'new', the text to put there (may be empty)") + ".");
            }
            changes.add(new Change.Replace(path, edit.get("old").text(), edit.get("new").text(),
                    edit.get("replace_all").asBoolean(false)));
        }
        return changes;
    }

    private static SkillResult refused(EditOutcome outcome) {
        String output = outcome.refused().stream().map(no -> no.path() + ": " + no.message())
                .collect(Collectors.joining("\n"));
        return SkillResult.failed("Nothing was changed.\n" + output).withData(data(outcome, List.of()));
    }

    private static SkillResult done(EditOutcome outcome, SkillContext context) {
        List<JsonValue> errors = syntaxErrors(outcome, context);
        var output = new StringBuilder();
        for (EditOutcome.Changed file : outcome.files()) {
            long added = file.diff().lines().filter(line -> line.startsWith("+") && !line.startsWith("+++ ")).count();
            long removed = file.diff().lines().filter(line -> line.startsWith("-") && !line.startsWith("--- ")).count();
            if (!file.diff().isEmpty()) {
                output.append(file.path()).append(" +").append(added).append(" -").append(removed).append('\n');
            }
        }
        for (JsonValue error : errors) {
            output.append("Syntax error in ").append(error.get("path").text()).append(", line ")
                    .append(error.get("line").text()).append(": ").append(error.get("message").text()).append('\n');
        }
        // Where the old text was not quite the file's, the model should see what really happened.
        boolean inexact = outcome.applied().stream().anyMatch(one -> one.rung() != Rung.EXACT);
        if (inexact) {
            String diff = diff(outcome);
            output.append("The old text was not exactly the file's (")
                    .append(outcome.applied().stream().map(one -> one.rung().id()).filter(rung -> !rung.equals("exact"))
                            .distinct().collect(Collectors.joining(", ")))
                    .append("); check the result:\n")
                    .append(diff.length() > SHOWN_DIFF ? diff.substring(0, SHOWN_DIFF) + "…\n" : diff);
        }
        return SkillResult.ok(output.toString().stripTrailing()).withData(data(outcome, errors))
                .withFiles(outcome.files().stream().map(file -> Path.of(file.path())).toList());
    }

    private static String diff(EditOutcome outcome) {
        return outcome.files().stream().map(EditOutcome.Changed::diff).collect(Collectors.joining());
    }

    private static JsonValue data(EditOutcome outcome, List<JsonValue> errors) {
        return JsonValue.object()
                .put("diff", diff(outcome))
                .put("applied", outcome.applied().stream()
                        .map(one -> Map.of("path", one.path(), "rung", one.rung().id())).toList())
                .put("refused", outcome.refused().stream().map(no -> JsonValue.object().put("path", no.path())
                        .put("reason", no.reason().id()).put("lines", no.lines()).put("message", no.message()).build())
                        .toList())
                .put("syntax_errors", errors)
                .build();
    }

    /** Only what was right before can be newly wrong. */
    private static List<JsonValue> syntaxErrors(EditOutcome outcome, SkillContext context) {
        var errors = new ArrayList<JsonValue>();
        for (EditOutcome.Changed file : outcome.files()) {
            boolean json = file.path().toLowerCase(Locale.ROOT).endsWith(".json");
            if (file.after().isBlank()) {
                continue;
            }
            if (!json) {
                if (file.before().isBlank() || Syntax.problem(file.path(), file.before()).isEmpty()) {
                    Syntax.problem(file.path(), file.after()).ifPresent(problem -> errors.add(JsonValue.object()
                            .put("path", file.path()).put("line", problem.line()).put("message", problem.message())
                            .build()));
                }
            } else if (file.before().isBlank() || problem(file.before(), context).isEmpty()) {
                String problem = problem(file.after(), context);
                if (!problem.isEmpty()) {
                    var line = LINE.matcher(problem);
                    errors.add(JsonValue.object().put("path", file.path())
                            .put("line", line.find() ? Integer.parseInt(line.group(1)) : 1).put("message", problem)
                            .build());
                }
            }
        }
        return errors;
    }

    private static String problem(String text, SkillContext context) {
        try {
            context.json().parse(text);
            return "";
        } catch (PluginException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
