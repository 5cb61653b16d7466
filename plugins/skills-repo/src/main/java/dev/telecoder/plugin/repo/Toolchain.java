package dev.telecoder.plugin.repo;

import dev.telecoder.plugin.repo.Profile.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The build tool of a repository and the commands that go with it, told by the files in its root.
 *
 * @param build its name; empty if none was found
 * @param commands the commands
 */
record Toolchain(String build, Commands commands) {

    static Toolchain of(Path root, List<String> languages) {
        if (has(root, "pom.xml")) {
            String mvn = has(root, "mvnw") ? "./mvnw" : "mvn";
            String pom = read(root, "pom.xml");
            String lint = pom.contains("spotless") ? mvn + " -q spotless:check"
                    : pom.contains("checkstyle") ? mvn + " -q checkstyle:check" : "";
            return new Toolchain("maven", new Commands(mvn + " -q -DskipTests package", mvn + " -q test", lint));
        }
        if (has(root, "build.gradle") || has(root, "build.gradle.kts")) {
            String gradle = has(root, "gradlew") ? "./gradlew" : "gradle";
            return new Toolchain("gradle",
                    new Commands(gradle + " assemble", gradle + " test", gradle + " check -x test"));
        }
        if (has(root, "package.json")) {
            return node(root);
        }
        if (has(root, "Cargo.toml")) {
            return new Toolchain("cargo", new Commands("cargo build", "cargo test", "cargo clippy"));
        }
        if (has(root, "go.mod")) {
            return new Toolchain("go", new Commands("go build ./...", "go test ./...", "go vet ./..."));
        }
        if (has(root, "pyproject.toml") || has(root, "setup.py") || has(root, "requirements.txt")
                || has(root, "tox.ini")
                || has(root, "pytest.ini")) {
            return python(root);
        }
        if (has(root, "Gemfile")) {
            return new Toolchain("bundler", new Commands("bundle install", Files.isDirectory(root.resolve("spec"))
                    ? "bundle exec rspec" : "bundle exec rake test",
                    has(root, ".rubocop.yml") ? "bundle exec rubocop" : ""));
        }
        if (has(root, "composer.json")) {
            return new Toolchain("composer", new Commands("composer install", "vendor/bin/phpunit", ""));
        }
        if (hasSuffix(root, ".sln") || hasSuffix(root, ".csproj")) {
            return new Toolchain("dotnet",
                    new Commands("dotnet build", "dotnet test", "dotnet format --verify-no-changes"));
        }
        if (has(root, "mix.exs")) {
            return new Toolchain("mix", new Commands("mix compile", "mix test", "mix format --check-formatted"));
        }
        if (has(root, "Makefile") || has(root, "makefile")) {
            String make = read(root, has(root, "Makefile") ? "Makefile" : "makefile");
            return new Toolchain("make", new Commands("make", target(make, "test", "check"), target(make, "lint")));
        }
        if (has(root, "CMakeLists.txt")) {
            return new Toolchain("cmake",
                    new Commands("cmake -B build && cmake --build build", "ctest --test-dir build", ""));
        }
        boolean pythonTests = languages.contains("Python");
        return pythonTests ? python(root) : new Toolchain("", Commands.NONE);
    }

    private static Toolchain node(Path root) {
        String tool = has(root, "pnpm-lock.yaml") ? "pnpm" : has(root, "yarn.lock") ? "yarn"
                : has(root, "bun.lockb") || has(root, "bun.lock") ? "bun" : "npm";
        String manifest = read(root, "package.json");
        return new Toolchain(tool, new Commands(script(manifest, tool, "build"),
                script(manifest, tool, "test"), script(manifest, tool, "lint")));
    }

    private static String script(String manifest, String tool, String name) {
        int scripts = manifest.indexOf("\"scripts\"");
        int end = scripts < 0 ? -1 : manifest.indexOf('}', scripts);
        boolean there = end > 0 && manifest.substring(scripts, end).matches("(?s).*\"" + name + "\"\\s*:.*");
        return !there ? "" : name.equals("test") ? tool + " test" : tool + " run " + name;
    }

    private static Toolchain python(Path root) {
        String project = read(root, "pyproject.toml") + read(root, "setup.cfg") + read(root, "tox.ini")
                + read(root, "requirements.txt") + read(root, "requirements-dev.txt");
        boolean pytest = project.contains("pytest") || has(root, "pytest.ini") || has(root, "conftest.py")
                || has(root, "tests/conftest.py");
        String tool = project.contains("[tool.poetry") ? "poetry" : has(root, "uv.lock") ? "uv" : "python";
        String prefix = tool.equals("python") ? "" : tool + " run ";
        String lint = project.contains("ruff") ? prefix + "ruff check ."
                : project.contains("flake8") ? prefix + "flake8" : "";
        return new Toolchain(tool,
                new Commands("", pytest ? (prefix.isEmpty() ? "python3 -m pytest -q" : prefix + "pytest -q")
                        : "python3 -m unittest", lint));
    }

    private static String target(String makefile, String... names) {
        for (String name : names) {
            Matcher target = Pattern.compile("(?m)^" + name + "\\s*:(?!=)").matcher(makefile);
            if (target.find()) {
                return "make " + name;
            }
        }
        return "";
    }

    private static boolean has(Path root, String name) {
        return Files.isRegularFile(root.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean hasSuffix(Path root, String suffix) {
        try (Stream<Path> files = Files.list(root)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(suffix));
        } catch (IOException e) {
            return false;
        }
    }

    private static String read(Path root, String name) {
        try {
            return has(root, name) && Files.size(root.resolve(name)) < 1 << 20
                    ? new String(Files.readAllBytes(root.resolve(name)), java.nio.charset.StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
