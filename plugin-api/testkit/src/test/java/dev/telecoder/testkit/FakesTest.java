package dev.telecoder.testkit;

import static dev.telecoder.testkit.ScriptedLlm.isResultOf;
import static dev.telecoder.testkit.ScriptedLlm.text;
import static dev.telecoder.testkit.ScriptedLlm.toolCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakesTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void aScriptedModelPlaysItsScriptAndKeepsWhatItWasAsked() {
        ScriptedLlm model = ScriptedLlm.answers(toolCall("test.run", "{}"), text("Done."))
                .thenFails(Failure.UNAVAILABLE);

        Content.ToolCall call = (Content.ToolCall) model.generate(TestLlmRequest.saying("go"), e -> {}).message()
                .content().get(0);
        ChatMessage result = new ChatMessage(Role.USER, List.of(new Content.ToolResult(call.id(), "ok", false)));

        assertThat(call.tool()).isEqualTo("test_run");
        assertThat(model.generate(TestLlmRequest.of(result), e -> {}).message().text()).isEqualTo("Done.");
        assertThat(model.requests().get(1).messages()).last().satisfies(isResultOf("test.run"));
        assertThatThrownBy(() -> model.generate(TestLlmRequest.saying("more"), e -> {}))
                .isInstanceOf(PluginException.class);
        assertThatThrownBy(() -> model.generate(TestLlmRequest.saying("more"), e -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aScriptedModelStreamsWholeCharacters() {
        ScriptedLlm model = ScriptedLlm.answers(text("a🦞b")).streaming(1);
        List<LlmEvent> events = new ArrayList<>();

        model.generate(TestLlmRequest.saying("go"), events::add);

        assertThat(events).containsExactly(new LlmEvent.TextDelta("a"), new LlmEvent.TextDelta("🦞"),
                new LlmEvent.TextDelta("b"));
    }

    @Test
    void aHangingModelStopsWhenCancelled() throws InterruptedException {
        ScriptedLlm model = ScriptedLlm.answers().thenHangs();
        ManualCancellation cancellation = new ManualCancellation();
        CountDownLatch stopped = new CountDownLatch(1);

        Thread.ofVirtual().start(() -> {
            try {
                model.generate(TestLlmRequest.saying("go").withCancellation(cancellation), e -> {});
            } catch (PluginException cancelled) {
                stopped.countDown();
            }
        });
        model.awaitRequest(1, SOON);
        cancellation.cancel();

        assertThat(stopped.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(cancellation.registrations()).isZero();
    }

    @Test
    void aChannelKeepsWhatIsSentAndFailsAsTold() {
        InMemoryChannel channel = InMemoryChannel.named("memory");
        RecordingInbox inbox = new RecordingInbox();
        TestOutboundMessage hello = TestOutboundMessage.of(new ChatAddress("memory", "ada", null), "hello");
        channel.start(inbox);

        channel.arrives("ada", "hi");
        channel.failNext(1, Failure.RATE_LIMITED);

        assertThat(inbox.next(SOON).text()).isEqualTo("hi");
        assertThatThrownBy(() -> channel.send(hello)).isInstanceOf(PluginException.class);
        String id = channel.send(hello).messageId();
        channel.edit(id, TestOutboundMessage.of(hello.address(), "bye"));
        assertThat(channel.next(SOON).text()).isEqualTo("hello");
        assertThat(channel.sent()).singleElement().satisfies(sent -> assertThat(sent.text()).isEqualTo("bye"));
        channel.dead(true);
        assertThat(inbox.nextReport(false, SOON).detail()).contains("lost");
        assertThatThrownBy(() -> channel.send(hello)).isInstanceOf(PluginException.class);
    }

    @Test
    void aRepositoryShowsWhatWasPushed() {
        TestRepository repository = TestRepository.in(folder);
        String begin = repository.head("main").orElseThrow();

        repository.write("src/a.txt", "a");
        String commit = repository.commit("Add a");
        repository.push("main");

        assertThat(repository.head("main")).contains(commit);
        assertThat(repository.reflog("main")).containsExactly(commit, begin);
        assertThat(repository.head("other")).isEmpty();
        assertThat(repository.reflog("other")).isEmpty();
        assertThat(repository.branches()).containsExactly("main");
    }

    @Test
    void aPlainSandboxRunsCommandsAndEndsThem() {
        TestSkillContext context = TestSkillContext.in(folder);
        List<String> lines = new ArrayList<>();

        Sandbox.Exit fine = context.sandbox().run(
                Sandbox.Command.of("sh", "-c", "cat; echo err >&2; exit 3").stdin("in\n".getBytes()), lines::add,
                context.cancellation());
        Sandbox.Exit late = context.sandbox().run(Sandbox.Command.of("sleep", "30").timeout(Duration.ofMillis(100)),
                lines::add, context.cancellation());

        assertThat(fine.code()).isEqualTo(3);
        assertThat(lines).containsExactly("in", "err");
        assertThat(late.timedOut()).isTrue();
    }
}
