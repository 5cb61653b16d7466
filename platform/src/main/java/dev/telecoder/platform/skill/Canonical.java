package dev.telecoder.platform.skill;

import dev.telecoder.api.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** JSON in one form only, so that equal inputs have equal digests. */
final class Canonical {

    private Canonical() {}

    /** Sorts the members of all objects. */
    static JsonValue of(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonObject object -> {
                Map<String, JsonValue> sorted = new TreeMap<>();
                object.members().forEach((name, member) -> sorted.put(name, of(member)));
                yield new JsonValue.JsonObject(sorted);
            }
            case JsonValue.JsonArray array -> JsonValue.array(array.items().stream().map(Canonical::of).toList());
            case JsonValue.JsonNumber number -> new JsonValue.JsonNumber(number.value().stripTrailingZeros());
            default -> value;
        };
    }

    /** The SHA-256 of the canonical form and of what else is bound, in hex. */
    static String digest(JsonValue value, String more) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(of(value).toString().getBytes(StandardCharsets.UTF_8));
            if (!more.isEmpty()) {
                sha.update((byte) '\n');
                sha.update(more.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
