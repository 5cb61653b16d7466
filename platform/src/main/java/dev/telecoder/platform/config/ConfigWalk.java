package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Walks over a whole file, whoever reads it: for its secrets and its addresses. */
final class ConfigWalk {

    private static final Pattern SECRET =
            Pattern.compile("(^|_)(token|secret|password|passwd|api_key|private_key|access_key|credential)s?$");
    private static final Pattern ADDRESS = Pattern.compile("(?i)(https?|wss?)://\\S+");

    private ConfigWalk() {}

    /** Finds the values that are secrets by the name of their key, also where nothing reads them. */
    static void collectSecrets(JsonValue value, Redaction redaction) {
        value.members().forEach((key, member) -> {
            if (isSecret(key) && !member.text().isEmpty()) {
                redaction.add(member.text());
            }
            collectSecrets(member, redaction);
        });
        value.items().forEach(item -> collectSecrets(item, redaction));
    }

    static Set<String> addresses(JsonValue value) {
        var addresses = new LinkedHashSet<String>();
        collectAddresses(value, addresses);
        return addresses;
    }

    static JsonValue shown(JsonValue value, Redaction redaction) {
        return switch (value) {
            case JsonValue.JsonObject object -> {
                JsonValue.ObjectBuilder shown = JsonValue.object();
                object.members().forEach((key, member) -> shown.put(key,
                        isSecret(key) && !member.isNull() ? "***" : shown(member, redaction)));
                yield shown.build();
            }
            case JsonValue.JsonArray array -> {
                var shown = new ArrayList<JsonValue>();
                array.items().forEach(item -> shown.add(shown(item, redaction)));
                yield JsonValue.array(shown);
            }
            case JsonValue.JsonString text -> new JsonValue.JsonString(redaction.of(text.value()));
            default -> value;
        };
    }

    private static void collectAddresses(JsonValue value, Set<String> addresses) {
        if (value instanceof JsonValue.JsonString text && ADDRESS.matcher(text.value()).matches()) {
            addresses.add(text.value());
        }
        value.members().values().forEach(member -> collectAddresses(member, addresses));
        value.items().forEach(item -> collectAddresses(item, addresses));
    }

    static boolean isSecret(String key) {
        return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
    }
}
