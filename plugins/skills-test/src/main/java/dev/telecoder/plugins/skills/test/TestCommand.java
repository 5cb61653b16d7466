package dev.telecoder.plugins.skills.test;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A command that runs tests.
 *
 * @param line what the shell runs
 * @param directory where, relative to the workspace; empty for the workspace
 * @param environment variables for it alone
 */
record TestCommand(String line, String directory, Map<String, String> environment) {

    static TestCommand of(String directory, String... words) {
        return new TestCommand(Arrays.stream(words).filter(word -> !word.isEmpty()).map(TestCommand::quote)
                .collect(Collectors.joining(" ")), directory, Map.of());
    }

    TestCommand with(String variable, String value) {
        return new TestCommand(line, directory, Map.of(variable, value));
    }

    /** {@return the word as the shell reads it as one} */
    static String quote(String word) {
        return word.matches("[\\w@%+=:,./^~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
