package dev.telecoder.plugins.skills.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds out which linters and formatters a project has set up, by their settings files. For one run. */
final class ProjectLinters {

    private static final int MAX_FILES = 400;

    private final Workspace workspace;
    /** What to look at, relative to the workspace; empty for all of it. */
    private final String part;
    private final List<Choice> choices = new ArrayList<>();

    /** A linter we know, whether the project wants it, and how it runs. */
    private record Choice(String name, BooleanSupplier wanted, Supplier<Linter> linter) {}

    ProjectLinters(Workspace workspace, Path path) {
        this.workspace = workspace;
        this.part = workspace.relative(path);
        javascript();
        python();
        compiled();
        texts();
        java();
        scripting();
    }

    /** {@return the linters the project has set up} */
    List<Linter> configured() {
        return choices.stream().filter(choice -> choice.wanted.getAsBoolean()).map(choice -> choice.linter.get())
                .toList();
    }

    /** {@return the linter of that name, set up or not; empty if we know none} */
    List<Linter> named(String tool) {
        String name = tool.strip().toLowerCase(Locale.ROOT);
        return choices.stream().filter(choice -> choice.name.equals(name)).map(choice -> choice.linter.get())
                .limit(1).toList();
    }

    /** {@return the names of all linters we know, for messages} */
    String known() {
        return String.join(", ", choices.stream().map(Choice::name).distinct().sorted().toList());
    }

    private void javascript() {
        add("eslint", () -> any("eslint.config.js", "eslint.config.mjs", "eslint.config.cjs", "eslint.config.ts",
                ".eslintrc", ".eslintrc.js", ".eslintrc.cjs", ".eslintrc.json", ".eslintrc.yml", ".eslintrc.yaml")
                || text("package.json").contains("\"eslintConfig\""),
                () -> Linter.of("eslint", line(bin("eslint"), "-f", "json", here()),
                        line(bin("eslint"), "--fix", "-f", "json", here())));
        // Takes no settings: whoever has it among the packages lints with it.
        add("standard", () -> text("package.json").matches("(?s).*\"lint[\\w:]*\"\\s*:\\s*\"standard\\b.*"),
                // Its lines begin with blanks, and then look like a continuation.
                () -> Linter.of("standard", unindented(line(bin("standard"), part)),
                        unindented(line(bin("standard"), "--fix", part))));
        add("biome", () -> any("biome.json", "biome.jsonc"), () -> Linter.of("biome",
                line(bin("biome"), "lint", "--reporter=github", here()),
                line(bin("biome"), "check", "--write", here())));
        add("stylelint", () -> any(".stylelintrc", ".stylelintrc.json", ".stylelintrc.js", ".stylelintrc.yml",
                "stylelint.config.js", "stylelint.config.mjs"),
                () -> Linter.of("stylelint",
                        line(bin("stylelint"), "-f", "json", globs("css", "scss")),
                        line(bin("stylelint"), "--fix", "-f", "json", globs("css", "scss"))));
        add("prettier", () -> any(".prettierrc", ".prettierrc.json", ".prettierrc.js", ".prettierrc.cjs",
                ".prettierrc.yaml", ".prettierrc.yml", ".prettierrc.toml", "prettier.config.js", "prettier.config.mjs")
                || text("package.json").contains("\"prettier\": {"),
                () -> Linter.of("prettier",
                        line(bin("prettier"), "--check", here()), line(bin("prettier"), "--write", here())));
        add("tsc", () -> any("tsconfig.json"),
                () -> Linter.of("tsc", line(bin("tsc"), "--noEmit", "--pretty", "false"), ""));
    }

    private void python() {
        String all = text("pyproject.toml") + "\n" + text("setup.cfg") + "\n" + text("tox.ini");
        add("ruff", () -> any("ruff.toml", ".ruff.toml") || section(all, "tool\\.ruff"), () -> Linter.of("ruff",
                line("ruff", "check", "--output-format", "json", here()),
                line("ruff", "check", "--fix", "--output-format", "json", here())));
        add("ruff format", () -> section(all, "tool\\.ruff\\.format"), () -> Linter.of("ruff format",
                line("ruff", "format", "--check", here()), line("ruff", "format", here())));
        add("black", () -> section(all, "tool\\.black"),
                () -> Linter.of("black", line("black", "--check", here()), line("black", here())));
        add("flake8", () -> any(".flake8") || section(all, "flake8"),
                () -> Linter.of("flake8", line("flake8", here()), ""));
        add("mypy", () -> any("mypy.ini", ".mypy.ini") || section(all, "tool\\.mypy|mypy"), () -> Linter.of("mypy",
                line("mypy", "--show-column-numbers", "--no-color-output", here()), ""));
        add("pylint", () -> any(".pylintrc", "pylintrc") || section(all, "tool\\.pylint[^\\]]*"),
                () -> Linter.of("pylint", line("pylint", "-f", "json", "--recursive=y", here()), ""));
    }

