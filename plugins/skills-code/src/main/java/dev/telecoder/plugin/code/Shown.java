package dev.telecoder.plugin.code;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes hits of definitions. Pure. */
final class Shown {

    private Shown() {}

    static Hit hit(String path, Source source, Definition definition, @Nullable Double score) {
        int line = source.line(definition.at());
        String before = source.text().substring(source.starts()[line], definition.at());
        return new Hit(path, line + 1, before.getBytes(StandardCharsets.UTF_8).length + 1, source.textLine(line),
                definition.qualified(), definition.kind(), score);
    }
}
