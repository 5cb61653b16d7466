package dev.telecoder.platform.skill.yaml;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code tests}. */
final class TestReader {

    private static final List<String> KEYS = List.of("name", "input", "files", "expect");
    private static final List<String> EXPECT = List.of("succeeded", "output_contains", "files");

    private final Mistakes mistakes;

    TestReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    List<SkillTest> read(JsonValue section) {
        if (!section.isNull() && !(section instanceof JsonValue.JsonArray)) {
            mistakes.add("tests", "is " + Mistakes.shown(section),
                    "a list, such as - {input: {shop: demo}, expect: {succeeded: true}}");
        }
        List<SkillTest> tests = new ArrayList<>();
        for (int i = 0; i < section.items().size(); i++) {
            tests.add(test("tests[" + i + "]", section.items().get(i)));
        }
        return tests;
    }

    private SkillTest test(String path, JsonValue value) {
        section(path, value, "a section with input and expect");
        mistakes.unknownKeys(path, value, KEYS, "a test");
        JsonValue input = value.get("input");
        section(path + ".input", input, "the input, such as {shop: demo}");
        JsonValue expect = value.get("expect");
        String expected = path + ".expect";
        section(expected, expect,
                "a section such as {succeeded: true, output_contains: \"done\", files: [report.txt]}");
        mistakes.unknownKeys(expected, expect, EXPECT, "expect");
        if (!expect.get("succeeded").isNull() && !(expect.get("succeeded") instanceof JsonValue.JsonBoolean)) {
            mistakes.add(expected + ".succeeded", "is " + Mistakes.shown(expect.get("succeeded")), "true or false");
        }
        return new SkillTest(value.get("name").text(), input.isNull() ? JsonValue.object().build() : input,
                files(path + ".files", value.get("files"), false), expect.get("succeeded").asBoolean(true),
                texts(expected + ".output_contains", expect.get("output_contains")),
                files(expected + ".files", expect.get("files"), true));
    }

    private void section(String path, JsonValue value, String expected) {
        if (!value.isNull() && !(value instanceof JsonValue.JsonObject)) {
            mistakes.add(path, "is " + Mistakes.shown(value), expected);
        }
    }

    private List<String> texts(String path, JsonValue value) {
        if (value.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonValue item : value instanceof JsonValue.JsonArray ? value.items() : List.of(value)) {
            if (item.findText().isEmpty()) {
                mistakes.add(path, "is " + Mistakes.shown(item), "a text, or a list of texts");
            }
            texts.add(item.text());
        }
        return texts;
    }

    private Map<String, String> files(String path, JsonValue value, boolean list) {
        Map<String, String> files = new LinkedHashMap<>();
        if (list && value instanceof JsonValue.JsonArray) {
            value.items().forEach(item -> files.put(item.text(), ""));
        } else if (value instanceof JsonValue.JsonObject) {
            value.members().forEach((name, text) -> files.put(name, text.text()));
        } else if (!value.isNull()) {
            mistakes.add(path, "is " + Mistakes.shown(value), list ? "a list of files, or a section of file: text"
                    : "a section of file: text, such as {Makefile: \"all:\"}");
        }
        for (String name : files.keySet()) {
            if (name.isBlank() || name.startsWith("/") || List.of(name.split("/")).contains("..")
                    || name.contains("\0")) {
                mistakes.add(path, "names \"" + name + "\"", "paths inside the workspace, with /");
            }
        }
        return files;
    }
}
