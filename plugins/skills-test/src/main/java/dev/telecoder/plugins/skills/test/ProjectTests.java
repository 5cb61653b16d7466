package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out how a project is tested, by the files that its tools want. For one run. */
final class ProjectTests {

    /** What is looked for, in words for whoever has none of it. */
    static final String LOOKED_FOR =
            "pom.xml, build.gradle, package.json, Python tests, go.mod, Cargo.toml, .NET projects, "
                    + "RSpec, PHPUnit, tests/RunTests.java, CMakeLists.txt, a Makefile with a test target";

    private final Workspace workspace;
    private final Json json;
    private final Path folder;
    private final String directory;
    /** The file or module to test, relative to {@link #folder}; empty for all. */
    private final String part;
    private final String test;
    /** Whether the names of test files are enough. */
    private final boolean byNames;

    private ProjectTests(Workspace workspace, Json json, Path folder, String part, String test, boolean byNames) {
        this.workspace = workspace;
        this.json = json;
        this.folder = folder;
        this.directory = workspace.relative(folder);
        this.part = part;
        this.test = test;
        this.byNames = byNames;
    }

    /**
     * Finds the command.
     *
     * @param path a file or folder to test alone; the workspace itself for all
     * @param test the name of one test; {@code null} for all
     */
    static Optional<TestCommand> find(Workspace workspace, Json json, Path path, @Nullable String test) {
        // A module is tested where its own build file lies; whatever has none belongs to the project above it.
        Path start = Files.isDirectory(path) ? path : path.getParent();
        for (Path folder = start; folder != null && folder.startsWith(workspace.root()); folder = folder.getParent()) {
            Optional<TestCommand> found = in(workspace, json, folder, path, test, false);
            if (found.isPresent()) {
                return found;
            }
        }
        // Without any build file, the names of test files tell.
        return in(workspace, json, workspace.root(), path, test, true);
    }

    private static Optional<TestCommand> in(Workspace workspace, Json json, Path folder, Path path,
            @Nullable String test,
            boolean byNames) {
        String part = folder.relativize(path).toString().replace('\\', '/');
        return new ProjectTests(workspace, json, folder, part, test == null ? "" : test, byNames).find();
    }

    private Optional<TestCommand> find() {
        return Stream
                .<Supplier<@Nullable TestCommand>>of(this::maven, this::gradle, this::javascript, this::go, this::cargo,
                        this::dotnet, this::ruby, this::php, this::plainJava, this::python, this::cmake, this::make)
                .map(Supplier::get).filter(found -> found != null).findFirst();
    }

    private @Nullable TestCommand maven() {
        Path parent = folder.getParent();
        if (!has("pom.xml") || parent.startsWith(workspace.root())
                && workspace.text(parent.resolve("pom.xml")).contains("<module>" + folder.getFileName() + "<")) {
            // A module of a reactor is built from the reactor, with the modules it needs.
            return null;
        }
        String module = module();
        String filter = test.isEmpty() ? part.endsWith(".java") ? simpleName() : "" : test.replace("::", "#");
        return TestCommand.of(directory, wrapper("mvnw", "mvn"), "-B", "-ntp", module.isEmpty() ? "" : "-pl",
                module, module.isEmpty() ? "" : "-am", filter.isEmpty() ? "" : "-Dtest=" + filter,
                filter.isEmpty() ? "" : "-Dsurefire.failIfNoSpecifiedTests=false", "test");
    }

    private String module() {
        for (String module = part; !module.isEmpty(); module = parent(module)) {
            if (has(module + "/pom.xml")) {
                return module;
            }
        }
        return "";
    }

    private @Nullable TestCommand gradle() {
        if (Stream.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")
                .noneMatch(this::has)) {
            return null;
        }
        String filter = test.isEmpty() ? part.matches(".*\\.(java|kt|groovy)") ? "*" + simpleName() : ""
                : test.replace('#', '.');
        // Without cleanTest, tests whose inputs are unchanged are not run again.
        return TestCommand.of(directory, wrapper("gradlew", "gradle"), "--console=plain", "cleanTest", "test",
                filter.isEmpty() ? "" : "--tests", filter);
    }

