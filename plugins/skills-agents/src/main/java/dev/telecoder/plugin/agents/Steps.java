package dev.telecoder.plugin.agents;

import dev.telecoder.api.json.JsonValue;
import java.util.List;

/** Puts a use of a tool into a short line. */
final class Steps {

    private static final List<String> TELLING =
            List.of("command", "cmd", "file_path", "filePath", "path", "pattern", "query", "url", "description");

    private Steps() {}

    static String of(String tool, JsonValue input) {
        return TELLING.stream().map(name -> input.get(name).text()).filter(text -> !text.isBlank()).findFirst()
                .map(text -> tool + " " + text).orElse(tool);
    }
}
