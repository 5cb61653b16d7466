package dev.telecoder.plugin.anthropic;

import dev.telecoder.api.Configured;
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
import dev.telecoder.support.llm.EventStream;
import dev.telecoder.support.llm.LlmSettings;
import dev.telecoder.support.llm.ServiceFailures;
import dev.telecoder.support.llm.ToolSchemas;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Claude, by Anthropic's Messages API. Safe for many threads. */
@Extension
@Configured(value = "llm", required = false, settings = LlmSettings.class)
public final class AnthropicProvider implements LlmProvider {

    static final String ID = "anthropic";
    static final String KEY_VARIABLE = "ANTHROPIC_API_KEY";

    private static final String BASE_URL = "https://api.anthropic.com";
    private static final String VERSION = "2023-06-01";

    // The service pings every few seconds; a proxy in between that does not stream is silent to the end.
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final PluginContext context;
    private final LlmSettings settings;
    private final @Nullable String keyOfEnvironment;
    private final ToolSchemas schemas;

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
        this.settings = context.config(LlmSettings.class);
        this.keyOfEnvironment = environment.get(KEY_VARIABLE);
        this.schemas = new ToolSchemas(context.json(), UnaryOperator.identity());
    }

    /** One address with its key. */
    private record Service(String baseUrl, @Nullable Secret key, ServiceFailures failures) {

        HttpRequest authorized(HttpRequest call) {
            HttpRequest versioned = call.withHeader("anthropic-version", VERSION);
            return key == null ? versioned : versioned.withHeader("x-api-key", key.reveal());
        }
    }

    private Service service(LlmSettings.Access access) {
        String address = access.baseUrl() == null ? BASE_URL : access.baseUrl().replaceAll("/v1$", "");
        Secret key = access.keyOr(keyOfEnvironment);
        return new Service(address, key, new ServiceFailures("Anthropic", KEY_VARIABLE, key, context.clock()));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
        request.cancellation().throwIfCancelled();
        Service service = service(settings.access(ID, request.model()));
        HttpRequest call = service.authorized(HttpRequest.post(URI.create(service.baseUrl() + "/v1/messages")))
                .withJson(new RequestBody(context.json(), schemas).of(request))
                .withHeader("accept", "text/event-stream").withTimeout(SILENCE)
                .withCancellation(request.cancellation());
        try (HttpStream stream = context.http().stream(call)) {
            if (!stream.succeeded()) {
                throw service.failures().ofStatus(stream.status(), stream::header, tree(stream.rest()));
            }
            return read(new EventStream(stream), new Answer(progress, request.answerSchemaJson().isPresent()),
                    service.failures());
        }
    }

    private LlmResponse read(EventStream stream, Answer answer, ServiceFailures failures) {
        for (EventStream.Event next = stream.next(); next != null; next = stream.next()) {
            // The type is in the data, too, so the event's name tells nothing new.
            JsonValue event = parse(next.data(), failures);
            if (event.get("type").text().equals("error")) {
                throw failures.inStream(status(event.get("error").get("type").text()), event);
            }
            answer.add(event);
            if (answer.finished()) {
                return answer.response();
            }
        }
        throw failures.brokeOff();
    }

    /** The status that an error would have had before the answer began. */
    private static int status(String type) {
        return switch (type) {
            case "rate_limit_error" -> 429;
            case "authentication_error" -> 401;
            case "permission_error" -> 403;
            case "request_too_large" -> 413;
            case "invalid_request_error", "not_found_error", "billing_error" -> 400;
            default -> 529;
        };
    }

    private JsonValue parse(String text, ServiceFailures failures) {
        try {
            return context.json().parse(text);
        } catch (PluginException broken) {
            throw failures.unreadable(broken);
        }
    }

    private JsonValue tree(String text) {
        try {
            return context.json().parse(text);
        } catch (PluginException plain) {
            return JsonValue.of(text);
        }
    }

    @Override
    public List<LlmModel> models() {
        Service service = service(settings.access(ID));
        HttpResponse answer = context.http().send(
                service.authorized(HttpRequest.get(URI.create(service.baseUrl() + "/v1/models?limit=100"))));
        JsonValue body = tree(answer.text());
        if (!answer.succeeded()) {
            throw service.failures().ofStatus(answer.status(), answer::header, body);
        }
        return Models.of(body.get("data").items().stream().map(model -> model.get("id").text()).toList());
    }

    @Override
    public Optional<String> detect(Map<String, String> environment) {
        return environment.getOrDefault(KEY_VARIABLE, "").isBlank() ? Optional.empty()
                : Optional.of(KEY_VARIABLE + " is set");
    }
}
