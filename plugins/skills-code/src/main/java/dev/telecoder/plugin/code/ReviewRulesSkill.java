package dev.telecoder.plugin.code;

import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.plugin.code.ReviewMemory.Notes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Keeps what reviews of a repository shall know: rules in words, and remarks not to be made again. What it keeps steers
 * later reviews, so a change needs consent. Any thread may run it.
 */
@Extension
public final class ReviewRulesSkill implements Skill {

    private static final int MOST_RULES = 50;
    private static final int LONGEST_RULE = 500;

    private static final SkillSpec SPEC = SkillSpec.builder("code.review-rules",
            "Shows what code.review keeps for this repository, or changes it: add or remove a rule in words, or reject a "
                    + "remark by its id so that it is not made again.",
            """
            {"type":"object","additionalProperties":false,"properties":{
            "add":{"type":"string","description":"a rule, such as: public methods need a test"},
            "remove":{"type":"string","description":"a rule as it is listed"},
            "reject":{"type":"array","items":{"type":"string"},"description":"ids of remarks"}}}""",
            Risk.EXTERNAL).outsideText(false).keywords("review", "rule", "reject", "remember", "false positive")
            .build();

    private final PluginContext host;

    /**
     * Made by the host.
     *
     * @param context the host's part
     */
    public ReviewRulesSkill(PluginContext context) {
        this.host = context;
    }

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public Risk risk(SkillInput input) {
        return input.value().members().isEmpty() ? Risk.READ : Risk.EXTERNAL;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        context.cancellation().throwIfCancelled();
        String add = input.value().get("add").text().strip().replaceAll("\\s+", " ");
        String remove = input.value().get("remove").text().strip();
        List<String> reject = input.value().get("reject").items().stream().map(JsonValue::text).toList();
        if (add.length() > LONGEST_RULE) {
            return SkillResult
                    .failed("The rule has " + add.length() + " characters. Say it in at most " + LONGEST_RULE + ".");
        }
        String odd = reject.stream().filter(id -> !id.matches("[0-9a-f]{12}")).findFirst().orElse("");
        if (!odd.isEmpty()) {
            return SkillResult
                    .failed("'" + odd + "' is no id of a remark. code.review gives each remark an id, such as "
                            + "4f0c2a9b17de.");
        }
        try {
            ReviewMemory memory = CodeReviewSkill.memory(host, context);
            Notes before = memory.read();
            if (!remove.isEmpty() && !before.rules().contains(remove)) {
                return SkillResult.failed("There is no rule '" + remove + "'. There are: "
                        + (before.rules().isEmpty() ? "none" : String.join(" | ", before.rules())) + ".");
            }
            if (!add.isEmpty() && before.rules().size() >= MOST_RULES) {
                return SkillResult.failed("There are " + MOST_RULES + " rules already. Remove one first.");
            }
            return shown(memory.change(notes -> changed(notes, add, remove, reject)));
        } catch (IOException e) {
            return SkillResult.failed("The rules cannot be kept: " + e.getMessage());
        }
    }

    private static Notes changed(Notes notes, String add, String remove, List<String> reject) {
        var rules = new ArrayList<>(notes.rules());
        rules.remove(remove);
        if (!add.isEmpty() && !rules.contains(add)) {
            rules.add(add);
        }
        return notes.withRules(rules).withRejected(Set.copyOf(reject));
    }

    private static SkillResult shown(Notes notes) {
        var out = new StringBuilder(notes.rules().isEmpty() ? "No rules of this repository's own.\n" : "Rules:\n");
        notes.rules().forEach(rule -> out.append("- ").append(rule).append('\n'));
        out.append(notes.rejected().size()).append(" remarks are not made again.");
        return SkillResult.ok(out.toString()).withData(JsonValue.object().put("rules", notes.rules())
                .put("rejected", notes.rejected()).build());
    }
}
