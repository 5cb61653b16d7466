package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scripted model follows from what the tools say, and from nothing else. */
class DemoScriptTest {

    private static final String RED = """
            1 failed, 5 passed (6 tests, tap)
            Command: java tests/RunTests.java

            FAILED shares a bill
              at tests/%s:%d
              expected

            Exit code: 1
            """;

    private final HostJson json = new HostJson();
    private final DemoScript script = new DemoScript(DemoSeed.all(json).getFirst(), json);
    private final List<JsonValue> messages =
            new ArrayList<>(List.of(JsonValue.object().put("role", "user").put("content", "red")
                    .build()));

    private DemoScript.Reply reply(String... tools) {
        List<JsonValue> offered = new ArrayList<>();
        for (String tool : tools) {
            offered.add(JsonValue.object().put("function", JsonValue.object().put("name", tool).build()).build());
        }
        return script.reply(JsonValue.object().put("messages", messages).put("tools", offered).build());
    }

    private DemoScript.Reply reply() {
        return reply("test_run", "code_read", "code_search", "code_edit", "git_commit");
    }

    private void result(DemoScript.Reply reply, String text) {
        String id = "call" + messages.size();
        messages.add(JsonValue.object().put("role", "assistant")
                .put("tool_calls", List.of(JsonValue.object().put("id", id)
                        .put("function",
                                JsonValue.object().put("name", reply.tool())
                                        .put("arguments", reply.arguments().toString()).build())
                        .build()))
                .build());
        messages.add(JsonValue.object().put("role", "tool").put("tool_call_id", id).put("content", text).build());
    }

    @Test
    void readsTheLineThatTheFailureNames() {
        result(reply(), RED.formatted("Other.java", 71));

        DemoScript.Reply reply = reply();

        assertThat(reply.tool()).isEqualTo("code_read");
        assertThat(reply.arguments().get("path").text()).isEqualTo("tests/Other.java");
        assertThat(reply.arguments().get("start_line").asInt(0)).isEqualTo(71);
    }

    @Test
    void mendsTheLineThatItRead() {
        result(reply(), RED.formatted("T.java", 7));
        result(reply(), "7\t   equal(1, Bill.divide(3));");
        DemoScript.Reply search = reply();
        result(search, "else/Where.java\n  12: static int divide(int i) {   [method divide]");
        result(reply(), "12\tstatic int divide(int i) {\n13\t    while (i <= leftOver) {\n14\t}");

        DemoScript.Reply edit = reply();

        assertThat(search.arguments().get("query").text()).isEqualTo("divide");
        assertThat(edit.arguments().toString()).isEqualTo("{\"edits\":[{\"path\":\"else/Where.java\","
                + "\"old\":\"    while (i <= leftOver) {\",\"new\":\"    while (i < leftOver) {\"}]}");
    }

    @Test
    void mendsNothingWhereItReadsNoMistake() {
        result(reply(), RED.formatted("T.java", 7));
        result(reply(), "7\t   equal(1, Bill.divide(3));");
        result(reply(), "else/Where.java\n  12: static int divide(int i) {   [method divide]");
        result(reply(), "12\tstatic int divide(int i) {\n13\t    return 1;");

        assertThat(reply().tool()).isEmpty();
    }

    @Test
    void doesNotCommitWhatIsStillRed() {
        result(new DemoScript.Reply("", "code_edit", JsonValue.object().build()), "changed");
        result(reply(), RED.formatted("T.java", 7));

        DemoScript.Reply reply = reply();

        assertThat(reply.tool()).isEmpty();
        assertThat(reply.text()).contains("did not help");
    }

    @Test
    void saysSoWhereNothingFailed() {
        result(reply(), "6 passed (6 tests, tap)\nExit code: 0\n");

        assertThat(reply().text()).contains("could not see a failing test");
    }

    @Test
    void takesTheNamesOfToolsFromTheRequest() {
        assertThat(reply("test.run").tool()).isEqualTo("test.run");
        assertThat(reply("something").text()).contains("was not offered");
    }
}
