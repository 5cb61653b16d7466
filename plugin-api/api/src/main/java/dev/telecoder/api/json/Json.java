package dev.telecoder.api.json;

import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;
import java.util.Optional;

/**
 * The host's JSON: text to a small tree, and trees to records and back. Safe for many threads.
 *
 * @since 1.0
 */
@HostProvided
public interface Json {

    /**
     * Reads a JSON text.
     *
     * @param text one JSON value
     * @return the tree
     * @throws PluginException of kind {@code REJECTED}, naming line and column, if the text is no JSON
     */
    JsonValue parse(String text);

    /**
     * Binds an object to a record: {@code bot_token} or {@code botToken} becomes the component {@code botToken}; a missing
     * member becomes {@code null}, an empty {@code Optional}, an empty list or map, {@code false} or 0. Unknown members
     * are left out.
     *
     * @param value the object
     * @param type a record type
     * @param <R> the record type
     * @return the record
     * @throws PluginException of kind {@code REJECTED}, naming each path that does not fit, if it does not
     */
    <R extends Record> R bind(JsonValue value, Class<R> type);

    /**
     * Makes a tree of a record; names become {@code snake_case}.
     *
     * @param value the record
     * @return the object
     */
    JsonValue toJson(Record value);
}
