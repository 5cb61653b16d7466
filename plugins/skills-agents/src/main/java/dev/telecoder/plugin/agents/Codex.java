package dev.telecoder.plugin.agents;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Codex, by its stream of JSON lines. It speaks OpenAI's Responses only. */
final class Codex implements Agent {

    private static final String SCRIPT = """
            need codex
            mkdir -p "$HOME/.codex" && printf '%s' "$AGENT_SETTINGS" > "$HOME/.codex/config.toml"
            unset AGENT_SETTINGS
            exec codex "$@" </dev/null
            """;

    @Override
    public Launch launch(Order order) {
        StringBuilder settings = new StringBuilder();
        order.model().ifPresent(model -> settings.append("model = ").append(quoted(model)).append('\n'));
        settings.append(
                "model_provider = \"telecoder\"\n[model_providers.telecoder]\nname = \"telecoder\"\nbase_url = ")
                .append(quoted(order.v1()))
                .append("\nenv_key = \"TELECODER_MODEL_KEY\"\nwire_api = \"responses\"\n");
        List<String> arguments = new ArrayList<>(List.of("exec"));
        order.session().ifPresent(id -> arguments.add("resume"));
        // Its own sandbox makes no edit inside of ours, and says nothing of it.
        arguments.addAll(List.of("--json", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox"));
        order.session().ifPresent(arguments::add);
        arguments.add(order.prompt());
        return new Launch("codex", SCRIPT, arguments,
                Map.of("AGENT_SETTINGS", settings.toString(), "TELECODER_MODEL_KEY", order.access().key()));
    }

    private static String quoted(String text) {
        return JsonValue.of(text).toString();
    }

    @Override
    public void read(JsonValue event, Transcript transcript) {
        JsonValue item = event.get("item");
        switch (event.get("type").text()) {
            case "thread.started" -> {
                transcript.session(event.get("thread_id").text());
                transcript.sign();
            }
            case "item.started" -> item(item, transcript, true);
            case "item.completed" -> item(item, transcript, false);
            case "turn.completed" -> {
                transcript.used(event.get("usage").get("input_tokens").asLong(0),
                        event.get("usage").get("output_tokens").asLong(0));
                transcript.finished();
            }
            case "turn.failed" -> transcript.failed(event.get("error").get("message").text());
            case "error" -> transcript.trouble(event.get("message").text());
            default -> transcript.sign();
        }
    }

    private static void item(JsonValue item, Transcript transcript, boolean started) {
        switch (item.get("type").text()) {
            case "command_execution" -> {
                if (started) {
                    transcript.step(item.get("command").text());
                } else {
                    transcript.sign();
                }
            }
            case "agent_message" -> transcript.says(item.get("text").text());
            case "file_change" -> {
                if (!started) {
                    item.get("changes").items().forEach(change -> transcript.step("edit " + change.get("path").text()));
                }
            }
            case "error" -> transcript.plain(item.get("message").text());
            default -> transcript.sign();
        }
    }
}
