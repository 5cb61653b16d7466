package dev.telecoder.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.channel.TypingIndicator;
import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.http.WebApp;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequests;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalListener;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.platform.plugin.PluginReport.State;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestCheck;
import dev.telecoder.testkit.TestLlmRequest;
import dev.telecoder.testkit.TestOutboundMessage;
import dev.telecoder.testkit.TestRepositories;
import dev.telecoder.testkit.TestSkillContext;
import dev.telecoder.testkit.TestWebhookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

/**
 * A plugin that was compiled against the last release and never since, {@code baseline-plugin.jar}, is loaded and called: what
 * japicmp says of the API, seen at run time. {@code plugin-api/renew-baseline.sh} makes it, at a release.
 */
class BaselinePluginTest {

    private static final ChatAddress CHAT = new ChatAddress("baseline", "c", null);

    @TempDir private Path home;

    private Bench bench;

    @BeforeEach
    void load() throws IOException {
        bench = new Bench(home);
        Files.createDirectories(bench.user);
        Path jar = bench.user.resolve("baseline-plugin.jar");
        try (InputStream kept = BaselinePluginTest.class.getResourceAsStream("baseline-plugin.jar")) {
            Files.copy(kept, jar);
        }
        assertThat(bench.loadBeside(jar)).satisfies(report -> {
            assertThat(report.reason()).isEmpty();
            assertThat(report.state()).isEqualTo(State.STARTED);
        });
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void itsSkillRuns() {
        Skill skill = its(Skill.class);
        var input = SkillInputs.of("{\"text\":\"hi\"}");

        var result = skill.run(input, TestSkillContext.in(home));

        assertThat(skill.spec().name()).isEqualTo("baseline.run");
        assertThat(skill.spec().risk()).isEqualTo(Risk.EXTERNAL);
        assertThat(skill.risk(input)).isEqualTo(Risk.READ);
        assertThat(skill.effects(input)).hasSize(1);
        assertThat(result.output()).isEqualTo("ran in " + home.getFileName());
        assertThat(result.data()).map(Object::toString)
                .contains("{\"plugin\":\"baseline-plugin\",\"text\":\"hi\",\"known\":\"hi\"}");
        assertThat(result.origin()).contains(Origin.OUTSIDE);
        assertThat(result.artifacts()).hasSize(1);
    }

    @Test
    void itsChannelTalksBothWays() {
        Channel channel = its(Channel.class);
        var inbox = new RecordingInbox();

        channel.start(inbox);
        var receipt = channel.send(TestOutboundMessage.of(CHAT, "hello"));
        PluginException fast = catchThrowableOfType(PluginException.class,
                () -> channel.send(TestOutboundMessage.of(CHAT, "fast")));
        var answer = its(WebhookHandler.class).handle(TestWebhookRequest.post("yes").withHeader("X-Secret", "s"));

        assertThat(receipt.messageId()).endsWith("hello0");
        assertThat(fast.failure()).isEqualTo(Failure.RATE_LIMITED);
        assertThat(fast.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(inbox.next(Duration.ofSeconds(5)).text()).isEqualTo("yes");
        assertThat(channel.profile().maxLength()).isEqualTo(100);
        assertThat(channel.ability(TypingIndicator.class)).isPresent();
        channel.stop();
    }

    @Test
    void itsFormatPageAndModelAnswer() {
        List<LlmEvent> told = new ArrayList<>();

        var response = its(LlmProvider.class).generate(TestLlmRequest.saying("Hi there"), told::add);

        assertThat(its(MessageFormat.class).render("**a**")).singleElement()
                .satisfies(part -> assertThat(part.plainText()).isEqualTo("**a**"));
        assertThat(its(WebApp.class).resource("")).isPresent();
        assertThat(response.message().text()).isEqualTo("Hi there");
        assertThat(response.usage().output()).isEqualTo(4);
        assertThat(told).containsExactly(new LlmEvent.TextDelta("Hi there"));
        assertThat(its(LlmProvider.class).models()).extracting(model -> model.name()).containsExactly("baseline-1");
    }

    @Test
    void itsRepositoriesAndMonitorWorkTogether() {
        CodeHost host = its(CodeHost.class);
        var request = host.ability(PullRequests.class).orElseThrow().open("a/b", "fix", "main", "Fix", "Why", true);
        var check = TestCheck.of("a/b").withRepositories(
                new TestRepositories().withCodeHost("a/b", host).withCi("a/b", its(CiProvider.class)));

        List<HeartbeatEvent> events = its(Monitor.class).check(check);

        assertThat(host.identify("https://example.org/a/b")).contains("a/b");
        assertThat(request.state()).isEqualTo("draft");
        assertThat(events).extracting(HeartbeatEvent::key).containsExactly("7", "6");
        assertThat(events).extracting(HeartbeatEvent::detail).containsOnly("it broke");
        assertThat(check.recall("looked")).contains("x");
        assertThat(its(HealthCheck.class).check(() -> false)).extracting(HealthCheck.Finding::what)
                .containsExactly("It was not asked.", "Slow.");
    }

    @Test
    void itsMonitorAndItsListenerTakeSignals() {
        Signal signal = Signal.builder("baseline", "d1", "baseline.looked", Instant.EPOCH).repo("a/b").fact("look:1")
                .payload(JsonValue.object().put("looked", true).build()).build();
        CodeHost host = its(CodeHost.class);

        List<HeartbeatEvent> events = its(Monitor.class).onSignal(signal, TestCheck.of("a/b"));
        ((SignalListener) host).onSignal(signal);

        assertThat(events).extracting(HeartbeatEvent::key).containsExactly("look:1");
        assertThat(host.account()).contains("baseline.looked d1");
    }

    private <E extends ExtensionPoint> E its(Class<E> kind) {
        return bench.host.of(kind).stream().filter(extension -> extension.plugin().equals("baseline-plugin"))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("It offers no " + kind.getSimpleName() + ": " + bench.host.reports()))
                .instance();
    }
}
