package dev.telecoder.checks.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.api.sandbox.SandboxRuntime.Spec.Mount;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.http.HostHttp;
import dev.telecoder.platform.repo.Credentials;
import dev.telecoder.platform.repo.PushPolicy;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.repo.TaskCheckout;
import dev.telecoder.platform.sandbox.EgressGateway;
import dev.telecoder.platform.sandbox.ModelDoor;
import dev.telecoder.platform.sandbox.SandboxSettings;
import dev.telecoder.platform.sandbox.Sandboxes;
import dev.telecoder.platform.sandbox.TaskPlace;
import dev.telecoder.plugin.agents.SandboxSkill;
import dev.telecoder.plugins.sandbox.bubblewrap.BubblewrapRuntime;
import dev.telecoder.plugins.sandbox.docker.DockerRuntime;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real coding agents from npm at work by {@code code.sandbox}: in Docker and in bubblewrap, on a task's clone, through the
 * gateway and the door to the model, behind which a scripted model listens on loopback. It prints a table of agent, row and
 * runtime. What it needs stands in dist/sandbox/README.md; without, it is skipped.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class RealAgentsIT {

    private static final String AGENTS = System.getProperty("telecoder.agents", "");
    private static final String IMAGE = System.getProperty("telecoder.agents.image", "telecoder-sandbox");
    private static final String ROWS = System.getProperty("telecoder.agents.rows", ".*");
    private static final String REAL_KEY = "the-real-key-of-the-host";
    private static final String WRONG = "def add(a, b):\n    return a - b\n";
    private static final String EDIT = "sed -i 's/a - b/a + b/' calc.py";
    private static final Map<String, String> TABLE = new ConcurrentSkipListMap<>();

    @TempDir Path temp;

    private record Row(String runtime, String agent, String name) {

        @Override
        public String toString() {
            return "%-11s %-13s %s".formatted(runtime, agent, name);
        }

        String provider() {
            return agent.equals("claude-code") ? "anthropic" : "openai";
        }
    }

    static Stream<Row> rows() {
        return Stream.of("docker", "bubblewrap").flatMap(runtime -> Stream.of("pi", "claude-code", "opencode", "codex",
                "opencode-acp").flatMap(
                        agent -> Stream.of("real edit", "401", "endless 500", "hang", "denied edit",
                                "done without a change", "resumed on follow-up")
                                .filter(name -> name.matches(ROWS)).map(name -> new Row(runtime, agent, name))));
    }

    @AfterAll
    static void print() {
        TABLE.forEach((row, found) -> System.out.println(row + found));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theAgentDoesItsWorkOrSaysWhyNot(Row row) throws Exception {
        String folder = row.agent().replace("-acp", "");
        assumeTrue(!AGENTS.isEmpty() && Files.isDirectory(Path.of(AGENTS, folder, "node_modules")),
                "-Dtelecoder.agents names no folder with " + folder + " in it");
        var context = TestContext.withJson("{\"image\":\"" + IMAGE + "\"}").withDataDirectory(temp.resolve("plugin"));
        SandboxRuntime runtime = row.runtime().equals("docker") ? new DockerRuntime(context)
                : new BubblewrapRuntime(context);
        assumeTrue(runtime.probe().available(), () -> row.runtime() + ": " + runtime.probe().reason());
        long began = System.nanoTime();
        String found = "FAILED";
        try (var model = LoopbackServer.start();
                var work = new Work(runtime, model, Path.of(AGENTS, folder).toRealPath())) {
            if (row.runtime().equals("bubblewrap") && row.agent().equals("pi")) {
                assumeTrue(work.node() >= 22, "pi needs Node.js 22.19, and bubblewrap shows the machine's, which is "
                        + work.node());
            }
            found = switch (row.name()) {
                case "real edit" -> work.edits(row);
                case "401" -> work.fails(row, LoopbackServer.Reply.of(401, """
                        {"type":"error","error":{"type":"authentication_error","message":"the key is refused"}}"""),
                        "the key is refused");
                case "endless 500" -> work.fails(row, LoopbackServer.Reply.of(500, """
                        {"type":"error","error":{"type":"api_error","message":"out of order"}}"""),
                        "no progress|500|out of order");
                case "hang" -> work.fails(row, LoopbackServer.Reply.events("data: {}\n\n".repeat(9)).silentAfter(5),
                        "no progress");
                case "denied edit" -> work.isDenied(row);
                case "done without a change" -> work.changesNothing(row);
                default -> work.goesOn(row);
            };
        } catch (org.opentest4j.TestAbortedException skipped) {
            found = "SKIPPED: " + skipped.getMessage();
            throw skipped;
        } finally {
            TABLE.put("%-11s %-13s %-22s ".formatted(row.runtime(), row.agent(), row.name()),
                    found + " (%.1f s)".formatted((System.nanoTime() - began) / 1e9));
            ((AutoCloseable) runtime).close();
        }
    }

    /** A host's part around the skill: clone, sandbox, gateway, and the model behind its door. */
    private final class Work implements AutoCloseable {

        private final LoopbackServer model;
        private final HostHttp http = new HostHttp(Map.of());
        private final AtomicLong tokens = new AtomicLong();
        private final EgressGateway gateway;
        private final Sandboxes sandboxes;
        private final TaskCheckout checkout;
        private final TaskPlace place;
        private boolean forbids;
        private String idle = "60s";
        private final List<String> asked = new ArrayList<>();

        Work(SandboxRuntime runtime, LoopbackServer model, Path agent) throws IOException {
            this.model = model;
            this.gateway = new EgressGateway(temp.resolve("egress"), () -> List.of("none"),
                    new EgressGateway.Parts(this::open, http, new HostJson()));
            var settings = SandboxSettings.of(runtime.id(), "agents-it")
                    .withMounts(List.of(new Mount(agent, "/opt/agents/" + agent.getFileName(), true)));
            this.sandboxes =
                    new Sandboxes(() -> List.of(runtime), () -> settings, Clock.systemUTC(), Optional.of(gateway));
            TestRepository remote =
                    TestRepository.in(Files.createDirectories(temp.resolve("remote")), Map.of("calc.py", WRONG));
            var repos = new Repos(temp.resolve("workspaces"), List::of, Credentials.NONE, () -> PushRules.DEFAULT,
                    Clock.systemUTC());
            this.checkout = repos.open("t", remote.url().toString(), "", PushPolicy.ALLOW);
            this.place =
                    new TaskPlace("t", checkout.directory(), repos.scratch("t"), checkout.borrowedObjects().stream()
                            .map(objects -> new Mount(objects, objects.toString(), true)).toList(), Map.of());
        }

        private ModelDoor.Upstream open(ModelDoor.Request request) {
            return new ModelDoor.Upstream(request.path().endsWith("/messages") ? "anthropic" : "openai",
                    model.url().resolve(request.path()),
                    Map.of("x-api-key", REAL_KEY, "authorization", "Bearer " + REAL_KEY),
                    use -> tokens.addAndGet(use.inputTokens()));
        }

        int node() {
            List<String> said = new ArrayList<>();
            sandboxes.forTask(place).run(
                    dev.telecoder.api.sandbox.Sandbox.Command.of("/bin/sh", "-c", "node --version"),
                    said::add, new dev.telecoder.testkit.ManualCancellation());
            return said.isEmpty() ? 0 : Integer.parseInt(said.getFirst().replaceFirst("v?(\\d+).*", "$1"));
        }

        private SkillResult run(Row row, String input) {
            var context = TestSkillContext.in(checkout.directory()).withCheckout(checkout)
                    .withSandbox(sandboxes.forTask(place)).withSkill("code.permit", asks -> {
                        asked.add(asks.toString());
                        if (forbids) {
                            throw PluginException.of(Failure.REJECTED, "Nobody allowed it.");
                        }
                        return SkillResult.ok("Allowed.");
                    });
            return new SandboxSkill(TestContext.withJson("{\"provider\":\"" + row.provider()
                    + "\",\"model\":\"m\",\"agents\":{\"timeout\":\"120s\",\"idle\":\"" + idle + "\"}}"))
                    .run(SkillInputs.of(input), context);
        }

        private SkillResult run(Row row) {
            return run(row, task(row, "Fix add() in calc.py", ""));
        }

        private static String task(Row row, String task, String session) {
            return JsonValue.object().put("task", task).put("agent", row.agent())
                    .put("session", session.isEmpty() ? null : session).build().toString()
                    .replace(",\"session\":null", "");
        }

        String edits(Row row) throws IOException {
            model.answer(new AgentModel(EDIT)::answer);

            SkillResult result = run(row);

            assertThat(result.succeeded()).as(result.output()).isTrue();
            assertThat(result.files()).containsExactly(Path.of("calc.py"));
            assertThat(calc()).contains("a + b");
            assertThat(result.data().orElseThrow().get("diff").text()).contains("+    return a + b");
            assertThat(model.requests()).isNotEmpty().allSatisfy(request -> assertThat(request.headers().toString())
                    .contains(REAL_KEY).doesNotContain(gateway.modelKey("t")));
            assertThat(gateway.traffic("t").modelRequests()).isPositive();
            assertThat(tokens).as("counted by the door").hasPositiveValue();
            assertThat(asked).hasSize(row.agent().endsWith("-acp") ? 1 : 0);
            return "calc.py edited, " + model.requests().size() + " requests, " + tokens.get()
                    + " tokens counted by the door";
        }

        String fails(Row row, LoopbackServer.Reply reply, String told) throws IOException {
            // Longer than any of them takes to begin, so that it is the model that is waited for.
            idle = row.name().equals("401") ? "60s" : row.agent().matches("opencode.*|pi") ? "30s" : "10s";
            model.answer(reply);

            SkillResult result = run(row);

            assertThat(result.succeeded()).as(result.output()).isFalse();
            assertThat(result.output()).containsPattern(told);
            assertThat(model.requests()).as("it did ask the model").isNotEmpty();
            assertThat(calc()).isEqualTo(WRONG);
            return "told as failed: " + result.output().lines().findFirst().orElse("");
        }

        /** By the gate, where the agent asks; by the files, where it does what it likes. */
        String isDenied(Row row) throws IOException {
            model.answer(new AgentModel(EDIT)::answer);
            forbids = true;
            boolean asks = row.agent().endsWith("-acp");
            if (!asks) {
                mode("r--r--r--", "r-xr-xr-x");
            }
            try {
                SkillResult result = run(row);

                assertThat(result.succeeded()).as(result.output()).isFalse();
                assertThat(result.output()).contains("changed no file");
                assertThat(asked).hasSize(asks ? 1 : 0);
                return "told as failed: " + result.output().lines().findFirst().orElse("");
            } finally {
                mode("rw-r--r--", "rwxr-xr-x");
                assertThat(calc()).isEqualTo(WRONG);
            }
        }

        String changesNothing(Row row) {
            model.answer(new AgentModel("true")::answer);

            SkillResult result = run(row);

            assertThat(result.succeeded()).isFalse();
            assertThat(result.output()).contains("changed no file");
            return "told as failed: " + result.output().lines().findFirst().orElse("");
        }

        String goesOn(Row row) throws IOException {
            model.answer(new AgentModel(EDIT)::answer);
            SkillResult first = run(row);
            assertThat(first.succeeded()).as(first.output()).isTrue();
            String session = first.data().orElseThrow().get("session").text();
            assertThat(session).startsWith(row.agent() + ":");
            int before = model.requests().size();
            model.answer(new AgentModel("echo '# added' >>calc.py")::answer);

            SkillResult second = run(row, task(row, "Now say at the end that it was added", session));

            assertThat(second.succeeded()).as(second.output()).isTrue();
            assertThat(calc()).contains("a + b", "# added");
            assertThat(model.requests().subList(before, model.requests().size()))
                    .as("the second run knows what was said in the first")
                    .anySatisfy(request -> assertThat(request.body()).contains("Fix add() in calc.py",
                            "Now say at the end"));
            return "goes on with " + session.replaceFirst("(:.{8}).*", "$1…") + ", second edit made";
        }

        private String calc() throws IOException {
            return Files.readString(checkout.directory().resolve("calc.py"));
        }

        private void mode(String file, String folder) throws IOException {
            Files.setPosixFilePermissions(checkout.directory().resolve("calc.py"),
                    PosixFilePermissions.fromString(file));
            Files.setPosixFilePermissions(checkout.directory(), PosixFilePermissions.fromString(folder));
        }

        @Override
        public void close() {
            sandboxes.close();
            http.close();
        }
    }
}
