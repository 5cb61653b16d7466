package dev.telecoder.platform.skill.yaml;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * A test that stands in a skill's file.
 *
 * @param name what it is called; empty if it has no name
 * @param input what the skill is passed
 * @param given files that are in the workspace before, with their text
 * @param succeeded whether the skill shall succeed
 * @param outputContains what its output shall contain
 * @param files files that shall be in the workspace afterwards, with what they shall contain; empty text for anything
 */
public record SkillTest(String name, JsonValue input, Map<String, String> given, boolean succeeded,
        List<String> outputContains, Map<String, String> files) {

    /** Copies the collections. */
    public SkillTest {
        given = Map.copyOf(given);
        outputContains = List.copyOf(outputContains);
        files = Map.copyOf(files);
    }
}
