package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Places in a tree: {@code repos[0].name} as the steps {@code repos}, {@code [0]}, {@code name}. */
final class JsonPaths {

    private JsonPaths() {}

    static List<String> steps(String path) {
        var steps = new ArrayList<String>();
        for (String part : path.split("\\.")) {
            int index = part.indexOf('[');
            if (index < 0 || !part.endsWith("]")) {
                steps.add(part);
                continue;
            }
            if (index > 0) {
                steps.add(part.substring(0, index));
            }
            for (String number : part.substring(index + 1, part.length() - 1).split("]\\[")) {
                steps.add("[" + number + "]");
            }
        }
        return List.copyOf(steps);
    }

    static boolean isIndex(String step) {
        return step.matches("\\[\\d{1,6}]");
    }

    static int index(String step) {
        return Integer.parseInt(step.substring(1, step.length() - 1));
    }

    static JsonValue get(JsonValue tree, List<String> steps) {
        JsonValue at = tree;
        for (String step : steps) {
            at = isIndex(step) ? at.at(index(step)) : at.get(step);
        }
        return at;
    }

    /** The tree with another value at a place; what leads there is made where it is missing. */
    static JsonValue with(JsonValue tree, List<String> steps, JsonValue value) {
        if (steps.isEmpty()) {
            return value;
        }
        String step = steps.getFirst();
        List<String> rest = steps.subList(1, steps.size());
        if (isIndex(step)) {
            List<JsonValue> items = new ArrayList<>(tree.items());
            int index = index(step);
            if (index < items.size()) {
                items.set(index, with(items.get(index), rest, value));
            } else {
                items.add(with(JsonValue.NULL, rest, value));
            }
            return JsonValue.array(items);
        }
        Map<String, JsonValue> members = new LinkedHashMap<>(tree.members());
        members.put(step, with(tree.get(step), rest, value));
        return new JsonValue.JsonObject(members);
    }

    /** The tree without what stands at a place. */
    static JsonValue without(JsonValue tree, List<String> steps) {
        String step = steps.getFirst();
        List<String> rest = steps.subList(1, steps.size());
        if (isIndex(step)) {
            List<JsonValue> items = new ArrayList<>(tree.items());
            int index = index(step);
            if (index < items.size()) {
                if (rest.isEmpty()) {
                    items.remove(index);
                } else {
                    items.set(index, without(items.get(index), rest));
                }
            }
            return JsonValue.array(items);
        }
        if (!tree.members().containsKey(step)) {
            return tree;
        }
        Map<String, JsonValue> members = new LinkedHashMap<>(tree.members());
        if (rest.isEmpty()) {
            members.remove(step);
        } else {
            members.put(step, without(tree.get(step), rest));
        }
        return new JsonValue.JsonObject(members);
    }
}
