package dev.telecoder.api.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as a small immutable tree. {@code toString} is its compact JSON text; {@link Json#parse} reads one.
 *
 * <p>The accessors are forgiving, so that reading a deep answer needs no chain of checks: {@link #get} of what is
 * not there is {@link JsonNull}, {@link #text} of what is no string is the empty string.
 *
 * @since 1.0
 */
public sealed interface JsonValue {

    /** The value {@code null}, and what a member that is not there reads as. */
    JsonValue NULL = new JsonNull();

    /**
     * A JSON object.
     *
     * @param members its members, in order
     */
    record JsonObject(Map<String, JsonValue> members) implements JsonValue {

        /** Copies the members. */
        public JsonObject {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /**
     * A JSON array.
     *
     * @param items its items, in order
     */
    record JsonArray(List<JsonValue> items) implements JsonValue {

        /** Copies the items. */
        public JsonArray {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /**
     * A JSON string.
     *
     * @param value its text
     */
    record JsonString(String value) implements JsonValue {

        /** Checks that there is a text. */
        public JsonString {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /**
     * A JSON number.
     *
     * @param value its exact value
     */
    record JsonNumber(BigDecimal value) implements JsonValue {

        /** Checks that there is a value. */
        public JsonNumber {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /**
     * A JSON boolean.
     *
     * @param value whether it is {@code true}
     */
    record JsonBoolean(boolean value) implements JsonValue {

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /** JSON's {@code null}. */
    record JsonNull() implements JsonValue {

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /**
     * Reads a member of an object.
     *
     * @param name the member
     * @return its value; {@link #NULL} if this is no object or has no such member
     */
    default JsonValue get(String name) {
        return this instanceof JsonObject o ? o.members().getOrDefault(name, NULL) : NULL;
    }

    /**
     * Reads an item of an array.
     *
     * @param index from 0
     * @return the item; {@link #NULL} if this is no array or is shorter
     */
    default JsonValue at(int index) {
        return this instanceof JsonArray a && index >= 0 && index < a.items().size() ? a.items().get(index) : NULL;
    }

    /** {@return the items of an array; empty for anything else} */
    default List<JsonValue> items() {
        return this instanceof JsonArray a ? a.items() : List.of();
    }

    /** {@return the members of an object, in order; empty for anything else} */
    default Map<String, JsonValue> members() {
        return this instanceof JsonObject o ? o.members() : Map.of();
    }

    /** {@return the text of a string, the digits of a number, {@code true} or {@code false}; else the empty string} */
    default String text() {
        return switch (this) {
            case JsonString s -> s.value();
            case JsonNumber n -> n.toString();
            case JsonBoolean b -> String.valueOf(b.value());
            default -> "";
        };
    }

    /** {@return the value as {@link #text}, or empty if it is {@code null}, an object or an array} */
    default Optional<String> findText() {
        return this instanceof JsonNull || this instanceof JsonObject || this instanceof JsonArray
                ? Optional.empty() : Optional.of(text());
    }

    /**
     * Reads a whole number.
     *
     * @param fallback what to answer if this is no number or does not fit
     * @return the number, without its fraction
     */
    default long asLong(long fallback) {
        if (!(this instanceof JsonNumber n)) {
            return fallback;
        }
        BigDecimal value = n.value();
        return value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? fallback : value.longValue();
    }

    /**
     * Reads a whole number.
     *
     * @param fallback what to answer if this is no number or does not fit
     * @return the number, without its fraction
     */
    default int asInt(int fallback) {
        long value = asLong(fallback);
        return value < Integer.MIN_VALUE || value > Integer.MAX_VALUE ? fallback : (int) value;
    }

    /**
     * Reads a number.
     *
     * @param fallback what to answer if this is no number
     * @return the number
     */
    default double asDouble(double fallback) {
        return this instanceof JsonNumber n ? n.value().doubleValue() : fallback;
    }

    /**
     * Reads a boolean.
     *
     * @param fallback what to answer if this is none
     * @return the boolean
     */
    default boolean asBoolean(boolean fallback) {
        return this instanceof JsonBoolean b ? b.value() : fallback;
    }

    /** {@return whether this is {@code null} or was not there} */
    default boolean isNull() {
        return this instanceof JsonNull;
    }

    /** {@return a builder of an object} */
    static ObjectBuilder object() {
        return new ObjectBuilder();
    }

    /**
     * Makes an array of anything {@link #of} takes.
     *
     * @param items the items
     * @return the array
     */
    static JsonValue array(Iterable<?> items) {
        List<JsonValue> values = new ArrayList<>();
        items.forEach(item -> values.add(of(item)));
        return new JsonArray(values);
    }

    /**
     * Makes a value of a Java one.
     *
     * @param value {@code null}, a {@code JsonValue}, text, a number, a boolean, an enum constant (its name in lower
     *     case), a map with text keys, an iterable, or an optional of these; anything else counts by its {@code toString}
     * @return the value
     */
    static JsonValue of(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case JsonValue json -> json;
            case Boolean b -> new JsonBoolean(b);
            case BigDecimal n -> new JsonNumber(n);
            case Double n -> n.isNaN() || n.isInfinite() ? NULL : new JsonNumber(BigDecimal.valueOf(n));
            case Float n -> n.isNaN() || n.isInfinite() ? NULL : new JsonNumber(new BigDecimal(n.toString()));
            case Number n -> new JsonNumber(new BigDecimal(n.toString()));
            case Enum<?> e -> new JsonString(e.name().toLowerCase(Locale.ROOT));
            case Optional<?> o -> of(o.orElse(null));
            case Map<?, ?> map -> {
                ObjectBuilder object = object();
                map.forEach((key, member) -> object.put(String.valueOf(key), member));
                yield object.build();
            }
            case Iterable<?> items -> array(items);
            default -> new JsonString(value.toString());
        };
    }

    /** Builds a {@link JsonObject}. For one thread. */
    final class ObjectBuilder {

        private final Map<String, JsonValue> members = new LinkedHashMap<>();

        private ObjectBuilder() {}

        /**
         * Adds a member, or replaces it.
         *
         * @param name its name
         * @param value anything {@link JsonValue#of} takes
         * @return this builder
         */
        public ObjectBuilder put(String name, @Nullable Object value) {
            members.put(Objects.requireNonNull(name, "name"), of(value));
            return this;
        }

        /**
         * Adds a member only if there is a value.
         *
         * @param name its name
         * @param value anything {@link JsonValue#of} takes; nothing is added for {@code null} and an empty optional
         * @return this builder
         */
        public ObjectBuilder putIfPresent(String name, @Nullable Object value) {
            return of(value).isNull() ? this : put(name, value);
        }

        /** {@return the object} */
        public JsonValue build() {
            return new JsonObject(members);
        }
    }
}