    private @Nullable TestCommand javascript() {
        if (!has("package.json")) {
            return byNames && testFile("(?i).*[.-]test\\.[cm]?js") ? node() : null;
        }
        String script = script();
        if (script.isEmpty() || script.contains("no test specified")) {
            return testFile("(?i).*[.-]test\\.[cm]?js") ? node() : null;
        }
        if (script.matches("node\\s+--test(\\s+[\\w./*-]+)*") && !script.contains("--test-")) {
            return part.isEmpty() && test.isEmpty() ? TestCommand.of(directory, script.split("\\s+")) : node();
        }
        String manager = has("pnpm-lock.yaml") ? "pnpm" : has("yarn.lock") ? "yarn"
                : has("bun.lock") || has("bun.lockb") ? "bun" : "npm";
        boolean jest = script.contains("jest") || script.contains("vitest");
        String[] filter = test.isEmpty() ? new String[]{"", ""}
                : new String[]{jest ? "-t" : script.contains("mocha") ? "--grep" : "--test-name-pattern", test};
        boolean dashes = manager.equals("npm") && (!part.isEmpty() || !test.isEmpty());
        return TestCommand.of(directory, manager, manager.equals("bun") ? "run" : "", "test", dashes ? "--" : "", part,
                filter[0], filter[1]).with("CI", "true");
    }

    private TestCommand node() {
        return TestCommand.of(directory, "node", "--test", test.isEmpty() ? "" : "--test-name-pattern="
                + test.replaceAll("[\\\\^$.*+?()\\[\\]{}|]", "\\\\$0"), part);
    }

    private String script() {
        try {
            return json.parse(workspace.text(folder.resolve("package.json"))).get("scripts").get("test").text().strip();
        } catch (PluginException broken) {
            return "";
        }
    }

    private @Nullable TestCommand go() {
        if (!has("go.mod")) {
            return null;
        }
        String name = part.endsWith(".go") ? parent(part) : part;
        return TestCommand.of(directory, "go", "test", "-json", test.isEmpty() ? "" : "-run", test.isEmpty() ? ""
                : "^" + test.replace("/", "$/^") + "$", part.isEmpty() ? "./..." : "./" + name);
    }

    private @Nullable TestCommand cargo() {
        if (!has("Cargo.toml")) {
            return null;
        }
        boolean integration = part.matches("tests/[^/]+\\.rs");
        return TestCommand.of(directory, "cargo", "test", "--no-fail-fast", integration ? "--test" : "",
                integration ? simpleName() : "", test);
    }

    private @Nullable TestCommand dotnet() {
        if (!workspace.anyFile(folder, 1, ".*\\.(sln|slnx|csproj|fsproj|vbproj)")) {
            return null;
        }
        return TestCommand.of(directory, "dotnet", "test", "--nologo", test.isEmpty() ? "" : "--filter",
                test.isEmpty() ? "" : "FullyQualifiedName~" + test);
    }

    private @Nullable TestCommand ruby() {
        if (!has(".rspec") && !((byNames || has("Gemfile")) && testFile(".*_spec\\.rb"))) {
            return null;
        }
        String[] program = has("Gemfile") ? new String[]{"bundle", "exec"} : new String[]{"", ""};
        return TestCommand.of(directory, program[0], program[1], "rspec", test.isEmpty() ? "" : "-e", test, part);
    }

    private @Nullable TestCommand php() {
        if (!has("phpunit.xml") && !has("phpunit.xml.dist")) {
            return null;
        }
        return TestCommand.of(directory, has("vendor/bin/phpunit") ? "vendor/bin/phpunit" : "phpunit",
                test.isEmpty() ? "" : "--filter", test, part);
    }

    private @Nullable TestCommand plainJava() {
        return has("tests/RunTests.java") ? TestCommand.of(directory, "java", "tests/RunTests.java") : null;
    }

