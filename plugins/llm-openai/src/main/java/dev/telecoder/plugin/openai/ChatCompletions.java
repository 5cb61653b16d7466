package dev.telecoder.plugin.openai;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calls to one service. Safe for many threads; keeps nothing between calls. */
final class ChatCompletions {

    // A model may think for minutes before its first word, and a server that does not stream is silent to the end.
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final Vendor vendor;
    private final PluginContext context;
    private final String baseUrl;
    private final @Nullable Secret key;
    private final Failures failures;

    ChatCompletions(Vendor vendor, PluginContext context, Map<String, String> environment) {
        this.vendor = vendor;
        this.context = context;
        OpenAiConfig config = context.config(OpenAiConfig.class).of(vendor.id());
        this.baseUrl = config.baseUrl() == null ? vendor.baseUrl() : config.baseUrl();
        String fromEnvironment = environment.getOrDefault(vendor.keyVariable(), "").strip();
        this.key = config.apiKey() != null ? config.apiKey()
                : fromEnvironment.isEmpty() ? null : new Secret(fromEnvironment);
        this.failures = new Failures(vendor, key, context.clock());
    }

    LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
        request.cancellation().throwIfCancelled();
        JsonValue body = new RequestBody(vendor, baseUrl.equals(vendor.baseUrl()), context.json()).of(request);
        HttpRequest call = authorized(HttpRequest.post(URI.create(baseUrl + "/chat/completions")))
                .withJson(body).withHeader("accept", "text/event-stream").withTimeout(SILENCE)
                .withCancellation(request.cancellation());
        try (HttpStream stream = context.http().stream(call)) {
            if (!stream.succeeded()) {
                throw failures.ofStatus(stream.status(), stream::header, tree(stream.rest()));
            }
            return read(stream, new Answer(progress));
        }
    }

    private LlmResponse read(HttpStream stream, Answer answer) {
        for (String line = stream.nextLine(); line != null; line = stream.nextLine()) {
            if (line.startsWith("data:")) {
                String data = line.substring(5).strip();
                if (data.equals("[DONE]")) {
                    return answer.response();
                }
                take(parse(data), answer);
            } else if (line.startsWith("{")) {
                // The server ignored "stream": this is the whole answer, or an error in spite of its status.
                take(parse(line + "\n" + stream.rest()), answer);
                break;
            }
        }
        // Some servers leave the closing [DONE] out; an answer that never said why it stopped was cut off.
        if (!answer.finished()) {
            throw PluginException.of(Failure.UNAVAILABLE, vendor.name() + " broke off in the middle of its answer.");
        }
        return answer.response();
    }

    private void take(JsonValue chunk, Answer answer) {
        if (!chunk.get("error").isNull()) {
            throw failures.inStream(chunk);
        }
        answer.add(chunk);
    }

    private JsonValue parse(String text) {
        try {
            return context.json().parse(text);
        } catch (PluginException broken) {
            throw PluginException.of(Failure.UNAVAILABLE,
                    vendor.name() + " sent an answer that is no JSON. If it happens again, check llm.base_url.",
                    broken);
        }
    }

    private JsonValue tree(String text) {
        try {
            return context.json().parse(text);
        } catch (PluginException plain) {
            return JsonValue.of(text);
        }
    }

    private HttpRequest authorized(HttpRequest call) {
        return key == null ? call : call.withHeader("authorization", "Bearer " + key.reveal());
    }

    List<LlmModel> models() {
        HttpResponse answer = context.http().send(authorized(HttpRequest.get(URI.create(baseUrl + "/models"))));
        JsonValue body = tree(answer.text());
        if (!answer.succeeded()) {
            throw failures.ofStatus(answer.status(), answer::header, body);
        }
        return Models.of(body.get("data").items().stream().map(model -> model.get("id").text()).toList());
    }

    Optional<String> detect(Map<String, String> environment) {
        return environment.getOrDefault(vendor.keyVariable(), "").isBlank() ? Optional.empty()
                : Optional.of(vendor.keyVariable() + " is set");
    }
}
