package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;

/** Who asks to be let in, who was, and by which code. */
final class PairingPage {

    void register(Desk desk) {
        desk.page("pairing", "/pairing", visit -> {
            JsonValue view = visit.asks().get("pairing");
            JsonValue channels = visit.items("channels");
            return Desk.Shown.of("Pairing",
                    (out, frame, show) -> JtepairingGenerated.render(out, null, frame, show, view, channels));
        });
        desk.action("/pairing/approve", visit -> {
            JsonValue answer = visit.asks().send("POST", JsonValue.object().put("channel", visit.form("channel"))
                    .put("code", visit.form("code").strip()).build(), "pairing", "approve");
            return new Desk.Done("/pairing", Flash.done(answer.get("message").text()));
        });
        desk.action("/pairing/revoke", visit -> {
            visit.asks().send("POST", JsonValue.object().put("channel", visit.form("channel"))
                    .put("account", visit.form("account")).build(), "pairing", "revoke");
            return new Desk.Done("/pairing",
                    Flash.done("The account " + visit.form("account") + " may write no more."));
        });
    }
}
