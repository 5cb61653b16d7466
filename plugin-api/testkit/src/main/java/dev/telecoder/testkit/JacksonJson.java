package dev.telecoder.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON read by Jackson's parser; the mapper is left out, so that no class of a plugin is ever kept. */
final class JacksonJson implements Json {

    static final JacksonJson INSTANCE = new JacksonJson();

    private final JsonFactory factory = new JsonFactory();

    private JacksonJson() {}

    @Override
    public JsonValue parse(String text) {
        try (JsonParser parser = factory.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw PluginException.of(Failure.REJECTED, "The text is no JSON: it is empty (line 1, column 1).");
            }
            JsonValue value = read(parser, first);
            if (parser.nextToken() != null) {
                JsonLocation at = parser.currentTokenLocation();
                throw PluginException.of(Failure.REJECTED,
                        "The text is no JSON: one value was expected, but more follows"
                                + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ").");
            }
            return value;
        } catch (JsonProcessingException wrong) {
            JsonLocation at = wrong.getLocation();
            String place = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw PluginException.of(Failure.REJECTED, "The text is no JSON: " + wrong.getOriginalMessage() + place
                    + ".");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static JsonValue read(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    members.put(name, read(parser, parser.nextToken()));
                }
                yield new JsonValue.JsonObject(members);
            }
            case START_ARRAY -> {
                List<JsonValue> items = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(read(parser, next));
                }
                yield new JsonValue.JsonArray(items);
            }
            case VALUE_STRING -> new JsonValue.JsonString(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.JsonNumber(parser.getDecimalValue());
            case VALUE_TRUE -> new JsonValue.JsonBoolean(true);
            case VALUE_FALSE -> new JsonValue.JsonBoolean(false);
            default -> JsonValue.NULL;
        };
    }

    @Override
    public <R extends Record> R bind(JsonValue value, Class<R> type) {
        List<String> problems = new ArrayList<>();
        R bound = RecordBinding.bind(value, type, "", problems);
        if (bound == null) {
            throw PluginException.of(Failure.REJECTED, String.join(" ", problems));
        }
        return bound;
    }

    @Override
    public JsonValue toJson(Record value) {
        JsonValue.ObjectBuilder object = JsonValue.object();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                object.put(RecordBinding.snake(component.getName()), plain(accessor.invoke(value)));
            } catch (ReflectiveOperationException broken) {
                throw new IllegalStateException("Record " + value.getClass().getName() + " cannot be read.", broken);
            }
        }
        return object.build();
    }

    private @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Secret secret -> secret.toString();
            case JsonValue json -> json;
            case Record nested -> toJson(nested);
            case Optional<?> optional -> plain(optional.orElse(null));
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((key, member) -> plain.put(String.valueOf(key), plain(member)));
                yield plain;
            }
            case Iterable<?> items -> {
                List<@Nullable Object> plain = new ArrayList<>();
                items.forEach(item -> plain.add(plain(item)));
                yield plain;
            }
            case null, default -> value;
        };
    }
}
