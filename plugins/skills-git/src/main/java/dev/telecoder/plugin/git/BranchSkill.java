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
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** {@code git.branch}: lists, creates, switches and deletes local branches. */
@Extension
public final class BranchSkill implements Skill {

    private static final SkillSpec SPEC = SkillSpec.builder("git.branch", """
            Lists, creates, switches or deletes local branches. Uncommitted changes come along to a new branch. Call new ones \
            telecoder/<topic>. git.commit with "branch" creates and commits at once.""", """
            {"type":"object","additionalProperties":false,"required":["action"],"properties":{
            "action":{"type":"string","enum":["list","create","switch","delete"]},
            "name":{"type":"string","description":"for all but list"},
            "from":{"type":"string","description":"create: where it begins; default HEAD"},
            "force":{"type":"boolean","description":"delete though commits would be lost"},
            "repo":{"type":"string","description":"default: the one in focus"}}}""", Risk.DANGEROUS)
            .outsideText(false).needsRepository().keywords("checkout", "switch", "branches")
            .examples("""
                    {"action": "create", "name": "telecoder/fix-login"}""", """
                    {"action": "list"}""").build();

    record Input(String action, @Nullable String name, @Nullable String from, boolean force) {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public Risk risk(SkillInput input) {
        return switch (input.value().get("action").text()) {
            case "list" -> Risk.READ;
            case "delete" -> input.value().get("force").asBoolean(false) ? Risk.DANGEROUS : Risk.WRITE;
            default -> Risk.WRITE;
        };
    }

    @Override
    public SkillResult run(SkillInput skillInput, SkillContext context) {
        Input input = skillInput.as(Input.class);
        String name = input.name() == null ? "" : input.name().strip();
        if (!input.action().equals("list") && name.isEmpty()) {
            return SkillResult.failed("The action " + input.action() + " needs the \"name\" of a branch.");
        }
        Checkout checkout = context.checkout();
        try {
            return switch (input.action()) {
                case "list" -> list(checkout);
                case "create" -> {
                    checkout.createBranch(name, input.from() == null ? "" : input.from());
                    yield done(checkout, "Created " + name + " and switched to it.");
                }
                case "switch" -> {
                    checkout.switchTo(name);
                    yield done(checkout, "Switched to " + name + ".");
                }
                case "delete" -> delete(checkout, name, input.force());
                default -> SkillResult
                        .failed("There is no action " + input.action() + ": use list, create, switch or delete.");
            };
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                return SkillResult.failed(e.getMessage());
            }
            throw e;
        }
    }

    private static SkillResult delete(Checkout checkout, String name, boolean force) {
        boolean losing =
                checkout.branches().stream().anyMatch(branch -> branch.name().equals(name) && !branch.merged());
        if (losing && !force) {
            return SkillResult.failed("The branch " + name + " has commits that are neither in "
                    + checkout.defaultBranch()
                    + " nor on the remote; deleting it would lose them. Push it first, or, if they are not wanted, delete it "
                    + "with \"force\": true, which asks a person.");
        }
        checkout.deleteBranch(name);
        return done(checkout, "Deleted " + name + (losing ? " and the commits only it had." : "."));
    }

    private static SkillResult list(Checkout checkout) {
        StringBuilder lines = new StringBuilder();
        for (Checkout.Branch branch : checkout.branches()) {
            lines.append(branch.current() ? "* " : "  ").append(branch.name()).append(' ')
                    .append(Results.brief(branch.head())).append(branch.merged() ? "" : "  (not merged or pushed)")
                    .append('\n');
        }
        return done(checkout,
                lines.isEmpty() ? "There are no branches yet: the repository has no commit." : lines.toString());
    }

    private static SkillResult done(Checkout checkout, String output) {
        List<JsonValue> branches = checkout.branches().stream()
                .map(branch -> JsonValue.object().put("name", branch.name())
                        .put("head", branch.head()).put("current", branch.current()).put("merged", branch.merged())
                        .build())
                .toList();
        return SkillResult.ok(output).withData(JsonValue.object().put("current", checkout.branch().orElse(null))
                .put("default", checkout.defaultBranch()).put("branches", branches).build());
    }
}