    private void compiled() {
        add("golangci-lint", () -> any(".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json"),
                () -> Linter.of("golangci-lint", line("golangci-lint", "run", packages()),
                        line("golangci-lint", "run", "--fix", packages())));
        add("go vet", () -> any("go.mod"), () -> Linter.of("go vet", line("go", "vet", "-json", packages()), ""));
        add("gofmt", () -> any("go.mod"), () -> Linter.naming("gofmt", line("gofmt", "-l", here()),
                line("gofmt", "-w", here())));
        add("clippy", () -> any("Cargo.toml"), () -> Linter.of("clippy",
                "cargo clippy --all-targets --message-format=json",
                "cargo clippy --all-targets --fix --allow-dirty --allow-staged --message-format=json"));
        add("rustfmt", () -> any("rustfmt.toml", ".rustfmt.toml"),
                () -> Linter.of("rustfmt", "cargo fmt --check", "cargo fmt"));
        add("clang-format", () -> false, () -> Linter.of("clang-format",
                line("clang-format", "--dry-run", files(".*\\.(c|h|cc|cpp|hpp|m|mm)")),
                line("clang-format", "-i", files(".*\\.(c|h|cc|cpp|hpp|m|mm)"))));
        add("cppcheck", () -> false, () -> Linter.of("cppcheck",
                line("cppcheck", "--quiet", "--enable=warning,style", "--template=gcc", here()), ""));
    }

    private void texts() {
        add("shellcheck", () -> !files(".*\\.(sh|bash)").isEmpty(),
                () -> Linter.of("shellcheck", line("shellcheck", "-f", "json1", files(".*\\.(sh|bash)")), ""));
        add("hadolint", () -> any(".hadolint.yaml", ".hadolint.yml", "Dockerfile"),
                () -> Linter.of("hadolint", line("hadolint", "-f", "json",
                        files("(?i)(docker|container)file(\\..+)?|.*\\.dockerfile")), ""));
        add("yamllint", () -> any(".yamllint", ".yamllint.yml", ".yamllint.yaml"),
                () -> Linter.of("yamllint", line("yamllint", "-f", "parsable", here()), ""));
        add("markdownlint", () -> any(".markdownlint.json", ".markdownlint.yaml", ".markdownlint.yml",
                ".markdownlintrc"),
                () -> Linter.of("markdownlint", line(bin("markdownlint"), here()),
                        line(bin("markdownlint"), "--fix", here())));
        add("actionlint", () -> any(".github/actionlint.yaml", ".github/actionlint.yml"),
                () -> Linter.of("actionlint", "actionlint -format '{{json .}}'", ""));
    }

    private void java() {
        String pom = text("pom.xml");
        String gradle = text("build.gradle") + text("build.gradle.kts");
        String mvn = wrapper("mvnw", "mvn") + " -B -ntp ";
        String grad = wrapper("gradlew", "gradle") + " --console=plain --continue ";
        boolean maven = any("pom.xml");
        add("checkstyle", () -> pom.contains("maven-checkstyle-plugin") || mentions(gradle, "checkstyle"),
                () -> maven ? Linter.reporting("checkstyle", mvn + "checkstyle:checkstyle", "",
                        "(.*/)?target/checkstyle-result\\.xml")
                        : Linter.reporting("checkstyle", grad + "checkstyleMain checkstyleTest", "",
                                "(.*/)?build/reports/checkstyle/[^/]+\\.xml"));
        add("spotbugs", () -> pom.contains("spotbugs-maven-plugin") || gradle.contains("com.github.spotbugs"),
                () -> maven ? Linter.reporting("spotbugs", mvn + "test-compile spotbugs:spotbugs", "",
                        "(.*/)?target/spotbugsXml\\.xml")
                        : Linter.reporting("spotbugs", grad + "spotbugsMain", "",
                                "(.*/)?build/reports/spotbugs/[^/]+\\.xml"));
        add("pmd", () -> pom.contains("maven-pmd-plugin") || mentions(gradle, "pmd"),
                () -> maven ? Linter.reporting("pmd", mvn + "pmd:pmd", "", "(.*/)?target/pmd\\.xml")
                        : Linter.reporting("pmd", grad + "pmdMain pmdTest", "", "(.*/)?build/reports/pmd/[^/]+\\.xml"));
        add("spotless", () -> pom.contains("spotless-maven-plugin") || gradle.contains("com.diffplug.spotless"),
                () -> maven ? Linter.of("spotless", mvn + "spotless:check", mvn + "spotless:apply")
                        : Linter.of("spotless", grad + "spotlessCheck", grad + "spotlessApply"));
        add("detekt", () -> gradle.contains("io.gitlab.arturbosch.detekt"), () -> Linter.reporting("detekt",
                grad + "detekt", "", "(.*/)?build/reports/detekt/detekt\\.xml"));
        add("ktlint", () -> false, () -> Linter.of("ktlint", line("ktlint", "--reporter=json", here()),
                line("ktlint", "-F", "--reporter=json", here())));
        add("javac", () -> false, () -> maven
                ? Linter.of("javac", mvn
                        + "-Dmaven.compiler.showWarnings=true -Dmaven.compiler.showDeprecation=true clean test-compile",
                        "")
                : Linter.of("javac", line("javac", "-Xlint:all", "-proc:none", "-d", "/tmp/classes",
                        files(".*\\.java")), ""));
        add("google-java-format", () -> false, () -> Linter.naming("google-java-format",
                line("google-java-format", "--dry-run", files(".*\\.java")),
                line("google-java-format", "--replace", files(".*\\.java"))));
    }

