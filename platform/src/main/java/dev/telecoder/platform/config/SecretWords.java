package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the values that are secrets by the name of their key, also where nothing reads them. */
final class SecretWords {

    private static final Pattern NAME =
            Pattern.compile("(^|_)(token|secret|password|passwd|api_key|private_key|access_key|credential)s?$");

    private SecretWords() {}

    static void collect(JsonValue value, Redaction redaction) {
        value.members().forEach((key, member) -> {
            if (NAME.matcher(key.toLowerCase(Locale.ROOT)).find() && !member.text().isEmpty()) {
                redaction.add(member.text());
            }
            collect(member, redaction);
        });
        value.items().forEach(item -> collect(item, redaction));
    }
}
