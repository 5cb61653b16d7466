package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads TOML as lock files and manifests have it; what it cannot read it leaves out. For one thread. */
final class Toml {

    private final String text;
    private int at;

    private Toml(String text) {
        this.text = text;
    }

    static JsonValue parse(String text) {
        return JsonValue.of(new Toml(text.startsWith("\uFEFF") ? text.substring(1) : text).document());
    }

    private Map<String, Object> document() {
        Map<String, Object> root = new LinkedHashMap<>();
        Map<String, Object> table = root;
        while (skip(true)) {
            if (peek() == '[') {
                boolean list = text.startsWith("[[", at);
                at += list ? 2 : 1;
                List<String> path = path(']');
                at += list ? 2 : 1;
                table = open(root, path, list);
            } else {
                List<String> path = path('=');
                at++;
                skip(false);
                Object value = value();
                Map<String, Object> target =
                        path.size() > 1 ? open(table, path.subList(0, path.size() - 1), false) : table;
                if (!path.isEmpty()) {
                    target.put(path.getLast(), value);
                }
            }
            while (at < text.length() && peek() != '\n') {
                at++;
            }
        }
        return root;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> open(Map<String, Object> from, List<String> path, boolean list) {
        Map<String, Object> table = from;
        for (int i = 0; i < path.size(); i++) {
            boolean last = i == path.size() - 1;
            Object next = table.get(path.get(i));
            if (last && list) {
                List<Object> items = next instanceof List<?> ? (List<Object>) next : new ArrayList<>();
                table.put(path.get(i), items);
                Map<String, Object> item = new LinkedHashMap<>();
                items.add(item);
                return item;
            }
            if (next instanceof List<?> items && !items.isEmpty() && items.getLast() instanceof Map<?, ?> item) {
                table = (Map<String, Object>) item;
            } else if (next instanceof Map<?, ?> map) {
                table = (Map<String, Object>) map;
            } else {
                Map<String, Object> made = new LinkedHashMap<>();
                table.put(path.get(i), made);
                table = made;
            }
        }
        return table;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    /** Skips blanks and comments; {@return whether anything is left}. */
    private boolean skip(boolean lines) {
        while (at < text.length()) {
            char c = peek();
            if (c == '#') {
                while (at < text.length() && peek() != '\n') {
                    at++;
                }
            } else if (c == ' ' || c == '\t' || c == '\r' || lines && c == '\n') {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private List<String> path(char end) {
        List<String> path = new ArrayList<>();
        while (skip(false) && peek() != end && peek() != '\n') {
            if (peek() == '.') {
                at++;
            } else if (peek() == '"' || peek() == '\'') {
                path.add(string());
            } else {
                int from = at;
                while (at < text.length() && "=.]\n \t\r".indexOf(peek()) < 0) {
                    at++;
                }
                path.add(text.substring(from, at));
            }
        }
        return path;
    }

    private Object value() {
        char c = peek();
        if (c == '"' || c == '\'') {
            return string();
        }
        if (c == '[') {
            List<Object> items = new ArrayList<>();
            at++;
            while (skip(true) && peek() != ']') {
                int before = at;
                items.add(value());
                skip(true);
                at += peek() == ',' ? 1 : before == at ? 1 : 0;
            }
            at++;
            return items;
        }
        if (c == '{') {
            Map<String, Object> map = new LinkedHashMap<>();
            at++;
            while (skip(true) && peek() != '}') {
                int before = at;
                List<String> path = path('=');
                at++;
                skip(false);
                if (!path.isEmpty()) {
                    open(map, path.subList(0, path.size() - 1), false).put(path.getLast(), value());
                }
                skip(true);
                at += peek() == ',' ? 1 : before == at ? 1 : 0;
            }
            at++;
            return map;
        }
        int from = at;
        while (at < text.length() && ",]}\n#".indexOf(peek()) < 0) {
            at++;
        }
        String word = text.substring(from, at).strip();
        return word.equals("true") || word.equals("false") ? Boolean.valueOf(word) : word;
    }

    private String string() {
        char quote = peek();
        String triple = String.valueOf(quote).repeat(3);
        if (text.startsWith(triple, at)) {
            int end = text.indexOf(triple, at + 3);
            String body = text.substring(at + 3, end < 0 ? text.length() : end);
            at = end < 0 ? text.length() : end + 3;
            return body;
        }
        StringBuilder out = new StringBuilder();
        at++;
        while (at < text.length() && peek() != quote && peek() != '\n') {
            if (quote == '"' && peek() == '\\' && at + 1 < text.length()) {
                at++;
                out.append(switch (peek()) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    default -> peek();
                });
            } else {
                out.append(peek());
            }
            at++;
        }
        at++;
        return out.toString();
    }
}
