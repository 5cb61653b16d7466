package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of something of version 2. The value may be a secret; {@code toString} does not show it.
 *
 * @param name what it was called, such as {@code TELEGRAM_BOT_TOKEN}
 * @param path the setting it is now; empty if none
 * @param value the value of that setting, or {@code null} if none
 * @param state what became of it
 * @param note why, or what is different now; may be empty
 */
public record V2Item(String name, String path, @Nullable JsonValue value, State state, String note) {

    /** What became of it. */
    public enum State {
        /** It is a setting, as it was. */
        TAKEN,
        /** It is a setting, and means something a little different. */
        CHANGED,
        /** Nothing reads it any more, or something else holds. */
        LEFT;

        /** {@return the name in JSON} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static V2Item left(String name, String why) {
        return new V2Item(name, "", null, State.LEFT, why);
    }

    @Override
    public String toString() {
        return name + " " + state.word() + " " + path;
    }
}
