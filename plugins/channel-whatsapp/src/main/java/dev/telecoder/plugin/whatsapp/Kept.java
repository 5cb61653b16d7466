package dev.telecoder.plugin.whatsapp;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wrote last when, in a file of the plugin's own, so that a restart does not forget it. It is written whole and put in
 * place at once; one that cannot be read counts as empty, since WhatsApp itself still tells what comes too late. For one
 * thread at a time.
 */
final class Kept {

    private static final Logger LOG = LoggerFactory.getLogger(Kept.class);

    private final Path file;
    private final Json json;

    Kept(Path folder, Json json) {
        this.file = folder.resolve("window.json");
        this.json = json;
    }

    void read(BiConsumer<String, Window.Heard> each) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            json.parse(Files.readString(file)).members().forEach((chat, one) -> each.accept(chat, new Window.Heard(
                    one.get("message").text(), Instant.ofEpochMilli(one.get("at").asLong(0)))));
        } catch (IOException | PluginException e) {
            LOG.warn("{} could not be read; whom WhatsApp takes free text for is learnt anew: {}", file, e.toString());
        }
    }

    void write(Map<String, Window.Heard> all) {
        Map<String, Window.Heard> copy = new LinkedHashMap<>(all);
        JsonValue.ObjectBuilder whole = JsonValue.object();
        copy.forEach((chat, heard) -> whole.put(chat, JsonValue.object().put("message", heard.messageId())
                .put("at", heard.at().toEpochMilli()).build()));
        try {
            Path fresh = file.resolveSibling("window.json.new");
            Files.writeString(fresh, whole.build().toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} could not be written; a restart forgets who wrote when: {}", file, e.toString());
        }
    }
}
