package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import io.javalin.http.UploadedFile;
import java.util.Comparator;
import java.util.List;

/** The plugins: what there is, how each is; installing, switching, checking and removing them. */
final class PluginPages {

    private static final List<String> ORDER = List.of("faulty", "refused", "started", "idle", "disabled");

    /**
     * One plugin.
     *
     * @param plugin all that is known of it
     * @param sections the settings it reads
     * @param checked what a check found; {@code JsonValue.NULL} if none was asked for
     */
    record One(JsonValue plugin, List<JsonValue> sections, JsonValue checked) {}

    void register(Desk desk) {
        desk.page("plugins", "/plugins", visit -> {
            List<JsonValue> items = visit.items("plugins").items().stream()
                    .sorted(Comparator.comparing((JsonValue plugin) -> ORDER.indexOf(plugin.get("state").text()))
                            .thenComparing(plugin -> plugin.get("id").text()))
                    .toList();
            return Desk.Shown.of("Plugins",
                    (out, frame, show) -> JtepluginsGenerated.render(out, null, frame, show, items));
        });
        desk.page("plugins", "/plugins/{id}", visit -> shown(visit, JsonValue.NULL));
        desk.action("/plugins", PluginPages::install);
        desk.action("/plugins/{id}/enable", visit -> switched(visit, "enable", " is on."));
        desk.action("/plugins/{id}/disable",
                visit -> switched(visit, "disable", " is off, and stays off after a restart."));
        desk.action("/plugins/{id}/verify", visit -> new Desk.Done("plugins", null,
                shown(visit, visit.asks().post("plugins", visit.path("id"), "verify"))));
        desk.action("/plugins/{id}/remove", visit -> {
            visit.asks().send("DELETE", JsonValue.NULL, "plugins", visit.path("id"));
            return new Desk.Done("/plugins", Flash.done(visit.path("id") + " was removed."));
        });
    }

    private static Desk.Done install(Visit visit) {
        UploadedFile file = visit.ctx().isMultipartFormData() ? visit.ctx().uploadedFile("file") : null;
        JsonValue installed;
        if (file != null && file.size() > 0) {
            installed = visit.asks().backend().upload(visit.asks().visitor(), visit.ctx(), List.of("plugins"));
        } else {
            installed = visit.asks().send("POST", JsonValue.object().put("source", visit.form("source").strip())
                    .put("sha256", visit.form("sha256").strip()).put("force", visit.form("force").equals("true"))
                    .build(), "plugins");
        }
        String id = installed.get("id").text();
        return new Desk.Done("/plugins/" + id,
                Flash.done(id + " " + installed.get("version").text() + " is installed."));
    }

    private static Desk.Done switched(Visit visit, String how, String said) {
        String id = visit.path("id");
        visit.asks().post("plugins", id, how);
        return new Desk.Done(visit.back(), Flash.done(id + said));
    }

    private static Desk.Shown shown(Visit visit, JsonValue checked) {
        String id = visit.path("id");
        One view = new One(visit.asks().get("plugins", id),
                visit.asks().admin() ? visit.items("plugins", id, "sections").items() : List.of(), checked);
        return Desk.Shown.of(id, (out, frame, show) -> JtepluginGenerated.render(out, null, frame, show, view));
    }
}
