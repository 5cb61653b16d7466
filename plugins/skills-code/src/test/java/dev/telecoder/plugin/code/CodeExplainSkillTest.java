package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.ScriptedLlm;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeExplainSkillTest {

    private static final String CACHE = """
            class Cache:
                def get(self, key):
                    return self.items[key]

                def sweep(self, now):
                    \"""Drop what has expired.\"""
                    return [k for k in self.items if k < now]
            """;

    @TempDir Path folder;

    private TestRepository repository;

    @BeforeEach
    void begin() {
        repository = TestRepository.in(folder, Map.of("README.md", "x\n"));
        repository.write("src/cache.py", CACHE);
        repository.write("src/app.py", "from cache import Cache\n\nCache().sweep(3)\n");
        repository.commit("Add a cache (#12)");
        repository.git("switch", "-q", "-c", "limit");
        repository.write("src/cache.py", CACHE.replace("k < now", "k <= now"));
        repository.commit("Drop at the minute");
        repository.git("switch", "-q", "main");
        repository.git("merge", "-q", "--no-ff", "-m", "Merge pull request #15 from me/limit\n\nExpire on time",
                "limit");
    }

    @Test
    void namesPlaceUsersCommitsAndPullRequests() {
        SkillResult result = run("{\"symbol\":\"Cache.sweep\",\"model\":false}", context());

        JsonValue data = Bench.data(result);
        assertThat(data.get("files").toString())
                .isEqualTo("[{\"path\":\"src/cache.py\",\"start_line\":5,\"end_line\":7,"
                        + "\"symbol\":\"Cache.sweep\",\"kind\":\"method\",\"used_by\":[\"src/app.py:3\"]}]");
        assertThat(data.get("blame").items()).extracting(one -> one.get("subject").text() + " " + one.get("lines"))
                .containsExactly("Add a cache (#12) [[5,6]]", "Drop at the minute [[7,7]]");
        assertThat(data.get("pull_requests").items())
                .extracting(one -> one.get("number").text() + one.get("title").text())
                .containsExactly("12Add a cache (#12)", "15Expire on time");
        assertThat(result.output()).contains("Drop what has expired.", "Pull request 15");
    }

    @Test
    void followsLinesThatAreNotCommittedYet() {
        repository.write("src/cache.py", "import time\n\n" + CACHE.replace("k < now", "k <= now"));

        JsonValue data = Bench
                .data(run("{\"path\":\"src/cache.py\",\"start_line\":1,\"end_line\":4,\"model\":false}", context()));

        assertThat(data.get("blame").items()).extracting(one -> one.get("lines").toString()).containsExactly("[[3,4]]");
    }

    @Test
    void letsTheModelPutItIntoWords() {
        var model = ScriptedLlm.answers(ScriptedLlm.text("It drops old entries (src/cache.py:5)."));

        SkillResult result = run("{\"question\":\"how do entries expire\"}", context().withModel(model));

        assertThat(result.output()).startsWith("It drops old entries");
        assertThat(Bench.data(result).get("explanation").text()).startsWith("It drops");
        assertThat(model.requests().getFirst().messages().toString()).contains("how do entries expire",
                "Drop at the minute",
                "return [k for k");
    }

    @Test
    void givesTheFactsWithoutAModel() {
        SkillResult result = run("{\"path\":\"src/cache.py\"}",
                context().withModel(ScriptedLlm.answers().thenFails(Failure.CONFIGURATION)));

        assertThat(result.succeeded()).isTrue();
        assertThat(result.output()).contains("method Cache.get", "no model put them into words");
        assertThat(Bench.data(result).get("explanation").isNull()).isTrue();
    }

    @Test
    void worksWhereThereIsNoHistory(@TempDir Path plain) throws Exception {
        java.nio.file.Files.writeString(plain.resolve("a.go"), "package a\n\nfunc Run() int {\n\treturn 1\n}\n");

        JsonValue data = Bench.data(run("{\"symbol\":\"Run\",\"model\":false}", TestSkillContext.in(plain)));

        assertThat(data.get("files").at(0).get("start_line").asInt(0)).isEqualTo(3);
        assertThat(data.get("blame").items()).isEmpty();
    }

    private TestSkillContext context() {
        return TestSkillContext.in(repository.directory());
    }

    private static SkillResult run(String input, TestSkillContext context) {
        return new CodeExplainSkill().run(SkillInputs.of(input), context);
    }
}
