package dev.telecoder.plugins.skills.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small projects, each with one test that passes, one that fails and one that is skipped, tested for real. */
class RealToolchainsTest {

    @TempDir private Path folder;

    @Test
    void runsUnittest() throws IOException {
        needs("python3", "--version");
        write("tests/test_cart.py", """
                import unittest

                class CartTest(unittest.TestCase):
                    def test_adds(self):
                        self.assertEqual(3, 1 + 1)

                    def test_is_empty(self):
                        self.assertFalse([])

                    @unittest.skip("later")
                    def test_later(self):
                        pass
                """);
        write("tests/__init__.py", "");

        check(run("{}"), "test_adds", "tests/test_cart.py", 5);
    }

    @Test
    void runsPytest() throws IOException {
        needs("python3", "-m", "pytest", "--version");
        write("pytest.ini", "[pytest]\naddopts = -p no:cacheprovider\n");
        write("tests/test_cart.py", """
                import pytest

                def test_adds():
                    assert 1 + 1 == 3

                def test_is_empty():
                    assert not []

                @pytest.mark.skip
                def test_later():
                    pass
                """);

        check(run("{}"), "test_adds", "tests/test_cart.py", 4);
    }

    @Test
    void runsNode() throws IOException {
        needs("node", "--test", "--version");
        write("package.json", "{\"scripts\": {\"test\": \"node --test\"}}");
        write("cart.test.js", """
                const test = require('node:test');
                const assert = require('node:assert');
                test('adds', () => {
                  assert.strictEqual(1 + 1, 3);
                });
                test('is empty', () => {});
                test('later', { skip: true }, () => {});
                """);

        check(run("{}"), "adds", "cart.test.js", 0);
    }

    @Test
    void runsCargo() throws IOException {
        needs("cargo", "--version");
        write("Cargo.toml", "[package]\nname = \"cart\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
        write("src/lib.rs", """
                #[cfg(test)]
                mod tests {
                    #[test]
                    fn adds() {
                        assert_eq!(1 + 1, 3);
                    }
                    #[test]
                    fn is_empty() {}
                    #[test]
                    #[ignore]
                    fn later() {}
                }
                """);

        check(run("{}"), "adds", "src/lib.rs", 5);
    }

    @Test
    void runsMake() throws IOException {
        needs("make", "--version");
        write("Makefile",
                "test:\n\t@printf '1..3\\nok 1 - is empty\\nnot ok 2 - adds\\nok 3 - later # SKIP\\n'; exit 1\n");

        check(run("{}"), "adds", "", 0);
    }

    @Test
    void runsMaven() throws IOException {
        needs("mvn", "--version");
        write("pom.xml", """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>example</groupId><artifactId>cart</artifactId><version>1</version>
                  <properties><maven.compiler.release>21</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
                  <dependencies><dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId>
                    <version>6.1.3</version><scope>test</scope></dependency></dependencies>
                  <build><plugins>
                    <plugin><artifactId>maven-resources-plugin</artifactId><version>3.4.0</version></plugin>
                    <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.15.0</version></plugin>
                    <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.6.1</version></plugin>
                  </plugins></build>
                </project>
                """);
        write("src/test/java/CartTest.java", """
                import static org.junit.jupiter.api.Assertions.assertEquals;
                import org.junit.jupiter.api.Disabled;
                import org.junit.jupiter.api.Test;

                class CartTest {
                    @Test
                    void adds() {
                        assertEquals(3, 1 + 1);
                    }

                    @Test
                    void isEmpty() {}

                    @Test
                    @Disabled
                    void later() {}
                }
                """);

        SkillResult result =
                run("{\"command\": \"JAVA_HOME='" + System.getProperty("java.home") + "' mvn -B -ntp -o test\"}");

        assumeTrue(!result.output().contains("offline mode"), "Maven's local repository has not what this needs.");
        check(result, "adds", "src/test/java/CartTest.java", 8);
    }

    /** One of each; the file and line of the failure where the tool tells them. */
    private static void check(SkillResult result, String failing, String file, int line) {
        JsonValue data = result.data().orElseThrow();
        assertThat(result.succeeded()).isFalse();
        assertThat(List.of(data.get("tests").asInt(0), data.get("passed").asInt(0),
                data.get("failed").asInt(0) + data.get("errors").asInt(0), data.get("skipped").asInt(0)))
                .as(result.output()).containsExactly(3, 1, 1, 1);
        assertThat(data.get("exit_code").asInt(0)).isNotZero();
        JsonValue failure = data.get("failures").at(0);
        assertThat(failure.get("name").text()).contains(failing);
        if (!file.isEmpty()) {
            assertThat(failure.get("file").text()).isEqualTo(file);
        }
        if (line > 0) {
            assertThat(failure.get("line").asInt(0)).isEqualTo(line);
        }
    }

    private SkillResult run(String input) {
        return new TestRunSkill().run(SkillInputs.of(input), TestSkillContext.in(folder));
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void needs(String... command) {
        boolean there;
        try {
            there = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            there = false;
        }
        assumeTrue(there,
                () -> "This machine has no working " + String.join(" ", Stream.of(command).limit(3).toList()));
    }
}
