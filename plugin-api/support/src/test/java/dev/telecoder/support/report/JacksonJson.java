package dev.telecoder.support.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON as the host does. */
public final class JacksonJson implements Json {

    /** For all tests. */
    public static final JacksonJson INSTANCE = new JacksonJson();

    private final ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Override
    public JsonValue parse(String text) {
        try {
            return convert(mapper.readTree(text));
        } catch (JsonProcessingException e) {
            throw PluginException.of(Failure.REJECTED, "Line " + e.getLocation().getLineNr() + " is no JSON.", e);
        }
    }

    private static JsonValue convert(JsonNode node) {
        if (node.isObject()) {
            JsonValue.ObjectBuilder object = JsonValue.object();
            node.properties().forEach(member -> object.put(member.getKey(), convert(member.getValue())));
            return object.build();
        }
        if (node.isArray()) {
            List<JsonValue> items = new ArrayList<>();
            node.forEach(item -> items.add(convert(item)));
            return JsonValue.array(items);
        }
        return node.isNumber() ? JsonValue.of(node.decimalValue())
                : node.isBoolean() ? JsonValue.of(node.booleanValue())
                        : node.isTextual() ? JsonValue.of(node.textValue()) : JsonValue.NULL;
    }

    @Override
    public <R extends Record> R bind(JsonValue value, Class<R> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JsonValue toJson(Record value) {
        throw new UnsupportedOperationException();
    }
}
