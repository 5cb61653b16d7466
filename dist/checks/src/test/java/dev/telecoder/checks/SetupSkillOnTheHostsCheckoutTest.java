package dev.telecoder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.platform.repo.Credentials;
import dev.telecoder.platform.repo.PushPolicy;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.repo.TaskRepositories;
import dev.telecoder.plugin.repo.SetupSkill;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code repo.setup} behind the host's own door. */
class SetupSkillOnTheHostsCheckoutTest {

    private final SetupSkill skill = new SetupSkill();

    @TempDir private Path temp;

    @Test
    void opensARepositoryAndTellsHowItIsBuilt() {
        TestRepository remote = TestRepository.in(temp,
                Map.of("pom.xml", "<project/>", "src/main/java/A.java", "class A {}",
                        "src/test/java/ATest.java", "class ATest {}", "run.sh", "true", "AGENTS.md", "Be kind.",
                        "README.md", "# A",
                        ".github/workflows/ci.yml", "on: push"));

        SkillResult result = run(remote, "{\"url\": \"" + remote.url() + "\"}");

        assertThat(result.succeeded()).isTrue();
        JsonValue data = result.data().orElseThrow();
        assertThat(data.get("branch").text()).isEqualTo("main");
        assertThat(data.get("head").text()).isEqualTo(remote.head("main").orElseThrow());
        assertThat(data.get("languages").items()).extracting(JsonValue::text).containsExactly("Java", "Shell");
        assertThat(data.get("build").text()).isEqualTo("maven");
        assertThat(data.get("commands").get("test").text()).isEqualTo("mvn -q test");
        assertThat(data.get("files").asInt(0)).isEqualTo(7);
        assertThat(data.get("docs").items()).extracting(JsonValue::text).containsExactly("AGENTS.md", "README.md");
        assertThat(data.get("ci").at(0).text()).isEqualTo(".github/workflows/ci.yml");
        assertThat(result.output()).contains("Test: mvn -q test", "AGENTS.md");
    }

    @Test
    void saysWhatIsWrong() {
        TestRepository remote = TestRepository.in(temp);

        assertThat(run(remote, "{\"name\": \"no/such\"}").output()).contains("no/such", "myorg/api");
        assertThat(run(remote, "{\"url\": \"file:///no/such.git\"}").output()).contains("no git repository");
        assertThat(run(remote, "{\"name\": \"myorg/api\", \"branch\": \"x\"}").output()).contains("no branch x",
                "main");
        assertThat(run(remote, "{}").output()).contains("name");
    }

    private SkillResult run(TestRepository remote, String input) {
        Repos repos = new Repos(temp.resolve("workspaces"), () -> List.of(new RepoSettings("myorg/api",
                remote.url().toString())), Credentials.NONE, () -> PushRules.DEFAULT, Clock.systemUTC());
        return skill.run(SkillInputs.of(input),
                TestSkillContext.in(temp).withRepositories(new TaskRepositories(repos, "t1",
                        PushPolicy.ALLOW, Optional::empty, opened -> {}, name -> Optional.empty(), name -> List.of())));
    }
}
