package dev.telecoder.plugin.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.testkit.Aimock;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestLlmRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The provider against a service that others wrote. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AimockTest {

    private static final LlmRequest.Tool CI = new LlmRequest.Tool("ci_status", "Tells whether CI is green.",
            "{\"type\":\"object\",\"properties\":{\"repo\":{\"type\":\"string\"}}}");
    private static final LlmRequest.Tool RUN = new LlmRequest.Tool("test_run", "Runs tests.", "{\"type\":\"object\"}");

    private final List<Aimock> started = new ArrayList<>();

    @BeforeAll
    void start() {
        started.add(Aimock.start(ContractFiles.require("llm/aimock-fixtures")));
    }

    @AfterAll
    void stop() {
        started.forEach(Aimock::close);
    }

    private LlmProvider provider(Aimock service) {
        PluginContext context = TestContext.with("base_url", service.url() + "/v1", "api_key", "test");
        return new OpenAiProvider(context, Map.of());
    }

    private LlmResponse ask(ChatMessage... messages) {
        return provider(started.get(0)).generate(TestLlmRequest.of(messages).withModel("o3").withTools(CI, RUN),
                e -> {});
    }

    private LlmResponse say(String text) {
        return ask(ChatMessage.text(Role.USER, text));
    }

    private Failure failing(String text) {
        return catchThrowableOfType(PluginException.class, () -> say(text)).failure();
    }

    @Test
    void asksForTwoToolsAndReadsTheirResults() {
        LlmResponse first = say("case: two tools at once");
        List<Content> results = first.message().content().stream().filter(Content.ToolCall.class::isInstance)
                .map(call -> (Content) new Content.ToolResult(((Content.ToolCall) call).id(), "green", false)).toList();
        LlmResponse second = ask(ChatMessage.text(Role.USER, "case: two tools at once"), first.message(),
                new ChatMessage(Role.USER, results));

        assertThat(results).hasSize(2);
        assertThat(first.stop()).isEqualTo(Stop.TOOL_CALLS);
        assertThat(second.message().text()).isEqualTo("both checked");
    }

    @Test
    void failsWithTheRightKinds() {
        assertThat(failing("case: rate limited once")).isEqualTo(Failure.RATE_LIMITED);
        assertThat(say("case: rate limited once").message().text()).isEqualTo("recovered after 429");
        assertThat(failing("case: overloaded once")).isEqualTo(Failure.UNAVAILABLE);
        assertThat(failing("case: bad key")).isEqualTo(Failure.AUTHENTICATION);
        assertThat(failing("case: connection dies")).isEqualTo(Failure.UNAVAILABLE);
    }

    @Test
    void readsWhatIsUnusual() {
        assertThat(say("case: unicode").message().text()).isEqualTo("Grüße 🦞 — done… 你好");
        assertThat(say("case: cut off").stop()).isEqualTo(Stop.MAX_TOKENS);
        assertThat(say("case: reasoning").message().text()).isEqualTo("Short answer.");
        assertThat(say("case: reasoning").message().content())
                .anySatisfy(piece -> assertThat(piece).isInstanceOf(Content.Reasoning.class));
        assertThat(say("case: tool first then text").message().text()).isEqualTo("Checking CI now.");
    }

    @Test
    void passesBrokenArgumentsOn() {
        Aimock broken = Aimock.start(ContractFiles.require("llm/aimock-fixtures-novalidate"));
        started.add(broken);
        TestLlmRequest request = TestLlmRequest.saying("case: broken arguments").withModel("o3").withTools(RUN);

        LlmResponse response = provider(broken).generate(request, e -> {});

        assertThat(response.message().content()).singleElement().isInstanceOfSatisfying(Content.ToolCall.class,
                call -> assertThat(call.argumentsJson()).isEqualTo("{\"repo\": \"myorg/api\", "));
        LlmResponse next = provider(broken)
                .generate(TestLlmRequest.of(ChatMessage.text(Role.USER, "case: broken arguments"),
                        response.message(), new ChatMessage(Role.USER, List.of(new Content.ToolResult(
                                ((Content.ToolCall) response.message().content().get(0)).id(), "broken", true)))),
                        e -> {});
        assertThat(next.message().text()).isEqualTo("The arguments were malformed; stopping.");
    }
}
