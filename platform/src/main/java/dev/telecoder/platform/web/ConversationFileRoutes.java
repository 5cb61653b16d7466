package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.conversation.ConversationExport;
import dev.telecoder.platform.conversation.ConversationImport;
import dev.telecoder.platform.identity.Role;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Conversations as one file of JSON lines, out and in; of everybody, so for the owner alone. */
final class ConversationFileRoutes {

    private static final int TOLD_REFUSALS = 1_000;

    private final WebServer.Parts parts;

    ConversationFileRoutes(WebServer.Parts parts) {
        this.parts = parts;
    }

    void register(Api api) {
        api.download("/conversations.jsonl", this::write);
        api.upload("/conversations.jsonl", this::read);
    }

    private void write(ApiRequest request) throws IOException {
        requireOwner(request);
        var export = new ConversationExport(parts.database(), parts.people());
        request.ctx().header("Cache-Control", "no-store").header("X-Shared-Left-Out", String.valueOf(export.shared()))
                .contentType("application/x-ndjson");
        // Not closed: what breaks off on the way must not look whole.
        OutputStream out = new BufferedOutputStream(request.ctx().res().getOutputStream(), 64 * 1024);
        export.write(request.query("conversation").orElse(null),
                line -> out.write((line + "\n").getBytes(StandardCharsets.UTF_8)));
        out.flush();
    }

    private Answer read(ApiRequest request) throws IOException {
        requireOwner(request);
        var reading = new ConversationImport(parts.database(), parts.people(), parts.conversations(), parts.json());
        List<JsonValue> refusals = new ArrayList<>();
        ConversationImport.Counts counts = reading.read(request.ctx().req().getInputStream(), refusal -> {
            if (refusals.size() < TOLD_REFUSALS) {
                refusals.add(refusal.toJson());
            }
        }, lines -> {});
        return Answer.ok(JsonValue.object().put("taken", counts.taken()).put("known", counts.known())
                .put("refused", counts.refused()).put("refusals", refusals).build());
    }

    private static void requireOwner(ApiRequest request) {
        if (request.person().role() != Role.OWNER) {
            throw Problem.forbidden("Only the owner may do this.");
        }
    }
}
