package dev.telecoder.plugin.agents;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pi, by its stream of JSON lines. */
final class Pi implements Agent {

    private static final String SCRIPT = """
            need pi
            mkdir -p "$HOME/.pi/agent" && printf '%s' "$AGENT_SETTINGS" > "$HOME/.pi/agent/models.json"
            unset AGENT_SETTINGS
            exec pi "$@" </dev/null
            """;

    @Override
    public boolean needsModelName() {
        return true;
    }

    @Override
    public Launch launch(Order order) {
        String model = order.modelOrDefault();
        JsonValue provider = JsonValue.object().put("baseUrl", order.anthropic() ? order.access().url() : order.v1())
                .put("api", order.anthropic() ? "anthropic-messages" : "openai-completions")
                .put("apiKey", "$TELECODER_MODEL_KEY").put("models", List.of(Map.of("id", model))).build();
        List<String> arguments = new ArrayList<>(
                List.of("-p", order.prompt(), "--mode", "json", "--provider", "telecoder", "--model", model));
        order.session().ifPresent(id -> arguments.addAll(List.of("--session", id)));
        return new Launch("pi", SCRIPT, arguments,
                Map.of("AGENT_SETTINGS",
                        JsonValue.object().put("providers", Map.of("telecoder", provider)).build().toString(),
                        "TELECODER_MODEL_KEY", order.access().key(), "PI_OFFLINE", "1"));
    }

    @Override
    public void read(JsonValue event, Transcript transcript) {
        switch (event.get("type").text()) {
            case "session" -> {
                transcript.session(event.get("id").text());
                transcript.sign();
            }
            case "tool_execution_start" ->
                    transcript.step(Steps.of(event.get("toolName").text(), event.get("args")));
            case "message_end" -> message(event.get("message"), transcript);
            case "auto_retry_start" -> transcript.trouble("The model did not answer ("
                    + event.get("errorMessage").text() + "); trying again.");
            case "message_update", "tool_execution_update", "tool_execution_end" -> transcript.sign();
            default -> {
                // The rest repeats, or comes also while it tries again.
            }
        }
    }

    private static void message(JsonValue message, Transcript transcript) {
        if (!message.get("role").text().equals("assistant")) {
            return;
        }
        JsonValue usage = message.get("usage");
        transcript.used(usage.get("input").asLong(0) + usage.get("cacheRead").asLong(0)
                + usage.get("cacheWrite").asLong(0), usage.get("output").asLong(0));
        if (usage.get("cost").get("total").asDouble(0) > 0) {
            transcript.cost(usage.get("cost").get("total").asDouble(0));
        }
        StringBuilder said = new StringBuilder();
        message.get("content").items().stream().filter(piece -> piece.get("type").text().equals("text"))
                .forEach(piece -> said.append(piece.get("text").text()));
        switch (message.get("stopReason").text()) {
            case "error", "aborted" -> transcript.failed(message.get("errorMessage").text());
            case "stop" -> {
                transcript.recovered();
                transcript.says(said.toString());
                transcript.finished();
            }
            default -> {
                transcript.recovered();
                transcript.says(said.toString());
            }
        }
    }
}
