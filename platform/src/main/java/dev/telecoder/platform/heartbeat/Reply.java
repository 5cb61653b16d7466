package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;

/**
 * What the agent made of something nobody asked it about: words to tell, or silence. Silence is said by the object
 * {@code {"notify": false}} or by one of the words of {@link Silence}; neither is ever shown.
 *
 * @param text what to tell; empty for silence
 */
public record Reply(String text) {

    /** {@return whether there is nothing to tell} */
    public boolean silent() {
        return text.isBlank();
    }

    /**
     * Reads what the agent said.
     *
     * @param json reads the object
     * @param said what it said, maybe with evidence behind
     * @return what to tell of it
     */
    public static Reply of(Json json, String said) {
        String text = said.strip();
        String bare = text.startsWith("```") ? text.replaceFirst("^```\\w*\\s*", "") : text;
        if (bare.startsWith("{")) {
            int end = end(bare);
            if (end > 0) {
                String rest = bare.substring(end).strip();
                rest = text.startsWith("```") ? rest.replaceFirst("^```", "").strip() : rest;
                Reply read = object(json, bare.substring(0, end), rest);
                if (read != null) {
                    return read;
                }
            }
        }
        return new Reply(Silence.spoken(text).strip());
    }

    private static @org.jspecify.annotations.Nullable Reply object(Json json, String object, String rest) {
        JsonValue value;
        try {
            value = json.parse(object);
        } catch (PluginException e) {
            return null;
        }
        if (value.get("notify").isNull()) {
            return null;
        }
        // What was changed is told even by who would rather be silent.
        String words = value.get("notify").asBoolean(true) ? Silence.spoken(value.get("text").text()).strip() : "";
        return new Reply(rest.isEmpty() ? words : (words + "\n\n" + rest).strip());
    }

    /** {@return where the first object ends, or 0 if it does not} */
    private static int end(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return 0;
    }
}
