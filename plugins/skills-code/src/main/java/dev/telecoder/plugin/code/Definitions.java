package dev.telecoder.plugin.code;

import java.util.List;

/** Finds what a source file defines. Pure. */
final class Definitions {

    private Definitions() {}

    static List<Definition> in(Language language, Source source) {
        return switch (language) {
            case JAVA, C, CPP, CSHARP -> new StatementScanner(language, source).definitions();
            case KOTLIN, PYTHON, JAVASCRIPT, TYPESCRIPT, GO, RUST, RUBY, PHP ->
                    new KeywordScanner(language, source).definitions();
        };
    }
}
