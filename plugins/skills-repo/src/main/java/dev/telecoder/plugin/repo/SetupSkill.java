package dev.telecoder.plugin.repo;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** {@code repo.setup}: opens a repository for the task and tells how it is built and tested. */
@Extension
public final class SetupSkill implements Skill {

    private static final SkillSpec SPEC = SkillSpec.builder("repo.setup", """
            Opens a repository in a clone of its own and brings it into focus; tells its languages, commands to build, test \
            and lint, CI and convention files. Without arguments it describes the one in focus.""", """
            {"type":"object","additionalProperties":false,"properties":{
            "name":{"type":"string","description":"a configured one, such as myorg/api"},
            "url":{"type":"string","description":"or a git URL"},
            "branch":{"type":"string","description":"default: the default branch"}}}""", Risk.WRITE)
            .outsideText(false).timeout(Duration.ofMinutes(30)).network("*")
            .keywords("clone", "open", "repository", "checkout",
                    "stack", "build", "how to test")
            .examples("""
                    {"name": "myorg/api"}""", """
                    {"url": "https://github.com/owner/repo.git", "branch": "main"}""").build();

    record Input(@Nullable String name, @Nullable String url, @Nullable String branch) {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput skillInput, SkillContext context) {
        Input input = skillInput.as(Input.class);
        String wanted = !text(input.name()).isEmpty() ? text(input.name()) : text(input.url());
        if (!text(input.name()).isEmpty() && !text(input.url()).isEmpty()) {
            return SkillResult.failed("Give either \"name\" or \"url\", not both.");
        }
        try {
            Checkout checkout;
            if (wanted.isEmpty()) {
                if (!context.hasCheckout()) {
                    return SkillResult.failed("No repository is in focus. Give the \"name\" of one, or a git \"url\".");
                }
                checkout = context.checkout();
                if (!text(input.branch()).isEmpty()) {
                    checkout.switchTo(text(input.branch()));
                }
            } else {
                context.progress("Opening " + wanted);
                checkout = context.repositories().open(wanted, text(input.branch()));
            }
            context.cancellation().throwIfCancelled();
            Profile profile = Survey.of(checkout.directory(), context.cancellation());
            Conventions conventions = Conventions.of(checkout.directory(), checkout);
            return SkillResult.ok(profile.text(checkout, conventions)).withData(profile.json(checkout, conventions));
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                return SkillResult.failed(e.getMessage());
            }
            throw e;
        }
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }
}
