package dev.telecoder.plugin.code;

import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Reviews;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.plugin.code.ReviewMemory.Notes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pf4j.Extension;

/**
 * Reviews a change: with fixed rules, and with the language model where there is one. Says only what can be put on a line of
 * the change. Any thread may run it.
 */
@Extension
public final class CodeReviewSkill implements Skill {

    private static final int SHOWN = 60;

    private static final SkillSpec SPEC = SkillSpec.builder("code.review",
            "Reviews a change and gives remarks on its lines: `diff` is a file with a unified diff, `pr` the number of a "
                    + "pull request (again: only what is new since); without either, what is not committed yet.",
            """
            {"type":"object","properties":{
            "diff":{"type":"string","description":"path of a unified diff in the workspace"},
            "pr":{"type":"integer","minimum":1},
            "model":{"type":"boolean","description":"false: fixed rules only"}}}""",
            Risk.READ).keywords("pull request", "review", "diff", "bugs", "remarks").examples("{\"pr\":12}").build();

    private final PluginContext host;

    /**
     * Made by the host.
     *
     * @param context the host's part
     */
    public CodeReviewSkill(PluginContext context) {
        this.host = context;
    }

    /** What to review. */
    private record Subject(ReviewDiff diff, String about, List<Reviews.Remark> said, long number, String head,
            boolean outside) {}

    /** Says to the model why there is nothing to review. */
    private static final class Nothing extends Exception {

        private static final long serialVersionUID = 1L;

