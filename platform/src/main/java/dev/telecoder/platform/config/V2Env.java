package dev.telecoder.platform.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** The form of version 2's config.env: a line for each variable, {@code NAME=value}. */
final class V2Env {

    private V2Env() {}

    /** Reads a text. As in version 2 the first line of a name counts, and one without a value does not. */
    static Map<String, String> parse(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            int equals = line.indexOf('=');
            if (line.startsWith("#") || equals <= 0) {
                continue;
            }
            String name = line.substring(0, equals).strip().replaceFirst("^export\\s+", "");
            String value = unquoted(line.substring(equals + 1).strip());
            if (!value.isEmpty()) {
                variables.putIfAbsent(name, value);
            }
        }
        return variables;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.charAt(0) == value.charAt(value.length() - 1)
                && (value.charAt(0) == '"' || value.charAt(0) == '\'');
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
