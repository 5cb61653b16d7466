package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.plugin.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A running host with a model that comes as a plugin and does what it is told: {@code use NAME} calls that tool, and its
 * result is the answer. It says its name when asked {@code who are you}, and what {@code RULE:} it was given when asked for
 * {@code your rules}.
 */
final class HotChat implements AutoCloseable {

    private static final String MODEL = """
            package scripted;
            import dev.telecoder.api.llm.*;
            import java.util.*;
            import java.util.function.Consumer;
            public class Model implements LlmProvider {
                public String id() { return "scripted"; }
                public List<LlmModel> models() { return List.of(LlmModel.builder("m").build(), LlmModel.builder("n").build()); }
                public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
                    ChatMessage last = request.messages().getLast();
                    for (Content content : last.content()) {
                        if (content instanceof Content.ToolResult result) {
                            return said(new Content.Text((result.failed() ? "failed: " : "got ") + result.text()),
                                    LlmResponse.Stop.END);
                        }
                    }
                    String text = last.text().strip();
                    if (text.contains("use ")) {
                        String tool = text.substring(text.lastIndexOf("use ") + 4).strip();
                        return said(new Content.ToolCall("call-" + request.messages().size(), tool, "{}"),
                                LlmResponse.Stop.TOOL_CALLS);
                    }
                    if (text.endsWith("who are you")) {
                        return said(new Content.Text("model " + request.model()), LlmResponse.Stop.END);
                    }
                    if (text.endsWith("your rules")) {
                        String all = request.system() + request.messages();
                        int at = all.indexOf("RULE:");
                        return said(new Content.Text(at < 0 ? "none" : all.substring(at, all.indexOf('.', at))),
                                LlmResponse.Stop.END);
                    }
                    if (text.contains("[image:") || last.content().stream().anyMatch(c -> c instanceof Content.Image)) {
                        return said(new Content.Text("seen " + last.content().size()), LlmResponse.Stop.END);
                    }
                    for (String word : ("heard " + text).split("(?<= )")) {
                        progress.accept(new LlmEvent.TextDelta(word));
                    }
                    return said(new Content.Text("heard " + text), LlmResponse.Stop.END);
                }
                private static LlmResponse said(Content content, LlmResponse.Stop stop) {
                    return new LlmResponse(new ChatMessage(ChatMessage.Role.ASSISTANT, List.of(content)), stop,
                            LlmResponse.Usage.of(10, 10));
                }
            }
            """;

    final Path plugins;
    final HostClient client;
    final Serving serving;
    private final Path outside;

    HotChat(Path folder) throws IOException {
        this(folder, "");
    }

    /** With more lines of config.yaml. */
    HotChat(Path folder, String more) throws IOException {
        Path root = folder.resolve("home");
        plugins = Files.createDirectories(root.resolve("plugins"));
        outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(root.resolve("config.yaml"),
                "llm: {provider: scripted, model: m}\nsandbox: {runtime: process}\n" + more);
        drop(TestJar.plugin("llm-scripted", "1.0.0").extension(MODEL), "llm-scripted.jar");
        drop(skill("good", "1.0.0", "good.word", "return SkillResult.ok(\"good word\");"), "good.jar");
        Map<String, String> environment = Map.of("PATH", System.getenv().getOrDefault("PATH", ""));
        serving = Serving.begin(new Home(root.toAbsolutePath()).prepare(), environment, 0);
        client = new HostClient(serving.url(), serving.token(), new HostJson());
    }

    /** A plugin with one skill. */
    static TestJar skill(String id, String version, String name, String body) {
        String type = "S" + id.replaceAll("\\W", "");
        return TestJar.plugin(id, version)
                .extension(skillSource(id.replaceAll("\\W", "") + "." + type, name, "", body));
    }

    static String skillSource(String className, String name, String members, String body) {
        int dot = className.lastIndexOf('.');
        return """
                package %s;
                import dev.telecoder.api.*;
                import dev.telecoder.api.skill.*;
                import java.util.*;
                public class %s implements Skill {
                    %s
                    public SkillSpec spec() {
                        return SkillSpec.builder("%s", "A word.", "{\\"type\\":\\"object\\",\\"properties\\":{}}", Risk.READ)
                                .outsideText(false).timeout(java.time.Duration.ofSeconds(30)).build();
                    }
                    public SkillResult run(SkillInput input, SkillContext context) { %s }
                }
                """.formatted(className.substring(0, dot), className.substring(dot + 1), members, name, body);
    }

    /** Drops a jar in, by rename. */
    Path drop(TestJar jar, String name) throws IOException {
        Path beside = Files.write(outside.resolve(name), jar.bytes());
        return Files.move(beside, plugins.resolve(name), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    String begin() {
        return client.post("/api/v1/conversations", JsonValue.object().build()).get("id").text();
    }

    /** Says something in a conversation and waits for the answer. */
    String say(String conversation, String text) {
        String turn = send(conversation, text);
        until("an answer to '" + text + "'", () -> answer(conversation, turn).isPresent());
        return answer(conversation, turn).orElseThrow();
    }

    CompletableFuture<String> saying(String conversation, String text) {
        return CompletableFuture.supplyAsync(() -> say(conversation, text));
    }

    /** Sends a command, and waits for one message more. */
    String told(String conversation, String command) {
        int before = answers(conversation).size();
        send(conversation, command);
        until("an answer to " + command, () -> answers(conversation).size() > before);
        return answers(conversation).getLast();
    }

    private List<String> answers(String conversation) {
        return client.get("/api/v1/conversations/" + conversation + "/messages?limit=200").get("items").items()
                .stream().filter(message -> !message.get("role").text().equals("user"))
                .map(message -> message.get("markdown").text()).toList();
    }

    private String send(String conversation, String text) {
        return client.post("/api/v1/conversations/" + conversation + "/messages",
                JsonValue.object().put("text", text).build()).get("turn").text();
    }

    private Optional<String> answer(String conversation, String turn) {
        List<JsonValue> messages = client.get("/api/v1/conversations/" + conversation + "/messages?limit=200")
                .get("items").items();
        return messages.stream().filter(message -> message.get("role").text().equals("assistant")
                && message.get("turn").text().equals(turn)).findFirst()
                .map(message -> message.get("markdown").text().strip());
    }

    JsonValue plugin(String id) {
        return client.all("/api/v1/plugins").items().stream().filter(plugin -> plugin.get("id").text().equals(id))
                .min((a, b) -> Boolean.compare(b.get("state").text().equals("started"),
                        a.get("state").text().equals("started")))
                .orElse(JsonValue.NULL);
    }

    void untilState(String id, String state) {
        until(id + " is " + state, () -> plugin(id).get("state").findText().orElse("gone").equals(state));
    }

    static void until(String what, BooleanSupplier there) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not come about: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public void close() {
        serving.close();
    }

    static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