        Nothing(String message) {
            super(message);
        }
    }

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        context.cancellation().throwIfCancelled();
        try {
            var memory = memory(host, context);
            Subject subject = subject(input.value(), context);
            return review(subject, memory, context, input.value().get("model").asBoolean(true));
        } catch (Nothing | IOException e) {
            return SkillResult.failed(String.valueOf(e.getMessage()));
        } catch (ReviewDiff.Malformed e) {
            return SkillResult.failed("The diff cannot be read. " + e.getMessage() + " Make it with git diff.");
        }
    }

    static ReviewMemory memory(PluginContext host, SkillContext context) throws IOException {
        String repo = context.hasCheckout() ? context.checkout().repo() : context.workspace().toRealPath().toString();
        return new ReviewMemory(host.dataDirectory(), repo, context.json());
    }

    private static SkillResult review(Subject subject, ReviewMemory memory, SkillContext context, boolean ask)
            throws IOException {
        Notes notes = memory.read();
        ReviewMemory.Seen before = notes.pulls().get(String.valueOf(subject.number()));
        ReviewDiff fresh = before == null ? subject.diff() : ReviewProgress.unseen(subject.diff(), before);
        var remarks = new ArrayList<>(ReviewChecks.in(fresh));
        var model = new ReviewModel(context, notes.rules(), subject.about());
        if (ask && fresh.files().stream().anyMatch(file -> !file.added().isEmpty() || !file.lines().isEmpty())) {
            model.ask(fresh);
            remarks.addAll(model.remarks());
        }
        List<Remark> kept = ReviewProgress.worthSaying(remarks, notes.rejected(), subject.said(), subject.diff());
        if (subject.number() > 0) {
            memory.change(all -> all.withSeen(subject.number(), ReviewProgress.seen(subject.diff(), subject.head()))
                    .withRejected(ReviewProgress.settled(remarks, subject.said())));
        }
        SkillResult result = SkillResult.ok(output(kept, subject, before, model.notes()))
                .withData(JsonValue.object().put("remarks", kept.stream().map(CodeReviewSkill::data).toList())
                        .put("files", subject.diff().files().stream().map(ReviewDiff.Changed::path).toList())
                        .put("since", before == null ? null : before.head()).put("head", subject.head())
                        .put("notes", model.notes()).build());
        return subject.outside() ? result : result.withOrigin(Origin.REPOSITORY);
    }

    private static Subject subject(JsonValue input, SkillContext context)
            throws Nothing, IOException, ReviewDiff.Malformed {
        String path = input.get("diff").text();
        long number = input.get("pr").asLong(0);
        if (!path.isEmpty() && number > 0) {
            throw new Nothing("Pass either diff or pr, not both.");
        }
        if (number > 0) {
            return pullRequest(number, context);
        }
        if (!path.isEmpty()) {
            return new Subject(ReviewDiff.read(file(path, context)), "", List.of(), 0, "", false);
        }
        if (!context.hasCheckout()) {
            throw new Nothing("There is nothing to review: pass diff, the path of a file with a unified diff, or pr.");
        }
        String diff = context.checkout().diff("", "", List.of()).text();
        if (diff.isBlank()) {
            throw new Nothing("There is nothing to review: no file differs from the last commit. Pass diff or pr.");
        }
        return new Subject(ReviewDiff.read(diff), "", List.of(), 0, "", false);
    }

    private static String file(String path, SkillContext context) throws Nothing, IOException {
        Path file;
        try {
            file = new WorkspaceFiles(context.workspace()).place(path).file();
        } catch (WorkspaceFiles.Outside e) {
            throw new Nothing(String.valueOf(e.getMessage()));
        }
        if (!Files.isRegularFile(file)) {
            throw new Nothing("There is no file " + path + ". Pass the path of a file with a unified diff.");
        }
        if (Files.size(file) > EditRun.LARGEST) {
            throw new Nothing(path + " is larger than 5 MB. Review it in parts.");
        }
        return TextFile.plain(Files.readAllBytes(file));
    }

    private static Subject pullRequest(long number, SkillContext context) throws Nothing, ReviewDiff.Malformed {
        if (!context.hasCheckout()) {
            throw new Nothing("There is no repository in focus whose pull request could be reviewed.");
        }
        String repo = context.checkout().repo();
        CodeHost service = context.repositories().codeHost(repo).orElseThrow(() -> new Nothing(
                "No code host is configured for " + repo + ". Make the diff with git and pass its path as diff."));
        Reviews reviews = service.ability(Reviews.class).orElseThrow(() -> new Nothing(
                service.id() + " cannot show pull requests. Make the diff with git and pass its path as diff."));
        String name = context.repositories().all().stream().filter(one -> one.name().equals(repo)).findFirst()
                .flatMap(one -> service.identify(one.url())).orElse(repo);
        Reviews.Change change = reviews.change(name, number)
                .orElseThrow(() -> new Nothing(repo + " has no pull request " + number + "."));
        return new Subject(ReviewDiff.read(change.diff()), change.title() + "\n" + change.markdown(),
                reviews.remarks(name, number), number, change.head(), true);
    }

    private static JsonValue data(Remark remark) {
        return JsonValue.object().put("path", remark.path()).put("line", remark.line())
                .put("side", remark.old() ? "old" : "new").put("position", remark.position())
                .put("severity", remark.severity()).put("body", remark.body()).put("rule", remark.rule())
                .put("id", remark.id()).build();
    }

    private static String output(List<Remark> remarks, Subject subject, ReviewMemory.Seen before,
            List<String> notes) {
        var out = new StringBuilder();
        if (before != null) {
            out.append("New since the last review").append(before.head().isEmpty() ? "" : " at " + before.head())
                    .append(":\n");
        }
        out.append(remarks.isEmpty() ? "Nothing to remark"
                : remarks.size() + (remarks.size() == 1 ? " remark" : " remarks")
                        + " (" + ReviewChecks.counts(remarks) + ")")
                .append(" in ").append(subject.diff().files().size())
                .append(subject.diff().files().size() == 1 ? " file.\n" : " files.\n");
        for (Remark remark : remarks.subList(0, Math.min(SHOWN, remarks.size()))) {
            out.append(remark.path()).append(':').append(remark.line()).append(remark.old() ? " (old)" : "")
                    .append(" [").append(remark.severity().name().toLowerCase(Locale.ROOT)).append(", ")
                    .append(remark.rule()).append(", ").append(remark.id()).append("] ").append(remark.body())
                    .append('\n');
        }
        if (remarks.size() > SHOWN) {
            out.append("(").append(remarks.size() - SHOWN).append(" more in data)\n");
        }
        notes.forEach(note -> out.append(note).append('\n'));
        return out.toString().stripTrailing();
    }
}
