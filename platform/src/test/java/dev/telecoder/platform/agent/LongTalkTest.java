package dev.telecoder.platform.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.platform.model.ModelChoice;
import dev.telecoder.platform.skill.FakeSkill;
import dev.telecoder.platform.task.Turn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A conversation of 50 turns, 30 of them with a tool result of 4 to 20 kB, with a model behind HTTP that looks at the bodies it
 * gets. {@code unmanaged} gives it so much room that nothing is ever left out.
 */
class LongTalkTest {

    private static final int TURNS = 50;

    @TempDir Path folder;

    @ParameterizedTest(name = "summaries work: {0}")
    @ValueSource(booleans = {true, false})
    void costsHalfAndKeepsItsBeginning(boolean summariesWork) throws Exception {
        Talk managed = talk(folder.resolve("managed"), 0, summariesWork);
        Talk unmanaged = talk(folder.resolve("unmanaged"), 4_000_000, true);

        System.out.printf("%d turns, summaries %s: %d requests, %.2f %% of the body before is the beginning of the next"
                + " (%.2f %% with the %d compactions), %,d tokens, %.1f %% of the %,d unmanaged, %d unpaired, %d facts lost%n",
                TURNS, summariesWork ? "work" : "fail", managed.bodies.size(), managed.mean(3) * 100,
                managed.mean(0) * 100, managed.compactions(), managed.tokens(),
                100.0 * managed.tokens() / unmanaged.tokens(),
                unmanaged.tokens(), managed.unpaired, managed.lost.size());
        assertThat(managed.mean(3)).isGreaterThanOrEqualTo(0.95);
        assertThat(managed.compactions()).isBetween(1, 3);
        assertThat(managed.tokens()).isLessThanOrEqualTo(unmanaged.tokens() / 2);
        assertThat(managed.unpaired).isZero();
        assertThat(managed.lost).isEmpty();
    }

    @Test
    void endsWithEveryFactAlsoWhereTheModelTakesLittle() throws Exception {
        for (boolean summariesWork : new boolean[]{true, false}) {
            Talk small = talk(folder.resolve("small-" + summariesWork), 16_000, summariesWork);

            System.out.printf("with 16,000 tokens, summaries %s: %d compactions, %d unpaired, %d facts lost%n",
                    summariesWork ? "work" : "fail", small.compactions(), small.unpaired, small.lost.size());
            assertThat(small.compactions()).isGreaterThan(2);
            assertThat(small.unpaired).isZero();
            assertThat(small.lost).isEmpty();
        }
    }

    private Talk talk(Path home, int contextTokens, boolean summariesWork) throws Exception {
        Random random = new Random(7);
        try (Talk talk = new Talk(summariesWork)) {
            FakeSkill logs = FakeSkill.of("code.read", Risk.READ)
                    .does((input, context) -> SkillResult.ok(noise(random, 4_000 + random.nextInt(16_000))));
            java.nio.file.Files.createDirectories(home);
            try (Rig rig = new Rig(home, home, talk, logs)) {
                if (contextTokens > 0) {
                    rig.choice = new ModelChoice("remote", "m", null, List.of(), contextTokens, 1_000,
                            LlmRequest.Thinking.NONE, Set.of());
                }
                for (int i = 0; i < TURNS; i++) {
                    talk.facts.add("FACT-" + i + "-" + Integer.toHexString(random.nextInt()));
                    Turn turn = rig.say("Turn " + i + ". Remember " + talk.facts.last("FACT-" + i + "-") + "."
                            + (i % 5 < 3 ? " Please look it up." : " Just answer."));
                    assertThat(turn.state()).as("turn %s: %s", i, turn.error()).isEqualTo(Turn.State.DONE);
                }
            }
            return talk;
        }
    }

