package dev.telecoder.plugin.ci;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pf4j.Extension;

/** {@code ci.status}: the newest runs of a repository's CI. Keeps nothing; any number may run at once. */
@Extension
public final class StatusSkill implements Skill {

    private static final int DEFAULT_RUNS = 10;

    private static final SkillSpec SPEC = SkillSpec.builder("ci.status", """
            Lists the newest CI runs: state, branch, commit, link. Without input: of the branch that is checked out. Then \
            ci.logs tells why one failed.""", """
            {"type":"object","additionalProperties":false,"properties":{
            "branch":{"type":"string","description":"default: the current one; * for all"},
            "limit":{"type":"integer","minimum":1,"maximum":100},
            "repo":{"type":"string","description":"default: the one in focus"}}}""", Risk.READ)
            .network("*").keywords("build", "pipeline", "actions", "checks", "green", "red").examples("{}", """
                    {"branch": "*", "limit": 20}""").build();

    /** Made by the host. */
    public StatusSkill() {}

    /** A run and who tells of it. */
    private record Told(String provider, CiProvider.Run run) {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        context.cancellation().throwIfCancelled();
        int limit = input.value().get("limit").asInt(DEFAULT_RUNS);
        try {
            Services services = Services.of(context);
            String given = input.value().get("branch").text().strip();
            String branch = given.isEmpty() ? services.branch() : given.equals("*") ? "" : given;
            List<Told> told = new ArrayList<>();
            for (CiProvider provider : services.providers()) {
                provider.runs(services.repo(), branch, limit).forEach(run -> told.add(new Told(provider.id(), run)));
            }
            told.sort(Comparator.comparing((Told one) -> one.run().startedAt()).reversed());
            List<Told> newest = told.stream().limit(limit).toList();
            return SkillResult.ok(text(services.repo(), branch, newest))
                    .withData(data(services.repo(), branch, newest));
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                return SkillResult.failed(e.getMessage());
            }
            throw e;
        }
    }

    private static String text(String repo, String branch, List<Told> told) {
        String of = repo + (branch.isEmpty() ? "" : " on " + branch);
        if (told.isEmpty()) {
            return "There are no CI runs of " + of + ".";
        }
        StringBuilder text = new StringBuilder("CI runs of " + of + ", newest first:");
        for (Told one : told) {
            CiProvider.Run run = one.run();
            String commit = run.commit().length() > 10 ? run.commit().substring(0, 10) : run.commit();
            text.append('\n').append(run.state()).append("  ").append(run.name()).append("  ").append(run.branch())
                    .append(' ')
                    .append(commit).append("  ").append(run.startedAt()).append("  run ").append(run.id()).append("  ")
                    .append(run.location());
        }
        return text.toString();
    }

    private static JsonValue data(String repo, String branch, List<Told> told) {
        List<JsonValue> runs = told.stream().map(one -> JsonValue.object().put("id", one.run().id())
                .put("provider", one.provider()).put("name", one.run().name()).put("branch", one.run().branch())
                .put("commit", one.run().commit()).put("state", one.run().state())
                .put("failed", Services.failed(one.run())).put("started_at", one.run().startedAt().toString())
                .put("url", one.run().location().toString()).build()).toList();
        return JsonValue.object().put("repo", repo).put("branch", branch).put("runs", runs).build();
    }
}
