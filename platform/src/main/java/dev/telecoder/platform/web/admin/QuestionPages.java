package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Map;

/** What people are asked: may this run, shall this plan be followed; and the standing rules that answers made. */
final class QuestionPages {

    /**
     * What the page shows.
     *
     * @param open the open questions
     * @param answered those answered lately
     * @param rules the rules that "Always allow" made; empty for who may not see them
     */
    record View(List<JsonValue> open, List<JsonValue> answered, List<JsonValue> rules) {}

    void register(Desk desk) {
        desk.page("questions", "/questions", visit -> {
            Asks asks = visit.asks();
            List<JsonValue> open =
                    asks.get(Map.of("state", "pending", "limit", "100"), "approvals").get("items").items();
            List<JsonValue> answered = asks.get(Map.of("limit", "40"), "approvals").get("items").items().stream()
                    .filter(question -> !question.get("state").text().equals("pending")).limit(20).toList();
            List<JsonValue> rules = asks.admin() ? asks.get("rules").get("items").items() : List.of();
            View view = new View(open, answered, rules);
            return Desk.Shown.of("Questions",
                    (out, frame, show) -> JtequestionsGenerated.render(out, null, frame, show, view));
        });
        desk.action("/questions/{id}", QuestionPages::answer);
        desk.action("/rules/{id}/remove", visit -> {
            visit.asks().send("DELETE", JsonValue.NULL, "rules", visit.path("id"));
            return new Desk.Done("/questions", Flash.done("The rule is gone. From now on it is asked again."));
        });
    }

    private static Desk.Done answer(Visit visit) {
        String id = visit.path("id");
        String decision = visit.form("decision");
        JsonValue.ObjectBuilder body = JsonValue.object();
        // A button for each choice carries the answer itself.
        if (decision.startsWith("answer:")) {
            body.put("decision", "answer").put("choice", decision.substring("answer:".length()));
        } else if (decision.equals("answer")) {
            body.put("decision", "answer").put("choice", visit.form("choice"));
        } else {
            body.put("decision", decision);
        }
        JsonValue answered = visit.asks().send("POST", body.build(), "approvals", id);
        String said = switch (answered.get("state").text()) {
            case "denied" -> " denied.";
            case "allowed" -> answered.get("kind").text().equals("question") ? " answered." : " allowed.";
            default -> " " + answered.get("state").text() + ".";
        };
        return new Desk.Done(visit.back(), Flash.done(id + said));
    }
}
