package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What config.yaml may hold, as a JSON Schema (2020-12): every key with its description, type, default and examples, made from
 * the records that are bound to it. For editors, for forms and for the guide. The first type of each {@code type} is what the
 * setting is; the others are what is accepted as well: {@code null} for the default, and for what is no text a string with
 * a <code>${VARIABLE}</code>. What must not be shown is {@code writeOnly}.
 */
public final class ConfigSchema {

    /** The version of JSON Schema it is written in. */
    public static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private ConfigSchema() {}

    /**
     * Describes the whole file.
     *
     * @param uses the sections that plugins read
     * @return the schema
     */
    public static JsonValue of(Collection<SectionUse> uses) {
        Map<String, JsonValue> sections = new LinkedHashMap<>();
        for (SectionUse use : PlatformSettings.RECORDS) {
            JsonValue section = RecordSchema.of(use.type());
            sections.put(use.path(), switch (use.path()) {
                case "repos" -> PropertySchema.listOf(section, "The repositories it knows by name.");
                case "access" -> PropertySchema.mapOf(section, "Who may talk to it, by the id of a channel.");
                default -> section;
            });
        }
        for (String host : List.of("github", "gitlab")) {
            sections.put(host, PropertySchema.with(RecordSchema.of(CodeHostLogin.class), "additionalProperties",
                    new JsonValue.JsonObject(Map.of())));
        }
        for (SectionUse use : new LinkedHashSet<>(uses)) {
            put(sections, List.of(use.path().split("\\.")), RecordSchema.of(use.type()));
        }
        for (String name : ConfigCheck.RESERVED) {
            sections.putIfAbsent(name, PropertySchema.mapOf(new JsonValue.JsonObject(Map.of()),
                    "For a plugin that is not installed."));
        }
        sections.computeIfPresent("channels", (_, known) -> open(known));
        return JsonValue.object().put("$schema", DIALECT).put("title", "TeleCoder's config.yaml")
                .put("type", List.of("object", "null"))
                .put("properties", new JsonValue.JsonObject(sections))
                .put("patternProperties", JsonValue.object().put("^x-", JsonValue.object()
                        .put("description", "For YAML anchors; read by nobody.").build()).build())
                .put("additionalProperties", false).build();
    }

    /**
     * Describes one section.
     *
     * @param path such as {@code channels.telegram}
     * @param uses the sections that plugins read
     * @return the schema of what stands at that path; empty if nobody reads it
     */
    public static Optional<JsonValue> section(String path, Collection<SectionUse> uses) {
        JsonValue at = of(uses);
        for (String name : path.split("\\.")) {
            at = at.get("properties").get(name);
        }
        return at.isNull() ? Optional.empty() : Optional.of(at);
    }

    private static void put(Map<String, JsonValue> properties, List<String> path, JsonValue section) {
        String name = path.getFirst();
        JsonValue known = properties.get(name);
        if (path.size() == 1) {
            properties.put(name, known == null ? section : merged(known, section));
            return;
        }
        Map<String, JsonValue> inner =
                new LinkedHashMap<>(known == null ? Map.of() : known.get("properties").members());
        put(inner, path.subList(1, path.size()), section);
        properties.put(name, known == null ? PropertySchema.object("", inner, List.of())
                : PropertySchema.with(known, "properties", new JsonValue.JsonObject(inner)));
    }

    /** Several read one section: what the first says of a key holds, and the keys of all are known. */
    private static JsonValue merged(JsonValue first, JsonValue second) {
        Map<String, JsonValue> properties = new LinkedHashMap<>(first.get("properties").members());
        second.get("properties").members().forEach((name, property) -> properties.merge(name, property,
                (one, other) -> one.get("properties").isNull() || other.get("properties").isNull() ? one
                        : merged(one, other)));
        Set<JsonValue> required = new LinkedHashSet<>(first.get("required").items());
        required.addAll(second.get("required").items());
        JsonValue both = PropertySchema.with(first, "properties", new JsonValue.JsonObject(properties));
        return required.isEmpty() ? both
                : PropertySchema.with(both, "required", JsonValue.array(new ArrayList<>(required)));
    }

    private static JsonValue open(JsonValue channels) {
        return PropertySchema.with(
                PropertySchema.with(channels, "description", "Channels. One whose section is missing is off."),
                "additionalProperties", JsonValue.object().put("type", List.of("object", "null"))
                        .put("description", "A channel whose plugin is not installed.").build());
    }
}
