package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The guide's page of all settings, made of the schema. */
final class SettingsPage {

    static final String RENEW = "mvn -pl platform -am test -Dtest=SettingsPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtelecoder.guide.write=true";

    private final StringBuilder page = new StringBuilder();

    private SettingsPage() {}

    static String of(JsonValue schema) {
        return new SettingsPage().whole(schema);
    }

    private String whole(JsonValue schema) {
        page.append("<!-- Made of the records that read the settings. Renew it with: ").append(RENEW).append(" -->\n");
        page.append("""
                # All settings

                Every key of `config.yaml` that this version knows. [Configuration](configuration.md) says what the sections are for, and
                `telecoder config schema` prints the same as a JSON Schema, with those of the plugins you installed. A list may be
                written as one value where it has one; a key that is left out, or `null`, has its default.
                """);
        schema.get("properties").members().forEach((name, section) -> {
            if (!section.get("properties").members().isEmpty() || !inner(section).members().isEmpty()) {
                page.append("\n## ").append(name).append("\n\n").append(section.get("description").text())
                        .append("\n\n");
                page.append("| key | holds | default | what it is for |\n|---|---|---|---|\n");
                rows(name, section);
            }
        });
        String others = schema.get("properties").members().entrySet().stream()
                .filter(section -> section.getValue().get("properties").members().isEmpty()
                        && inner(section.getValue()).members().isEmpty())
                .map(section -> "`" + section.getKey() + "`").collect(Collectors.joining(", "));
        page.append("\n## Sections of plugins\n\nThese are for plugins that do not come with this version: ")
                .append(others)
                .append(".\nSections whose name begins with `x-` are for YAML anchors; nobody reads them.\n");
        return page.toString();
    }

    private void rows(String path, JsonValue section) {
        JsonValue inner = inner(section);
        if (section.get("properties").members().isEmpty() && !inner.get("properties").members().isEmpty()) {
            rows(section.get("items").isNull() ? path + ".NAME" : path + "[]", inner);
            return;
        }
        Map<String, JsonValue> properties = section.get("properties").members();
        properties.forEach((name, property) -> {
            boolean constant = property.get("description").text().isEmpty();
            if (!constant) {
                row(path + "." + name, property, section.get("required").items());
                if (!property.get("properties").members().isEmpty() || !inner(property).members().isEmpty()) {
                    rows(path + "." + name, property);
                }
            }
        });
    }

    private void row(String path, JsonValue property, List<JsonValue> required) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        boolean needed = required.stream().anyMatch(one -> one.text().equals(name));
        JsonValue byDefault = property.get("default");
        String examples = property.get("examples").items().stream().map(SettingsPage::code)
                .collect(Collectors.joining(", "));
        page.append("| `").append(path).append("` | ").append(kind(property)).append(" | ")
                .append(needed ? "*needed*" : byDefault.isNull() ? "" : code(byDefault)).append(" | ")
                .append(cell(property.get("description").text()))
                .append(examples.isEmpty() ? "" : " Such as " + examples + ".").append(" |\n");
    }

    private static String kind(JsonValue property) {
        String pattern = property.get("pattern").text();
        if (!property.get("enum").isNull()) {
            return property.get("enum").items().stream().filter(choice -> !choice.isNull()).map(SettingsPage::code)
                    .collect(Collectors.joining(", "));
        } else if (property.get("writeOnly").asBoolean(false)) {
            return "secret";
        } else if (pattern.contains("(ms|")) {
            return "duration";
        } else if (pattern.contains("KkMm")) {
            return "size";
        }
        return switch (property.get("type").at(0).text()) {
            case "string" -> property.get("format").isNull() ? "text" : "address";
            case "boolean" -> "true or false";
            case "integer" -> "whole number";
            case "array" -> inner(property).get("properties").members().isEmpty() ? "list" : "list of sections";
            case "object" -> "section";
            default -> "number";
        };
    }

    private static JsonValue inner(JsonValue section) {
        return section.get("items").members().isEmpty() ? section.get("additionalProperties") : section.get("items");
    }

    private static String code(JsonValue value) {
        return "`" + cell(YamlWriter.inline(value)) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
