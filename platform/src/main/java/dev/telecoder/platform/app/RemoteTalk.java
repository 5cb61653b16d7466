package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Talks through the running host. */
final class RemoteTalk implements Talk {

    private final HostClient host;

    RemoteTalk(HostClient host) {
        this.host = host;
    }

    @Override
    public String begin(@Nullable String conversation, @Nullable String repo) {
        if (conversation == null) {
            return host.post("/api/v1/conversations", JsonValue.object().putIfPresent("repo", repo).build()).get("id").text();
        }
        JsonValue found = host.get("/api/v1/conversations/" + HostClient.segment(conversation));
        if (repo != null) {
            host.patch("/api/v1/conversations/" + HostClient.segment(conversation),
                    JsonValue.object().put("focus", repo).build());
        }
        return found.get("id").text();
    }

    @Override
    public Events listen(String conversation) {
        return host.events("/api/v1/conversations/" + HostClient.segment(conversation) + "/events", null);
    }

    @Override
    public String say(String conversation, String text) {
        return host.post("/api/v1/conversations/" + HostClient.segment(conversation) + "/messages",
                JsonValue.object().put("text", text).build()).get("turn").text();
    }

    @Override
    public void answer(String question, String decision) {
        host.post("/api/v1/approvals/" + HostClient.segment(question), JsonValue.object().put("decision", decision).build());
    }

    @Override
    public void stop(String conversation) {
        host.post("/api/v1/conversations/" + HostClient.segment(conversation) + "/stop", JsonValue.object().build());
    }

    @Override
    public void close() {
        // each request is on its own
    }
}
