package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings as forms, made from the schema of each section. A secret is never sent to a browser; left empty, it stays. */
final class SettingPages {

    private static final List<String> SECTIONS = List.of("llm", "sandbox", "budget", "memory", "heartbeat", "server");

    /**
     * What the page shows.
     *
     * @param section the section
     * @param hint what it is for
     * @param fields its settings
     * @param problem what is wrong beside the fields; empty if nothing
     * @param sections the other sections of the host
     */
    record View(String section, String hint, List<SettingField> fields, String problem, List<String> sections) {}

    void register(Desk desk) {
        desk.page("settings", "/settings", visit -> page(visit, "llm"));
        desk.page("settings", "/settings/{section}", visit -> page(visit, visit.path("section")));
        desk.action("/settings/{section}", SettingPages::save);
    }

    private static Desk.Shown page(Visit visit, String section) {
        JsonValue settings = visit.asks().get("settings", section);
        return shown(200, view(settings, SettingField.of(settings), ""));
    }

    private static View view(JsonValue settings, List<SettingField> fields, String problem) {
        return new View(settings.get("path").text(), settings.get("schema").get("description").text(), fields, problem,
                SECTIONS);
    }

    private static Desk.Shown shown(int status, View view) {
        return new Desk.Shown("Settings of " + view.section(), status,
                (out, frame, show) -> JtesettingsGenerated.render(out, null, frame, show, view));
    }

    private static Desk.Done save(Visit visit) {
        String section = visit.path("section");
        JsonValue settings = visit.asks().get("settings", section);
        List<SettingField> fields = SettingField.of(settings);
        JsonValue.ObjectBuilder changes = JsonValue.object();
        int changed = 0;
        for (SettingField field : fields) {
            String typed = visit.form("v." + field.name()).replace("\r\n", "\n");
            boolean secret = field.kind().equals("secret");
            if (secret && !visit.form("clear." + field.name()).isEmpty()) {
                changes.put(field.name(), null);
                changed++;
            } else if (!field.kind().equals("other") && visit.ctx().formParam("v." + field.name()) != null
                    && !typed.strip().equals(secret ? "" : visit.form("o." + field.name()).replace("\r\n", "\n"))) {
                changes.put(field.name(), typed.isBlank() ? null : field.parsed(typed));
                changed++;
            }
        }
        String back = "/settings/" + section;
        if (changed == 0) {
            return new Desk.Done(back, Flash.done("Nothing was changed."));
        }
        try {
            visit.asks().send("PATCH", JsonValue.object().put("changes", changes.build()).build(), "settings", section);
            return new Desk.Done(back, Flash.done("Saved to config.yaml, "
                    + Show.count(changed, "setting") + "; it holds at once, but for server.host and server.port."));
        } catch (Backend.Refused e) {
            Map<String, String> wrong = e.errors().stream().collect(
                    Collectors.toMap(Backend.Wrong::path, Backend.Wrong::message, (first, second) -> first));
            List<SettingField> typed = fields.stream().map(field -> field.typed(
                    visit.form("v." + field.name()), wrong.getOrDefault(field.name(), ""))).toList();
            boolean told = typed.stream().anyMatch(field -> !field.problem().isEmpty());
            return new Desk.Done("settings", null,
                    shown(422, view(settings, typed, told ? "Nothing was saved. See below." : e.detail())));
        }
    }
}
