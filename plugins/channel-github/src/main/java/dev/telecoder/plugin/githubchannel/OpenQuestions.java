package dev.telecoder.plugin.githubchannel;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage.Choice;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open questions in a file of the plugin's own, so that a number answers one after a restart, too. It is written whole and
 * put in place at once; one that cannot be read counts as empty, since {@code /approve ID} still answers. For one thread at a
 * time.
 */
final class OpenQuestions {

    private static final Logger LOG = LoggerFactory.getLogger(OpenQuestions.class);

    private final Path file;
    private final Json json;

    /** A question: the message that asked it, and what there is to pick from. */
    record Open(String messageId, List<Choice> choices) {}

    OpenQuestions(Path folder, Json json) {
        this.file = folder.resolve("questions.json");
        this.json = json;
    }

    /** All of them, the oldest first. */
    Map<ChatAddress, Open> read() {
        Map<ChatAddress, Open> all = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return all;
        }
        try {
            for (JsonValue one : json.parse(Files.readString(file)).items()) {
                all.put(new ChatAddress(GithubChannel.ID, one.get("chat").text(),
                        one.get("thread").findText().orElse(null)),
                        new Open(one.get("message").text(),
                                one.get("choices").items().stream().map(choice -> new Choice(choice.get("id").text(),
                                        choice.get("label").text())).toList()));
            }
        } catch (IOException | PluginException e) {
            LOG.warn("{} could not be read; what was asked before is answered by /approve and /deny only: {}", file,
                    e.toString());
        }
        return all;
    }

    void write(Map<ChatAddress, Open> all) {
        List<JsonValue> lines = all.entrySet().stream().map(one -> JsonValue.object()
                .put("chat", one.getKey().chat()).put("thread", one.getKey().thread())
                .put("message", one.getValue().messageId())
                .put("choices", one.getValue().choices().stream().map(choice -> JsonValue.object()
                        .put("id", choice.id()).put("label", choice.label()).build()).toList())
                .build()).toList();
        try {
            Path fresh = file.resolveSibling("questions.json.new");
            Files.writeString(fresh, JsonValue.array(lines).toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn(
                    "{} could not be written; after a restart, what is asked now is answered by /approve and /deny only:"
                            + " {}",
                    file, e.toString());
        }
    }
}
