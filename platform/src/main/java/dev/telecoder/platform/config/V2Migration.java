package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Version 2's config.env as a config.yaml. What holds is the same before and after: what config.yaml says already is kept, with
 * its comments, and what config.env filled in stands in it.
 *
 * @param items what becomes of each line of config.env
 * @param yaml the new config.yaml; with secrets in it
 * @param problems what would be wrong with it
 */
public record V2Migration(List<V2Item> items, String yaml, List<ConfigProblem> problems) {

    /** Where the settings of version 2 are, beside config.yaml. */
    public static final String FILE = "config.env";

    private static final String HEAD = """
            # Made of version 2's config.env by `telecoder migrate v2`. `telecoder config schema` and the guide have every key.
            """;

    /** Copies the lists. */
    public V2Migration {
        items = List.copyOf(items);
        problems = List.copyOf(problems);
    }

    /**
     * Plans it; nothing is written.
     *
     * @param file config.yaml, which need not be there
     * @return the plan; empty if there is no config.env beside it, or nothing in it
     */
    public static Optional<V2Migration> of(Path file) {
        ConfigSource.Text text = new ConfigSource(file).read();
        V2Settings settings = V2Settings.of(V2Env.parse(text.env()));
        if (settings.variables().isEmpty()) {
            return Optional.empty();
        }
        Config old = new ConfigSource.Text(text.present(), text.yaml(), "", text.problem()).parse(settings.variables());
        if (!old.readable()) {
            return Optional.of(new V2Migration(List.of(), text.yaml(), old.problems()));
        }
        var items = new ArrayList<>(settings.items(old.root()));
        String yaml = text.yaml().isBlank() ? HEAD : text.yaml();
        for (int i = 0; i < items.size(); i++) {
            V2Item item = items.get(i);
            JsonValue value = item.value();
            if (value != null && item.state() != V2Item.State.LEFT) {
                try {
                    yaml = YamlEdit.set(yaml, JsonPaths.steps(item.path()), escaped(value));
                } catch (YamlEdit.Refused refused) {
                    items.set(i, V2Item.left(item.name(),
                            "config.yaml " + refused.why() + "; set " + item.path() + " there"));
                }
            }
        }
        Config made = ConfigFile.parse(yaml, settings.variables());
        List<ConfigProblem> problems = made.problems().stream().filter(ConfigProblem::isError).toList();
        return Optional.of(new V2Migration(items, yaml, problems));
    }

    /** A value of config.env means itself, also where it looks like a variable. */
    private static JsonValue escaped(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonString word -> JsonValue.of(word.value().replace("${", "$${"));
            case JsonValue.JsonObject object -> {
                JsonValue.ObjectBuilder escaped = JsonValue.object();
                for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                    escaped.put(member.getKey(), escaped(member.getValue()));
                }
                yield escaped.build();
            }
            default -> value;
        };
    }

    @Override
    public String toString() {
        return "V2Migration" + items;
    }
}
