package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenAiApiTest {

    @TempDir Path folder;
    private HotChat host;
    private final HttpClient client = HttpClient.newHttpClient();
    private final HostJson json = new HostJson();

    @BeforeEach
    void begin() throws Exception {
        host = new HotChat(folder, "server: {openai_api: true}\n");
        host.untilState("llm-scripted", "started");
    }

    @AfterEach
    void end() {
        host.close();
    }

    @Test
    void answersAndGoesOnWhereTheHistoryWasHad() throws Exception {
        JsonValue first = chat("{\"model\":\"telecoder\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
        assertThat(first.get("choices").at(0).get("message").get("content").text()).isEqualTo("heard hello");
        assertThat(first.get("choices").at(0).get("finish_reason").text()).isEqualTo("stop");
        assertThat(first.get("usage").get("total_tokens").asLong(0)).isEqualTo(20);

        JsonValue second =
                chat("{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"},{\"role\":\"assistant\",\"content\":"
                        + "\"heard hello\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"and more\"}]}]}");

        assertThat(second.get("choices").at(0).get("message").get("content").text()).isEqualTo("heard and more");
        assertThat(conversations()).hasSize(1);
        chat("{\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},{\"role\":\"user\",\"content\":\"else\"}]}");
        assertThat(conversations()).hasSize(2);
    }

    @Test
    void streamsPieceByPiece() throws Exception {
        HttpResponse<String> response = post("{\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}", host.serving.token());

        assertThat(response.headers().firstValue("content-type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("text/event-stream"));
        List<JsonValue> chunks = new ArrayList<>();
        response.body().lines().filter(line -> line.startsWith("data: {"))
                .forEach(line -> chunks.add(json.parse(line.substring(6))));
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.get("choices").at(0).get("delta").get("content").text()));
        assertThat(text).hasToString("heard one two three");
        assertThat(chunks).hasSizeGreaterThan(5);
        assertThat(chunks.getLast().get("usage").get("prompt_tokens").asLong(0)).isEqualTo(10);
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void asksThroughTheSameGateAndTakesTheAnswer() throws Exception {
        host.drop(HotChat.skill("risky", "1.0.0", "risky.act", "return SkillResult.ok(\"done it\");").extension("""
                package risky2;
                import dev.telecoder.api.skill.*;
                public class Push implements Skill {
                    public SkillSpec spec() {
                        return SkillSpec.builder("risky.push", "Pushes.", "{\\"type\\":\\"object\\",\\"properties\\":{}}",
                                Risk.EXTERNAL).outsideText(false).build();
                    }
                    public SkillResult run(SkillInput input, SkillContext context) { return SkillResult.ok("pushed"); }
                }
                """), "risky.jar");
        host.untilState("risky", "started");

        String asked = chat("{\"messages\":[{\"role\":\"user\",\"content\":\"use risky_push\"}]}").get("choices").at(0)
                .get("message").get("content").text();
        assertThat(asked).startsWith("**Approval needed** ").contains("risky.push");
        String answered = chat(JsonValue.object().put("messages", List.of(
                JsonValue.object().put("role", "user").put("content", "use risky_push").build(),
                JsonValue.object().put("role", "assistant").put("content", asked).build(),
                JsonValue.object().put("role", "user").put("content", "yes").build())).build().toString())
                .get("choices").at(0).get("message").get("content").text();

        assertThat(answered).contains("got pushed");
    }

    @Test
    void givesTheModelAnImageAndRefusesWhatItCannotDo() throws Exception {
        String image = Base64.getEncoder().encodeToString(new byte[]{(byte) 0x89, 'P', 'N', 'G'});
        String seen = chat("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"look\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + image + "\"}}]}]}")
                .get("choices").at(0).get("message").get("content").text();

        assertThat(seen).isEqualTo("seen 2");
        String tools = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"type\":\"function\"}]}";
        assertThat(post(tools, host.serving.token()).statusCode()).isEqualTo(400);
        assertThat(json.parse(post(tools, host.serving.token()).body()).get("error").get("param").text())
                .isEqualTo("tools");
        assertThat(post("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "wrong").statusCode()).isEqualTo(401);
        assertThat(client.send(HttpRequest.newBuilder(URI.create(host.serving.url() + "/v1/models")).build(),
                HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void isNotThereUnlessItIsSwitchedOn() throws Exception {
        try (HotChat off = new HotChat(folder.resolve("off"))) {
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(
                    URI.create(off.serving.url() + "/v1/models"))
                    .header("Authorization", "Bearer " + off.serving.token()).build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theOfficialClientStreamsAnAnswer() throws Exception {
        Path project = Files.createDirectories(folder.resolve("node"));
        run(project, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", "openai@6");
        Files.writeString(project.resolve("ask.mjs"), """
                import OpenAI from 'openai';
                const client = new OpenAI({ baseURL: process.env.BASE, apiKey: process.env.KEY, maxRetries: 0 });
                const models = await client.models.list();
                const stream = await client.chat.completions.create({ model: models.data[0].id, stream: true,
                    messages: [{ role: 'user', content: 'one two three' }] });
                let text = '', pieces = 0;
                for await (const chunk of stream) {
                    text += chunk.choices[0]?.delta?.content ?? '';
                    pieces++;
                }
                console.log(pieces + ' ' + text);
                """);

        String said = run(project, "node", "ask.mjs");

        assertThat(said.strip()).endsWith(" heard one two three");
        assertThat(Integer.parseInt(said.strip().split(" ")[0])).isGreaterThan(4);
    }

    /** Runs a command, or skips the test where the machine has no node or no registry. */
    private String run(Path project, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("BASE", host.serving.url() + "/v1");
        builder.environment().put("KEY", host.serving.token());
        Process process;
        try {
            process = builder.start();
        } catch (java.io.IOException e) {
            return Assumptions.abort(command[0] + " cannot be run: " + e.getMessage());
        }
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        if (command[0].equals("npm") && (!ended || process.exitValue() != 0)) {
            return Assumptions.abort("npm cannot install the client: " + out);
        }
        assertThat(process.exitValue()).as(out).isZero();
        return out;
    }

    private List<JsonValue> conversations() {
        return host.client.get("/api/v1/conversations").get("items").items();
    }

    private JsonValue chat(String body) throws Exception {
        HttpResponse<String> response = post(body, host.serving.token());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.parse(response.body());
    }

    private HttpResponse<String> post(String body, String token) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(host.serving.url() + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
