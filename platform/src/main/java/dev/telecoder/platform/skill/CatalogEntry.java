package dev.telecoder.platform.skill;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.platform.config.HostJson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A skill that is there.
 *
 * @param skill what to run
 * @param spec how it presents itself, read once
 * @param source where it came from, such as {@code plugin:skills-git}
 * @param reason why it cannot be used; empty if it can
 */
public record CatalogEntry(Skill skill, SkillSpec spec, String source, String reason) {

    /** What every skill that works on a repository takes, and the host reads. */
    static final String REPO = "repo";

    private static final HostJson JSON = new HostJson();

    /** {@return whether it can be used} */
    public boolean ready() {
        return reason.isEmpty();
    }

    /** {@return the schema of the input as the model and people see it: with {@code repo}, where the host takes that} */
    public String inputSchemaJson() {
        if (!ready() || !takesRepo()) {
            return spec.inputSchemaJson().strip();
        }
        JsonValue schema = JSON.parse(spec.inputSchemaJson());
        Map<String, JsonValue> properties = new LinkedHashMap<>(schema.get("properties").members());
        properties.put(REPO, JsonValue.object().put("type", "string")
                .put("description", "Which repository of this conversation; left out: the one in focus.").build());
        Map<String, JsonValue> members = new LinkedHashMap<>(schema.members());
        members.put("properties", new JsonValue.JsonObject(properties));
        return new JsonValue.JsonObject(members).toString();
    }

    CatalogEntry without(String why) {
        return new CatalogEntry(skill, spec, source, why);
    }

    /** Whether the host takes {@code repo} for it; a skill that has such an input of its own reads it itself. */
    boolean takesRepo() {
        return (spec.needsRepository() || skill instanceof InFocus one && one.worksInFocus())
                && !JSON.parse(spec.inputSchemaJson()).get("properties").members().containsKey(REPO);
    }

    /** {@return its name at the model: letters, digits, {@code _} and {@code -} only} */
    public String wireName() {
        return wireName(spec.name());
    }

    /**
     * Maps a name to one the model can use.
     *
     * @param name such as {@code code.edit}
     * @return such as {@code code_edit}
     */
    public static String wireName(String name) {
        String mapped = name.replaceAll("[^a-zA-Z0-9_-]", "_");
        return mapped.length() <= 64 ? mapped : mapped.substring(0, 64);
    }
}
