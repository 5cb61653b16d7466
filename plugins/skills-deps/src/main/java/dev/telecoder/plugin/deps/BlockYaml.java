package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the maps of YAML that tools write into their lock files: keys and plain values, one a line, nested by indentation.
 * Lists and what stands in braces are left out.
 */
final class BlockYaml {

    private record Level(int indent, Map<String, Object> map) {}

    private BlockYaml() {}

    static JsonValue parse(String text) {
        Map<String, Object> root = new LinkedHashMap<>();
        Deque<Level> open = new ArrayDeque<>();
        open.push(new Level(-1, root));
        String waiting = null;
        for (String raw : text.split("\\R")) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("- ") || line.equals("-")
                    || line.equals("---")) {
                continue;
            }
            int indent = raw.length() - raw.stripLeading().length();
            boolean asked = line.startsWith("? ");
            if (asked) {
                waiting = unquoted(line.substring(2));
                continue;
            }
            if (line.startsWith(":") && waiting != null) {
                line = "\"" + waiting + "\"" + line;
                waiting = null;
            }
            int colon = colon(line);
            if (colon < 0) {
                continue;
            }
            while (open.size() > 1 && open.element().indent() >= indent) {
                open.pop();
            }
            String key = unquoted(line.substring(0, colon).strip());
            String value = line.substring(colon + 1).strip();
            if (value.isEmpty()) {
                Map<String, Object> map = new LinkedHashMap<>();
                open.element().map().put(key, map);
                open.push(new Level(indent, map));
            } else {
                open.element().map().put(key, unquoted(value));
            }
        }
        return JsonValue.of(root);
    }

    /** The colon that ends a key is followed by a blank or the end. */
    private static int colon(String line) {
        int from = 0;
        if (line.charAt(0) == '"' || line.charAt(0) == '\'') {
            from = line.indexOf(line.charAt(0), 1);
            if (from < 0) {
                return -1;
            }
        }
        for (int i = from; i < line.length(); i++) {
            if (line.charAt(i) == ':' && (i + 1 == line.length() || line.charAt(i + 1) == ' ')) {
                return i;
            }
        }
        return -1;
    }

    private static String unquoted(String text) {
        return text.length() > 1 && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0) ? text.substring(1, text.length() - 1) : text;
    }
}
