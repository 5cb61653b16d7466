package dev.telecoder.platform.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The host's JSON. Jackson reads the text; records are bound by our own reflection, so that no cache holds a class of a
 * plugin. Nesting is limited to 200 levels and a string to 20 million characters. Safe for use by many threads.
 */
public final class HostJson implements Json {

    private static final int DEPTH = 200;
    private static final int STRING = 20_000_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(STRING)
                    .maxNumberLength(1_000)
                    .build())
            .build();

    /** Makes the host's JSON; one is enough. */
    public HostJson() {}

    @Override
    public JsonValue parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw PluginException.of(Failure.REJECTED, "This is no JSON: the text is empty.");
            }
            JsonValue value = read(parser, first);
            if (parser.nextToken() != null) {
                throw PluginException.of(
                        Failure.REJECTED,
                        "This is no JSON: something follows the value" + place(parser.currentTokenLocation()) + ".");
            }
            return value;
        } catch (JsonProcessingException e) {
            // The original message names the token, not the text around it, which may hold a secret.
            throw PluginException.of(
                    Failure.REJECTED, "This is no JSON" + place(e.getLocation()) + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw PluginException.of(Failure.REJECTED, "This JSON cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public <R extends Record> R bind(JsonValue value, Class<R> type) {
        var binder = new RecordBinder();
        return binder.bind(value, type, "")
                .orElseThrow(() -> PluginException.of(Failure.REJECTED, explain(binder.problems())));
    }

    @Override
    public JsonValue toJson(Record value) {
        return RecordWriter.write(value);
    }

    private static String explain(List<ConfigProblem> problems) {
        return problems.stream()
                .filter(ConfigProblem::isError)
                .map(problem -> {
                    String what = problem.path().isEmpty() ? "The input " : problem.path() + " ";
                    return what + problem.problem()
                            + (problem.expected().isEmpty() ? "" : ", expected " + problem.expected());
                })
                .collect(Collectors.joining("; "));
    }

    private static JsonValue read(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, JsonValue>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    members.put(name, read(parser, parser.nextToken()));
                }
                yield new JsonValue.JsonObject(members);
            }
            case START_ARRAY -> {
                var items = new ArrayList<JsonValue>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(read(parser, next));
                }
                yield new JsonValue.JsonArray(items);
            }
            case VALUE_STRING -> new JsonValue.JsonString(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.JsonNumber(new BigDecimal(parser.getText()));
            case VALUE_TRUE -> new JsonValue.JsonBoolean(true);
            case VALUE_FALSE -> new JsonValue.JsonBoolean(false);
            default -> JsonValue.NULL;
        };
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
