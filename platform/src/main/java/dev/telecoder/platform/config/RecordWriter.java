package dev.telecoder.platform.config;

import dev.telecoder.api.Secret;
import dev.telecoder.api.json.JsonValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree of a record; like the binder, it keeps nothing of the record's class. A record that is read from one word is
 * written as its {@code toString}.
 */
final class RecordWriter {

    private RecordWriter() {}

    static JsonValue write(Record value) {
        JsonValue.ObjectBuilder object = JsonValue.object();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            JsonValue member = value(read(value, component));
            if (!member.isNull()) {
                object.put(Names.snake(component.getName()), member);
            }
        }
        return object.build();
    }

    private static JsonValue value(@Nullable Object value) {
        return switch (value) {
            case null -> JsonValue.NULL;
            case JsonValue json -> json;
            case Secret secret -> new JsonValue.JsonString(secret.toString());
            case Record record when RecordTypes.parser(record.getClass()) != null ->
                    PlainScalar.value(record.toString());
            case Record record -> write(record);
            case Optional<?> optional -> value(optional.orElse(null));
            case Duration duration -> new JsonValue.JsonString(Durations.text(duration));
            case Map<?, ?> map -> {
                JsonValue.ObjectBuilder object = JsonValue.object();
                map.forEach((key, member) -> object.put(
                        key instanceof Enum<?> constant ? Names.shown(constant) : String.valueOf(key), value(member)));
                yield object.build();
            }
            case Iterable<?> items -> {
                var values = new ArrayList<JsonValue>();
                items.forEach(item -> values.add(value(item)));
                yield JsonValue.array(values);
            }
            default -> JsonValue.of(value);
        };
    }

    private static @Nullable Object read(Record value, RecordComponent component) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        try {
            return accessor.invoke(value);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException(
                    "The component " + component.getName() + " of " + value.getClass().getName() + " cannot be read.",
                    e);
        }
    }
}
