package dev.telecoder.checks.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.checks.crash.HostProcess;
import dev.telecoder.checks.crash.ScriptedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The built distribution, killed with {@code kill -9} while a command runs in a sandbox: after the next start nothing of it is
 * left, neither container nor process nor the socket of its way out.
 */
@EnabledOnOs(OS.LINUX)
class KilledHostIT {

    /** What the suite of the runtime makes and uses; a shell is enough here. */
    private static final String IMAGE = System.getProperty("telecoder.test.image", "telecoder-test:busybox");

    @TempDir Path home;

    @ParameterizedTest
    @ValueSource(strings = {"docker", "bubblewrap"})
    void nothingOfItsSandboxIsLeftAfterTheNextStart(String runtime) throws Exception {
        if (runtime.equals("docker")) {
            String missing = run("docker", "image", "inspect", "-f", "{{.Id}}", IMAGE);
            boolean there = missing.startsWith("sha256:");
            assertThat(there || !Boolean.getBoolean("telecoder.require.docker"))
                    .as("Docker was started for the tests, but: " + missing).isTrue();
            assumeTrue(there, "docker: " + missing);
        } else {
            assumeTrue(run("bwrap", "--ro-bind", "/", "/", "--unshare-all", "true").isEmpty(),
                    "bwrap does not work here");
        }
        String marker = "killed-host-" + ProcessHandle.current().pid() + "-" + runtime;
        try (ScriptedModel model = ScriptedModel.start(asked -> asked.results() > 0
                || asked.user().stream().noneMatch(text -> text.contains("Run it"))
                        ? ScriptedModel.Said.text("It ended.")
                        : ScriptedModel.Said.call("shell.exec", command(marker)))) {
            Files.writeString(home.resolve("config.yaml"), """
                    server: {port: 0}
                    llm: {provider: openai, model: pattern-1, api_key: none, base_url: "%s"}
                    sandbox: {runtime: %s, image: "%s"}
                    permissions: {rules: [{skill: "shell.exec", decision: allow}]}
                    """.formatted(model.url(), runtime, IMAGE));
            List<String> containers;
            List<Path> sockets;
            List<ProcessHandle> processes;
            try (HostProcess host = start()) {
                String conversation = host.json("POST", "/api/v1/conversations", "{}").get("id").asText();
                host.json("POST", "/api/v1/conversations/" + conversation + "/messages", "{\"text\":\"Run it\"}");
                host.await("both processes of " + marker + " to run", Duration.ofSeconds(60),
                        () -> processes(marker + "-child").count() > 0 && processes(marker + "-main").count() > 0);
                containers = containers(conversation, runtime);
                sockets = sockets(host.pid());
                processes = processes(marker).toList();
                assertThat(containers).hasSize(runtime.equals("docker") ? 1 : 0);
                assertThat(sockets).hasSize(1);

                host.kill();
                assertThat(sockets).allSatisfy(socket -> assertThat(socket).exists());
            }

            try (HostProcess next = start()) {
                // Its own may be there already: what only changed the sandbox is taken back and done again.
                next.await("the processes to be gone", Duration.ofSeconds(60),
                        () -> processes(marker).noneMatch(processes::contains));
                for (String container : containers) {
                    next.await("container " + container + " to be gone", Duration.ofSeconds(60),
                            () -> !run("docker", "ps", "-aq", "--no-trunc").contains(container));
                }
                assertThat(sockets).allSatisfy(socket -> assertThat(socket).doesNotExist());
                next.end();
            }
        } finally {
            assertThat(processes(marker)).isEmpty();
        }
    }

    private HostProcess start() throws IOException, InterruptedException {
        HostProcess host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off"));
        host.awaitReady();
        return host;
    }

    /** Two processes that end by themselves never, one of them in a session of its own, and do not listen to TERM. */
    private static String command(String marker) {
        String loop = "trap \"\" TERM INT HUP; while :; do sleep 1; done";
        return HostProcess.JSON.createObjectNode().put("command", "setsid sh -c '" + loop + "' " + marker
                + "-child & exec sh -c '" + loop + "' " + marker + "-main").toString();
    }

    private static List<String> containers(String conversation, String runtime) {
        return runtime.equals("docker") ? run("docker", "ps", "-aq", "--no-trunc", "--filter",
                "label=dev.telecoder.sandbox=" + conversation).lines().filter(line -> !line.isBlank()).toList()
                : List.of();
    }

    /** The sockets of a host, wherever it made them: its home may be too long for them. */
    private static List<Path> sockets(long pid) throws IOException {
        try (Stream<String> open = Files.lines(Path.of("/proc/net/unix"))) {
            return open.map(line -> line.replaceFirst("^[^/]*", ""))
                    .filter(path -> path.matches(".*/" + pid + "-[0-9a-f]+\\.sock")).distinct().map(Path::of).toList();
        }
    }

    /** What a program says; why it cannot be started, if it cannot. */
    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor(30, TimeUnit.SECONDS);
            return said;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** The processes of the machine that have these words in their command line; a sandbox hides none of them from us. */
    private static Stream<ProcessHandle> processes(String marker) {
        return ProcessHandle.allProcesses().filter(process -> {
            try {
                return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                        .contains(marker);
            } catch (IOException e) {
                return false; // it has ended meanwhile
            }
        });
    }
}
