package dev.telecoder.plugin.agents;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Claude Code, by its stream of JSON lines. */
final class ClaudeCode implements Agent {

    private static final String SCRIPT = """
            need claude
            exec claude "$@" </dev/null
            """;

    @Override
    public Launch launch(Order order) {
        List<String> arguments = new ArrayList<>(List.of("-p", order.prompt(), "--output-format", "stream-json",
                "--verbose", "--permission-mode", "acceptEdits", "--allowedTools",
                "Read Edit Write MultiEdit NotebookEdit Glob Grep Bash Task TodoWrite"));
        order.model().ifPresent(model -> arguments.addAll(List.of("--model", model)));
        order.session().ifPresent(id -> arguments.addAll(List.of("--resume", id)));
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("ANTHROPIC_BASE_URL", order.access().url());
        environment.put("ANTHROPIC_API_KEY", order.access().key());
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        environment.put("CLAUDE_CODE_MAX_RETRIES", "3");
        return new Launch("claude-code", SCRIPT, arguments, environment);
    }

    @Override
    public void read(JsonValue event, Transcript transcript) {
        event.get("session_id").findText().ifPresent(transcript::session);
        switch (event.get("type").text()) {
            case "system" -> {
                if (event.get("subtype").text().equals("api_retry")) {
                    transcript.trouble("The model did not answer (" + event.get("error_status").text() + " "
                            + event.get("error").text() + "); trying again.");
                } else {
                    transcript.sign();
                }
            }
            case "assistant" -> event.get("message").get("content").items().forEach(piece -> {
                if (piece.get("type").text().equals("tool_use")) {
                    transcript.step(Steps.of(piece.get("name").text(), piece.get("input")));
                } else if (piece.get("type").text().equals("text")) {
                    transcript.says(piece.get("text").text());
                }
            });
            case "result" -> result(event, transcript);
            default -> transcript.sign();
        }
    }

    private static void result(JsonValue event, Transcript transcript) {
        transcript.says(event.get("result").text());
        JsonValue usage = event.get("usage");
        transcript.used(usage.get("input_tokens").asLong(0) + usage.get("cache_creation_input_tokens").asLong(0)
                + usage.get("cache_read_input_tokens").asLong(0), usage.get("output_tokens").asLong(0));
        if (!event.get("total_cost_usd").isNull()) {
            transcript.cost(event.get("total_cost_usd").asDouble(0));
        }
        event.get("permission_denials").items().forEach(denial -> transcript
                .denied(Steps.of(denial.get("tool_name").text(), denial.get("tool_input"))));
        // On a 401 the subtype is "success" all the same.
        boolean failed = event.get("is_error").asBoolean(false) || !event.get("api_error_status").isNull()
                || event.get("subtype").text().startsWith("error");
        if (failed) {
            String why = event.get("result").text();
            transcript.failed(why.isBlank() ? event.get("subtype").text() : why);
        } else {
            transcript.finished();
        }
    }
}
