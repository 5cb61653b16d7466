package dev.telecoder.checks.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.telecoder.checks.crash.HostProcess;
import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing happens in twenty repositories that all monitors watch: no model is asked, and the code host answers nearly all
 * questions with "not modified". {@code -Dquiet.checks=10000} looks that often; the default is short.
 */
@EnabledOnOs(OS.LINUX)
class QuietIT {

    private static final int CHECKS = Integer.getInteger("quiet.checks", 400);
    private static final int REPOS = 20;

    @TempDir private Path temp;

    @Test
    void nothingIsAskedOfAModelAndLittleOfTheCodeHost() throws Exception {
        AtomicInteger model = new AtomicInteger();
        HttpServer peer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        peer.createContext("/", exchange -> {
            model.incrementAndGet();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        peer.start();
        TestRepository repository = TestRepository.in(Files.createDirectories(temp.resolve("api")),
                Map.of("README.md", "# Quiet\n"));
        Path home = Files.createDirectories(temp.resolve("home"));
        HostProcess host = null;
        try (QuietGithub github = QuietGithub.start()) {
            var repos = new StringBuilder();
            for (int i = 0; i < REPOS; i++) {
                github.ended("myorg/r" + i, "0000000", "success", "");
                repos.append("  - {name: myorg/r").append(i).append(", url: \"").append(repository.url())
                        .append("\", host: github, branch: main, monitors: [ci, prs, deps, health, alerts]}\n");
            }
            Files.writeString(home.resolve("config.yaml"), """
                    server: {port: 0}
                    llm: {provider: openai, model: m, api_key: none, base_url: "http://127.0.0.1:%d/v1"}
                    github: {token: t, api_url: "%s/api/v3"}
                    heartbeat: {ci_poll_interval: 1s, pr_poll_interval: 1s}
                    osv: {api_url: "http://127.0.0.1:9"}
                    repos:
                    %s""".formatted(peer.getAddress().getPort(), github.url(), repos));
            host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off"));
            host.awaitReady();
            HostProcess running = host;
            // Each has looked at each repository once, and what it asked the first time is known.
            host.await("the first looks", Duration.ofMinutes(3), () -> looked(running) == 4 * REPOS);
            int before = github.requests();
            int unchanged = github.unchanged.get();
            int looks = asked(github, "/actions/runs?") + asked(github, "/pulls?");
            host.await(CHECKS + " more looks", Duration.ofMinutes(1 + CHECKS / 500),
                    () -> asked(github, "/actions/runs?") + asked(github, "/pulls?") - looks >= CHECKS);

            int requests = github.requests() - before;
            int same = github.unchanged.get() - unchanged;
            System.out
                    .println("QuietIT: " + requests + " requests, " + same + " of them 304, " + model + " model calls");
            assertThat(model.get()).as("questions to the model").isZero();
            assertThat((double) same / requests).as("share of 304").isGreaterThanOrEqualTo(.95);
            assertThat(host.json("GET", "/api/v1/incidents", null).get("items")).isEmpty();
        } finally {
            if (host != null) {
                host.end();
            }
            peer.stop(0);
        }
    }

    private static int asked(QuietGithub github, String part) {
        return github.asked.entrySet().stream().filter(one -> one.getKey().contains(part))
                .mapToInt(one -> one.getValue().get()).sum();
    }

    private static int looked(HostProcess host) {
        try {
            int looked = 0;
            for (JsonNode one : host.json("GET", "/api/v1/monitors", null).get("items")) {
                looked += one.path("last_check").isTextual() && one.path("failures").asInt(0) == 0 ? 1 : 0;
            }
            return looked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
