package dev.telecoder.plugin.deps;

import dev.telecoder.support.osv.PackageVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How one dependency gets another version: by an edit of the file that names it, or by a command of its package manager, which
 * also writes the lock.
 *
 * @param file the file that names it, relative to the workspace
 * @param edited what the file is to hold; empty if a command does it
 * @param commands what is run in the file's folder, in order
 */
record Updater(String file, Optional<String> edited, List<List<String>> commands) {

    private static final String VALID = "[A-Za-z0-9@][A-Za-z0-9@/._:+~!-]*";

    /**
     * Finds the way.
     *
     * @param one the dependency
     * @param version the version it shall have
     * @param text what the file holds
     * @return the way; empty if none is known for such a file
     */
    static Optional<Updater> of(Dependency one, String version, String text) {
        String name = one.version().name();
        // Both stand in commands and files, and one that begins with a hyphen would be an option.
        if (!name.matches(VALID) || !version.matches(VALID)) {
            return Optional.empty();
        }
        String file = one.file();
        String base = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return switch (base) {
            case "package-lock.json", "npm-shrinkwrap.json" -> command(file, one.direct()
                    ? List.of("npm", "install", "--save-exact", "--ignore-scripts", name + "@" + version)
                    : List.of("npm", "update", "--ignore-scripts", name));
            case "pnpm-lock.yaml" -> command(file, List.of("pnpm", "update", "--ignore-scripts", name + "@" + version));
            case "yarn.lock" -> command(file, List.of("yarn", "upgrade", name + "@" + version));
            case "cargo.lock" -> command(file, List.of("cargo", "update", "-p", name + "@" + one.version().version(),
                    "--precise", version));
            case "go.mod" -> Optional.of(new Updater(file, Optional.empty(), List.of(
                    List.of("go", "get", name + "@" + (version.startsWith("v") ? version : "v" + version)),
                    List.of("go", "mod", "tidy"))));
            case "poetry.lock" -> command(file, one.direct() ? List.of("poetry", "add", name + "==" + version)
                    : List.of("poetry", "update", name));
            case "uv.lock" -> command(file, List.of("uv", "lock", "--upgrade-package", name + "==" + version));
            case "pipfile.lock" -> command(file, List.of("pipenv", "upgrade", name + "==" + version));
            case "composer.lock" -> command(file, one.direct()
                    ? List.of("composer", "require", "--with-all-dependencies", name + ":" + version)
                    : List.of("composer", "update", name));
            case "gemfile.lock" -> command(file, List.of("bundle", "update", "--conservative", name));
            default -> edit(one, version, text).map(edited -> new Updater(file, Optional.of(edited), List.of()));
        };
    }

    private static Optional<Updater> command(String file, List<String> command) {
        return Optional.of(new Updater(file, Optional.empty(), List.of(command)));
    }

    String folder() {
        return file.contains("/") ? file.substring(0, file.lastIndexOf('/')) : "";
    }

    /** Replaces the version where the file has it beside the name, or the property that has it; nothing else changes. */
    private static Optional<String> edit(Dependency one, String version, String text) {
        PackageVersion from = one.version();
        String name = Pattern.quote(from.name().substring(from.name().indexOf(':') + 1));
        String old = Pattern.quote(from.version());
        String between = from.ecosystem().equals("Maven") && one.file().endsWith("pom.xml")
                ? "<artifactId>\\s*" + name + "\\s*</artifactId>(?:(?!</dependency>)[\\s\\S])*?<version>\\s*"
                : from.ecosystem().equals("PyPI") ? "(?im)^[ \\t\"',-]*" + spelled(from.name())
                        + "\\s*(?:\\[[^\\]]*\\])?\\s*={2,3}\\s*" : name + "[\"':\\s,=@A-Za-z/<>.-]{1,60}?";
        String end = "(?![\\w.+-])";
        Optional<String> beside = replaced(text, "(" + between + ")" + old + end, version);
        if (beside.isPresent()) {
            return beside;
        }
        Matcher property = Pattern.compile("<artifactId>\\s*" + name
                + "\\s*</artifactId>(?:(?!</dependency>)[\\s\\S])*?<version>\\s*\\$\\{([^}]+)}").matcher(text);
        return property.find()
                ? replaced(text, "(<" + Pattern.quote(property.group(1)) + ">\\s*)" + old + end, version)
                : Optional.empty();
    }

    /** Python takes hyphens, underscores and dots in names for one another. */
    private static String spelled(String name) {
        return Stream.of(name.split("[-_.]+")).map(Pattern::quote).collect(Collectors.joining("[-_.]+"));
    }

    private static Optional<String> replaced(String text, String pattern, String version) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Optional.of(text.substring(0, matcher.end(1)) + version + text.substring(matcher.end()))
                : Optional.empty();
    }
}
