package dev.telecoder.plugin.deps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillExample;
import dev.telecoder.testkit.TestContext;
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

    @TempDir private Path workspace;

    static List<SkillExample> examples() {
        return SkillExample.in(Path.of("src/test/resources/batch"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersAsTheExampleSays(SkillExample example) throws IOException {
        Files.createDirectories(workspace.resolve("osv/npm"));
        Files.writeString(workspace.resolve("osv/npm/a.json"),
                """
                {"id": "GHSA-a", "aliases": ["CVE-2020-1"], "summary": "Bad", "severity": [{"type": "CVSS_V3",
                 "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}], "affected": [{"package": {"ecosystem": "npm",
                 "name": "lodash"}, "ranges": [{"type": "SEMVER", "events": [{"fixed": "4.17.19"}, {"introduced": "0"}]}]}]}""");
        Files.writeString(workspace.resolve("osv/p.json"), """
                {"id": "PYSEC-1", "database_specific": {"severity": "HIGH"}, "affected": [{"package": {"ecosystem": "PyPI",
                 "name": "foo-bar"}, "versions": ["1.0"]}]}""");
        Files.writeString(workspace.resolve("requirements.txt"), "foo-bar==1.0\n");

        Skill skill = example.skill().equals("deps.update") ? new UpdateSkill()
                : new AuditSkill(TestContext.with("api_url", "http://127.0.0.1:9"));
        SkillResult result = skill.run(example.asInput(), TestSkillContext.in(workspace));

        assertThat(example.differences(result)).isEmpty();
    }
}
