package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import java.util.function.Predicate;
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
            return host.post("/api/v1/conversations", JsonValue.object().putIfPresent("repo", repo).build()).get("id")
                    .text();
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
        return new Unbroken("/api/v1/conversations/" + HostClient.segment(conversation) + "/events");
    }

    /** Goes on where a stream broke off, without gap or repeat, as long as the host is there. */
    private final class Unbroken implements Events {

        private final String path;
        private HostClient.Lines lines;

        private Unbroken(String path) {
            this.path = path;
            this.lines = host.events(path, null);
        }

        @Override
        public boolean read(Predicate<JsonValue> sink) {
            for (int tries = 0; tries < 20; tries++) {
                if (lines.read(sink)) {
                    return true;
                }
                lines.close();
                lines = host.events(path, lines.lastId());
            }
            return false;
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    @Override
    public String say(String conversation, String text) {
        return host.post("/api/v1/conversations/" + HostClient.segment(conversation) + "/messages",
                JsonValue.object().put("text", text).build()).get("turn").text();
    }

    @Override
    public void answer(String question, String decision) {
        host.post("/api/v1/approvals/" + HostClient.segment(question),
                JsonValue.object().put("decision", decision).build());
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