    private void scripting() {
        String[] bundle = any("Gemfile") ? new String[]{"bundle", "exec"} : new String[]{"", ""};
        add("rubocop", () -> any(".rubocop.yml"), () -> Linter.of("rubocop",
                line(bundle[0], bundle[1], "rubocop", "--format", "json", part),
                line(bundle[0], bundle[1], "rubocop", "-a", "--format", "json", part)));
        add("phpcs", () -> any("phpcs.xml", "phpcs.xml.dist", ".phpcs.xml"), () -> Linter.of("phpcs",
                line(vendor("phpcs"), "--report=json", "-q", part), line(vendor("phpcbf"), part)));
        add("phpstan", () -> any("phpstan.neon", "phpstan.neon.dist"), () -> Linter.of("phpstan",
                line(vendor("phpstan"), "analyse", "--error-format=json", "--no-progress", part), ""));
    }

    private void add(String name, BooleanSupplier wanted, Supplier<Linter> linter) {
        choices.add(new Choice(name, wanted, linter));
    }

    private static boolean section(String settings, String name) {
        return Pattern.compile("(?m)^\\[(?:" + name + ")[\\].]").matcher(settings).find();
    }

    private static boolean mentions(String gradle, String plugin) {
        return Pattern.compile("(?m)^\\s*(?:id\\s*\\(?\\s*['\"]" + plugin + "['\"]|" + plugin
                + "\\s*$|apply plugin:\\s*['\"]" + plugin + "['\"])").matcher(gradle).find();
    }

    private boolean any(String... names) {
        return Stream.of(names).anyMatch(name -> workspace.has(workspace.root(), name));
    }

    private String text(String name) {
        return workspace.text(workspace.root().resolve(name));
    }

    private String here() {
        return part.isEmpty() ? "." : part;
    }

    private String packages() {
        return part.isEmpty() ? "./..." : part.endsWith(".go") ? part : "./" + part + "/...";
    }

    private List<String> globs(String... ends) {
        return part.isEmpty() ? Stream.of(ends).map(end -> "**/*." + end).toList() : List.of(part);
    }

    /** {@return the project's own files with such a name, at most a few hundred} */
    private List<String> files(String nameRegex) {
        Path start = workspace.root().resolve(part);
        if (Files.isRegularFile(start)) {
            return List.of(part);
        }
        List<String> found = new ArrayList<>();
        workspace.files(start, Integer.MAX_VALUE, file -> {
            if (found.size() < MAX_FILES && String.valueOf(file.getFileName()).matches(nameRegex)) {
                found.add(workspace.relative(file));
            }
        });
        found.sort(null);
        return found;
    }

    private static String unindented(String command) {
        return "{ " + command + "; echo \"exit $?\" > /tmp/ended; } | sed 's/^ *//'; "
                + "[ \"$(cat /tmp/ended)\" != 'exit 127' ] || exit 127";
    }

    private String bin(String program) {
        String local = "node_modules/.bin/" + program;
        return Files.exists(workspace.root().resolve(local)) ? local : program;
    }

    private String vendor(String program) {
        return any("vendor/bin/" + program) ? "vendor/bin/" + program : program;
    }

    private String wrapper(String script, String program) {
        return Files.isExecutable(workspace.root().resolve(script)) ? "./" + script : program;
    }

    /** Joins words and lists of words to one line of shell. */
    private static String line(Object... words) {
        List<String> all = new ArrayList<>();
        for (Object word : words) {
            if (word instanceof List<?> list) {
                list.forEach(one -> all.add(String.valueOf(one)));
            } else {
                all.add(String.valueOf(word));
            }
        }
        return Linter.line(all);
    }
}
