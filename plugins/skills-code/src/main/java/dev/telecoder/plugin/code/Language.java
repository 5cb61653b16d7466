package dev.telecoder.plugin.code;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The programming languages whose definitions are known, by the ends of file names. */
enum Language {
    JAVA("java"),
    KOTLIN("kt", "kts"),
    PYTHON("py", "pyi"),
    JAVASCRIPT("js", "jsx", "mjs", "cjs"),
    TYPESCRIPT("ts", "tsx", "mts", "cts"),
    GO("go"),
    RUST("rs"),
    C("c", "h"),
    CPP("cc", "cpp", "cxx", "hpp", "hh", "hxx", "ipp", "inl", "cu"),
    CSHARP("cs"),
    RUBY("rb", "rake"),
    PHP("php");

    private final List<String> extensions;

    Language(String... extensions) {
        this.extensions = List.of(extensions);
    }

    static Optional<Language> of(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        for (Language language : values()) {
            if (language.extensions.contains(extension)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    boolean hashComments() {
        return this == PYTHON || this == RUBY || this == PHP;
    }

    boolean slashComments() {
        return this != PYTHON && this != RUBY;
    }

    boolean nestedComments() {
        return this == RUST || this == KOTLIN;
    }

    boolean script() {
        return this == JAVASCRIPT || this == TYPESCRIPT;
    }

    boolean preprocessed() {
        return this == C || this == CPP || this == CSHARP;
    }

    boolean indented() {
        return this == PYTHON || this == RUBY;
    }
}
