package dev.telecoder.platform.config;

import dev.telecoder.api.Secret;
import dev.telecoder.api.json.JsonValue;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Single values: from JSON or YAML to the Java types a record may have. */
final class Scalars {

    private static final int SHOWN = 60;

    /** Why a value does not fit. */
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1L;

        private final String problem;
        private final String expected;
        private final @Nullable String nearest;

        Wrong(String problem, String expected, @Nullable String nearest) {
            super(problem, null, false, false);
            this.problem = problem;
            this.expected = expected;
            this.nearest = nearest;
        }

        String problem() {
            return problem;
        }

        String expected() {
            return expected;
        }

        @Nullable String nearest() {
            return nearest;
        }
    }

    private Scalars() {}

    /** Records that are bound here, not component by component. */
    static boolean knows(Class<?> type) {
        return type == Secret.class;
    }

    /** What a component gets for which there is nothing. */
    static @Nullable Object absent(Class<?> type) {
        if (type == boolean.class) {
            return false;
        } else if (type == int.class) {
            return 0;
        } else if (type == long.class) {
            return 0L;
        } else if (type == double.class) {
            return 0.0;
        } else if (type == List.class || type == Collection.class) {
            return List.of();
        } else if (type == Set.class) {
            return Set.of();
        } else if (type == Map.class) {
            return Map.of();
        }
        return null;
    }

    static Object bind(JsonValue value, Class<?> type) throws Wrong {
        if (type == Object.class) {
            return value;
        }
        if (value instanceof JsonValue.JsonObject || value instanceof JsonValue.JsonArray) {
            throw wrong(type, value, expected(type));
        }
        String text = value.text();
        try {
            if (type == String.class || type == CharSequence.class) {
                return text;
            } else if (type == Secret.class) {
                return new Secret(text);
            } else if (type == boolean.class || type == Boolean.class) {
                return bool(text);
            } else if (type == int.class || type == Integer.class) {
                return new BigDecimal(text).intValueExact();
            } else if (type == long.class || type == Long.class) {
                return whole(text);
            } else if (type == double.class || type == Double.class) {
                return new BigDecimal(text).doubleValue();
            } else if (type == BigDecimal.class) {
                return new BigDecimal(text);
            } else if (type == Duration.class) {
                return Durations.parse(text);
            } else if (type == URI.class) {
                return URI.create(text.strip());
            } else if (type == Path.class) {
                return Path.of(text);
            } else if (type == ZoneId.class) {
                return ZoneId.of(text);
            } else if (type == Instant.class) {
                return Instant.parse(text);
            } else if (type == LocalTime.class) {
                return LocalTime.parse(text);
            } else if (type.isEnum()) {
                return constant(text, type);
            }
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw wrong(type, value, expected(type));
        }
        throw new IllegalStateException("A setting cannot have the type " + type.getName() + ".");
    }

    /** How a value is shown in a message. */
    static String shown(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonObject _ -> "a section with keys";
            case JsonValue.JsonArray _ -> "a list";
            case JsonValue.JsonNull _ -> "empty";
            case JsonValue.JsonString text -> '"' + cut(text.value()) + '"';
            default -> cut(value.text());
        };
    }

    private static Wrong wrong(Class<?> type, JsonValue value, String expected) {
        // A secret is not shown even where it is no secret: somebody may have put it into the wrong place.
        return new Wrong(type == Secret.class ? "has a wrong form" : "is " + shown(value), expected, null);
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("no boolean");
        };
    }

    private static long whole(String text) {
        return text.chars().anyMatch(c -> "bBkKmMgGtT".indexOf(c) >= 0)
                ? ByteSize.parse(text).bytes()
                : new BigDecimal(text).longValueExact();
    }

    private static Object constant(String text, Class<?> type) throws Wrong {
        String wanted = Names.constant(text);
        Enum<?>[] constants = (Enum<?>[]) type.getEnumConstants();
        for (Enum<?> constant : constants) {
            if (constant.name().equals(wanted)) {
                return constant;
            }
        }
        List<String> names = Arrays.stream(constants).map(Names::shown).toList();
        throw new Wrong(
                "is \"" + cut(text) + '"',
                "one of " + String.join(", ", names),
                Nearest.to(text, names));
    }

    private static String expected(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        } else if (type == double.class || type == Double.class || type == BigDecimal.class) {
            return "a number";
        } else if (type == Duration.class) {
            return "a duration such as 30s, 5m or 24h";
        } else if (type == URI.class) {
            return "an address such as https://example.com";
        } else if (type == ZoneId.class) {
            return "a time zone such as Europe/Berlin";
        } else if (type == Instant.class) {
            return "a time such as 2026-11-22T10:00:00Z";
        } else if (type == LocalTime.class) {
            return "a time of day such as 08:00";
        } else if (type.isEnum()) {
            Enum<?>[] constants = (Enum<?>[]) type.getEnumConstants();
            return "one of " + String.join(", ", Arrays.stream(constants).map(Names::shown).toList());
        }
        return "a single value";
    }

    private static String cut(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
