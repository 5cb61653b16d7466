package dev.telecoder.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The bot to compare with: OkHttp and nothing else. It says back what it hears; with the address of a model it asks that
 * before, as the floor of what the way over the network takes. Arguments: the platform, and the model or nothing.
 */
final class EchoBot {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MediaType TYPE = MediaType.get("application/json");

    private final OkHttpClient http;
    private final String platform;
    private final String model;

    private EchoBot(String platform, String model) {
        this.platform = platform;
        this.model = model;
        var dispatcher = new Dispatcher(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory()));
        this.http = new OkHttpClient.Builder().dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(1_000, 2, TimeUnit.MINUTES))
                .readTimeout(Duration.ofSeconds(60)).build();
    }

    public static void main(String[] arguments) throws IOException {
        var bot = new EchoBot(arguments[0], arguments.length > 1 ? arguments[1] : "");
        Thread.ofPlatform().daemon().name("input").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    continue;
                }
            } catch (IOException e) {
                // Then it ends all the same.
            }
            System.exit(0);
        });
        System.out.println("ready 0");
        bot.listen();
    }

    private void listen() throws IOException {
        long offset = 0;
        while (true) {
            JsonNode updates = JSON.readTree(get(platform + "/getUpdates?timeout=25&offset=" + offset)).get("result");
            for (JsonNode update : updates) {
                offset = update.get("update_id").asLong() + 1;
                Thread.ofVirtual().start(() -> answer(update.get("message")));
            }
        }
    }

    private void answer(JsonNode message) {
        try {
            String text = message.get("text").asText();
            if (!model.isEmpty()) {
                post(model + "/v1/chat/completions", JSON.createObjectNode().put("model", "bench-1").put("stream", true)
                        .set("messages", JSON.createArrayNode().add(
                                JSON.createObjectNode().put("role", "user").put("content", text)))
                        .toString());
            }
            post(platform + "/sendMessage",
                    JSON.createObjectNode().put("chat_id", message.get("chat").get("id").asLong())
                            .put("text", text).toString());
        } catch (IOException e) {
            System.err.println("echo bot: " + e);
        }
    }

    private String get(String url) throws IOException {
        return call(new Request.Builder().url(url).build());
    }

    private String post(String url, String json) throws IOException {
        return call(new Request.Builder().url(url).post(RequestBody.create(json, TYPE)).build());
    }

    private String call(Request request) throws IOException {
        try (Response response = http.newCall(request).execute()) {
            return response.body().string();
        }
    }
}
