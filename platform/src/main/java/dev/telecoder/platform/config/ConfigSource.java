package dev.telecoder.platform.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The files that settings are read from: config.yaml, and beside it the config.env of version 2, whose settings are defaults.
 *
 * @param file config.yaml
 */
record ConfigSource(Path file) {

    private static final String V2 = "config.env";

    /**
     * What the files hold.
     *
     * @param present whether config.yaml is there
     * @param yaml its text
     * @param env the text of config.env
     * @param problem why config.yaml cannot be read; empty if it can
     */
    record Text(boolean present, String yaml, String env, String problem) {

        Config parse(Map<String, String> environment) {
            return problem.isEmpty() ? ConfigFile.parse(yaml, V2Settings.of(V2Env.parse(env)), environment)
                    : ConfigFile.unreadable(problem);
        }

        /** Editors empty a file before they write it, and a file that is gone would take the owner's rules with it. */
        boolean vanished() {
            return problem.isEmpty() && yaml.isBlank();
        }

        @Override
        public String toString() {
            return "Text[" + yaml.length() + "]";
        }
    }

    Text read() {
        String env = env();
        try {
            return new Text(true, Files.readString(file), env, "");
        } catch (NoSuchFileException e) {
            return new Text(false, "", env, "");
        } catch (CharacterCodingException e) {
            return new Text(true, "", env, "is not readable: it is not UTF-8 text");
        } catch (IOException e) {
            return new Text(true, "", env, "is not readable (" + e.getClass().getSimpleName()
                    + "): check who may read it");
        }
    }

    private String env() {
        try {
            return Files.readString(file.resolveSibling(V2));
        } catch (IOException e) {
            return "";
        }
    }
}
