package dev.telecoder.platform.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A copy of the last config.yaml with which nothing was wrong, readable by its owner alone. With it a host starts where the
 * file cannot be read, so that the owner's rules about what is allowed still hold.
 *
 * @param file where it is kept
 */
public record LastGood(Path file) {

    /** The name of the copy, in the folder of the host's data. */
    public static final String NAME = "config.last-good.yaml";

    Config read(String env, Map<String, String> environment) {
        ConfigSource.Text kept = new ConfigSource(file).read();
        return kept.present() ? new ConfigSource.Text(true, kept.yaml(), env, kept.problem()).parse(environment)
                : ConfigFile.unreadable("is not there");
    }

    void write(String yaml) throws IOException {
        if (!Files.isRegularFile(file) || !Files.readString(file).equals(yaml)) {
            PrivateFile.replace(file, yaml);
        }
    }
}
