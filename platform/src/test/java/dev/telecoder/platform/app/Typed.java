package dev.telecoder.platform.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A command that was typed in a home, and what it printed.
 *
 * @param exit its exit code
 * @param out its result
 * @param err what else it told
 */
record Typed(int exit, String out, String err) {

    static Typed in(Path home, String... arguments) {
        return in(home, Map.of(), "", arguments);
    }

    static Typed in(Path home, Map<String, String> variables, String input, String... arguments) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("TELECODER_HOME", home.toString());
        environment.putIfAbsent("PATH", System.getenv().getOrDefault("PATH", ""));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(arguments, new Io(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                environment, false, false));
        return new Typed(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
