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
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing happens in twenty repositories that all monitors and the poller watch, at the usual intervals, while a moved clock runs
 * {@value #SPEED} times as fast: no model is asked, and the code host is asked little and answers "not modified".
 * {@code -Dquiet.checks=10000} looks that often; the default is short.
 */
@EnabledOnOs(OS.LINUX)
class QuietIT {

    private static final int CHECKS = Integer.getInteger("quiet.checks", 300);
    private static final int SPEED = 150;
    private static final int REPOS = 20;
    private static final Instant BEGIN = Instant.parse("2026-11-17T00:00:00Z");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String RUNS = "/actions/runs?per_page=100";

    @TempDir private Path temp;

    private final Map<String, String> seen = new HashMap<>();
    private final AtomicInteger model = new AtomicInteger();
    private HostProcess host;
    private int looks;
    private Instant now = BEGIN;

    @Test
    void nothingIsAskedOfAModelAndLittleOfTheCodeHost() throws Exception {
        HttpServer peer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        peer.createContext("/", exchange -> {
            model.incrementAndGet();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        peer.start();
        try (QuietGithub github = QuietGithub.start(repositories())) {
            for (int i = 0; i < REPOS; i++) {
                github.ended("myorg/r" + i, "0000000", "success", "");
            }
            start("http://127.0.0.1:" + peer.getAddress().getPort(), github.url());
            // Each has looked at each repository once, and what is asked the first time is known.
            host.await("the first looks", LIMIT, () -> look() == 4 * REPOS);
            host.await("the poller's first questions", LIMIT, () -> asked(github, RUNS) >= REPOS);
            look();
            int before = github.requests();
            int unchanged = github.unchanged.get();
            int ticks = asked(github, RUNS);
            int polls = polls(github);
            int begun = looks;
            Instant since = now;

            host.await(CHECKS + " more looks", Duration.ofMinutes(2 + CHECKS / 400), () -> {
                look();
                return looks - begun >= CHECKS;
            });

            int requests = github.requests() - before;
            int same = github.unchanged.get() - unchanged;
            int polled = asked(github, RUNS) - ticks;
            double hours = Duration.between(since, now).toMillis() / 3_600_000.0;
            double hourly = requests / hours;
            System.out.printf(Locale.ROOT, "QuietIT: %d looks of 5 monitors at %d repositories in %.1f hours, %d polls:"
                    + " %d requests, %d of them 304 (%.1f %%), %.0f an hour, %.1f an hour and repository; %d model calls%n",
                    looks - begun, REPOS, hours, polled, requests, same, 100.0 * same / requests, hourly,
                    hourly / REPOS, model.get());

            assertThat(model.get()).as("questions to the model").isZero();
            assertThat((double) same / requests).as("share of 304").isGreaterThanOrEqualTo(.95);
            assertThat(polls(github) - polls).as("the poller's questions, of at most two a tick")
                    .isLessThanOrEqualTo(2 * polled + REPOS);
            assertThat(hourly).as("requests an hour").isLessThanOrEqualTo(720);
            assertThat(host.json("GET", "/api/v1/incidents", null).get("items")).isEmpty();
        } finally {
            if (host != null) {
                host.end();
            }
            peer.stop(0);
        }
    }

    private Path repositories() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("git/myorg")).getParent();
        TestRepository seed = TestRepository.in(Files.createDirectories(temp.resolve("seed")),
                Map.of("README.md", "# Quiet\n"));
        for (int i = 0; i < REPOS; i++) {
            Files.createSymbolicLink(folder.resolve("myorg/r" + i + ".git"), seed.remote());
        }
        return folder;
    }

    private void start(String model, String github) throws Exception {
        var repos = new StringBuilder();
        for (int i = 0; i < REPOS; i++) {
            repos.append("  - {name: myorg/r").append(i).append(", url: \"").append(github).append("/myorg/r").append(i)
                    .append(".git\", host: github, branch: main, monitors: [ci, prs, deps, health, alerts]}\n");
        }
        Path home = Files.createDirectories(temp.resolve("home"));
        Files.writeString(home.resolve("config.yaml"), """
                server: {port: 0}
                llm: {provider: openai, model: m, api_key: none, base_url: "%s/v1"}
                github: {token: t, api_url: "%s/api/v3", git_url: "%s"}
                osv: {api_url: "http://127.0.0.1:9"}
                repos:
                %s""".formatted(model, github, github, repos));
        host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off",
                "TELECODER_JAVA_OPTS", "-Dtelecoder.clock=" + BEGIN + "*" + SPEED));
        host.awaitReady();
    }

    private static int asked(QuietGithub github, String part) {
        return github.asked.entrySet().stream().filter(one -> one.getKey().contains(part)
                && !one.getKey().contains("branch=")).mapToInt(one -> one.getValue().get()).sum();
    }

    private static int polls(QuietGithub github) {
        return asked(github, RUNS) + asked(github, "/issues?state=all");
    }

    /** Counts the looks made since it was called last, at most one a second of each; {@return how many have looked} */
    private int look() {
        try {
            int all = 0;
            for (JsonNode one : host.json("GET", "/api/v1/monitors", null).get("items")) {
                String last = one.path("last_check").asText("").replace("null", "");
                if (!last.isEmpty() && one.path("failures").asInt(0) == 0) {
                    all++;
                    String before = seen.put(one.get("id").asText() + " " + one.get("repo").asText(), last);
                    looks += last.equals(before) ? 0 : 1;
                    Instant at = Instant.parse(last);
                    now = at.isAfter(now) ? at : now;
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
