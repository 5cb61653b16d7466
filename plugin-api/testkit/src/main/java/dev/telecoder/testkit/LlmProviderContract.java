package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.api.llm.LlmResponse.Usage;
import dev.telecoder.testkit.LoopbackServer.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is asked of every {@link LlmProvider}. The plugin's test extends it and says how its service words an answer;
 * the contract plays the service on a port of loopback.
 *
 * @since 1.0
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class LlmProviderContract {

    private static final String SIGNATURE = "c2lnbmVkLWJ5LXVz";
    private static final String KEY = "sk-testkit-0123456789abcdef";
    private static final LlmRequest.Tool READ = new LlmRequest.Tool("read_file", "Reads a file.",
            "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}},\"required\":[\"path\"]}");
    private static final String LONG = IntStream.rangeClosed(1, 80).mapToObj(i -> "word" + i)
            .collect(Collectors.joining(" "));

    private final List<LlmEvent> events = new ArrayList<>();
    private LoopbackServer server = LoopbackServer.start();

    /** For the plugin's test. */
    protected LlmProviderContract() {}

    /**
     * Makes the provider.
     *
     * @param service where its service is
     * @param apiKey the key it shall use
     * @param http the HTTP client it shall use
     * @return the provider
     */
    protected abstract LlmProvider provider(URI service, String apiKey, Http http);

    /** {@return how the service words its answers} */
    protected abstract Service service();

    /** The other side's language. */
    public interface Service {

        /**
         * Words an answer, as a stream if the service can stream, with the text in pieces of a word or two.
         *
         * @param response the answer: text, tool calls and tokens
         * @return what the service sends
         */
        Reply answer(LlmResponse response);

        /**
         * Words a failure.
         *
         * @param status the HTTP status
         * @param message what the service says
         * @return what the service sends
         */
        Reply failure(int status, String message);

        /** {@return what the service sends when the request does not fit the model} */
        Reply tooLong();

        /**
         * Checks a request as strictly as the service does.
         *
         * @param body the request
         * @return what is wrong with it, if anything
         */
        Optional<String> complaint(JsonValue body);

        /**
         * Names what {@code detect} looks at.
         *
         * @param apiKey a key
         * @return environment variables with the key in them
         */
        Map<String, String> environment(String apiKey);

        /**
         * Tells whether the service signs its thoughts and wants them back. Then {@link #answer} words a
         * {@code Content.Reasoning} with its signature.
         *
         * @return whether it does
         */
        default boolean signsThoughts() {
            return false;
        }

        /**
         * Tells whether the service takes images.
         *
         * @return whether it does
         */
        default boolean takesImages() {
            return true;
        }

        /**
         * Tells how much of a usage the service lets one know.
         *
         * @param all tokens of every kind, which {@link #answer} words
         * @return what the provider can know of them; without an own word, input and output
         */
        default Usage told(Usage all) {
            return Usage.of(all.input(), all.output());
        }
    }

    @BeforeEach
    void startService() {
        server.close();
        server = LoopbackServer.start();
    }

    @AfterEach
    void stopService() {
        server.close();
    }

    @Test
    void answersWithText() {
        LlmResponse response = ask(TestLlmRequest.saying("Hi there").withSystem("Be brief."),
                service().answer(ScriptedLlm.text("Hello, Ada.")));

        assertThat(response.message().text()).isEqualTo("Hello, Ada.");
        assertThat(response.message().role()).isEqualTo(Role.ASSISTANT);
        assertThat(response.stop()).isEqualTo(Stop.END);
        assertThat(lastBody()).contains("Hi there", "Be brief.");
    }

    @Test
    void asksForAToolAndReadsItsResult() {
        ChatMessage question = ChatMessage.text(Role.USER, "What is in a.txt?");
        TestLlmRequest request = TestLlmRequest.of(question).withTools(READ);
        LlmResponse first = ask(request, service().answer(ScriptedLlm.toolCall("read_file", "{\"path\":\"a.txt\"}")));
        Content.ToolCall call = calls(first).get(0);
        ChatMessage result = new ChatMessage(Role.USER,
                List.of(new Content.ToolResult(call.id(), "contents of a", false)));

        LlmResponse second = ask(TestLlmRequest.of(question, first.message(), result).withTools(READ),
                service().answer(ScriptedLlm.text("It says: contents of a")));

        assertThat(first.stop()).isEqualTo(Stop.TOOL_CALLS);
        assertThat(call.tool()).isEqualTo("read_file");
        assertThat(JacksonJson.INSTANCE.parse(call.argumentsJson()))
                .isEqualTo(JacksonJson.INSTANCE.parse("{\"path\":\"a.txt\"}"));
        assertThat(second.message().text()).isEqualTo("It says: contents of a");
        assertThat(lastBody()).contains("contents of a");
    }

    @Test
    void asksForSeveralToolsInOneAnswer() {
        LlmResponse answer = ScriptedLlm.response(ScriptedLlm.call("read_file", "{\"path\":\"a.txt\"}"),
                ScriptedLlm.call("read_file", "{\"path\":\"b.txt\"}"), ScriptedLlm.call("read_file",
                        "{\"path\":\"c.txt\"}"));

        List<Content.ToolCall> calls =
                calls(ask(TestLlmRequest.saying("Read all").withTools(READ), service().answer(answer)));

        assertThat(calls).extracting(call -> JacksonJson.INSTANCE.parse(call.argumentsJson()).get("path").text())
                .containsExactly("a.txt", "b.txt", "c.txt");
        assertThat(calls).extracting(Content.ToolCall::id).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void passesBrokenArgumentsOnAsTheyAre() {
        LlmResponse response = ask(TestLlmRequest.saying("Read").withTools(READ),
                service().answer(ScriptedLlm.toolCall("read_file", "{\"path\": \"a.t")));

        assertThat(calls(response)).singleElement().extracting(Content.ToolCall::argumentsJson)
                .isEqualTo("{\"path\": \"a.t");
    }

    @Test
    void tellsOfProgressThatAddsUpToTheResponse() {
        Thread caller = Thread.currentThread();
        List<Thread> threads = new ArrayList<>();
        answering(service().answer(ScriptedLlm.text(LONG)));

        LlmResponse response = provider().generate(TestLlmRequest.saying("Talk"), event -> {
            threads.add(Thread.currentThread());
            events.add(event);
        });

        assertThat(told()).isIn("", response.message().text());
        assertThat(threads).allMatch(caller::equals);
    }

    @Test
    void stopsWithinASecondWhenCancelledInTheMiddle() throws InterruptedException {
        ManualCancellation cancellation = new ManualCancellation();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        answering(service().answer(ScriptedLlm.text(LONG)).silentInTheMiddle());
        LlmProvider provider = provider();

        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                provider.generate(TestLlmRequest.saying("Talk").withCancellation(cancellation), event -> {});
            } catch (Throwable failed) {
                thrown.set(failed);
            }
        });
        server.next(Duration.ofSeconds(10));
        caller.join(Duration.ofMillis(300));
        cancellation.cancel();
        boolean ended = caller.join(Duration.ofSeconds(1));

        assertThat(ended).as("ended within a second of cancelling").isTrue();
        assertThat(thrown.get()).isInstanceOfSatisfying(PluginException.class,
                e -> assertThat(e.failure()).isEqualTo(Failure.CANCELLED));
    }

    @Test
    void saysThatThePromptIsTooLong() {
        assertThat(failing(service().tooLong()).failure()).isEqualTo(Failure.CONTEXT_TOO_LONG);
    }

    @Test
    void failsWithTheRightKindAndWithoutASecret() {
        PluginException limited = failing(service().failure(429, "Slow down, " + KEY).withHeader("retry-after", "7"));
        PluginException broken = failing(service().failure(500, "Broken, " + KEY));
        PluginException busy = failing(service().failure(503, "Busy"));
        PluginException refused = failing(service().failure(401, "Wrong key " + KEY));

        assertThat(limited.failure()).isEqualTo(Failure.RATE_LIMITED);
        assertThat(limited.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(broken.failure()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(busy.failure()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(refused.failure()).isEqualTo(Failure.AUTHENTICATION);
        assertThat(List.of(limited, broken, busy, refused)).noneMatch(e -> e.toString().contains(KEY));
    }

    @Test
    void countsTokens() {
        Usage all = Usage.of(11, 70).withCachedInput(300).withCacheWrite(40).withReasoning(50);
        LlmResponse said = ScriptedLlm.text("Hello.");
        Usage expected = service().told(all);

        Usage usage = ask(TestLlmRequest.saying("Hi"),
                service().answer(new LlmResponse(said.message(), said.stop(), all))).usage();

        assertThat(List.of(usage.input(), usage.output(), usage.cachedInput(), usage.cacheWrite(), usage.reasoning()))
                .as("input, output, cached input, cache write, reasoning")
                .containsExactly(expected.input(), expected.output(), expected.cachedInput(), expected.cacheWrite(),
                        expected.reasoning());
    }

    @Test
    void sendsItsOwnThoughtsBackUnchanged() {
        Assumptions.assumeTrue(service().signsThoughts(), "This service does not sign its thoughts.");
        ChatMessage question = ChatMessage.text(Role.USER, "What is in a.txt?");
        LlmResponse first = ask(TestLlmRequest.of(question).withTools(READ),
                service().answer(ScriptedLlm.response(new Content.Reasoning("I should look.", SIGNATURE),
                        ScriptedLlm.call("read_file", "{\"path\":\"a.txt\"}"))));
        ChatMessage result = new ChatMessage(Role.USER,
                List.of(new Content.ToolResult(calls(first).get(0).id(), "contents of a", false)));

        ask(TestLlmRequest.of(question, first.message(), result).withTools(READ),
                service().answer(ScriptedLlm.text("Done.")));

        assertThat(lastBody()).contains("\"" + SIGNATURE + "\"");
    }

    @Test
    void showsTheModelAnImage() {
        ChatMessage look = new ChatMessage(Role.USER, List.of(new Content.Text("What is this?"),
                new Content.Image("image/png", "iVBORw0KGgoUSERIMAGE", "a blue circle")));

        ask(TestLlmRequest.of(look), service().answer(ScriptedLlm.text("A circle.")));

        assertThat(lastBody()).contains("What is this?").contains(
                service().takesImages() ? "iVBORw0KGgoUSERIMAGE" : "a blue circle");
    }

    @Test
    void asksForAnAnswerThatFollowsASchema() {
        ask(TestLlmRequest.saying("Count").withAnswerSchema("{\"type\":\"object\",\"properties\":"
                + "{\"shoe_size\":{\"type\":\"integer\"}},\"required\":[\"shoe_size\"]}"),
                service().answer(ScriptedLlm.text("{\"shoe_size\": 42}")));

        assertThat(lastBody()).contains("shoe_size");
    }

    @Test
    void beginsARequestLikeTheOneBefore() {
        List<ChatMessage> conversation = new ArrayList<>(List.of(ChatMessage.text(Role.USER, "Tell me. " + LONG)));
        TestLlmRequest request = TestLlmRequest.saying("").withSystem("Be brief. " + LONG).withTools(READ);
        ask(request.withMessages(conversation).withStableMessages(1), service().answer(ScriptedLlm.text("One.")));
        byte[] before = lastBody().getBytes(StandardCharsets.UTF_8);
        conversation.add(ChatMessage.text(Role.ASSISTANT, "One."));
        conversation.add(ChatMessage.text(Role.USER, "More. " + LONG));

        ask(request.withMessages(conversation).withStableMessages(3), service().answer(ScriptedLlm.text("Two.")));

        // Services keep what two requests begin with, and bill it at a tenth.
        int same = Arrays.mismatch(before, lastBody().getBytes(StandardCharsets.UTF_8));
        assertThat(same).as("bytes both begin with, of " + before.length).isGreaterThan(before.length * 85 / 100);
    }

    @Test
    void sendsTheKeyInAHeaderOnly() {
        ask(TestLlmRequest.saying("Hi"), service().answer(ScriptedLlm.text("Hello.")));

        assertThat(server.requests()).allSatisfy(request -> {
            assertThat(request.target()).doesNotContain(KEY);
            assertThat(request.body()).doesNotContain(KEY);
        });
        assertThat(server.requests().get(0).headers().values()).anyMatch(value -> value.contains(KEY));
    }

    @Test
    void keepsAnEmojiThatIsCutInHalfOnItsWay() {
        LlmResponse response = ask(TestLlmRequest.saying("Hi"),
                service().answer(ScriptedLlm.text("Grüße 🦞 — 你好 👩‍👩‍👧")).inPiecesOf(1));

        assertThat(response.message().text()).isEqualTo("Grüße 🦞 — 你好 👩‍👩‍👧");
        assertThat(told()).isIn("", response.message().text());
    }

    @Test
    void continuesAHistoryBegunWithAnotherProvider() {
        ChatMessage foreign = new ChatMessage(Role.ASSISTANT, List.of(new Content.Reasoning("hm", "foreign-signature"),
                new Content.Text("I look."), new Content.ToolCall("call|foreign:1/x=", "read_file",
                        "{\"path\":\"a\"}")));
        ChatMessage result = new ChatMessage(Role.USER, List.of(
                new Content.ToolResult("call|foreign:1/x=", "contents of a", false)));
        ChatMessage stopped = new ChatMessage(Role.ASSISTANT,
                List.of(new Content.ToolCall("lost", "read_file", "{\"pa")));

        LlmResponse response = ask(TestLlmRequest.of(ChatMessage.text(Role.USER, "Read a"), foreign, result, stopped,
                ChatMessage.text(Role.USER, "Go on")).withTools(READ), service().answer(ScriptedLlm.text("Gone on.")));

        assertThat(response.message().text()).isEqualTo("Gone on.");
        assertThat(lastBody()).contains("contents of a", "Go on").doesNotContain("foreign-signature");
    }

    @Test
    void sendsContentItCannotTellAsPlainText() {
        ChatMessage odd = new ChatMessage(Role.ASSISTANT, List.of(new Content.Text("Look:"),
                new Content.Image("image/png", "iVBORw0KGgoAAAA", "a red square")));

        ask(TestLlmRequest.of(ChatMessage.text(Role.USER, "Draw"), odd, ChatMessage.text(Role.USER, "Again")),
                service().answer(ScriptedLlm.text("Fine.")));

        // No service takes an image from its model, so this stands for a kind of content that came after the plugin.
        assertThat(lastBody()).contains("a red square").doesNotContain("iVBORw0KGgoAAAA");
    }

    @Test
    void takesAnEmptyAnswer() {
        LlmResponse response = ask(TestLlmRequest.saying("Say nothing"), service().answer(ScriptedLlm.response()));

        assertThat(response.message().text()).isEmpty();
        assertThat(calls(response)).isEmpty();
        assertThat(response.stop()).isEqualTo(Stop.END);
    }

    @Test
    void failsWhenTheConnectionIsCutInMidStream() {
        Reply whole = service().answer(ScriptedLlm.text(LONG));

        assertThat(failing(whole.cutInTheMiddle()).failure()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(failing(whole.endingInTheMiddle()).failure()).isEqualTo(Failure.UNAVAILABLE);
    }

    @Test
    void detectsWithoutShowingASecretOrCallingOut() {
        LoopbackOnlyHttp http = new LoopbackOnlyHttp();
        LlmProvider provider = provider(server.url(), KEY, http);

        Optional<String> found = provider.detect(service().environment("sk-detected-9876543210"));
        provider.detect(Map.of());

        assertThat(found).hasValueSatisfying(line -> assertThat(line).isNotBlank().doesNotContain("9876543210"));
        assertThat(http.outside()).isEmpty();
    }

    private LlmProvider provider() {
        return provider(server.url(), KEY, new JdkHttp());
    }

    private void answering(Reply reply) {
        server.answer(request -> service().complaint(JacksonJson.INSTANCE.parse(request.body()))
                .map(wrong -> service().failure(400, wrong)).orElse(reply));
    }

    private LlmResponse ask(LlmRequest request, Reply reply) {
        answering(reply);
        events.clear();
        return provider().generate(request, events::add);
    }

    private PluginException failing(Reply reply) {
        return catchThrowableOfType(PluginException.class, () -> ask(TestLlmRequest.saying("Hi"), reply));
    }

    private String lastBody() {
        return server.requests().get(server.requests().size() - 1).body();
    }

    private String told() {
        return events.stream().filter(LlmEvent.TextDelta.class::isInstance)
                .map(event -> ((LlmEvent.TextDelta) event).text()).collect(Collectors.joining());
    }

    private static List<Content.ToolCall> calls(LlmResponse response) {
        return response.message().content().stream().filter(Content.ToolCall.class::isInstance)
                .map(Content.ToolCall.class::cast).toList();
    }
}
