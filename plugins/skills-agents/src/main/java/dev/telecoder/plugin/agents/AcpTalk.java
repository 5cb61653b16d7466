package dev.telecoder.plugin.agents;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The client's part of the Agent Client Protocol: one prompt in one session, and permissions asked through the gate. For one
 * thread.
 */
final class AcpTalk {

    /** What the script that starts the agent says when its pipe is there. */
    static final String READY = "telecoder-ready";

    private static final int INITIALIZE = 1;
    private static final int SESSION = 2;
    private static final int PROMPT = 3;
    private static final int NO_SUCH_METHOD = -32601;

    private final Order order;
    private final Predicate<String> send;
    private final Transcript transcript;
    private final Watch watch;
    private final SkillContext context;
    private String session = "";
    private boolean prompted;
    private boolean over;

    AcpTalk(Order order, Predicate<String> send, Transcript transcript, Watch watch, SkillContext context) {
        this.order = order;
        this.send = send;
        this.transcript = transcript;
        this.watch = watch;
        this.context = context;
    }

    /** {@return whether all is said} */
    boolean over() {
        return over;
    }

    void begin() {
        request(INITIALIZE, "initialize", Map.of("protocolVersion", 1, "clientCapabilities",
                Map.of("fs", Map.of("readTextFile", false, "writeTextFile", false), "terminal", false)));
    }

    void take(JsonValue message) {
        boolean hasId = !message.get("id").isNull();
        String method = message.get("method").text();
        if (!method.isEmpty() && hasId) {
            asked(method, message);
        } else if (method.equals("session/update")) {
            update(message.get("params").get("update"));
        } else if (method.isEmpty() && hasId) {
            answered(message);
        }
    }

    private void answered(JsonValue message) {
        JsonValue error = message.get("error");
        if (!error.isNull()) {
            String more =
                    error.get("data").get("details").findText().or(() -> error.get("data").get("message").findText())
                            .map(text -> ": " + text).orElse("");
            fail(error.get("message").text() + more);
            return;
        }
        transcript.sign();
        JsonValue result = message.get("result");
        switch (message.get("id").asInt(0)) {
            case INITIALIZE -> open(result);
            case SESSION -> {
                session = order.session().orElse(result.get("sessionId").text());
                transcript.session(session);
                transcript.clearText();
                prompted = true;
                request(PROMPT, "session/prompt", Map.of("sessionId", session, "prompt",
                        List.of(Map.of("type", "text", "text", order.prompt()))));
            }
            case PROMPT -> ended(result);
            default -> transcript.plain("An answer to nothing: " + message.get("id"));
        }
    }

    private void open(JsonValue result) {
        Map<String, Object> where = Map.of("cwd", order.directory(), "mcpServers", List.of());
        if (order.session().isEmpty()) {
            request(SESSION, "session/new", where);
        } else if (result.get("agentCapabilities").get("loadSession").asBoolean(false)) {
            Map<String, Object> all = new java.util.LinkedHashMap<>(where);
            all.put("sessionId", order.session().get());
            request(SESSION, "session/load", all);
        } else {
            fail("It cannot go on with an earlier session. Leave out 'session' and say in the task what was done before.");
        }
    }

    private void ended(JsonValue result) {
        JsonValue usage = result.get("usage");
        transcript.used(usage.get("inputTokens").asLong(0), usage.get("outputTokens").asLong(0));
        String reason = result.get("stopReason").text();
        if (reason.equals("end_turn")) {
            transcript.finished();
        } else {
            transcript.failed("It stopped early: " + (reason.isEmpty() ? "without a reason" : reason) + ".");
        }
        over = true;
    }

    private void update(JsonValue update) {
        // What comes before the prompt is the past of a session that was loaded.
        if (!prompted) {
            transcript.sign();
            return;
        }
        switch (update.get("sessionUpdate").text()) {
            case "agent_message_chunk" -> transcript.saysMore(update.get("content").get("text").text());
            case "tool_call", "tool_call_update" -> {
                // What was said before a tool was used is no summary.
                transcript.clearText();
                String status = update.get("status").text();
                if (status.equals("in_progress") || status.equals("failed")) {
                    transcript.step(Steps.of(update.get("title").text(), update.get("rawInput"))
                            + (status.equals("failed") ? " (failed)" : ""));
                } else {
                    transcript.sign();
                }
            }
            case "usage_update" -> {
                if (update.get("cost").get("currency").text().equals("USD")
                        && update.get("cost").get("amount").asDouble(0) > 0) {
                    transcript.totalCost(update.get("cost").get("amount").asDouble(0));
                }
                transcript.sign();
            }
            default -> transcript.sign();
        }
    }

    private void asked(String method, JsonValue message) {
        JsonValue.ObjectBuilder answer = JsonValue.object().put("jsonrpc", "2.0").put("id", message.get("id"));
        if (method.equals("session/request_permission")) {
            Map<String, Object> outcome = permit(message.get("params"))
                    .<Map<String, Object>>map(option -> Map.of("outcome", "selected", "optionId", option))
                    .orElseGet(() -> Map.of("outcome", "cancelled"));
            send(answer.put("result", Map.of("outcome", outcome)).build());
        } else {
            send(answer.put("error", Map.of("code", NO_SUCH_METHOD, "message", "This client has no " + method + "."))
                    .build());
        }
    }

    /** Asks the gate, for this one time. */
    private Optional<String> permit(JsonValue params) {
        JsonValue call = params.get("toolCall");
        String action = Steps.of(call.get("title").findText().orElse("use a tool"), call.get("rawInput"));
        String kind = call.get("kind").text();
        long began = System.nanoTime();
        boolean allowed;
        try {
            SkillResult answer = context.skills().run(PermitSkill.NAME,
                    JsonValue.object().put("kind", PermitSkill.known(kind)).put("action", cut(action)).build());
            allowed = answer.succeeded();
        } catch (PluginException refused) {
            context.cancellation().throwIfCancelled();
            allowed = false;
        }
        watch.without(System.nanoTime() - began);
        if (!allowed) {
            transcript.denied(action);
        }
        // Always is never chosen: the gate is asked each time. Where the agent offers nothing for once, it is refused.
        return option(params, allowed ? "allow_once" : "reject_once").or(() -> option(params, "reject_always"));
    }

    private static Optional<String> option(JsonValue params, String kind) {
        return params.get("options").items().stream().filter(one -> one.get("kind").text().equals(kind))
                .map(one -> one.get("optionId").text()).findFirst();
    }

    private static String cut(String text) {
        return text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text;
    }

    private void request(int id, String method, Map<String, Object> params) {
        send(JsonValue.object().put("jsonrpc", "2.0").put("id", id).put("method", method).put("params", params)
                .build());
    }

    private void send(JsonValue message) {
        if (!send.test(message.toString())) {
            context.cancellation().throwIfCancelled();
            fail("It does not read what it is told.");
        }
    }

    private void fail(String why) {
        transcript.failed(why);
        over = true;
    }
}
