package dev.telecoder.api.json;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Map;

/** Writes a tree as compact JSON text, after RFC 8259. */
final class JsonText {

    private JsonText() {}

    static String of(JsonValue value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(JsonValue value, StringBuilder out) {
        switch (value) {
            case JsonValue.JsonNull n -> out.append("null");
            case JsonValue.JsonBoolean b -> out.append(b.value());
            case JsonValue.JsonNumber n -> out.append(number(n.value()));
            case JsonValue.JsonString s -> quote(s.value(), out);
            case JsonValue.JsonArray a -> {
                out.append('[');
                String separator = "";
                for (JsonValue item : a.items()) {
                    out.append(separator);
                    write(item, out);
                    separator = ",";
                }
                out.append(']');
            }
            case JsonValue.JsonObject o -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<String, JsonValue> member : o.members().entrySet()) {
                    out.append(separator);
                    quote(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    separator = ",";
                }
                out.append('}');
            }
        }
    }

    /** 1E+9 is kept short; 1E+2 of a plain whole number is written out, as people and most readers expect. */
    private static String number(BigDecimal value) {
        return Math.abs(value.scale()) <= 20 ? value.toPlainString() : value.toString();
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80 ? c >= 0x20 && c != '"' && c != '\\'
                    : c != '\u2028' && c != '\u2029' && !loneSurrogate(text, i)) {
                continue;
            }
            // What needs no escape is copied in one piece; most text is nothing else.
            out.append(text, plain, i);
            plain = i + 1;
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                // A lone surrogate has no UTF-8 form, and U+2028 breaks readers that take JSON for JavaScript.
                default -> out.append("\\u").append(HexFormat.of().toHexDigits(c));
            }
        }
        out.append(text, plain, text.length()).append('"');
    }

    private static boolean loneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