    private @Nullable TestCommand python() {
        boolean project = byNames
                || Stream.of("pyproject.toml", "setup.py", "setup.cfg", "pytest.ini", "tox.ini").anyMatch(this::has);
        boolean tests = project && testFile("(test_.*|.*_test)\\.py");
        String settings = workspace.text(folder.resolve("pyproject.toml")) + workspace.text(folder.resolve("setup.cfg"))
                + workspace.text(folder.resolve("tox.ini"));
        boolean pytest = has("pytest.ini")
                || project && (has("conftest.py") || has("tests/conftest.py") || has("test/conftest.py"))
                || Pattern.compile("(?m)^\\[(tool\\.pytest|tool:pytest|pytest\\])").matcher(settings).find()
                || tests && usesPytest();
        TestCommand command;
        if (pytest) {
            command = TestCommand.of(directory, "python3", "-m", "pytest", "-ra", "-p", "no:cacheprovider",
                    test.isEmpty() || test.contains("::") ? "" : "-k", test, part);
        } else if (has("tox.ini")) {
            command = TestCommand.of(directory, "tox", part.isEmpty() ? "" : "--", part);
        } else if (tests) {
            command = unittest();
        } else {
            return null;
        }
        return command.with("PYTHONDONTWRITEBYTECODE", "1");
    }

    private TestCommand unittest() {
        String filter = test.isEmpty() ? "" : "-k";
        if (part.endsWith(".py")) {
            return TestCommand.of(directory, "python3", "-m", "unittest", "-v", filter, test, part);
        }
        String start = !part.isEmpty() ? part : Stream.of("tests", "test")
                .filter(name -> Files.isDirectory(folder.resolve(name)) && !has(name + "/__init__.py")).findFirst()
                .orElse("");
        return start.isEmpty() ? TestCommand.of(directory, "python3", "-m", "unittest", "-v", filter, test)
                : TestCommand.of(directory, "python3", "-m", "unittest", "discover", "-v", "-s", start, filter, test,
                        has(start + "/__init__.py") ? "-t" : "", has(start + "/__init__.py") ? "." : "");
    }

    private boolean usesPytest() {
        boolean[] found = {false};
        workspace.files(folder, 4, file -> {
            String name = file.getFileName().toString();
            if (!found[0] && (name.matches("(test_.*|.*_test)\\.py") || name.matches("requirements.*\\.txt"))) {
                found[0] = Pattern.compile("(?m)^\\s*(import pytest|from pytest\\b|pytest\\b)")
                        .matcher(workspace.text(file)).find();
            }
        });
        return found[0];
    }

    private @Nullable TestCommand cmake() {
        String filter = test.isEmpty() ? "" : " -R " + TestCommand.quote("^" + test + "$");
        if (has("build/CTestTestfile.cmake")) {
            return new TestCommand("cmake --build build && ctest --test-dir build --output-on-failure" + filter,
                    directory,
                    Map.of());
        }
        if (has("CTestTestfile.cmake")) {
            return new TestCommand("ctest --output-on-failure" + filter, directory, Map.of());
        }
        return workspace.text(folder.resolve("CMakeLists.txt")).contains("enable_testing")
                || workspace.text(folder.resolve("CMakeLists.txt")).contains("include(CTest)")
                        ? new TestCommand(
                                "cmake -S . -B build && cmake --build build && ctest --test-dir build --output-on-failure"
                                        + filter,
                                directory, Map.of())
                        : null;
    }

    private @Nullable TestCommand make() {
        for (String name : List.of("GNUmakefile", "makefile", "Makefile")) {
            String text = workspace.text(folder.resolve(name));
            for (String target : List.of("test", "tests", "check")) {
                if (Pattern.compile("(?m)^" + target + "\\s*:(?!=)").matcher(text).find()) {
                    return TestCommand.of(directory, "make", target);
                }
            }
        }
        return null;
    }

    private boolean has(String name) {
        return workspace.has(folder, name);
    }

    private boolean testFile(String nameRegex) {
        return workspace.anyFile(folder, 4, nameRegex);
    }

    private String wrapper(String script, String program) {
        return Files.isExecutable(folder.resolve(script)) ? "./" + script : program;
    }

    private String simpleName() {
        return part.substring(part.lastIndexOf('/') + 1).replaceAll("\\.[^.]*$", "");
    }

    private static String parent(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }
}
