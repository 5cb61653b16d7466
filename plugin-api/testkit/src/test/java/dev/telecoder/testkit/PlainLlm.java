package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.api.llm.LlmResponse.Usage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The smallest provider that keeps the contract, with a switch for each way to break it. */
final class PlainLlm implements LlmProvider {

    /** What is done wrong. */
    enum Fault implements FaultMatrix.Fault {
        NONE(""),
        FORGETS_THE_INSTRUCTIONS("answersWithText"),
        CALLS_END_THE_ANSWER("asksForAToolAndReadsItsResult"),
        GIVES_THE_FIRST_CALL_ONLY("asksForSeveralToolsInOneAnswer"),
        MENDS_ARGUMENTS("passesBrokenArgumentsOnAsTheyAre"),
        TELLS_TWICE("tellsOfProgressThatAddsUpToTheResponse"),
        DEAF_TO_CANCELLING("stopsWithinASecondWhenCancelledInTheMiddle"),
        TOO_LONG_IS_REJECTED("saysThatThePromptIsTooLong"),
        NO_DELAY("failsWithTheRightKindAndWithoutASecret"),
        QUOTES_THE_KEY("failsWithTheRightKindAndWithoutASecret"),
        ALL_IS_UNAVAILABLE("failsWithTheRightKindAndWithoutASecret"),
        COUNTS_NOTHING("countsTokens"),
        COUNTS_CACHED_AS_NEW("countsTokens"),
        FORGETS_ITS_THOUGHTS("sendsItsOwnThoughtsBackUnchanged"),
        SHOWS_NO_IMAGE("showsTheModelAnImage"),
        IGNORES_THE_SCHEMA("asksForAnAnswerThatFollowsASchema"),
        NUMBERS_ITS_REQUESTS("beginsARequestLikeTheOneBefore"),
        KEY_IN_THE_ADDRESS("sendsTheKeyInAHeaderOnly"),
        DECODES_BYTE_BY_BYTE("keepsAnEmojiThatIsCutInHalfOnItsWay"),
        SENDS_FOREIGN_SIGNATURES("continuesAHistoryBegunWithAnotherProvider"),
        LEAVES_CALLS_OPEN("continuesAHistoryBegunWithAnotherProvider"),
        LEAVES_OUT_THE_UNKNOWN("sendsContentItCannotTellAsPlainText"),
        FAILS_WHEN_EMPTY("takesAnEmptyAnswer"),
        TAKES_HALF_AN_ANSWER("failsWhenTheConnectionIsCutInMidStream"),
        SHOWS_THE_KEY("detectsWithoutShowingASecretOrCallingOut"),
        CALLS_OUT("detectsWithoutShowingASecretOrCallingOut");

        private final String row;

        Fault(String row) {
            this.row = row;
        }

        @Override
        public String row() {
            return row;
        }
    }

    private static final String OWN = "plain:";

    private final URI service;
    private final String key;
    private final Http http;
    private final Fault fault;

    PlainLlm(URI service, String key, Http http, Fault fault) {
        this.service = service;
        this.key = key;
        this.http = http;
        this.fault = fault;
    }

    @Override
    public String id() {
        return "plain";
    }

