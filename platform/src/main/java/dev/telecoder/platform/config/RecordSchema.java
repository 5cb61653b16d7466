package dev.telecoder.platform.config;

import dev.telecoder.api.Setting;
import dev.telecoder.api.json.JsonValue;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A record as a JSON Schema. Like the binder, it keeps nothing of the record's class. */
final class RecordSchema {

    private RecordSchema() {}

    static JsonValue of(Class<? extends Record> type) {
        JsonValue usual = usual(type);
        Map<String, JsonValue> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = Names.snake(component.getName());
            Setting setting = component.getAnnotation(Setting.class);
            properties.put(name, PropertySchema.of(component.getGenericType(), setting, usual.get(name)));
            if (setting != null && setting.required()) {
                required.add(name);
            }
        }
        Setting whole = type.getAnnotation(Setting.class);
        return PropertySchema.object(whole == null ? "" : whole.value(), properties, required);
    }

    /** What the record holds when the section is empty; nothing if it cannot be empty. */
    private static JsonValue usual(Class<?> type) {
        Optional<?> empty = new RecordBinder().bind(JsonValue.NULL, type, "");
        return empty.map(record -> RecordWriter.write((Record) record)).orElse(JsonValue.NULL);
    }
}
