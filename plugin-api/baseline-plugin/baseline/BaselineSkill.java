package baseline;

import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.RunRecord;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.pf4j.Extension;

@Extension
public final class BaselineSkill implements Skill {

    public record Input(String text) {}

    private final PluginContext context;

    public BaselineSkill(PluginContext context) {
        this.context = context;
    }

    @Override
    public SkillSpec spec() {
        return SkillSpec.builder("baseline.run", "Uses what a skill of the first release could.",
                "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}", Risk.EXTERNAL).outsideText(true)
                .runsCode().timeout(Duration.ofMinutes(1)).network("example.org").keywords("old").examples("{}").build();
    }

    @Override
    public Risk risk(SkillInput input) {
        return Risk.READ;
    }

    @Override
    public List<Effect> effects(SkillInput input) {
        return List.of(new Effect("push", "main"));
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext run) {
        run.cancellation().throwIfCancelled();
        JsonValue data = JsonValue.object().put("plugin", context.pluginId()).put("text", input.as(Input.class).text())
                .put("known", input.value().get("text").findText()).build();
        return SkillResult.ok("ran in " + run.workspace().getFileName()).withData(data).withFiles(List.of())
                .withArtifacts(List.of(new SkillResult.Artifact("link", "A link", URI.create("https://example.org"))))
                .withOrigin(Origin.OUTSIDE);
    }

    @Override
    public Reconciled reconcile(RunRecord record, SkillContext run) {
        return Reconciled.notDone();
    }
}
