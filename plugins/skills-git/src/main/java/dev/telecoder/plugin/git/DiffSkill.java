package dev.telecoder.plugin.git;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** {@code git.diff}: what differs between commits, branches, and the files as they are. */
@Extension
public final class DiffSkill implements Skill {

    private static final int HISTORY = 5000;

    private static final SkillSpec SPEC = SkillSpec.builder("git.diff", """
            Shows changes. Without arguments: the files as they are, new ones included, against the last commit.""", """
            {"type":"object","additionalProperties":false,"properties":{
            "from":{"type":"string","description":"commit, branch or tag; default HEAD"},
            "to":{"type":"string","description":"likewise; default: the files as they are"},
            "since":{"type":"string","description":"instead of from: date, time, or age such as 3d"},
            "path":{"type":"string"},
            "paths":{"type":"array","items":{"type":"string"}},
            "stat":{"type":"boolean","description":"files and counts only; begin with it when much changed"},
            "repo":{"type":"string","description":"default: the one in focus"}}}""", Risk.READ)
            .outsideText(false).needsRepository().keywords("changes", "status", "compare", "what changed")
            .examples("{}", """
                    {"from": "origin/main", "to": "telecoder/fix-login", "stat": true}""", """
                    {"since": "2d"}""").build();

    private final Clock clock;

    /** Makes the skill; the host calls it. */
    public DiffSkill() {
        this(Clock.systemUTC());
    }

    DiffSkill(Clock clock) {
        this.clock = clock;
    }

    record Input(@Nullable String from, @Nullable String to, @Nullable String since, @Nullable String path,
            List<String> paths, boolean stat) {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput skillInput, SkillContext context) {
        Input input = skillInput.as(Input.class);
        Checkout checkout = context.checkout();
        try {
            String to = text(input.to());
            String from = text(input.from());
            if (!text(input.since()).isEmpty()) {
                if (!from.isEmpty()) {
                    return SkillResult.failed("Give either \"from\" or \"since\", not both.");
                }
                from = before(checkout, to, Since.parse(text(input.since()), clock));
            }
            List<String> paths = RepoPaths.of(checkout.directory(), input.path(), input.paths());
            return answer(checkout.diff(from, to, paths), from, to, input.stat());
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                return SkillResult.failed(e.getMessage() + " git.branch with \"action\": \"list\" names the branches.");
            }
            throw e;
        }
    }

    private static String before(Checkout checkout, String to, Instant since) {
        List<Checkout.Commit> commits = checkout.log(to, HISTORY);
        return commits.stream().filter(commit -> commit.at().isBefore(since)).findFirst()
                .or(() -> commits.stream().reduce((newer, older) -> older)).map(Checkout.Commit::id).orElse("");
    }

    private static SkillResult answer(Checkout.Diff diff, String from, String to, boolean stat) {
        String what = (from.isEmpty() ? "the last commit" : Results.brief(from)) + " and "
                + (to.isEmpty() ? "the files as they are now" : Results.brief(to));
        JsonValue data = JsonValue.object().put("from", from.isEmpty() ? "HEAD" : from).put("to", to)
                .put("files", diff.changes().stream().map(Results::json).toList())
                .put("added", diff.changes().stream().mapToInt(Checkout.Change::added).sum())
                .put("removed", diff.changes().stream().mapToInt(Checkout.Change::removed).sum())
                .putIfPresent("diff", stat ? null : diff.text()).build();
        if (diff.changes().isEmpty()) {
            return SkillResult.ok("No difference between " + what + ".").withData(data);
        }
        String list = diff.changes().stream().map(Results::line).collect(Collectors.joining("\n"));
        String head = Results.counts(diff.changes()) + " between " + what + ":\n" + list;
        return SkillResult.ok(stat ? head : head + "\n\n" + diff.text()).withData(data);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }
}
