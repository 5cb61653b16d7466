package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.gateway.Pairings;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.store.Times;

/** Letting senders in and shutting them out; for the owner and admins. */
final class PairingRoutes {

    private static final int MAX_WORD = 200;
    private static final int LOCKED_SECONDS = 3_600;

    private final Pairings pairings;

    PairingRoutes(Pairings pairings) {
        this.pairings = pairings;
    }

    void register(Api api) {
        api.get("/pairing", request -> {
            request.requireAdmin();
            return Answer.ok(JsonValue.object().put("items", pairings.pending().stream().map(one -> JsonValue.object()
                    .put("channel", one.channel()).put("account", one.account()).put("name", one.name())
                    .put("code", one.code()).put("expires_at", Times.text(one.expiresAt())).build()).toList())
                    .put("next", null).put("approved", pairings.approved()).build());
        });
        api.post("/pairing/approve", this::approve);
        api.post("/pairing/revoke", request -> {
            request.requireAdmin();
            String channel = request.required("channel", MAX_WORD);
            String account = request.required("account", MAX_WORD);
            if (!pairings.revoke(channel, account)) {
                throw Problem.notFound("account " + account + " on " + channel);
            }
            return Answer.ok(JsonValue.object().put("revoked", true).build());
        });
    }

    private Answer approve(ApiRequest request) {
        request.requireAdmin();
        if (request.flag("owner") && request.person().role() != Role.OWNER) {
            throw Problem.forbidden("Only the owner may give an account the owner's rights.");
        }
        Pairings.Approved approved =
                pairings.approve(request.required("channel", MAX_WORD), request.required("code", MAX_WORD),
                        request.flag("owner"));
        Person person = approved.person();
        if (person == null && approved.sentence().startsWith("Too many")) {
            throw Problem.tooMany(approved.sentence(), LOCKED_SECONDS);
        }
        if (person == null) {
            throw Problem.invalid("code", approved.sentence());
        }
        return Answer
                .ok(JsonValue.object()
                        .put("person", JsonValue.object().put("id", person.id()).put("name", person.name())
                                .put("role", person.role().word()).build())
                        .put("message", approved.sentence()).build());
    }
}
