package dev.telecoder.platform.skill.yaml;

import dev.telecoder.api.skill.Risk;
import java.time.Duration;
import java.util.List;

/**
 * A skill as its file says it.
 *
 * @param name two lower-case words with a dot between
 * @param description for the model
 * @param command what the shell runs
 * @param risk as written, or EXTERNAL
 * @param requires what it cannot do without
 * @param focus whether it runs in the checkout in focus, and not in the scratch space
 * @param env names of variables it is given
 * @param timeout how long one run may take
 * @param parameters its inputs
 * @param schemaJson the JSON Schema of them
 * @param tests its tests
 */
record SkillFile(String name, String description, String command, Risk risk, List<Requirement> requires, boolean focus,
        List<String> env, Duration timeout, List<Parameter> parameters, String schemaJson, List<SkillTest> tests) {

    SkillFile {
        requires = List.copyOf(requires);
        env = List.copyOf(env);
        parameters = List.copyOf(parameters);
        tests = List.copyOf(tests);
    }

    boolean requires(Requirement.Kind kind) {
        return requires.stream().anyMatch(one -> one.kind() == kind);
    }
}
