package dev.telecoder.plugin.deps;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.plugin.deps.OsvService.Pointer;
import dev.telecoder.support.osv.PackageVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What the service of advisories said, on disk: each advisory until it changes, and which ones it named for a package. What
 * cannot be kept is asked again. Safe for many threads.
 */
final class OsvCache {

    private final Path folder;
    private final String address;
    private final Json json;

    OsvCache(Path folder, String address, Json json) {
        this.folder = folder;
        this.address = address;
        this.json = json;
    }

    Optional<JsonValue> advisory(Pointer pointer) {
        return pointer.modified().isEmpty() ? Optional.empty()
                : read(file("a", pointer.id() + " " + pointer.modified()));
    }

    void put(Pointer pointer, JsonValue record) {
        if (!pointer.modified().isEmpty()) {
            write(file("a", pointer.id() + " " + pointer.modified()), record);
        }
    }

    Optional<List<Pointer>> get(PackageVersion version) {
        return read(file("q", version.toString())).map(value -> value.get("vulns").items().stream()
                .map(one -> new Pointer(one.get("id").text(), one.get("modified").text())).toList());
    }

    void put(PackageVersion version, List<Pointer> pointers) {
        write(file("q", version.toString()), JsonValue.object().put("vulns", pointers.stream()
                .map(one -> JsonValue.object().put("id", one.id()).put("modified", one.modified()).build()).toList())
                .build());
    }

    private Path file(String kind, String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((address + " " + key).getBytes(StandardCharsets.UTF_8));
            String name = HexFormat.of().formatHex(hash);
            return folder.resolve(kind).resolve(name.substring(0, 2)).resolve(name + ".json");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Optional<JsonValue> read(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(json.parse(Files.readString(file))) : Optional.empty();
        } catch (IOException | PluginException broken) {
            return Optional.empty();
        }
    }

    /** A file appears whole or not at all, so that others never read a part of it. */
    private static void write(Path file, JsonValue value) {
        try {
            Files.createDirectories(file.getParent());
            Path part = Files.createTempFile(file.getParent(), "part", ".tmp");
            Files.writeString(part, value.toString());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException full) {
            // Asked again next time.
        }
    }
}
