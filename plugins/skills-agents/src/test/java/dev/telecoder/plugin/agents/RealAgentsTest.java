package dev.telecoder.plugin.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.plugins.sandbox.bubblewrap.BubblewrapRuntime;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.SandboxSpec;
import dev.telecoder.testkit.TestCheckout;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real agents in bubblewrap, with a scripted model: where they are installed, see the README. */
@Timeout(120)
class RealAgentsTest {

    private static final String EDIT = "sed -i 's/a - b/a + b/' calc.py";
    private static final String TASK = "{\"task\":\"Fix add() in calc.py\",\"agent\":\"%s\"}";

    @TempDir private Path temp;

    private TestRepository repository;
    private TestSkillContext context;

    /** A bubblewrap sandbox that sees one agent, and the model on the loopback address. */
    private record Reaching(Sandbox real, String url) implements Sandbox {

        @Override
        public Exit run(Command command, Consumer<String> output, CancellationToken cancellation) {
            return real.run(command, output, cancellation);
        }

        @Override
        public Optional<ModelAccess> model() {
            return Optional.of(new ModelAccess(url, "task-key-4711"));
        }

        @Override
        public void kill() {
            real.kill();
        }

        @Override
        public void close() {
            real.close();
        }

        @Override
        public String inside(Path host) {
            return real.inside(host);
        }
    }

    private SkillResult run(String agent, String provider, LoopbackServer model) throws IOException {
        String folder = agent.replace("-acp", "");
        String root = System.getProperty("telecoder.agents", "");
        Path installed = Path.of(root, folder);
        Assumptions.assumeTrue(!root.isEmpty() && Files.isDirectory(installed.resolve("node_modules")),
                "-Dtelecoder.agents names no folder with " + folder + " in it.");
        SandboxRuntime runtime = new BubblewrapRuntime(
                TestContext.with().withDataDirectory(Files.createDirectories(temp.resolve("plugin"))));
        Assumptions.assumeTrue(runtime.probe().available(), runtime.probe().reason());
        repository =
                TestRepository.in(Files.createDirectories(temp.resolve("repository")), Map.of("calc.py", Bench.WRONG));
        SandboxSpec spec = new SandboxSpec("test-" + agent, repository.directory(),
                Files.createDirectories(temp.resolve("scratch")),
                List.of(new SandboxRuntime.Spec.Mount(installed.toRealPath(), "/opt/agents/" + folder, true)), Map.of(),
                Optional.empty(), true, 4L << 30, 400, Duration.ofMinutes(5));
        try (Sandbox sandbox = runtime.open(spec)) {
            context = TestSkillContext.in(repository.directory()).withCheckout(TestCheckout.of(repository))
                    .withSandbox(new Reaching(sandbox, model.url().toString().replaceFirst("/$", "")))
                    .withSkill(PermitSkill.NAME, input -> {
                        if (forbids) {
                            throw PluginException.of(Failure.REJECTED, "Nobody allowed it.");
                        }
                        return SkillResult.ok("Allowed.");
                    });
            return new SandboxSkill(TestContext.withJson("{\"provider\":\"" + provider
                    + "\",\"model\":\"m\",\"agents\":{\"timeout\":\"60s\",\"idle\":\"" + idle + "\"}}"))
                    .run(Bench.input(TASK.formatted(agent)), context);
        }
    }

    private boolean forbids;
    private String idle = "40s";

    @ParameterizedTest
    @CsvSource({"claude-code,anthropic", "codex,openai", "pi,openai", "pi,anthropic", "opencode,openai",
            "opencode-acp,openai"})
    void makesARealEdit(String agent, String provider) throws IOException {
        try (LoopbackServer model = LoopbackServer.start()) {
            model.answer(new ScriptedModel(EDIT)::answer);

            SkillResult result = run(agent, provider, model);

            assertThat(result.succeeded()).as(result.output() + context.progressLines()).isTrue();
            assertThat(result.files()).containsExactly(Path.of("calc.py"));
            assertThat(repository.read("calc.py")).contains("a + b");
            assertThat(result.output()).contains("Fixed add.");
            assertThat(result.data().orElseThrow().get("session").text()).startsWith(agent + ":");
            assertThat(result.data().orElseThrow().get("input_tokens").asLong(0)).isPositive();
            assertThat(model.requests()).allSatisfy(request -> assertThat(request.headers().toString())
                    .contains("task-key-4711"));
            assertThat(context.skillCalls()).hasSize(agent.endsWith("-acp") ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"claude-code,anthropic", "codex,openai", "pi,openai", "opencode,openai", "opencode-acp,openai"})
    void tellsARefusedKey(String agent, String provider) throws IOException {
        try (LoopbackServer model = LoopbackServer.start()) {
            model.answer(
                    LoopbackServer.Reply.of(401, "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\","
                            + "\"message\":\"the key is refused\"}}"));

            SkillResult result = run(agent, provider, model);

            assertThat(result.succeeded()).isFalse();
            assertThat(result.output()).contains("the key is refused");
        }
    }

    @ParameterizedTest
    @CsvSource({"claude-code,anthropic", "codex,openai", "pi,openai", "opencode,openai"})
    void tellsThatNothingWasChanged(String agent, String provider) throws IOException {
        try (LoopbackServer model = LoopbackServer.start()) {
            model.answer(new ScriptedModel("true")::answer);

            SkillResult result = run(agent, provider, model);

            assertThat(result.succeeded()).isFalse();
            assertThat(result.output()).contains("changed no file");
        }
    }

    @ParameterizedTest
    @CsvSource({"claude-code,anthropic", "codex,openai", "pi,openai", "opencode,openai"})
    void tellsAModelThatFailsForEver(String agent, String provider) throws IOException {
        idle = "8s";
        try (LoopbackServer model = LoopbackServer.start()) {
            model.answer(LoopbackServer.Reply.of(500, "{\"error\":{\"message\":\"out of order\"}}"));

            SkillResult result = run(agent, provider, model);

            assertThat(result.succeeded()).isFalse();
            assertThat(result.output()).containsAnyOf("no progress", "500", "out of order");
        }
    }

    @Test
    void aRefusedPermissionOverAcpIsTold() throws IOException {
        forbids = true;
        try (LoopbackServer model = LoopbackServer.start()) {
            model.answer(new ScriptedModel(EDIT)::answer);

            SkillResult result = run("opencode-acp", "openai", model);

            assertThat(result.succeeded()).isFalse();
            assertThat(repository.read("calc.py")).isEqualTo(Bench.WRONG);
            assertThat(result.data().orElseThrow().get("denied").items()).isNotEmpty();
        }
    }
}
