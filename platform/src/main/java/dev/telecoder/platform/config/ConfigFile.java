package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Reads config.yaml. */
public final class ConfigFile {

    private ConfigFile() {}

    /**
     * Reads a file. It never throws for what the file holds: that is among the problems of the result.
     *
     * @param file the file; one that is not there means all defaults
     * @param environment the variables for <code>${NAME}</code>
     * @return the settings
     */
    public static Config read(Path file, Map<String, String> environment) {
        try {
            return parse(Files.readString(file), environment);
        } catch (NoSuchFileException e) {
            return parse("", environment);
        } catch (CharacterCodingException e) {
            return unreadable("is not readable: it is not UTF-8 text");
        } catch (IOException e) {
            return unreadable("is not readable (" + e.getClass().getSimpleName() + "): check who may read it");
        }
    }

    /**
     * Reads a text.
     *
     * @param yaml the text; JSON is YAML
     * @param environment the variables for <code>${NAME}</code>
     * @return the settings
     */
    public static Config parse(String yaml, Map<String, String> environment) {
        var redaction = new Redaction();
        YamlTree tree = YamlTree.read(yaml, new Substitution(environment, redaction));
        if (!(tree.root() instanceof JsonValue.JsonObject) && !tree.root().isNull()) {
            return unreadable("is not a list of sections but " + (tree.root().items().isEmpty() ? "a word" : "a list"));
        }
        return new Config(tree, redaction);
    }

    private static Config unreadable(String problem) {
        return new Config(YamlTree.failed(problem), new Redaction());
    }
}
