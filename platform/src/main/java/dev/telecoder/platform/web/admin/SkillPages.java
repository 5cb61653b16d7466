package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The skills by where they come from, each with what it takes; and what the gate would say to a run. */
final class SkillPages {

    /**
     * The list.
     *
     * @param sources the skills by their source
     * @param words what was searched for
     * @param all how many there are
     * @param found how many fit
     */
    record Listed(Map<String, List<JsonValue>> sources, String words, int all, int found) {}

    /**
     * One skill.
     *
     * @param skill the skill
     * @param repos the repositories it may be tried on
     * @param input what was typed
     * @param repo the repository that was chosen
     * @param result what the gate said; {@code JsonValue.NULL} before
     * @param problem why it could not be asked; empty if it could
     */
    record One(JsonValue skill, List<JsonValue> repos, String input, String repo, JsonValue result, String problem) {}

    void register(Desk desk) {
        desk.page("skills", "/skills", visit -> {
            List<JsonValue> all = visit.items("skills").items();
            String words = visit.query("q").toLowerCase(Locale.ROOT);
            Map<String, List<JsonValue>> sources = new TreeMap<>();
            all.stream().filter(skill -> (skill.get("name").text() + ' ' + skill.get("description").text())
                    .toLowerCase(Locale.ROOT).contains(words))
                    .forEach(skill -> sources.computeIfAbsent(skill.get("source").text(), key -> new ArrayList<>())
                            .add(skill));
            Listed view = new Listed(sources, visit.query("q"), all.size(),
                    sources.values().stream().mapToInt(List::size).sum());
            return Desk.Shown.of("Skills", (out, frame, show) -> JteskillsGenerated.render(out, null, frame, show,
                    view));
        });
        // A dry run changes nothing, so it is a question with an address of its own.
        desk.page("skills", "/skills/{name}", visit -> {
            One view = one(visit);
            return Desk.Shown.of(view.skill().get("name").text(),
                    (out, frame, show) -> JteskillGenerated.render(out, null, frame, show, view));
        });
    }

    private static One one(Visit visit) {
        String name = visit.path("name");
        JsonValue skill =
                visit.items("skills").items().stream().filter(one -> one.get("name").text().equals(name)).findFirst()
                        .orElseThrow(() -> new Backend.Refused(404, "There is no skill " + name + ".", List.of()));
        List<JsonValue> repos = visit.items("repos").items();
        String input = visit.query("input");
        if (input.isEmpty()) {
            return new One(skill, repos, Show.json(example(skill.get("input_schema"))), "", JsonValue.NULL, "");
        }
        try {
            JsonValue.ObjectBuilder body = JsonValue.object().put("input", visit.read(input)).put("dry_run", true);
            if (!visit.query("repo").isEmpty()) {
                body.put("repo", visit.query("repo"));
            }
            JsonValue result = visit.asks().send("POST", body.build(), "skills", name, "run");
            return new One(skill, repos, input, visit.query("repo"), result, "");
        } catch (Backend.Refused e) {
            return new One(skill, repos, input, visit.query("repo"), JsonValue.NULL, e.detail());
        }
    }

    /** What must be given, with a value of the right type, for a person to change. */
    private static JsonValue example(JsonValue schema) {
        JsonValue.ObjectBuilder example = JsonValue.object();
        for (JsonValue name : schema.get("required").items()) {
            JsonValue property = schema.get("properties").get(name.text());
            example.put(name.text(), switch (property.get("type").text()) {
                case "integer", "number" -> JsonValue.of(1);
                case "boolean" -> JsonValue.of(false);
                case "array" -> JsonValue.array(List.of());
                case "object" -> JsonValue.object().build();
                default -> property.get("enum").items().isEmpty() ? JsonValue.of("") : property.get("enum").at(0);
            });
        }
        return example.build();
    }
}
