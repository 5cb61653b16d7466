package dev.telecoder.plugin.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermitSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new PermitSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"kind\": \"other\", \"action\": \"x\"}", "{\"kind\": \"read\", \"action\": \"x\"}");
    }

    @ParameterizedTest
    @CsvSource({"read,READ", "edit,WRITE", "execute,WRITE", "fetch,EXTERNAL", "other,EXTERNAL"})
    void isAsRiskyAsWhatTheAgentWants(String kind, Risk risk) {
        assertThat(skill().risk(Bench.input("{\"kind\":\"" + kind + "\",\"action\":\"x\"}"))).isEqualTo(risk);
        assertThat(PermitSkill.known("switch_mode")).isEqualTo("other");
    }
}
