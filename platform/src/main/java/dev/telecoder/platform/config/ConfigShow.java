package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A setting that holds, and where it comes from. What must not be seen is {@code ***}, whatever stands there.
 *
 * @param path the setting
 * @param value what holds
 * @param source where it comes from
 * @param line where it is in config.yaml; 0 if it is not there
 */
public record ConfigShow(String path, JsonValue value, Source source, int line) {

    private static final JsonValue HIDDEN = JsonValue.of("***");

    /** Where a setting comes from. */
    public enum Source {
        /** From config.yaml. */
        FILE,
        /** From a variable that config.yaml names. */
        ENVIRONMENT,
        /** From version 2's config.env. */
        CONFIG_ENV,
        /** From nowhere: it is left out. */
        DEFAULT
    }

    /**
     * Lists what holds.
     *
     * @param file config.yaml, which can be read
     * @param environment the variables
     * @param uses the sections that plugins read
     * @return the settings, in the order of the schema
     */
    public static List<ConfigShow> of(Path file, Map<String, String> environment, Collection<SectionUse> uses) {
        ConfigSource.Text text = new ConfigSource(file).read();
        Config config = text.parse(environment);
        var walk = new Walk(config, new ArrayList<>());
        walk.section(ConfigSchema.of(uses), config.root(), YamlTree.literal(text.yaml()), "");
        return List.copyOf(walk.found);
    }

    /**
     * Lists what holds for a host that runs.
     *
     * @param holder its settings
     * @param uses the sections that plugins read
     * @return the settings, in the order of the schema
     */
    public static List<ConfigShow> of(ConfigHolder holder, Collection<SectionUse> uses) {
        return of(holder.file(), holder.environment(), uses);
    }

    /**
     * Tells whether this is a part of a section.
     *
     * @param section such as {@code llm}; empty for the whole file
     * @return whether it is
     */
    public boolean within(String section) {
        return section.isEmpty() || Config.within(path, section);
    }

    /** {@return such as {@code config.yaml:3}} */
    public String from() {
        return switch (source) {
            case FILE -> "config.yaml:" + line;
            case ENVIRONMENT -> "config.yaml:" + line + ", from the environment";
            case CONFIG_ENV -> "config.env";
            case DEFAULT -> "default";
        };
    }

    /** {@return this as {@code config show --json} tells it} */
    public JsonValue toJson() {
        return JsonValue.object().put("path", path).put("value", value)
                .put("source", source.name().toLowerCase(Locale.ROOT).replace("config_env", "config.env"))
                .put("line", line == 0 ? null : line).put("from", from()).build();
    }

    private record Walk(Config config, List<ConfigShow> found) {

        void section(JsonValue schema, JsonValue value, @Nullable JsonValue raw, String path) {
            JsonValue properties = schema.get("properties");
            properties.members().forEach((name, property) -> {
                // An enum's constants may be written in small letters; those are shown only where they are.
                boolean twin = properties.members().containsKey(name.toUpperCase(Locale.ROOT))
                        && !name.equals(name.toUpperCase(Locale.ROOT));
                if (!twin || value.members().containsKey(name)) {
                    setting(property, value, raw, name, RecordBinder.child(path, name));
                }
            });
            value.members().keySet().stream().filter(name -> !properties.members().containsKey(name))
                    .forEach(name -> setting(schema.get("additionalProperties"), value, raw, name,
                            RecordBinder.child(path, name)));
        }

        private void setting(JsonValue schema, JsonValue around, @Nullable JsonValue rawAround, String name,
                String path) {
            JsonValue value = around.get(name);
            JsonValue raw = rawAround == null || !rawAround.members().containsKey(name) ? null : rawAround.get(name);
            if (schema.get("writeOnly").asBoolean(false) || ConfigWalk.isSecret(name)) {
                if (!value.isNull()) {
                    add(path, HIDDEN, source(raw));
                }
            } else if (value.isNull() && raw == null && PlatformSettings.sectionOf(path).isEmpty()
                    && isSection(schema)) {
                return; // a plugin's section that is not there
            } else if (value instanceof JsonValue.JsonObject || (value.isNull() && isSection(schema))) {
                section(schema, value, raw, path);
            } else if (value.items().stream().anyMatch(item -> !item.members().isEmpty())) {
                for (int i = 0; i < value.items().size(); i++) {
                    section(schema.get("items"), value.at(i), raw == null ? null : raw.at(i), path + "[" + i + "]");
                }
            } else {
                plain(schema, value, raw, path);
            }
        }

        private void plain(JsonValue schema, JsonValue value, @Nullable JsonValue raw, String path) {
            boolean nullMeansSomething = schema.get("type").at(1).text().equals("null") && schema.get("type").items()
                    .size() == 3;
            if (!value.isNull() || (raw != null && (nullMeansSomething || !raw.isNull()))) {
                add(path, value, source(raw));
            } else if (!schema.get("default").isNull()) {
                add(path, schema.get("default"), Source.DEFAULT);
            }
        }

        private void add(String path, JsonValue value, Source source) {
            boolean inFile = source == Source.FILE || source == Source.ENVIRONMENT;
            found.add(new ConfigShow(path, ConfigWalk.shown(value, config.redaction()), source,
                    inFile ? config.position(path).line() : 0));
        }

        private static Source source(@Nullable JsonValue raw) {
            if (raw == null) {
                return Source.CONFIG_ENV;
            }
            return raw.toString().contains("${") ? Source.ENVIRONMENT : Source.FILE;
        }

        private static boolean isSection(JsonValue schema) {
            return !schema.get("properties").members().isEmpty();
        }
    }
}
