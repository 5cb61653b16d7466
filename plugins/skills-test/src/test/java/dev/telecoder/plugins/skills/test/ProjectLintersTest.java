package dev.telecoder.plugins.skills.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProjectLintersTest {

    @TempDir private Path folder;

    /** The files (path, or path=content), and the commands that look. */
    static Stream<Arguments> projects() {
        return Stream.of(
                Arguments.of("eslint.config.js", "eslint -f json ."),
                Arguments.of("eslint.config.mjs node_modules/.bin/eslint", "node_modules/.bin/eslint -f json ."),
                Arguments.of("package.json={\"eslintConfig\":{}}", "eslint -f json ."),
                Arguments.of(".prettierrc tsconfig.json", "prettier --check . | tsc --noEmit --pretty false"),
                Arguments.of("pyproject.toml=[tool.ruff]", "ruff check --output-format json ."),
                Arguments.of("pyproject.toml=[tool.ruff.format]",
                        "ruff check --output-format json . | ruff format --check ."),
                Arguments.of("setup.cfg=[flake8] mypy.ini",
                        "flake8 . | mypy --show-column-numbers --no-color-output ."),
                Arguments.of("go.mod .golangci.yml", "golangci-lint run ./... | go vet -json ./... | gofmt -l ."),
                Arguments.of("Cargo.toml", "cargo clippy --all-targets --message-format=json"),
                Arguments.of("bin/it's.sh b.sh", "shellcheck -f json1 b.sh 'bin/it'\\''s.sh'"),
                Arguments.of("Dockerfile", "hadolint -f json Dockerfile"),
                Arguments.of("pom.xml=<artifactId>maven-checkstyle-plugin</artifactId>",
                        "mvn -B -ntp checkstyle:checkstyle"),
                Arguments.of("pom.xml=<artifactId>spotless-maven-plugin</artifactId>", "mvn -B -ntp spotless:check"),
                Arguments.of("build.gradle=apply_plugin:_'checkstyle'",
                        "gradle --console=plain --continue checkstyleMain checkstyleTest"),
                Arguments.of("phpcs.xml vendor/bin/phpcs", "vendor/bin/phpcs --report=json -q"),
                Arguments.of(".rubocop.yml Gemfile", "bundle exec rubocop --format json"),
                Arguments.of("README.md", ""));
    }

    @ParameterizedTest
    @MethodSource("projects")
    void findsWhatAProjectHasSetUp(String files, String expected) throws IOException {
        for (String file : files.split(" (?!plugin)")) {
            String[] parts = file.split("=", 2);
            Path target = folder.resolve(parts[0]);
            Files.createDirectories(target.getParent());
            Files.writeString(target, parts.length > 1 ? parts[1].replace('_', ' ') + "\n" : "");
        }
        Workspace workspace = new Workspace(folder);

        assertThat(new ProjectLinters(workspace, workspace.root()).configured().stream().map(Linter::check)
                .collect(Collectors.joining(" | "))).isEqualTo(expected);
    }
}
