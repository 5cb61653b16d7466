package dev.telecoder.checks.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.http.WebApp;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalPoller;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.SandboxSpec;
import dev.telecoder.testkit.ScriptedLlm;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestCheck;
import dev.telecoder.testkit.TestCheckout;
import dev.telecoder.testkit.TestLlmRequest;
import dev.telecoder.testkit.TestOutboundMessage;
import dev.telecoder.testkit.TestRepositories;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import dev.telecoder.testkit.TestWebhookRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/** Uses an extension once, for real, as the host would. Knows each bundled skill by name, and every kind of extension. */
final class Use {

    private static final Map<String, String> INPUTS = Map.ofEntries(
            Map.entry("ci.logs", """
                    {"log_file":"build.log"}"""),
            Map.entry("ci.status", "{}"),
            Map.entry("code.edit", """
                    {"edits":[{"path":"a.txt","old":"one","new":"one"},{"path":"a.txt","old":"two","new":"2"}]}"""),
            Map.entry("code.explain", """
                    {"path":"src/Main.java"}"""),
            Map.entry("code.read", """
                    {"path":"a.txt"}"""),
            Map.entry("code.review", "{}"),
            Map.entry("code.review-rules", """
                    {"action":"list"}"""),
            Map.entry("code.search", """
                    {"query":"which file has the first line","mode":"ranked"}"""),
            Map.entry("deps.audit",
                    """
                    {"packages":[{"ecosystem":"npm","name":"left-pad","version":"1.0.0"}],"outdated":false,"database":"osv"}"""),
            Map.entry("deps.update", """
                    {"package":"left-pad","version":"1.3.0"}"""),
            Map.entry("git.branch", """
                    {"action":"list"}"""),
            Map.entry("git.commit", """
                    {"message":"A change","push":false}"""),
            Map.entry("git.diff", "{}"),
            Map.entry("git.pr", """
                    {"action":"create","title":"A change"}"""),
            Map.entry("code.sandbox", """
                    {"task":"Say hello"}"""),
            Map.entry("code.permit", """
                    {"title":"write a file","kind":"edit"}"""),
            Map.entry("lint.run", """
                    {"report":"lint.txt","tool":"flake8"}"""),
            Map.entry("memory.recall", """
                    {"query":"hello"}"""),
            Map.entry("shell.exec", """
                    {"command":"echo hello"}"""),
            Map.entry("test.run", """
                    {"command":"echo 1..1; echo ok 1"}"""),
            Map.entry("test.write", """
                    {"path":"t.sh","content":"echo 1..1; echo ok 1\\n","command":"sh t.sh"}"""),
            Map.entry("repo.setup", """
                    {"repo":"shop"}"""),
            Map.entry("web.fetch", """
                    {"url":"http://127.0.0.1:9/"}"""));

    /** What cannot succeed here: an edit that changes nothing, a service that is not there, an address that is refused. */
    private static final Set<String> REFUSED =
            Set.of("code.edit", "code.explain", "code.permit", "code.review", "code.sandbox", "ci.status",
                    "deps.update",
                    "git.pr", "shell.exec", "test.write", "web.fetch");

    /** To connect and to leave takes up to a second; what is left of it would be seen after a few. */
    private static final int CONNECTED_EACH = 5;

    private final TestRepository repository;
    private final Path scratch;
    private int cycle;

    Use(Path folder) throws IOException {
        repository = TestRepository.in(Files.createDirectories(folder.resolve("repository")),
                Map.of("a.txt", "one\ntwo\nthree\n", "src/Main.java", "class Main { void firstLine() {} }\n",
                        "build.log", "##[error]Process completed with exit code 1.\n", "lint.txt",
                        "a.py:1:1: F401 unused\n",
                        "osv/none.json", "{\"id\":\"OSV-1\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[]}\n"));
        scratch = folder.resolve("scratch");
    }

    void each(List<?> extensions) {
        cycle++;
        extensions.forEach(extension -> once(extension, extensions));
    }