    private static String noise(Random random, int bytes) {
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes) {
            text.append("line ").append(random.nextInt(100_000)).append(" of some output that nobody needs twice\n");
        }
        return text.substring(0, bytes);
    }

    /** What was said must be found in each later request. */
    private static final class Facts {

        private final List<String> all = Collections.synchronizedList(new ArrayList<>());

        void add(String fact) {
            all.add(fact);
        }

        String last(String prefix) {
            return all.stream().filter(fact -> fact.startsWith(prefix)).findFirst().orElseThrow();
        }
    }

    /** A provider that sends each request as a body over HTTP, and the service that reads it. */
    private static final class Talk implements LlmProvider, AutoCloseable {

        private final boolean summariesWork;
        private final HttpServer server;
        private final HttpClient client = HttpClient.newHttpClient();
        private final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
        private final Facts facts = new Facts();
        private final Set<String> lost = Collections.synchronizedSet(new TreeSet<>());
        private volatile int unpaired;

        Talk(boolean summariesWork) throws IOException {
            this.summariesWork = summariesWork;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                byte[] body = exchange.getRequestBody().readAllBytes();
                bodies.add(body);
                String text = new String(body, StandardCharsets.UTF_8);
                facts.all.stream().filter(fact -> !text.contains(fact)).forEach(lost::add);
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
        }

        @Override
        public String id() {
            return "remote";
        }

        @Override
        public List<LlmModel> models() {
            return List.of();
        }

        @Override
        public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
            if (request.tools().isEmpty()) {
                if (!summariesWork) {
                    throw PluginException.of(Failure.REJECTED, "no summary today");
                }
                return said(new Content.Text("## Done\nLooked things up."), LlmResponse.Stop.END);
            }
            send(body(request));
            unpaired += unpaired(request.messages());
            ChatMessage last = request.messages().getLast();
            boolean asks = last.content().stream().anyMatch(one -> one instanceof Content.Text text
                    && text.text().endsWith("Please look it up."));
            return asks && last.content().stream().noneMatch(Content.ToolResult.class::isInstance)
                    ? said(new Content.ToolCall("call-" + bodies.size(), "code_read", "{}"),
                            LlmResponse.Stop.TOOL_CALLS)
                    : said(new Content.Text("Noted. " + "So it is. ".repeat(8)), LlmResponse.Stop.END);
        }

        private static LlmResponse said(Content content, LlmResponse.Stop stop) {
            return new LlmResponse(new ChatMessage(ChatMessage.Role.ASSISTANT, List.of(content)), stop,
                    LlmResponse.Usage.of(1, 1));
        }

        /** As services want it: what stays the same first. */
        private static String body(LlmRequest request) {
            return JsonValue.object().put("model", request.model()).put("system", request.system())
                    .put("tools", request.tools().stream().map(tool -> tool.name() + tool.description()
                            + tool.inputSchemaJson()).toList())
                    .put("messages", request.messages().stream().map(message -> JsonValue.object()
                            .put("role", message.role()).put("content", message.content().stream()
                                    .map(one -> one.getClass().getSimpleName() + " " + one.plainText()).toList())
                            .build()).toList())
                    .build().toString();
        }

        private void send(String body) {
            try {
                client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                                .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                        HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                throw PluginException.of(Failure.UNAVAILABLE, "the peer is gone", e);
            } catch (InterruptedException e) {
                throw PluginException.of(Failure.CANCELLED, "stopped", e);
            }
        }

        private static int unpaired(List<ChatMessage> messages) {
            int wrong = 0;
            for (int i = 0; i < messages.size(); i++) {
                Set<String> calls = new TreeSet<>();
                Set<String> results = new TreeSet<>();
                messages.get(i).content().forEach(one -> {
                    if (one instanceof Content.ToolCall call) {
                        calls.add(call.id());
                    }
                });
                if (i + 1 < messages.size()) {
                    messages.get(i + 1).content().forEach(one -> {
                        if (one instanceof Content.ToolResult result) {
                            results.add(result.callId());
                        }
                    });
                }
                wrong += calls.equals(results) ? 0 : 1;
            }
            return wrong;
        }

        /** How much of each body is the beginning of the next, on average, without the worst few. */
        double mean(int without) {
            List<Double> shares = new ArrayList<>();
            for (int i = 1; i < bodies.size(); i++) {
                shares.add(share(bodies.get(i - 1), bodies.get(i)));
            }
            Collections.sort(shares);
            return shares.subList(Math.min(without, compactions()), shares.size()).stream()
                    .mapToDouble(Double::doubleValue).average().orElseThrow();
        }

        int compactions() {
            int count = 0;
            for (int i = 1; i < bodies.size(); i++) {
                count += share(bodies.get(i - 1), bodies.get(i)) < 0.9 ? 1 : 0;
            }
            return count;
        }

        /** The closing brackets are no part of what is said. */
        private static double share(byte[] before, byte[] after) {
            int same = Arrays.mismatch(before, after);
            return (same < 0 ? before.length : same) / (double) before.length;
        }

        long tokens() {
            return bodies.stream().mapToLong(body -> body.length).sum() / 4;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
