package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a backup says of itself.
 *
 * @param version the program that made it
 * @param schema how many migrations its database has had
 * @param createdAt when it was made
 * @param files what is in it
 */
record BackupManifest(String version, int schema, Instant createdAt, List<Kept> files) {

    static final String NAME = "manifest.json";
    private static final String KIND = "telecoder-backup";
    private static final int FORMAT = 1;

    BackupManifest {
        files = List.copyOf(files);
    }

    /**
     * A file of the home.
     *
     * @param path where it lies in the home, with {@code /}
     * @param size in bytes
     * @param sha256 of its bytes, in hex
     * @param executable whether it can be run
     */
    record Kept(String path, long size, String sha256, boolean executable) {}

    long bytes() {
        return files.stream().mapToLong(Kept::size).sum();
    }

    JsonValue toJson() {
        return JsonValue.object().put("kind", KIND).put("format", FORMAT).put("version", version).put("schema", schema)
                .put("created_at", Times.text(createdAt))
                .put("files", files.stream().map(file -> JsonValue.object().put("path", file.path())
                        .put("size", file.size()).put("sha256", file.sha256()).put("executable", file.executable())
                        .build()).toList())
                .build();
    }

    static BackupManifest of(String text, Json json) throws BackupDamage {
        try {
            JsonValue read = json.parse(text);
            if (!read.get("kind").text().equals(KIND)) {
                throw new BackupDamage("Its " + NAME + " is not that of a backup of TeleCoder.");
            }
            if (read.get("format").asInt(0) > FORMAT) {
                throw new BackupDamage("It was made by a newer TeleCoder (" + read.get("version").text()
                        + "), in a format that this one does not know. Install that version to restore it.");
            }
            List<Kept> files = new ArrayList<>();
            for (JsonValue file : read.get("files").items()) {
                files.add(new Kept(file.get("path").text(), file.get("size").asLong(-1), file.get("sha256").text(),
                        file.get("executable").asBoolean(false)));
            }
            return new BackupManifest(read.get("version").text(), read.get("schema").asInt(0),
                    Times.parse(read.get("created_at").text()), files);
        } catch (PluginException | DateTimeException | IllegalStateException | IllegalArgumentException e) {
            throw new BackupDamage("Its " + NAME + " cannot be read.");
        }
    }
}
