package dev.telecoder.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A model that speaks Chat Completions and answers, after a set time, in eight words, streamed word by word. "{@code run:
 * COMMAND}" has it call {@code test_run} first. Its process; {@code /set?latency=} changes the time, {@code /stats} tells
 * how many requests there were and how large the first was.
 */
final class FakeModel {

    private static final String[] WORDS = {"Hello", " there,", " what", " can", " I", " do", " for", " you?"};
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicLong latency = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger firstBytes = new AtomicInteger();
    private final byte[] words = stream(sentence());

    private FakeModel() {}

    public static void main(String[] arguments) throws IOException {
        HttpPeer.serve(new FakeModel()::answer);
    }

    private byte[] answer(HttpPeer.Request request) throws IOException, InterruptedException {
        switch (request.path()) {
            case "/set" -> {
                latency.set(request.number("latency", 0));
                return HttpPeer.json("{}");
            }
            case "/stats" -> {
                return HttpPeer.json(
                        "{\"requests\":" + requests.get() + ",\"first_bytes\":" + firstBytes.get() + "}");
            }
            default -> {
                requests.incrementAndGet();
                firstBytes.compareAndSet(0, request.body().length);
                long millis = latency.get();
                if (millis > 0) {
                    TimeUnit.MILLISECONDS.sleep(millis);
                }
                return reply(request.body());
            }
        }
    }

    private byte[] reply(byte[] body) throws IOException {
        // Looked for in the bytes first, so that the usual request is not parsed.
        if (!new String(body, StandardCharsets.UTF_8).contains("run: ")) {
            return words;
        }
        JsonNode messages = JSON.readTree(body).get("messages");
        JsonNode last = messages.get(messages.size() - 1);
        String text = last.get("content").isTextual() ? last.get("content").asText() : last.get("content").toString();
        int at = text.indexOf("run: ");
        if (last.get("role").asText().equals("tool") || at < 0) {
            return words;
        }
        String command = text.substring(at + 5).replaceAll("\"}?]?$", "");
        String arguments = JSON.createObjectNode().put("command", command).toString();
        return stream(chunk("{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"call_" + System.nanoTime()
                + "\",\"type\":\"function\",\"function\":{\"name\":\"test_run\",\"arguments\":"
                + JSON.writeValueAsString(arguments) + "}}]}", "null") + chunk("{}", "\"tool_calls\"") + end());
    }

    private static String sentence() {
        var all = new StringBuilder();
        for (String word : WORDS) {
            all.append(chunk("{\"content\":\"" + word + "\"}", "null"));
        }
        return all.append(chunk("{}", "\"stop\"")).append(end()).toString();
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"bench-1\",\"choices\":[{\"index\":0,"
                + "\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static String end() {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"bench-1\",\"choices\":[],"
                + "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":8}}\n\ndata: [DONE]\n\n";
    }

    /** In chunks of one event each, as services send it. */
    private static byte[] stream(String events) {
        var all = new StringBuilder(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (String event : events.split("(?<=\n\n)")) {
            all.append(Integer.toHexString(event.length())).append("\r\n").append(event).append("\r\n");
        }
        return all.append("0\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
