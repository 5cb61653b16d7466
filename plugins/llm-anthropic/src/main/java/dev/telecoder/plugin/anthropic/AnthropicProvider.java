package dev.telecoder.plugin.anthropic;

import dev.telecoder.api.Configured;
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
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Claude, by Anthropic's Messages API. Safe for many threads. */
@Extension
@Configured(value = "llm", required = false, settings = AnthropicConfig.class)
public final class AnthropicProvider implements LlmProvider {

    static final String ID = "anthropic";
    static final String KEY_VARIABLE = "ANTHROPIC_API_KEY";

    private static final String BASE_URL = "https://api.anthropic.com";
    private static final String VERSION = "2023-06-01";

    // The service pings every few seconds; a proxy in between that does not stream is silent to the end.
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final PluginContext context;
    private final String baseUrl;
    private final @Nullable Secret key;
    private final Failures failures;

    /**
     * Reads the settings; nothing is sent before the first question.
     *
     * @param context the host
     */
    public AnthropicProvider(PluginContext context) {
        this(context, System.getenv());
    }

    AnthropicProvider(PluginContext context, Map<String, String> environment) {
        this.context = context;
        AnthropicConfig config = context.config(AnthropicConfig.class).of(ID);
        this.baseUrl = config.baseUrl() == null ? BASE_URL : config.baseUrl();
        String fromEnvironment = environment.getOrDefault(KEY_VARIABLE, "").strip();
        this.key = config.apiKey() != null ? config.apiKey()
                : fromEnvironment.isEmpty() ? null : new Secret(fromEnvironment);
        this.failures = new Failures(key, context.clock());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
        request.cancellation().throwIfCancelled();
        HttpRequest call = authorized(HttpRequest.post(URI.create(baseUrl + "/v1/messages")))
                .withJson(new RequestBody(context.json()).of(request)).withHeader("accept", "text/event-stream")
                .withTimeout(SILENCE).withCancellation(request.cancellation());
        try (HttpStream stream = context.http().stream(call)) {
            if (!stream.succeeded()) {
                throw failures.ofStatus(stream.status(), stream::header, tree(stream.rest()));
            }
            return read(stream, new Answer(progress, request.answerSchemaJson().isPresent()));
        }
    }

    private LlmResponse read(HttpStream stream, Answer answer) {
        for (String line = stream.nextLine(); line != null; line = stream.nextLine()) {
            // The type is in the data, too, so the event lines tell nothing new.
            JsonValue event;
            if (line.startsWith("data:")) {
                event = parse(line.substring(5));
            } else if (line.startsWith("{")) {
                event = parse(line + "\n" + stream.rest());
            } else {
                continue;
            }
            if (event.get("type").text().equals("error")) {
                throw failures.inStream(event);
            }
            answer.add(event);
            if (answer.finished()) {
                return answer.response();
            }
        }
        throw PluginException.of(Failure.UNAVAILABLE, "Anthropic broke off in the middle of its answer.");
    }

    private JsonValue parse(String text) {
        try {
            return context.json().parse(text);
        } catch (PluginException broken) {
            throw PluginException.of(Failure.UNAVAILABLE,
                    "Anthropic sent an answer that is no JSON. If it happens again, check llm.base_url.", broken);
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
        HttpRequest versioned = call.withHeader("anthropic-version", VERSION);
        return key == null ? versioned : versioned.withHeader("x-api-key", key.reveal());
    }

    @Override
    public List<LlmModel> models() {
        HttpResponse answer = context.http()
                .send(authorized(HttpRequest.get(URI.create(baseUrl + "/v1/models?limit=100"))));
        JsonValue body = tree(answer.text());
        if (!answer.succeeded()) {
            throw failures.ofStatus(answer.status(), answer::header, body);
        }
        return Models.of(body.get("data").items().stream().map(model -> model.get("id").text()).toList());
    }

    @Override
    public Optional<String> detect(Map<String, String> environment) {
        return environment.getOrDefault(KEY_VARIABLE, "").isBlank() ? Optional.empty()
                : Optional.of(KEY_VARIABLE + " is set");
    }
}
