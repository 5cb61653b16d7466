package dev.telecoder.plugin.agents;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OpenCode: by its stream of JSON lines, where it may do all; or over ACP, where it asks.
 *
 * @param acp whether over ACP
 */
record OpenCode(boolean acp) implements Agent {

    private static final String SCRIPT = """
            need opencode
            exec opencode "$@" </dev/null
            """;

    @Override
    public boolean needsModelName() {
        return true;
    }

    @Override
    public Launch launch(Order order) {
        List<String> arguments = new ArrayList<>();
        if (acp) {
            arguments.addAll(List.of("opencode", "acp", "--pure"));
        } else {
            arguments.addAll(List.of("run", "--pure", "--title", "task", "--format", "json"));
            order.session().ifPresent(id -> arguments.addAll(List.of("--session", id)));
            arguments.add(order.prompt());
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (String off : List.of("AUTOUPDATE", "MODELS_FETCH", "DEFAULT_PLUGINS", "LSP_DOWNLOAD")) {
            environment.put("OPENCODE_DISABLE_" + off, "1");
        }
        environment.put("TELECODER_MODEL_KEY", order.access().key());
        environment.put("OPENCODE_CONFIG_CONTENT", settings(order).toString());
        return new Launch("opencode", acp ? AcpAgent.SCRIPT : SCRIPT, arguments, environment);
    }

    private JsonValue settings(Order order) {
        String model = "telecoder/" + order.modelOrDefault();
        JsonValue provider = JsonValue.object()
                .put("npm", order.anthropic() ? "@ai-sdk/anthropic" : "@ai-sdk/openai-compatible")
                .put("options", Map.of("baseURL", order.v1(), "apiKey", "{env:TELECODER_MODEL_KEY}"))
                .put("models", Map.of(order.modelOrDefault(), Map.of())).build();
        Object permission = acp ? Map.of("edit", "ask", "bash", "ask", "webfetch", "ask") : "allow";
        return JsonValue.object().put("autoupdate", false).put("share", "disabled").put("permission", permission)
                .put("model", model).put("small_model", model).put("provider", Map.of("telecoder", provider)).build();
    }

    @Override
    public void read(JsonValue event, Transcript transcript) {
        transcript.session(event.get("sessionID").text());
        JsonValue part = event.get("part");
        switch (event.get("type").text()) {
            case "tool_use" -> {
                transcript.step(Steps.of(part.get("tool").text(), part.get("state").get("input")));
                String error = part.get("state").get("error").text();
                if (error.contains("rejected permission") || error.contains("prevents you from using")) {
                    transcript.denied(Steps.of(part.get("tool").text(), part.get("state").get("input")));
                }
            }
            case "text" -> transcript.says(part.get("text").text());
            case "step_finish" -> {
                JsonValue tokens = part.get("tokens");
                transcript.used(tokens.get("input").asLong(0) + tokens.get("cache").get("read").asLong(0)
                        + tokens.get("cache").get("write").asLong(0), tokens.get("output").asLong(0));
                // 0 is what it says of a model whose price it does not know.
                if (part.get("cost").asDouble(0) > 0) {
                    transcript.cost(part.get("cost").asDouble(0));
                }
                if (part.get("reason").text().equals("stop")) {
                    transcript.finished();
                } else {
                    transcript.sign();
                }
            }
            case "error" -> {
                JsonValue data = event.get("error").get("data");
                String status = data.get("statusCode").text();
                String said = data.get("message").findText().orElse(event.get("error").get("name").text());
                transcript.failed(status.isEmpty() ? said : status + " " + said);
            }
            default -> transcript.sign();
        }
    }
}
