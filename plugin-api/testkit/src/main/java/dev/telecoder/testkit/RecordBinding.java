package dev.telecoder.testkit;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.json.JsonValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds JSON trees to records as the host does, collecting every problem with its path. For one binding. */
final class RecordBinding {

    private final List<String> problems = new ArrayList<>();

    private RecordBinding() {}

    /** The bound record, or null with at least one problem reported. */
    static <R extends Record> @Nullable R bind(JsonValue value, Class<R> type, String path, List<String> problems) {
        RecordBinding binding = new RecordBinding();
        Object bound = binding.record(value, type, path);
        problems.addAll(binding.problems);
        return problems.isEmpty() ? type.cast(bound) : null;
    }

    private @Nullable Object record(JsonValue value, Class<?> type, String path) {
        if (!(value instanceof JsonValue.JsonObject)) {
            return wrong(path, "an object", value);
        }
        int before = problems.size();
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            types[i] = component.getType();
            String key = snake(component.getName());
            JsonValue member = value.get(key);
            if (member.isNull()) {
                member = value.get(component.getName());
            }
            String at = path.isEmpty() ? key : path + "." + key;
            arguments[i] = member.isNull() ? missing(component.getType()) : value(member, component.getGenericType(),
                    at);
        }
        return problems.size() > before ? null : create(type, types, arguments, path);
    }

    private @Nullable Object create(Class<?> type, Class<?>[] types, @Nullable Object[] arguments, String path) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException thrown) {
            Throwable cause = thrown.getCause();
            String message = cause == null ? thrown.toString() : String.valueOf(cause.getMessage());
            boolean saysWhere = cause instanceof PluginException || path.isEmpty();
            problems.add(saysWhere ? message : path + ": " + message);
            return null;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("Record " + type.getName() + " cannot be created.", impossible);
        }
    }

    private @Nullable Object value(JsonValue value, Type type, String path) {
        if (type instanceof WildcardType wildcard) {
            return value(value, wildcard.getUpperBounds()[0], path);
        }
        if (type instanceof ParameterizedType generic) {
            return generic(value, (Class<?>) generic.getRawType(), generic.getActualTypeArguments(), path);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord() && plain != Secret.class) {
            return record(value, plain, path);
        }
        if (JsonValue.class.isAssignableFrom(plain)) {
            return plain.isInstance(value) ? value : wrong(path, plain.getSimpleName(), value);
        }
        return plain == Object.class ? value : scalar(value, plain, path);
    }

    private @Nullable Object generic(JsonValue value, Class<?> raw, Type[] arguments, String path) {
        if (raw == Optional.class) {
            return Optional.ofNullable(value(value, arguments[0], path));
        }
        if (raw == Map.class) {
            if (!(value instanceof JsonValue.JsonObject)) {
                return wrong(path, "an object", value);
            }
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            value.members().forEach((key, member) -> map.put(key, value(member, arguments[1], path + "." + key)));
            return Collections.unmodifiableMap(map);
        }
        if (!(value instanceof JsonValue.JsonArray)) {
            return wrong(path, "a list", value);
        }
        List<@Nullable Object> items = new ArrayList<>();
        for (JsonValue item : value.items()) {
            items.add(value(item, arguments[0], path + "[" + items.size() + "]"));
        }
        return raw == Set.class ? Collections.unmodifiableSet(new LinkedHashSet<>(items))
                : Collections.unmodifiableList(items);
    }

    private @Nullable Object scalar(JsonValue value, Class<?> type, String path) {
        try {
            Object scalar = type.isEnum() ? constant(value, type) : number(value, type);
            if (scalar != null) {
                return scalar;
            }
            if (type == boolean.class || type == Boolean.class) {
                return value instanceof JsonValue.JsonBoolean b ? (Object) b.value() : wrong(path, "true or false",
                        value);
            }
            Optional<String> text = value.findText();
            if (text.isEmpty()) {
                return wrong(path, "a single value", value);
            }
            if (type == String.class) {
                return text.get();
            } else if (type == Secret.class) {
                return new Secret(text.get());
            } else if (type == URI.class) {
                return URI.create(text.get());
            } else if (type == Path.class) {
                return Path.of(text.get());
            } else if (type == Instant.class) {
                return Instant.parse(text.get());
            } else if (type == Duration.class) {
                return Durations.parse(text.get());
            }
        } catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException unfit) {
            return wrong(path, expected(type), value);
        }
        throw new IllegalArgumentException("A record component of type " + type.getName() + " cannot be bound (" + path
                + ").");
    }

    private static @Nullable Object number(JsonValue value, Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return decimal(value).intValueExact();
        } else if (type == long.class || type == Long.class) {
            return decimal(value).longValueExact();
        } else if (type == double.class || type == Double.class) {
            return decimal(value).doubleValue();
        } else if (type == BigDecimal.class) {
            return decimal(value);
        }
        return null;
    }

    private static BigDecimal decimal(JsonValue value) {
        if (value instanceof JsonValue.JsonNumber n) {
            return n.value();
        }
        throw new IllegalArgumentException();
    }

    private static Object constant(JsonValue value, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equalsIgnoreCase(value.text().replace('-', '_'))) {
                return constant;
            }
        }
        throw new IllegalArgumentException();
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            List<String> names = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                names.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
            }
            return "one of " + String.join(", ", names);
        }
        return type == Duration.class ? "a time such as 30s, 5m, 2h or 7d"
                : "a value of type " + type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object missing(Class<?> type) {
        if (type == Optional.class) {
            return Optional.empty();
        } else if (type == List.class) {
            return List.of();
        } else if (type == Set.class) {
            return Set.of();
        } else if (type == Map.class) {
            return Map.of();
        } else if (type == boolean.class) {
            return false;
        } else if (type == int.class) {
            return 0;
        } else if (type == long.class) {
            return 0L;
        }
        return type == double.class ? 0.0 : null;
    }

    private @Nullable Object wrong(String path, String expected, JsonValue value) {
        String kind = value.getClass().getSimpleName().replace("Json", "").toLowerCase(Locale.ROOT);
        problems.add((path.isEmpty() ? "the value" : path) + " is of kind " + kind + ". Expected " + expected + ".");
        return null;
    }

    /** botToken becomes bot_token. */
    static String snake(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                out.append('_');
            }
            out.append(Character.toLowerCase(c));
        }
        return out.toString();
    }
}
