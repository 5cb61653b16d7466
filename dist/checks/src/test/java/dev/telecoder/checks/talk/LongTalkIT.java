package dev.telecoder.checks.talk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telecoder.checks.crash.HostProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A conversation of 50 turns, 30 of them with a file of 4 to 20 kB read: the built distribution, its plugin for the provider,
 * and a model in another process. What the model got is compared byte by byte. The same is run without anything left out, by
 * giving it more room than it needs.
 */
class LongTalkIT {

    private static final int TURNS = Integer.getInteger("talk.turns", 50);

    /** In thousands of tokens: so much that the run needs two summaries. */
    private static final String WINDOW = ", context_tokens: " + Integer.getInteger("talk.window", 80) + "000";

    @TempDir Path folder;

    /** One run for each: all that is promised of a long conversation must be so in the same one. */
    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void costsHalfAndKeepsItsBeginningAndEveryFactThroughTwoSummaries(String provider) throws Exception {
        List<String> facts = new ArrayList<>();
        Random random = new Random(11);
        for (int i = 0; i < TURNS; i++) {
            facts.add("FACT-" + i + "-" + Integer.toHexString(random.nextInt()));
        }

        Bodies unmanaged = talk("unmanaged", provider, ", context_tokens: 4000000", true, facts);
        Bodies managed = talk("managed", provider, WINDOW, true, facts);
        Bodies unsummarised = talk("unsummarised", provider, WINDOW, false, facts);

        assertThat(unmanaged.mean(0)).as("nothing is left out").isGreaterThanOrEqualTo(0.99);
        holds(provider + ", summaries work", managed, unmanaged, facts);
        holds(provider + ", summaries fail", unsummarised, unmanaged, facts);
    }

    private static void holds(String which, Bodies managed, Bodies unmanaged, List<String> facts) throws IOException {
        System.out.printf(
                "%s, %d turns: %d requests, %d summaries asked for, %d in place; %.2f %% of each body is the beginning of"
                        + " the next without 3 of the %d written anew (%.2f %% with them), %,d tokens, %.1f %% of the"
                        + " %,d unmanaged, %d unpaired, %d facts lost%n",
                which, TURNS, managed.all().size(), managed.others().size(), managed.summaries(),
                managed.mean(3) * 100, managed.rewrites(), managed.mean(0) * 100, managed.tokens(),
                100.0 * managed.tokens() / unmanaged.tokens(), unmanaged.tokens(), managed.unpaired(),
                managed.lost(facts).size());
        assertThat(managed.summaries()).isGreaterThanOrEqualTo(2);
        assertThat(managed.others()).hasSizeGreaterThanOrEqualTo(managed.summaries());
        assertThat(managed.mean(3)).isGreaterThanOrEqualTo(0.95);
        assertThat(managed.rewrites()).isLessThanOrEqualTo(4);
        assertThat(managed.tokens()).isLessThanOrEqualTo(unmanaged.tokens() / 2);
        assertThat(managed.unpaired()).isZero();
        assertThat(managed.lost(facts)).isEmpty();
    }

    @ParameterizedTest(name = "summaries work: {0}")
    @CsvSource({"true", "false"})
    void endsWithEveryFactAlsoWhereTheModelTakesLittle(boolean summaries) throws Exception {
        List<String> facts = new ArrayList<>();
        Random random = new Random(13);
        for (int i = 0; i < TURNS; i++) {
            facts.add("FACT-" + i + "-" + Integer.toHexString(random.nextInt()));
        }

        Bodies small = talk("small", "openai", ", context_tokens: 24000, max_output_tokens: 1000", summaries, facts,
                " So it was said. ".repeat(150));

        int asked = small.others().size();
        System.out.printf("with 24,000 tokens, summaries %s: asked for %d, %d unpaired, %d facts lost%n",
                summaries ? "work" : "fail", asked, small.unpaired(), small.lost(facts).size());
        assertThat(asked).isGreaterThanOrEqualTo(2);
        assertThat(small.unpaired()).isZero();
        assertThat(small.lost(facts)).isEmpty();
    }

    private Bodies talk(String name, String provider, String room, boolean summaries, List<String> facts)
            throws Exception {
        return talk(name, provider, room, summaries, facts, "");
    }

    private Bodies talk(String name, String provider, String room, boolean summaries, List<String> facts, String more)
            throws Exception {
        Path home = Files.createDirectories(folder.resolve(name).resolve("home"));
        Path got = Files.createDirectories(folder.resolve(name).resolve("got"));
        try (var peer = TalkPeer.Running.start(got, summaries)) {
            Files.writeString(home.resolve("config.yaml"), """
                    server: {port: 0}
                    llm: {provider: %s, model: talk-1, api_key: none, base_url: "%s"%s}
                    repos: [{name: demo/noise, url: "file://%s", host: none}]
                    """.formatted(provider, peer.url() + (provider.equals("openai") ? "/v1" : ""), room,
                    remote(folder.resolve(name))));
            try (HostProcess host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off"))) {
                host.awaitReady();
                String conversation = host.json("POST", "/api/v1/conversations", "{}").get("id").asText();
                for (int i = 0; i < TURNS; i++) {
                    String text = "Turn " + i + ". Remember " + facts.get(i) + ". " + more
                            + (i % 5 < 3 ? TalkPeer.LOOK : "Just answer.");
                    String turn = host.json("POST", "/api/v1/conversations/" + conversation + "/messages",
                            HostProcess.JSON.createObjectNode().put("text", text).toString()).get("turn").asText();
                    host.await("the answer to turn " + i, Duration.ofSeconds(120), () -> answered(host, conversation,
                            turn));
                }
                host.end();
            }
        }
        return Bodies.of(got);
    }

    private static boolean answered(HostProcess host, String conversation, String turn) {
        try {
            for (JsonNode message : host
                    .json("GET", "/api/v1/conversations/" + conversation + "/messages?last=true&limit=3",
                            null)
                    .get("items")) {
                if (message.get("turn").asText().equals(turn) && !message.get("role").asText().equals("user")) {
                    assertThat(message.get("markdown").asText()).startsWith("Noted.");
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A repository with a file of noise for each turn. */
    private static Path remote(Path folder) throws IOException, InterruptedException {
        Path seed = Files.createDirectories(folder.resolve("seed/noise")).getParent();
        Random random = new Random(7);
        for (int i = 0; i < TURNS; i++) {
            StringBuilder text = new StringBuilder();
            int bytes = 4_000 + random.nextInt(16_000);
            while (text.length() < bytes) {
                text.append("line ").append(random.nextInt(100_000)).append(" of output that nobody needs twice\n");
            }
            Files.writeString(seed.resolve("noise/" + i + ".txt"), text);
        }
        for (List<String> command : List.of(List.of("init", "-q", "-b", "main"), List.of("add", "."),
                List.of("-c", "user.name=Seed", "-c", "user.email=seed@localhost", "commit", "-q", "-m", "Begin"))) {
            List<String> all = new ArrayList<>(List.of("git", "-C", seed.toString()));
            all.addAll(command);
            Process process = new ProcessBuilder(all).inheritIO().start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0).as("%s", all).isTrue();
        }
        return seed;
    }
}
