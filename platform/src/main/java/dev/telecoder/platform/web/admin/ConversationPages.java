package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The conversations, and each with what was said, what was done for it, and what came of that. */
final class ConversationPages {

    private static final String PAGE = "25";
    private static final String MESSAGES = "40";

    /**
     * The list.
     *
     * @param items this page of it
     * @param words what was searched for
     * @param next where it goes on; empty at its end
     * @param paged whether this is not its beginning
     */
    record Listed(List<JsonValue> items, String words, String next, boolean paged) {}

    /**
     * One conversation.
     *
     * @param about the conversation
     * @param blocks what happened in it, oldest first
     * @param earlier where earlier messages begin; empty if these are all
     * @param member whether the visitor is in it, and may read what was said
     * @param asked open questions of it
     * @param running whether something can be stopped
     */
    record One(JsonValue about, List<Block> blocks, String earlier, boolean member, List<JsonValue> asked,
            boolean running) {}

    /**
     * A turn with its messages, or messages that belong to none.
     *
     * @param turn the turn with its runs, or {@code null}
     * @param before what was said first
     * @param after what was answered
     */
    record Block(@Nullable JsonValue turn, List<JsonValue> before, List<JsonValue> after) {

        String at() {
            return !before.isEmpty() ? before.getFirst().get("sent_at").text()
                    : turn != null ? turn.get("created_at").text()
                            : after.isEmpty() ? "" : after.getFirst().get("sent_at").text();
        }
    }

    void register(Desk desk) {
        desk.page("conversations", "/conversations", visit -> {
            Map<String, String> query = new HashMap<>(Map.of("limit", PAGE, "q", visit.query("q")));
            query.put("cursor", visit.query("cursor"));
            JsonValue found = visit.asks().get(visit.asks().all(query), "conversations");
            Listed view = new Listed(found.get("items").items(), visit.query("q"), found.get("next").text(),
                    !visit.query("cursor").isEmpty());
            return Desk.Shown.of("Conversations", (out, frame, show) -> JteconversationsGenerated.render(out, null,
                    frame, show, view));
        });
        desk.page("conversations", "/conversations/{id}", visit -> {
            One view = one(visit.asks(), visit.path("id"), visit.query("before"));
            String title = view.about().get("title").text();
            return Desk.Shown.of(title.isBlank() ? "Conversation" : title,
                    (out, frame, show) -> JteconversationGenerated.render(out, null, frame, show, view));
        });
        desk.action("/conversations/{id}/stop", visit -> {
            visit.asks().post("conversations", visit.path("id"), "stop");
            return new Desk.Done("/conversations/" + visit.path("id"), Flash.done("Stopped. Nothing runs any more."));
        });
    }

    private static One one(Asks asks, String id, String before) {
        JsonValue about = asks.get(asks.all(Map.of()), "conversations", id);
        JsonValue said;
        boolean member = true;
        try {
            Map<String, String> query = new HashMap<>(Map.of("last", "true", "limit", MESSAGES));
            query.put("cursor", before);
            said = asks.get(query, "conversations", id, "messages");
        } catch (Backend.Refused e) {
            if (e.status() != 404) {
                throw e;
            }
            member = false;
            said = JsonValue.object().build();
        }
        List<JsonValue> messages = said.get("items").items();
        Set<String> turns = new LinkedHashSet<>();
        messages.forEach(message -> turns.add(message.get("turn").text()));
        turns.remove("");
        if (before.isEmpty()) {
            asks.get(Map.of("conversation", id, "limit", member ? "5" : "30"), "tasks").get("items").items()
                    .forEach(turn -> turns.add(turn.get("id").text()));
        }
        Map<String, JsonValue> details = new HashMap<>();
        turns.forEach(turn -> details.put(turn, asks.get("tasks", turn)));
        List<JsonValue> asked = asks.get(Map.of("state", "pending", "limit", "100"), "approvals").get("items").items()
                .stream().filter(question -> question.get("conversation").text().equals(id)).toList();
        boolean running = details.values().stream()
                .anyMatch(turn -> List.of("running", "waiting", "queued").contains(turn.get("state").text()));
        return new One(about, blocks(messages, details, !before.isEmpty()), said.get("next").text(), member, asked,
                running);
    }

    private static List<Block> blocks(List<JsonValue> messages, Map<String, JsonValue> turns, boolean earlier) {
        Map<String, Block> blocks = new LinkedHashMap<>();
        int lone = 0;
        for (JsonValue message : messages) {
            String turn = message.get("turn").text();
            JsonValue detail = turns.get(turn);
            Block block = blocks.computeIfAbsent(detail == null ? "lone-" + lone++ : turn,
                    key -> new Block(detail, new ArrayList<>(), new ArrayList<>()));
            (message.get("role").text().equals("user") ? block.before() : block.after()).add(message);
        }
        if (!earlier) {
            turns.forEach((id, turn) -> blocks.computeIfAbsent(id, key -> new Block(turn, List.of(), List.of())));
        }
        return blocks.values().stream().sorted(java.util.Comparator.comparing(Block::at)).toList();
    }
}
