package dev.telecoder.checks.sandbox;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.testkit.LoopbackServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A model that runs one shell command and then says that it is done: in Anthropic's words, and in both of OpenAI's. */
final class AgentModel {

    static final Json JSON = new HostJson();

    private final String command;
    private final AtomicBoolean acted = new AtomicBoolean();

    AgentModel(String command) {
        this.command = command;
    }

    LoopbackServer.Reply answer(LoopbackServer.Request request) {
        if (!request.method().equals("POST")) {
            return LoopbackServer.Reply.of(200, "{\"data\":[]}");
        }
        JsonValue body = JSON.parse(request.body());
        String tool = tools(body).filter(List.of("Bash", "bash", "exec_command", "shell_command", "shell")::contains)
                .findFirst().orElse("");
        boolean act = !tool.isEmpty() && acted.compareAndSet(false, true);
        String path = request.target().replaceFirst("\\?.*", "");
        return switch (path) {
            case "/v1/messages" -> LoopbackServer.Reply.events(messages(act, tool));
            case "/v1/responses" -> LoopbackServer.Reply.events(responses(act, tool));
            case "/v1/chat/completions" -> LoopbackServer.Reply.events(completions(act, tool));
            case "/v1/messages/count_tokens" -> LoopbackServer.Reply.of(200, "{\"input_tokens\":100}");
            default -> LoopbackServer.Reply.of(404, "{\"error\":{\"message\":\"no " + path + "\"}}");
        };
    }

    private static Stream<String> tools(JsonValue body) {
        return body.get("tools").items().stream().map(tool -> tool.get("name").findText()
                .orElseGet(() -> tool.get("function").get("name").text()));
    }

    private String arguments(String tool) {
        JsonValue arguments = switch (tool) {
            case "exec_command" -> JsonValue.of(Map.of("cmd", command));
            case "shell" -> JsonValue.of(Map.of("command", List.of("sh", "-c", command)));
            case "shell_command" -> JsonValue.of(Map.of("command", command));
            default -> JsonValue.object().put("command", command).put("description", "Edits the file").build();
        };
        return arguments.toString();
    }

    private String messages(boolean act, String tool) {
        StringBuilder out = new StringBuilder();
        event(out,
                "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
                        + "\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":100,\"output_tokens\":1}}}");
        if (act) {
            event(out, "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\","
                    + "\"id\":\"toolu_1\",\"name\":\"" + tool + "\",\"input\":{}}}");
            event(out, "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\","
                    + "\"partial_json\":" + JsonValue.of(arguments(tool)) + "}}");
        } else {
            event(out,
                    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
            event(out, "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
                    + "\"text\":\"Fixed add.\"}}");
        }
        event(out, "{\"type\":\"content_block_stop\",\"index\":0}");
        event(out, "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + (act ? "tool_use" : "end_turn")
                + "\"},\"usage\":{\"output_tokens\":20}}");
        event(out, "{\"type\":\"message_stop\"}");
        return out.toString();
    }

    private String completions(boolean act, String tool) {
        StringBuilder out = new StringBuilder();
        String begin =
                "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{"
                        + "\"index\":0,\"delta\":";
        String delta = act
                ? "{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"" + tool + "\",\"arguments\":" + JsonValue.of(arguments(tool)) + "}}]}"
                : "{\"role\":\"assistant\",\"content\":\"Fixed add.\"}";
        out.append("data: ").append(begin).append(delta).append(",\"finish_reason\":null}]}\n\n");
        out.append("data: ").append(begin).append("{},\"finish_reason\":\"").append(act ? "tool_calls" : "stop")
                .append("\"}],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120}}\n\n");
        return out.append("data: [DONE]\n\n").toString();
    }

    private String responses(boolean act, String tool) {
        StringBuilder out = new StringBuilder();
        event(out, "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\"}}");
        event(out, "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + (act
                ? "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\",\"name\":\"" + tool
                        + "\",\"arguments\":" + JsonValue.of(arguments(tool)) + "}"
                : "{\"type\":\"message\",\"id\":\"m_1\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
                        + "\"text\":\"Fixed add.\"}]}")
                + "}");
        event(out, "{\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"usage\":{\"input_tokens\":100,"
                + "\"input_tokens_details\":null,\"output_tokens\":20,\"output_tokens_details\":null,\"total_tokens\":120}}}");
        return out.toString();
    }

    private static void event(StringBuilder out, String data) {
        out.append("event: ").append(JSON.parse(data).get("type").text()).append("\ndata: ").append(data)
                .append("\n\n");
    }
}
