package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An example of a skill, written as a line that {@code skills run --batch} takes, with what is expected of it:
 * {@code {"id", "skill", "input", "expect": {"succeeded", "output": ["part"], "files": [], "data": {"/pointer": value}}}}.
 * Only what is named is compared. Values, for any thread.
 *
 * @param id tells it from the others
 * @param skill the name of the skill
 * @param input what the skill gets
 * @param expect what shall come of it
 * @since 1.0
 */
public record SkillExample(String id, String skill, JsonValue input, JsonValue expect) {

    /**
     * Reads all examples of a folder.
     *
     * @param folder the folder with files of such lines, named {@code *.jsonl}
     * @return the examples, by file
     */
    public static List<SkillExample> in(Path folder) {
        List<SkillExample> examples = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".jsonl")).sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonValue value = JacksonJson.INSTANCE.parse(line);
                    examples.add(new SkillExample(value.get("id").text(), value.get("skill").text(), value.get("input"),
                            value.get("expect")));
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return examples;
    }

    /** {@return what to run the skill with} */
    public SkillInput asInput() {
        return SkillInputs.of(input);
    }

    /**
     * Compares.
     *
     * @param result what came of the run
     * @return what is not as expected, in a sentence each; empty if all is
     */
    public List<String> differences(SkillResult result) {
        List<String> differences = new ArrayList<>();
        if (result.succeeded() != expect.get("succeeded").asBoolean(false)) {
            differences.add("succeeded is " + result.succeeded() + ": " + result.output());
        }
        if (result.output().isBlank()) {
            differences.add("The output is blank.");
        }
        expect.get("output").items().stream().map(JsonValue::text).filter(part -> !result.output().contains(part))
                .forEach(part -> differences.add("The output has no '" + part + "': " + result.output()));
        expect.get("files").items().stream().map(file -> Path.of(file.text()))
                .filter(file -> !result.files().contains(file))
                .forEach(file -> differences.add("The files have no " + file + ": " + result.files()));
        JsonValue data = result.data().orElse(JsonValue.NULL);
        expect.get("data").members().forEach((pointer, value) -> {
            String found = at(data, pointer).toString();
            if (!found.equals(value.toString())) {
                differences.add(pointer + " is " + found + ", expected " + value);
            }
        });
        return differences;
    }

    @Override
    public String toString() {
        return skill + " " + id;
    }

    private static JsonValue at(JsonValue data, String pointer) {
        JsonValue at = data;
        for (String step : pointer.substring(1).split("/")) {
            at = step.matches("\\d+") ? at.at(Integer.parseInt(step)) : at.get(step);
        }
        return at;
    }
}
