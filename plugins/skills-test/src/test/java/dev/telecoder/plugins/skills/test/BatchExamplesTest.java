package dev.telecoder.plugins.skills.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillExample;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs lines as {@code skills run --batch} takes them, and checks what scripts would read. */
class BatchExamplesTest {

    @TempDir private Path temp;

    static List<SkillExample> examples() {
        return SkillExample.in(Path.of("src/test/resources/batch"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersAsTheExampleSays(SkillExample example) throws IOException {
        Files.writeString(temp.resolve("good.xml"), "<testsuite name='s'><testcase classname='a' name='x'/>"
                + "<testcase classname='a' name='y'/><testcase classname='a' name='z'><skipped/></testcase></testsuite>");
        Files.writeString(temp.resolve("bad.xml"), "<testsuite name='s'><testcase classname='a.CartTest' name='adds'>"
                + "<failure message='no'>x</failure></testcase><testcase classname='a.CartTest' name='b'/></testsuite>");
        Files.writeString(temp.resolve("broken.xml"), "<testsuite><testcase");

        Files.writeString(temp.resolve("checkstyle.xml"),
                "<checkstyle><file name='src/A.java'><error line='3' column='8' "
                        + "severity='error' message='m' source='a.UnusedImportsCheck'/><error line='9' severity='warning' "
                        + "message='m' source='a.LineLengthCheck'/></file></checkstyle>");
        Files.writeString(temp.resolve("ruff.json"), "[{\"code\":\"F401\",\"filename\":\"a.py\",\"message\":\"m\","
                + "\"location\":{\"row\":1,\"column\":8}}]");
        Files.writeString(temp.resolve("flake8.txt"), "./a.py:1:1: F401 'os' imported but unused\n");
        Files.writeString(temp.resolve("clean.json"), "[]\n");

        SkillResult result = skill(example.skill()).run(example.asInput(), TestSkillContext.in(temp));

        assertThat(example.differences(result)).isEmpty();
    }

    private static Skill skill(String name) {
        return switch (name) {
            case "lint.run" -> new LintRunSkill();
            case "test.write" -> new TestWriteSkill();
            default -> new TestRunSkill();
        };
    }
}
