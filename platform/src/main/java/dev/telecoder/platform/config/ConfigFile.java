package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.nio.file.Path;
import java.util.Map;

/** Reads config.yaml. */
public final class ConfigFile {

    private ConfigFile() {}

    /**
     * Reads a file, and as its defaults the config.env of version 2 beside it. It never throws for what the file holds: that
     * is among the problems of the result.
     *
     * @param file the file; one that is not there means all defaults
     * @param environment the variables for <code>${NAME}</code>
     * @return the settings
     */
    public static Config read(Path file, Map<String, String> environment) {
        return new ConfigSource(file).read().parse(environment);
    }

    /**
     * Reads a text.
     *
     * @param yaml the text; JSON is YAML
     * @param environment the variables for <code>${NAME}</code>
     * @return the settings
     */
    public static Config parse(String yaml, Map<String, String> environment) {
        return parse(yaml, V2Settings.NONE, environment);
    }

    static Config parse(String yaml, V2Settings before, Map<String, String> environment) {
        var redaction = new Redaction();
        YamlTree tree = YamlTree.read(yaml, new Substitution(before.under(environment), redaction));
        if (!(tree.root() instanceof JsonValue.JsonObject) && !tree.root().isNull()) {
            return unreadable("is not a list of sections but " + (tree.root().items().isEmpty() ? "a word" : "a list"));
        }
        return new Config(tree.readable() ? tree.withRoot(before.below(tree.root())) : tree, redaction);
    }

    static Config unreadable(String problem) {
        return new Config(YamlTree.failed(problem), new Redaction());
    }
}
