package dev.telecoder.plugins.skills.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProjectTestsTest {

    @TempDir private Path folder;

    /** The files (path, or path=content), path and test of the input, and the command that is expected. */
    static Stream<Arguments> projects() {
        return Stream.of(
                project("pom.xml", "", "", "mvn -B -ntp test"),
                project("pom.xml", "", "CartTest#addsUp",
                        "mvn -B -ntp '-Dtest=CartTest#addsUp' -Dsurefire.failIfNoSpecifiedTests=false test"),
                project("pom.xml src/test/java/a/CartTest.java", "src/test/java/a/CartTest.java", "",
                        "mvn -B -ntp -Dtest=CartTest -Dsurefire.failIfNoSpecifiedTests=false test"),
                project("pom.xml=<module>cart</module> cart/pom.xml cart/src/A.java", "cart", "",
                        "mvn -B -ntp -pl cart -am test"),
                project("pom.xml cart/pom.xml", "cart", "", "cart: mvn -B -ntp test"),
                project("build.gradle.kts", "", "", "gradle --console=plain cleanTest test"),
                project("settings.gradle", "", "a.CartTest.addsUp",
                        "gradle --console=plain cleanTest test --tests a.CartTest.addsUp"),
                project("package.json={\"scripts\":{\"test\":\"jest\"}}", "", "", "npm test"),
                project("package.json={\"scripts\":{\"test\":\"jest\"}}", "", "it's", "npm test -- -t 'it'\\''s'"),
                project("package.json={\"scripts\":{\"test\":\"vitest\"}} pnpm-lock.yaml", "", "", "pnpm test"),
                project("package.json={\"scripts\":{\"test\":\"mocha\"}} yarn.lock", "", "", "yarn test"),
                project("package.json={\"scripts\":{\"test\":\"x\"}} bun.lock", "", "", "bun run test"),
                project("package.json={\"scripts\":{\"test\":\"node --test\"}} test/a.test.js", "", "", "node --test"),
                project("package.json={\"scripts\":{\"test\":\"node --test\"}} test/a.test.js", "test/a.test.js",
                        "adds up (2)",
                        "node --test '--test-name-pattern=adds up \\(2\\)' test/a.test.js"),
                project("package.json={} test/a.test.mjs", "", "", "node --test"),
                project("package.json={broken test/a.test.mjs", "", "", "node --test"),
                project("a.test.js", "", "", "node --test"),
                project("pytest.ini tests/test_a.py", "", "", "python3 -m pytest -ra -p no:cacheprovider"),
                project("pytest.ini tests/test_a.py", "tests/test_a.py", "adds",
                        "python3 -m pytest -ra -p no:cacheprovider -k adds tests/test_a.py"),
                project("tests/test_a.py=import_pytest", "", "", "python3 -m pytest -ra -p no:cacheprovider"),
                project("tests/conftest.py tests/test_a.py", "tests", "",
                        "python3 -m pytest -ra -p no:cacheprovider tests"),
                project("pyproject.toml=[tool.pytest.ini_options]", "", "",
                        "python3 -m pytest -ra -p no:cacheprovider"),
                project("tests/__init__.py tests/test_a.py", "", "", "python3 -m unittest -v"),
                project("tests/__init__.py tests/test_a.py", "tests/test_a.py", "",
                        "python3 -m unittest -v tests/test_a.py"),
                project("tests/__init__.py tests/test_a.py", "tests", "",
                        "python3 -m unittest discover -v -s tests -t ."),
                project("tests/test_a.py", "", "test_x", "python3 -m unittest discover -v -s tests -k test_x"),
                project("tox.ini", "", "", "tox"),
                project("go.mod", "", "", "go test -json ./..."),
                project("go.mod cart/cart_test.go", "cart/cart_test.go", "TestA/b",
                        "go test -json -run '^TestA$/^b$' ./cart"),
                project("Cargo.toml tests/cart.rs", "tests/cart.rs", "", "cargo test --no-fail-fast --test cart"),
                project("Cargo.toml", "", "adds_up", "cargo test --no-fail-fast adds_up"),
                project("Shop.sln", "", "AddsUp", "dotnet test --nologo --filter FullyQualifiedName~AddsUp"),
                project(".rspec Gemfile", "", "", "bundle exec rspec"),
                project("spec/a_spec.rb", "spec/a_spec.rb", "", "rspec spec/a_spec.rb"),
                project("phpunit.xml.dist vendor/bin/phpunit", "", "", "vendor/bin/phpunit"),
                project("tests/RunTests.java", "", "", "java tests/RunTests.java"),
                project("CMakeLists.txt=include(CTest)", "", "",
                        "cmake -S . -B build && cmake --build build && ctest --test-dir build --output-on-failure"),
                project("Makefile=test:", "", "", "make test"),
                project("Makefile=check:", "", "", "make check"),
                project("Makefile=test:=x", "", "", "nothing"),
                project("README.md", "", "", "nothing"));
    }

    private static Arguments project(String files, String path, String test, String expected) {
        return Arguments.of(files, path, test, expected);
    }

    @ParameterizedTest
    @MethodSource("projects")
    void findsHowAProjectIsTested(String files, String path, String test, String expected) throws IOException {
        for (String file : files.split(" ")) {
            String[] parts = file.split("=", 2);
            Path target = folder.resolve(parts[0]);
            Files.createDirectories(target.getParent());
            Files.writeString(target, parts.length > 1 ? parts[1].replace('_', ' ') : "");
        }
        Workspace workspace = new Workspace(folder);

        String found = ProjectTests
                .find(workspace, new TestJson(), workspace.root().resolve(path), test.isEmpty() ? null : test)
                .map(command -> (command.directory().isEmpty() ? "" : command.directory() + ": ") + command.line())
                .orElse("nothing");

        assertThat(found).isEqualTo(expected);
    }

    @Test
    void prefersTheWrapperOfTheProject() throws IOException {
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Files.writeString(folder.resolve("mvnw"), "#!/bin/sh");
        assertThat(folder.resolve("mvnw").toFile().setExecutable(true)).isTrue();
        Workspace workspace = new Workspace(folder);

        assertThat(ProjectTests.find(workspace, new TestJson(), workspace.root(), null).orElseThrow().line())
                .isEqualTo("./mvnw -B -ntp test");
    }
}
