package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.Iterator;
import java.util.Map;

/** JSON with a line for each member, as a person reads it. */
final class Indented {

    private Indented() {}

    static String of(JsonValue value) {
        StringBuilder out = new StringBuilder();
        write(value, "", out);
        return out.toString();
    }

    private static void write(JsonValue value, String indent, StringBuilder out) {
        switch (value) {
            case JsonValue.JsonObject object when !object.members().isEmpty() -> {
                out.append("{\n");
                Iterator<Map.Entry<String, JsonValue>> members = object.members().entrySet().iterator();
                while (members.hasNext()) {
                    Map.Entry<String, JsonValue> member = members.next();
                    out.append(indent).append("  ").append(JsonValue.of(member.getKey())).append(": ");
                    write(member.getValue(), indent + "  ", out);
                    out.append(members.hasNext() ? ",\n" : "\n");
                }
                out.append(indent).append('}');
            }
            case JsonValue.JsonArray array when !array.items().isEmpty() -> {
                out.append("[\n");
                Iterator<JsonValue> items = array.items().iterator();
                while (items.hasNext()) {
                    out.append(indent).append("  ");
                    write(items.next(), indent + "  ", out);
                    out.append(items.hasNext() ? ",\n" : "\n");
                }
                out.append(indent).append(']');
            }
            default -> out.append(value);
        }
    }
}
