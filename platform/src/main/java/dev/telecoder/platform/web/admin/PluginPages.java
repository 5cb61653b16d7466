package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.Comparator;
import java.util.List;

/** The plugins: what there is, how each is, and switching it on and off. */
final class PluginPages {

    private static final List<String> ORDER = List.of("faulty", "refused", "started", "idle", "disabled");

    void register(Desk desk) {
        desk.page("plugins", "/plugins", visit -> {
            List<JsonValue> items = visit.items("plugins").items().stream()
                    .sorted(Comparator.comparing((JsonValue plugin) -> ORDER.indexOf(plugin.get("state").text()))
                            .thenComparing(plugin -> plugin.get("id").text()))
                    .toList();
            return Desk.Shown.of("Plugins",
                    (out, frame, show) -> JtepluginsGenerated.render(out, null, frame, show, items));
        });
        desk.page("plugins", "/plugins/{id}", visit -> {
            JsonValue plugin = find(visit, visit.path("id"));
            return Desk.Shown.of(plugin.get("id").text(),
                    (out, frame, show) -> JtepluginGenerated.render(out, null, frame, show, plugin));
        });
        desk.action("/plugins/{id}/enable", visit -> switched(visit, "enable", " is on."));
        desk.action("/plugins/{id}/disable",
                visit -> switched(visit, "disable", " is off, and stays off after a restart."));
    }

    private static Desk.Done switched(Visit visit, String how, String said) {
        String id = visit.path("id");
        visit.asks().post("plugins", id, how);
        return new Desk.Done(visit.back(), Flash.done(id + said));
    }

    private static JsonValue find(Visit visit, String id) {
        return visit.items("plugins").items().stream().filter(plugin -> plugin.get("id").text().equals(id)).findFirst()
                .orElseThrow(() -> new Backend.Refused(404, "There is no plugin " + id + ".", List.of()));
    }
}