    private void once(Object extension, List<?> all) {
        List<String> kinds = new ArrayList<>();
        if (extension instanceof Skill skill) {
            kinds.add("skill");
            run(skill);
        }
        if (extension instanceof LlmProvider provider) {
            kinds.add("model");
            provider.detect(Map.of());
            assertThat(provider.generate(TestLlmRequest.saying("hi").withModel("m"), event -> {}).message().content()
                    .toString())
                    .contains("hello");
        }
        if (extension instanceof SandboxRuntime runtime) {
            kinds.add("sandbox");
            open(runtime);
        }
        if (extension instanceof WebApp app) {
            kinds.add("web app");
            assertThat(app.resource("")).isPresent();
            app.resource("no-such-file");
        }
        if (extension instanceof Channel channel) {
            kinds.add("channel");
            if (cycle % CONNECTED_EACH == 0) {
                speak(channel, all);
            }
        }
        if (extension instanceof MessageFormat format) {
            kinds.add("format");
            assertThat(format.render("**hello** `world`\n\n```\ncode\n```\n")).isNotEmpty();
        }
        if (extension instanceof CodeHost codeHost) {
            kinds.add("code host");
            assertThat(codeHost.identify("https://elsewhere.example/a/b.git")).isEmpty();
        }
        if (extension instanceof CiProvider provider) {
            kinds.add("ci");
            assertThatThrownBy(() -> provider.runs("myorg/api", "", 1)).isInstanceOf(PluginException.class);
        }
        if (extension instanceof SignalPoller poller) {
            kinds.add("poller");
            poller.poll(new Elsewhere());
        }
        if (extension instanceof WebhookHandler hook) {
            kinds.add("webhook");
            assertThat(hook.handle(TestWebhookRequest.post("{}")).status()).isGreaterThanOrEqualTo(400);
        }
        if (extension instanceof Monitor monitor) {
            kinds.add("monitor");
            TestCheck look = TestCheck.of("myorg/api");
            assertThat(monitor.check(look)).isEmpty();
            assertThat(monitor.onSignal(Signal.builder("github", "1", "push", Instant.EPOCH).repo("myorg/api").build(),
                    look)).isEmpty();
        }
        if (extension instanceof HealthCheck health) {
            kinds.add("health");
            assertThat(health.check(() -> false)).isNotNull();
        }
        assertThat(kinds).as("kinds of " + extension + " that this test knows how to use; teach it the new one")
                .hasSameSizeAs(kindsOf(extension.getClass()));
    }

    private static List<Class<?>> kindsOf(Class<?> type) {
        List<Class<?>> found = new ArrayList<>();
        for (Class<?> part : type.getInterfaces()) {
            if (List.of(part.getInterfaces()).contains(ExtensionPoint.class)) {
                found.add(part);
            }
        }
        return found;
    }

    private void run(Skill skill) {
        String name = skill.spec().name();
        assertThat(INPUTS).as("inputs of skills that this test knows; add one").containsKey(name);
        repository.write("a.txt", "one\ntwo\nthree\n" + System.nanoTime() + "\n");
        TestSkillContext context = TestSkillContext.in(repository.directory())
                .withCheckout(TestCheckout.of(repository))
                .withModel(ScriptedLlm.by(asked -> ScriptedLlm.text("hello"))).withRecall((query, limit) -> List.of())
                .withRepositories(new TestRepositories().with("shop", repository));
        SkillResult result = skill.run(SkillInputs.of(INPUTS.get(name)), context);
        assertThat(result).isNotNull();
        if (!REFUSED.contains(name)) {
            assertThat(result.succeeded()).as(name + ": " + result.output()).isTrue();
        }
    }

    /** Connects, says something and leaves. */
    private static void speak(Channel channel, List<?> all) {
        MessageFormat format = all.stream().filter(MessageFormat.class::isInstance).map(MessageFormat.class::cast)
                .filter(one -> one.channel().equals(channel.id())).findFirst().orElseThrow();
        var address = new ChatAddress(channel.id(), channel.id().equals("slack") ? "D7" : "10007", null);
        channel.start(new RecordingInbox());
        try {
            assertThat(
                    channel.send(TestOutboundMessage.of(address, "hello").withPart(format.render("hello").getFirst()))
                            .messageId())
                    .isNotEmpty();
        } finally {
            channel.stop();
        }
    }

    private void open(SandboxRuntime runtime) {
        if (!runtime.probe().available()) {
            return;
        }
        try {
            Files.createDirectories(scratch);
            Path folder = Files.createTempDirectory(scratch, "sandbox");
            try (Sandbox sandbox = runtime.open(SandboxSpec.in(folder).withId("leak"))) {
                List<String> lines = new ArrayList<>();
                assertThat(sandbox.run(Sandbox.Command.of("sh", "-c", "sleep 60 & echo hello"), lines::add,
                        new ManualCancellation()).code()).isZero();
                assertThat(lines).contains("hello");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        runtime.removeLeftovers();
    }

    /** A look at a repository that none of them keeps. */
    private static final class Elsewhere implements SignalPoller.Look {

        @Override
        public SignalPoller.Watched repo() {
            return new SignalPoller.Watched("a/b", "https://elsewhere.example/a/b.git");
        }

        @Override
        public SignalPoller.Intervals intervals() {
            return new SignalPoller.Intervals(Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofDays(1));
        }

        @Override
        public Optional<String> recall(String key) {
            return Optional.empty();
        }

        @Override
        public void remember(String key, String value) {
            throw new IllegalStateException("It remembered something of a repository that is not its own.");
        }

        @Override
        public boolean publish(Signal signal) {
            throw new IllegalStateException("It told of a repository that is not its own.");
        }

        @Override
        public CancellationToken cancellation() {
            return new ManualCancellation();
        }
    }
}
