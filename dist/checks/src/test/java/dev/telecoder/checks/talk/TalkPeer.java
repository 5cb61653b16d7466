package dev.telecoder.checks.talk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model in a process of its own. It speaks Chat Completions and Messages, reads the file a person asks it to look up, and
 * keeps every body with tools, as it came, in a folder. What it says follows from the request alone.
 */
final class TalkPeer {

    /** What a person ends a message with who wants a file read. */
    static final String LOOK = "Please look it up.";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TURN = Pattern.compile("Turn (\\d+)\\.");
    /** What a model says when it has looked at something takes about a page. */
    private static final String PAGE =
            " The line before it sets the flag, so the next call sees the value it had.".repeat(75);

    private final Path folder;
    private final boolean summaries;
    private final AtomicInteger bodies = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    private TalkPeer(Path folder, boolean summaries) {
        this.folder = folder;
        this.summaries = summaries;
    }

    /** Listens until its standard input ends; its first line is its address. */
    public static void main(String[] arguments) throws IOException {
        var peer = new TalkPeer(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", peer::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
        System.out.flush();
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean messages = exchange.getRequestURI().getPath().endsWith("/messages");
            if (!messages && !exchange.getRequestURI().getPath().endsWith("/chat/completions")) {
                reply(exchange, 404, "application/json", "{\"error\":{\"message\":\"there is nothing here\"}}");
                return;
            }
            JsonNode request = JSON.readTree(body);
            boolean turn = !request.path("tools").isEmpty();
            if (turn) {
                Files.write(folder.resolve("%04d.json".formatted(bodies.incrementAndGet())), body);
            } else {
                Files.write(folder.resolve("other-%04d.txt".formatted(asked.incrementAndGet())), body);
                if (!summaries) {
                    reply(exchange, 400, "application/json", "{\"type\":\"error\",\"error\":{\"type\":"
                            + "\"invalid_request_error\",\"message\":\"no summary today\"}}");
                    return;
                }
            }
            String file = turn ? wanted(request) : "";
            String words = turn ? "Noted." + PAGE
                    : "## Done\n- looked things up, " + asked + " times by now\n## Found out\n"
                            + "- src/main/java/Example.java:%d sets the flag too late.\n".repeat(30).formatted(
                                    java.util.stream.IntStream.range(0, 30).boxed().toArray());
            String name = request.toString().contains("\"code_read\"") ? "code_read" : "skills_call";
            String input = name.equals("code_read") ? "{\"path\":\"" + file + "\"}"
                    : "{\"name\":\"code.read\",\"input\":{\"path\":\"" + file + "\"}}";
            ObjectNode usage = JSON.createObjectNode().put("in", body.length / 4);
            reply(exchange, 200, "text/event-stream", messages
                    ? file.isEmpty() ? MessagesStream.words(words, usage.get("in").asInt())
                            : MessagesStream.call("call-" + bodies, name, input, usage.get("in").asInt())
                    : file.isEmpty() ? ChatStream.words(words, usage.get("in").asInt())
                            : ChatStream.call("call-" + bodies, name, input, usage.get("in").asInt()));
        }
    }

    /** The file to read now; empty if there is none, or it was read. */
    private static String wanted(JsonNode request) {
        JsonNode all = request.get("messages");
        JsonNode last = all.get(all.size() - 1);
        String text = last.toString();
        boolean read = last.path("role").asText().equals("tool") || text.contains("\"tool_result\"");
        if (read || !text.contains(LOOK)) {
            return "";
        }
        Matcher turn = TURN.matcher(text);
        String number = "";
        while (turn.find()) {
            number = turn.group(1);
        }
        return "noise/" + number + ".txt";
    }

    private static void reply(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Chat Completions as a stream. */
    private static final class ChatStream {

        static String words(String text, int tokens) throws IOException {
            ObjectNode delta = JSON.createObjectNode().put("role", "assistant").put("content", text);
            return chunk(delta, null) + end("stop", tokens);
        }

        static String call(String id, String name, String input, int tokens) throws IOException {
            ObjectNode delta = JSON.createObjectNode().put("role", "assistant");
            delta.putArray("tool_calls").addObject().put("index", 0).put("id", id).put("type", "function")
                    .putObject("function").put("name", name).put("arguments", input);
            return chunk(delta, null) + end("tool_calls", tokens);
        }

        private static String end(String finish, int tokens) throws IOException {
            return chunk(JSON.createObjectNode(), finish) + "data: {\"id\":\"c\",\"choices\":[],\"usage\":{"
                    + "\"prompt_tokens\":" + tokens + ",\"completion_tokens\":20}}\n\ndata: [DONE]\n\n";
        }

        private static String chunk(ObjectNode delta, @org.jspecify.annotations.Nullable String finish) {
            ObjectNode chunk = JSON.createObjectNode().put("id", "c").put("object", "chat.completion.chunk")
                    .put("model", "talk-1");
            chunk.putArray("choices").addObject().put("index", 0).put("finish_reason", finish).set("delta", delta);
            return "data: " + chunk + "\n\n";
        }
    }

    /** Messages as a stream. */
    private static final class MessagesStream {

        static String words(String text, int tokens) {
            return stream(JSON.createObjectNode().put("type", "text").put("text", ""),
                    JSON.createObjectNode().put("type", "text_delta").put("text", text), "end_turn", tokens);
        }

        static String call(String id, String name, String input, int tokens) {
            ObjectNode block = JSON.createObjectNode().put("type", "tool_use").put("id", id).put("name", name);
            block.putObject("input");
            return stream(block, JSON.createObjectNode().put("type", "input_json_delta").put("partial_json", input),
                    "tool_use", tokens);
        }

        private static String stream(ObjectNode block, ObjectNode delta, String stop, int tokens) {
            ObjectNode start = event("message_start");
            ObjectNode message = start.putObject("message").put("id", "m").put("type", "message")
                    .put("role", "assistant").put("model", "talk-1");
            message.putArray("content");
            message.putObject("usage").put("input_tokens", tokens).put("output_tokens", 1);
            ObjectNode opened = event("content_block_start").put("index", 0);
            opened.set("content_block", block);
            ObjectNode grown = event("content_block_delta").put("index", 0);
            grown.set("delta", delta);
            ObjectNode ended = event("message_delta");
            ended.putObject("delta").put("stop_reason", stop);
            ended.putObject("usage").put("output_tokens", 20);
            StringBuilder text = new StringBuilder();
            for (ObjectNode one : new ObjectNode[]{start, opened, grown, event("content_block_stop").put("index", 0),
                    ended, event("message_stop")}) {
                text.append("event: ").append(one.get("type").asText()).append("\ndata: ").append(one).append("\n\n");
            }
            return text.toString();
        }

        private static ObjectNode event(String type) {
            return JSON.createObjectNode().put("type", type);
        }
    }

    /** The process, as its test sees it. */
    static final class Running implements AutoCloseable {

        private final Process process;
        private final String url;

        private Running(Process process, String url) {
            this.process = process;
            this.url = url;
        }

        static Running start(Path folder, boolean summaries) throws IOException {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m", "-cp", System.getProperty("java.class.path"), TalkPeer.class.getName(),
                    folder.toString(), String.valueOf(summaries)).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String url = process.inputReader().readLine();
            if (url == null) {
                throw new IOException("The model's process ended before it listened.");
            }
            return new Running(process, url);
        }

        String url() {
            return url;
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            if (process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join().isAlive()) {
                process.destroyForcibly();
            }
        }
    }
}
