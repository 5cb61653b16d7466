package dev.telecoder.platform.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;

/** The one shape of data the bus looks into: {@code {"text":"…"}} of a text delta. */
final class DeltaText {

    private static final JsonFactory JSON = new JsonFactory();

    private DeltaText() {}

    /** Reads the text; a delta without one adds nothing. */
    static String of(String dataJson) {
        try (JsonParser parser = JSON.createParser(dataJson)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("text") && value == JsonToken.VALUE_STRING) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
            return "";
        } catch (IOException e) {
            throw new IllegalArgumentException("The data of a text.delta is no JSON object: " + dataJson, e);
        }
    }

    static String data(String text) {
        return "{\"text\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"}";
    }
}
