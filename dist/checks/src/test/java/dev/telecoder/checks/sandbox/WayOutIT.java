package dev.telecoder.checks.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.http.HostHttp;
import dev.telecoder.platform.sandbox.EgressGateway;
import dev.telecoder.platform.sandbox.ModelDoor;
import dev.telecoder.plugins.sandbox.bubblewrap.BubblewrapRuntime;
import dev.telecoder.plugins.sandbox.docker.DockerRuntime;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.SandboxSpec;
import dev.telecoder.testkit.TestContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From a sandbox through its socket and the host's gateway: to a model on loopback, to package registries where they are
 * reached, and nowhere else. Skipped, with the reason, where a runtime, a tool in it or the registries are missing.
 */
class WayOutIT {

    @TempDir Path folder;

    private record Runtime(String name, Function<Path, SandboxRuntime> make) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Runtime> runtimes() {
        return Stream.of(
                new Runtime("docker", folder -> new DockerRuntime(TestContext.with().withDataDirectory(folder))),
                new Runtime("bubblewrap",
                        folder -> new BubblewrapRuntime(TestContext.with().withDataDirectory(folder))));
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void theModelIsReachedWithTheKeyOfTheTask(Runtime kind) throws Exception {
        try (var model = LoopbackServer.start();
                var http = new HostHttp(Map.of());
                var gateway = new EgressGateway(folder.resolve("egress"), () -> List.of("none"),
                        new EgressGateway.Parts(door(model.url().resolve("/v1/messages")), http, new HostJson()))) {
            model.answer(LoopbackServer.Reply.of(200, "{\"hello\":\"from the model\"}"));
            var told = run(kind, gateway, "curl", "curl -sS -m 20 -H \"x-api-key: " + gateway.modelKey("t")
                    + "\" -d '{}' http://127.0.0.1:3128/v1/messages; echo; curl -sS -m 20 -H 'x-api-key: other' -d '{}'"
                    + " http://127.0.0.1:3128/v1/messages; curl -sS -m 20 https://registry.npmjs.org/ || echo refused");

            assertThat(told).anyMatch(line -> line.contains("from the model"))
                    .anyMatch(line -> line.contains("TeleCoder"))
                    .contains("refused");
            assertThat(model.requests()).hasSize(1);
            assertThat(model.requests().getFirst().headers()).containsEntry("x-api-key", "real-key");
        }
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void npmInstallsThroughItAndAnotherHostIsRefused(Runtime kind) throws Exception {
        reached("registry.npmjs.org");
        try (var http = new HostHttp(Map.of()); var gateway = registries(http)) {
            var told = run(kind, gateway, "npm", "npm install --no-audit --no-fund --no-progress is-odd@3.0.1 &&"
                    + " node -e 'console.log(\"odd \" + require(\"is-odd\")(3))';"
                    + " curl -sS -m 20 https://example.com/ 2>&1 || echo refused");

            assertThat(told).contains("odd true", "refused");
            assertThat(told).anyMatch(line -> line.contains("403"));
            assertThat(gateway.traffic("t").bytesIn()).isPositive();
            assertThat(gateway.traffic("t").refused()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void mavenBuildsThroughIt(Runtime kind) throws Exception {
        reached("repo.maven.apache.org");
        Path work = Files.createDirectories(folder.resolve("repo/src/main/java"));
        Files.writeString(work.resolve("A.java"), "public class A { int one() { return 1; } }\n");
        Files.writeString(folder.resolve("repo/pom.xml"), """
                <project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>
                <properties><maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties></project>
                """);
        try (var http = new HostHttp(Map.of()); var gateway = registries(http)) {
            var told = run(kind, gateway, "mvn", "mvn -q -B compile && ls target/classes");

            assertThat(told).as(told.toString()).anyMatch(line -> line.endsWith("A.class"));
        }
    }

    private EgressGateway registries(HostHttp http) {
        return new EgressGateway(folder.resolve("egress"), () -> List.of("registries"),
                new EgressGateway.Parts(ModelDoor.CLOSED, http, new HostJson()));
    }

    private List<String> run(Runtime kind, EgressGateway gateway, String tool, String script) throws IOException {
        SandboxRuntime runtime = kind.make().apply(folder.resolve("plugin"));
        var probe = runtime.probe();
        assumeTrue(probe.available(), () -> runtime.id() + ": " + probe.reason());
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        try (Sandbox sandbox = runtime.open(SandboxSpec.in(folder).withMemoryBytes(2L << 30)
                .withEgressSocket(gateway.open("t")).withEnvironment(Map.of()))) {
            var there = sandbox.run(Command.of("/bin/sh", "-c", "command -v " + tool), lines::add,
                    new ManualCancellation());
            assumeTrue(there.succeeded(), () -> "there is no " + tool + " in the sandbox of " + runtime.id());
            sandbox.run(Command.of("/bin/sh", "-c", script).timeout(Duration.ofMinutes(5)), lines::add,
                    new ManualCancellation());
            System.out.println(runtime.id() + " " + tool + ": " + gateway.traffic("t"));
        } finally {
            close(runtime);
        }
        return lines;
    }

    private static void close(SandboxRuntime runtime) {
        try {
            ((AutoCloseable) runtime).close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void reached(String host) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, 443), 3_000);
        } catch (IOException e) {
            assumeTrue(false, host + " is not reached from here: " + e.getMessage());
        }
    }

    private static ModelDoor door(URI url) {
        return request -> new ModelDoor.Upstream("anthropic", url, Map.of("x-api-key", "real-key"), use -> {});
    }
}
