package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.store.Times;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Lists that need no more than a request. */
final class ListCommands {

    private ListCommands() {}

    /** {@code channels list}. */
    @CommandLine.Command(description = "Channels, and whether they are up.")
    static final class Channels extends Command {

        Channels(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            return list(HostClient.need(io.home(), json).all("/api/v1/channels"),
                    "No channel is configured; the web page is always there.", List.of("id", "state", "detail"));
        }
    }

    /** {@code conversations list}. */
    @CommandLine.Command(description = "Conversations, the one spoken in last first.")
    static final class Conversations extends Command {

        @Option(names = {"-n", "--limit"}, defaultValue = "50",
                description = "how many (default ${DEFAULT-VALUE})") private int limit;

        Conversations(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            Optional<HostClient> host = HostClient.find(io.home(), json);
            JsonValue found =
                    host.isPresent() ? host.get().get("/api/v1/conversations?limit=" + limit).get("items") : stored();
            return list(found, "No conversations yet.", List.of("id", "state", "updated_at", "focus", "title"));
        }

        private JsonValue stored() {
            try (Host host = Host.open(io.home(), io.environment())) {
                return JsonValue.array(
                        host.conversations().list(null, null, limit).stream().map(Conversations::toJson).toList());
            }
        }

        private static JsonValue toJson(Conversation one) {
            return JsonValue.object().put("id", one.id()).put("title", one.title()).put("state", one.state())
                    .put("people", one.people())
                    .put("addresses", JsonValue.array(one.addresses().stream().map(at -> JsonValue.object()
                            .put("channel", at.channel()).put("chat", at.chat()).build()).toList()))
                    .put("repos", one.repos()).put("focus", one.focus()).put("created_at", Times.text(one.createdAt()))
                    .put("updated_at", Times.text(one.updatedAt())).build();
        }
    }
}