    @Override
    public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
        URI address = fault == Fault.KEY_IN_THE_ADDRESS ? service.resolve("/?key=" + key) : service;
        HttpRequest call = HttpRequest.post(address).withJson(body(request)).withTimeout(Duration.ofSeconds(5))
                .withHeader("authorization", "Bearer " + key);
        boolean deaf = fault == Fault.DEAF_TO_CANCELLING;
        try (HttpStream stream = http.stream(deaf ? call : call.withCancellation(request.cancellation()))) {
            if (!stream.succeeded()) {
                throw failure(stream);
            }
            return read(stream, progress);
        }
    }

    private JsonValue body(LlmRequest request) {
        List<JsonValue> messages = new ArrayList<>();
        Map<String, String> open = new HashMap<>();
        for (ChatMessage message : request.messages()) {
            List<JsonValue> pieces = new ArrayList<>();
            if (!open.isEmpty() && message.content().stream().noneMatch(Content.ToolResult.class::isInstance)
                    && fault != Fault.LEAVES_CALLS_OPEN) {
                open.keySet().forEach(id -> pieces.add(JsonValue.object().put("result", id).put("text", "none")
                        .build()));
                open.clear();
            }
            message.content().forEach(piece -> pieces.add(piece(piece, open, message.role())));
            messages.add(JsonValue.array(pieces));
        }
        JsonValue.ObjectBuilder body = JsonValue.object();
        if (fault == Fault.NUMBERS_ITS_REQUESTS) {
            body.put("number", System.nanoTime());
        }
        return body.put("system", fault == Fault.FORGETS_THE_INSTRUCTIONS ? "" : request.system())
                .put("messages", messages)
                .put("schema", fault == Fault.IGNORES_THE_SCHEMA ? null : request.answerSchemaJson()).build();
    }

    private JsonValue piece(Content piece, Map<String, String> open, Role role) {
        return switch (piece) {
            case Content.ToolCall call -> {
                open.put(call.id(), call.tool());
                yield JsonValue.object().put("call", call.id()).put("arguments", call.argumentsJson()).build();
            }
            case Content.ToolResult result -> {
                open.remove(result.callId());
                yield JsonValue.object().put("result", result.callId()).put("text", result.text()).build();
            }
            case Content.Image image when role == Role.USER && fault != Fault.SHOWS_NO_IMAGE ->
                    JsonValue.object().put("image", image.base64()).build();
            case Content.Reasoning thought -> {
                boolean own = thought.signature().startsWith(OWN) && fault != Fault.FORGETS_ITS_THOUGHTS;
                String signature = own ? thought.signature().substring(OWN.length())
                        : fault == Fault.SENDS_FOREIGN_SIGNATURES && !thought.signature().startsWith(OWN)
                                ? thought.signature() : "";
                yield JsonValue.object().put("signature", signature).build();
            }
            default -> JsonValue.object().put("text", fault == Fault.LEAVES_OUT_THE_UNKNOWN
                    && !(piece instanceof Content.Text) ? "" : piece.plainText()).build();
        };
    }

    private PluginException failure(HttpStream stream) {
        String said = fault == Fault.QUOTES_THE_KEY ? stream.rest() : "It failed.";
        if (stream.status() == 413) {
            return PluginException.of(fault == Fault.TOO_LONG_IS_REJECTED ? Failure.REJECTED : Failure.CONTEXT_TOO_LONG,
                    said);
        } else if (fault == Fault.ALL_IS_UNAVAILABLE) {
            return PluginException.of(Failure.UNAVAILABLE, said);
        } else if (stream.status() == 429) {
            Optional<String> after = stream.header("retry-after");
            return after.isPresent() && fault != Fault.NO_DELAY
                    ? PluginException.rateLimited(Duration.ofSeconds(Long.parseLong(after.get())), said)
                    : PluginException.of(Failure.RATE_LIMITED, said);
        }
        return PluginException.of(stream.status() == 401 ? Failure.AUTHENTICATION
                : stream.status() >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED, said);
    }

    private LlmResponse read(HttpStream stream, Consumer<LlmEvent> progress) {
        StringBuilder text = new StringBuilder();
        List<Content> calls = new ArrayList<>();
        try {
            for (String line = stream.nextLine(); line != null; line = stream.nextLine()) {
                JsonValue event = JacksonJson.INSTANCE.parse(line);
                if (!event.get("stop").isNull()) {
                    return response(text.toString(), calls, event);
                }
                take(event, text, calls, progress);
            }
        } catch (PluginException cut) {
            if (cut.failure() == Failure.CANCELLED) {
                throw cut;
            }
        }
        if (fault == Fault.TAKES_HALF_AN_ANSWER) {
            return response(text.toString(), calls, JsonValue.object().put("stop", "end").build());
        }
        throw PluginException.of(Failure.UNAVAILABLE, "The answer was cut off.");
    }

    private void take(JsonValue event, StringBuilder text, List<Content> calls, Consumer<LlmEvent> progress) {
        if (!event.get("signature").isNull()) {
            calls.add(new Content.Reasoning(event.get("thought").text(), OWN + event.get("signature").text()));
        } else if (event.get("call").isNull()) {
            String more = event.get("text").text();
            if (fault == Fault.DECODES_BYTE_BY_BYTE) {
                more = new String(more.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            }
            text.append(more);
            progress.accept(new LlmEvent.TextDelta(more));
            // A short answer is told in one piece, so only the long one can be told wrongly.
            if (fault == Fault.TELLS_TWICE && text.length() > 100) {
                progress.accept(new LlmEvent.TextDelta(more));
            }
        } else if (calls.stream().noneMatch(Content.ToolCall.class::isInstance)
                || fault != Fault.GIVES_THE_FIRST_CALL_ONLY) {
            String arguments = event.get("arguments").text();
            boolean mend = fault == Fault.MENDS_ARGUMENTS && !arguments.endsWith("}");
            calls.add(new Content.ToolCall(event.get("call").text(), event.get("tool").text(), mend ? "{}"
                    : arguments));
        }
    }

    private LlmResponse response(String text, List<Content> calls, JsonValue end) {
        List<Content> content = new ArrayList<>();
        if (!text.isEmpty()) {
            content.add(new Content.Text(text));
        }
        content.addAll(calls);
        if (content.isEmpty() && fault == Fault.FAILS_WHEN_EMPTY) {
            throw PluginException.of(Failure.UNAVAILABLE, "The answer was empty.");
        }
        Stop stop = fault == Fault.CALLS_END_THE_ANSWER ? Stop.END
                : Stop.valueOf(end.get("stop").text().toUpperCase(Locale.ROOT));
        long cached = end.get("cached").asLong(0);
        Usage usage = Usage.of(end.get("input").asLong(0) + (fault == Fault.COUNTS_CACHED_AS_NEW ? cached : 0),
                end.get("output").asLong(0)).withCachedInput(cached);
        return new LlmResponse(new ChatMessage(Role.ASSISTANT, content), stop,
                fault == Fault.COUNTS_NOTHING ? Usage.of(0, 0) : usage);
    }

    @Override
    public List<LlmModel> models() {
        return List.of();
    }

    @Override
    public Optional<String> detect(Map<String, String> environment) {
        if (fault == Fault.CALLS_OUT) {
            try {
                http.send(HttpRequest.get(URI.create("http://models.example.invalid/")));
            } catch (PluginException refused) {
                // The test sees that it was tried.
            }
        }
        return Optional.ofNullable(environment.get("PLAIN_API_KEY"))
                .map(value -> "PLAIN_API_KEY is " + (fault == Fault.SHOWS_THE_KEY ? value : "set") + key.substring(0,
                        0));
    }
}
