package dev.telecoder.plugin.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.skill.SkillResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Talks ACP with a program that answers as OpenCode did when it was recorded, and asks leave before it edits. */
class AcpTest {

    private static final String SETTINGS = """
            {"agents":{"timeout":"20s","idle":"10s","custom":{"mine":{"command":"acp-agent","protocol":"acp"}}}}""";

    private static final String AGENT = """
            say() { printf '%s\\n' "$1"; }
            while read -r line; do
              printf '%s\\n' "$line" >> "$HOME/heard"
              case "$line" in
              *'"initialize"'*) say '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":1,"agentCapabilities":{"loadSession":true}}}';;
              *'"session/load"'*)
                say '{"jsonrpc":"2.0","method":"session/update","params":{"update":{"sessionUpdate":"agent_message_chunk","content":{"text":"The past."}}}}'
                say '{"jsonrpc":"2.0","id":2,"result":{}}';;
              *'"session/new"'*) say '{"jsonrpc":"2.0","id":2,"result":{"sessionId":"ses_1"}}';;
              *'"session/prompt"'*)
                say '{"jsonrpc":"2.0","method":"session/update","params":{"update":{"sessionUpdate":"tool_call","title":"edit","status":"in_progress","rawInput":{"filePath":"calc.py"}}}}'
                say '{"jsonrpc":"2.0","id":"q1","method":"fs/read_text_file","params":{"path":"calc.py"}}'
                say '{"jsonrpc":"2.0","id":7,"method":"session/request_permission","params":{"toolCall":{"title":"edit","kind":"edit","rawInput":{"filePath":"calc.py"}},"options":[{"optionId":"always","kind":"allow_always"},{"optionId":"once","kind":"allow_once"},{"optionId":"no","kind":"reject_once"}]}}';;
              *'"optionId":"once"'*)
                sed -i 's/a - b/a + b/' calc.py
                say '{"jsonrpc":"2.0","method":"session/update","params":{"update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"Fixed "}}}}'
                say '{"jsonrpc":"2.0","method":"session/update","params":{"update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"add."}}}}'
                say '{"jsonrpc":"2.0","id":3,"result":{"stopReason":"end_turn","usage":{"inputTokens":100,"outputTokens":20}}}';;
              *'"optionId":"no"'*) say '{"jsonrpc":"2.0","id":3,"result":{"stopReason":"end_turn"}}';;
              esac
            done""";

    @TempDir private Path temp;

    private Bench bench() {
        return new Bench(temp).program("acp-agent", AGENT);
    }

    @Test
    void asksTheGateAndMakesTheEditWhenAllowed() {
        Bench bench = bench();
        bench.context.withSkill(PermitSkill.NAME, input -> SkillResult.ok("Allowed."));

        SkillResult result = bench.run(SETTINGS, "{\"task\":\"Fix add\",\"agent\":\"mine\"}");

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.data().orElseThrow().get("summary").text()).isEqualTo("Fixed add.");
        assertThat(result.data().orElseThrow().get("session").text()).isEqualTo("mine:ses_1");
        assertThat(result.data().orElseThrow().get("input_tokens").asLong(0)).isEqualTo(100);
        assertThat(bench.context.skillCalls()).singleElement().satisfies(call -> assertThat(call.input().toString())
                .isEqualTo("{\"kind\":\"edit\",\"action\":\"edit calc.py\"}"));
        assertThat(temp.resolve("home/.agents/mine/heard")).content().contains("-32601");
    }

    @Test
    void aRefusalIsToldToTheAgentAndToTheModel() {
        Bench bench = bench();
        bench.context.withSkill(PermitSkill.NAME, input -> {
            throw PluginException.of(Failure.REJECTED, "Nobody allowed it.");
        });

        SkillResult result = bench.run(SETTINGS, "{\"task\":\"Fix add\",\"agent\":\"mine\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("was not allowed to edit calc.py");
        assertThat(bench.repository.read("calc.py")).isEqualTo(Bench.WRONG);
    }

    @Test
    void aFollowUpLoadsTheSessionWithoutRepeatingThePast() {
        Bench bench = bench();
        bench.context.withSkill(PermitSkill.NAME, input -> SkillResult.ok("Allowed."));

        SkillResult result = bench.run(SETTINGS, "{\"task\":\"Fix add\",\"session\":\"mine:ses_9\"}");

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.output()).doesNotContain("The past.").contains("mine:ses_9");
        assertThat(temp.resolve("home/.agents/mine/heard")).content().contains("\"sessionId\":\"ses_9\"");
    }
}
