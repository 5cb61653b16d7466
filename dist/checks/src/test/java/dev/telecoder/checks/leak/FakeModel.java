package dev.telecoder.checks.leak;

import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;

/** The other side of every language model plugin: a short answer, streamed, in the words of the API that was asked. */
final class FakeModel {

    private FakeModel() {}

    static Reply answer(Request request) {
        String target = request.target();
        if (target.endsWith("/messages")) {
            return Reply.events(event("message_start", """
                    {"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","content":[],\
                    "model":"m","stop_reason":null,"usage":{"input_tokens":1,"output_tokens":1}}}""")
                    + event("content_block_start", """
                            {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""")
                    + event("content_block_delta", """
                            {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hello"}}""")
                    + event("content_block_stop", """
                            {"type":"content_block_stop","index":0}""")
                    + event("message_delta", """
                            {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}""")
                    + event("message_stop", """
                            {"type":"message_stop"}"""));
        }
        if (target.endsWith("/chat/completions")) {
            return Reply.events("""
                    data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":"hello"}}]}

                    data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                    data: [DONE]

                    """);
        }
        if (target.contains(":streamGenerateContent")) {
            return Reply.events("""
                    data: {"candidates":[{"content":{"role":"model","parts":[{"text":"hello"}]},"finishReason":"STOP"}]}

                    """);
        }
        if (target.endsWith("/api/chat")) {
            return Reply.of(200, """
                    {"model":"m","message":{"role":"assistant","content":"hello"},"done":true,"done_reason":"stop"}
                    """).withHeader("content-type", "application/x-ndjson");
        }
        return Reply.of(404, "{\"error\":{\"message\":\"nothing answers at " + target + "\"}}");
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
