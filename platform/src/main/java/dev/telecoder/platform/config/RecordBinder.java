package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Binds a tree to a record and gathers all that does not fit. For one thread and one binding.
 *
 * <p>It reflects anew each time: anything kept under a plugin's class would keep the plugin's class loader, and with it
 * every plugin that was ever replaced.
 */
final class RecordBinder {

    /** Thrown inside to leave a value whose problem is already noted. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit() {
            super(null, null, false, false);
        }
    }

    private static final Pattern OBJECTION = Pattern.compile("(.+?)(?:[,.] [Ee]xpected (.+?))?\\.?", Pattern.DOTALL);

    private final List<ConfigProblem> problems = new ArrayList<>();

    List<ConfigProblem> problems() {
        return problems;
    }

    /** The record, or nothing if there were errors. */
    <R> Optional<R> bind(JsonValue value, Class<R> type, String path) {
        try {
            return Optional.of(type.cast(record(value, type, path)));
        } catch (Unfit e) {
            return Optional.empty();
        }
    }

    private Object record(JsonValue value, Class<?> type, String path) throws Unfit {
        Method parse = RecordTypes.parser(type);
        if (parse != null && !(value instanceof JsonValue.JsonObject)) {
            return parsed(value, parse, path);
        }
        if (!(value instanceof JsonValue.JsonObject) && !value.isNull()) {
            throw unfit(path, "is " + Scalars.shown(value), "a section with keys");
        }
        RecordComponent[] components = type.getRecordComponents();
        Map<String, JsonValue> members = value.members();
        Set<String> used = new LinkedHashSet<>();
        Object[] arguments = new Object[components.length];
        boolean fits = true;
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            String key = key(members, name);
            used.add(key);
            try {
                arguments[i] = value(members.get(key), components[i].getGenericType(), child(path, Names.snake(name)));
            } catch (Unfit e) {
                fits = false;
            }
        }
        noteUnknown(members, used, components, path);
        if (!fits) {
            noteRefused(type, components, arguments, path);
            throw new Unfit();
        }
        return construct(type, components, arguments, path);
    }

    private void noteUnknown(
            Map<String, JsonValue> members, Set<String> used, RecordComponent[] components, String path) {
        Set<String> known = new TreeSet<>();
        for (RecordComponent component : components) {
            known.add(Names.snake(component.getName()));
        }
        for (String name : members.keySet()) {
            if (!used.contains(name)) {
                known.removeAll(used.stream().filter(members::containsKey).toList());
                problems.add(ConfigProblem.unknownKey(child(path, name), Nearest.to(name, known)));
            }
        }
    }

    private Object construct(Class<?> type, RecordComponent[] components, Object[] arguments, String path)
            throws Unfit {
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw refused(e.getCause(), components, path);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The record " + type.getName() + " cannot be made.", e);
        }
    }

    /** All problems are told at once: what the constructor says of a value that did fit is not hidden by one that did not. */
    private void noteRefused(Class<?> type, RecordComponent[] components, Object[] arguments, String path) {
        Object[] present = arguments.clone();
        Set<String> told = new TreeSet<>();
        for (int i = 0; i < components.length; i++) {
            if (present[i] == null) {
                present[i] = components[i].getType() == Optional.class ? Optional.empty()
                        : Scalars.absent(components[i].getType());
                told.add(child(path, Names.snake(components[i].getName())));
            }
        }
        int before = problems.size();
        try {
            construct(type, components, present, path);
        } catch (Unfit e) {
            // What concerns a value that is missing only here, or the section as a whole, may not be so.
            problems.subList(before, problems.size())
                    .removeIf(found -> told.contains(found.path()) || found.path().equals(path));
        }
    }

    /** What a record's own constructor says of its values. */
    private Unfit refused(@Nullable Throwable cause, RecordComponent[] components, String path) {
        String message = cause == null || cause.getMessage() == null ? "" : cause.getMessage();
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof NullPointerException) {
            for (RecordComponent component : components) {
                if (message.equals(component.getName()) || message.equals(Names.snake(component.getName()))) {
                    return unfit(child(path, Names.snake(component.getName())), "is missing", "");
                }
            }
        }
        if (cause instanceof IllegalArgumentException && !message.isEmpty()) {
            return refused(message, components, path);
        }
        return unfit(path, "cannot be used: " + (message.isEmpty() ? String.valueOf(cause) : message), "");
    }

    /** Takes apart what reads like {@code port is 99999, expected 0 to 65535}. */
    private Unfit refused(String message, RecordComponent[] components, String path) {
        Matcher parts = OBJECTION.matcher(message);
        if (!parts.matches()) {
            return unfit(path, "is not right: " + message, "");
        }
        String expected = parts.group(2) == null ? "" : parts.group(2);
        for (RecordComponent component : components) {
            String name = Names.snake(component.getName());
            for (String start : List.of(name + " ", path + "." + name + " ")) {
                if (parts.group(1).startsWith(start)) {
                    return unfit(child(path, name), parts.group(1).substring(start.length()), expected);
                }
            }
        }
        return unfit(path, "is not right: " + parts.group(1), expected);
    }

    private @Nullable Object value(@Nullable JsonValue value, Type type, String path) throws Unfit {
        Class<?> raw = RecordTypes.raw(type);
        if (raw == Optional.class) {
            return value == null || value.isNull()
                    ? Optional.empty()
                    : Optional.ofNullable(value(value, RecordTypes.argument(type, 0), path));
        }
        if (raw == JsonValue.class) {
            return value == null ? JsonValue.NULL : value;
        }
        if (value == null || value.isNull()) {
            if (value != null && raw == Limit.class) {
                return Limit.NONE;
            }
            return Scalars.absent(raw);
        }
        if (raw == List.class || raw == Collection.class) {
            return Collections.unmodifiableList(items(value, RecordTypes.argument(type, 0), path));
        }
        if (raw == Set.class) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(items(value, RecordTypes.argument(type, 0), path)));
        }
        if (raw == Map.class) {
            return map(value, type, path);
        }
        if (raw.isRecord() && !Scalars.knows(raw)) {
            return record(value, raw, path);
        }
        return scalar(value, raw, path);
    }

    /** One value stands for a list of one, as people write it. */
    private List<Object> items(JsonValue value, Type type, String path) throws Unfit {
        if (value instanceof JsonValue.JsonObject && !RecordTypes.raw(type).isRecord()
                && RecordTypes.raw(type) != JsonValue.class) {
            throw unfit(path, "is a section with keys", "a list");
        }
        List<JsonValue> values = value instanceof JsonValue.JsonArray array ? array.items() : List.of(value);
        var bound = new ArrayList<Object>();
        boolean fits = true;
        for (int i = 0; i < values.size(); i++) {
            String itemPath = value instanceof JsonValue.JsonArray ? path + "[" + i + "]" : path;
            try {
                Object item = value(values.get(i), type, itemPath);
                if (item == null) {
                    throw unfit(itemPath, "is empty", "a value");
                }
                bound.add(item);
            } catch (Unfit e) {
                fits = false;
            }
        }
        if (!fits) {
            throw new Unfit();
        }
        return bound;
    }

    private Map<Object, Object> map(JsonValue value, Type type, String path) throws Unfit {
        if (!(value instanceof JsonValue.JsonObject)) {
            throw unfit(path, "is " + Scalars.shown(value), "a section with keys");
        }
        var bound = new LinkedHashMap<Object, Object>();
        boolean fits = true;
        for (Map.Entry<String, JsonValue> member : value.members().entrySet()) {
            String memberPath = child(path, member.getKey());
            try {
                Object key = scalar(new JsonValue.JsonString(member.getKey()),
                        RecordTypes.raw(RecordTypes.argument(type, 0)), memberPath);
                Type valueType = RecordTypes.argument(type, 1);
                Object item = member.getValue().isNull() && RecordTypes.raw(valueType).isRecord()
                        ? record(member.getValue(), RecordTypes.raw(valueType), memberPath)
                        : value(member.getValue(), valueType, memberPath);
                bound.put(key, item == null ? "" : item);
            } catch (Unfit e) {
                fits = false;
            }
        }
        if (!fits) {
            throw new Unfit();
        }
        return Collections.unmodifiableMap(bound);
    }

    private Object scalar(JsonValue value, Class<?> type, String path) throws Unfit {
        try {
            return Scalars.bind(value, type);
        } catch (Scalars.Wrong wrong) {
            ConfigProblem problem = ConfigProblem.error(path, wrong.problem(), wrong.expected());
            problems.add(problem.suggesting(wrong.nearest()));
            throw new Unfit();
        }
    }

    private Object parsed(JsonValue value, Method parse, String path) throws Unfit {
        try {
            parse.setAccessible(true);
            return parse.invoke(null, value.text());
        } catch (InvocationTargetException e) {
            String expected = e.getCause() instanceof IllegalArgumentException wrong && wrong.getMessage() != null
                    ? wrong.getMessage()
                    : "another value";
            throw unfit(path, "is " + Scalars.shown(value), expected);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Unfit unfit(String path, String problem, String expected) {
        problems.add(ConfigProblem.error(path, problem, expected));
        return new Unfit();
    }

    private static String key(Map<String, JsonValue> members, String name) {
        String snake = Names.snake(name);
        return members.containsKey(snake) || !members.containsKey(name) ? snake : name;
    }

    static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
