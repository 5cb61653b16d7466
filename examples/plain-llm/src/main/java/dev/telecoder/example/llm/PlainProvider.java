package dev.telecoder.example.llm;

import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.json.Json;
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
import org.pf4j.Extension;

/**
 * Asks a service that answers in lines of JSON, such as a small server of your own before a model. It keeps nothing between
 * calls and retries nothing. Any number of threads may use it.
 */
@Extension
@Configured(value = "llm", required = false, settings = PlainConfig.class)
public final class PlainProvider implements LlmProvider {

    private final URI service;
    private final Secret key;
    private final Http http;
    private final Json json;

    /**
     * Made by the host.
     *
     * @param context the host's part
     */
    public PlainProvider(PluginContext context) {
        this(context.config(PlainConfig.class), context.http(), context.json());
    }

    PlainProvider(PlainConfig config, Http http, Json json) {
        this.service = config.baseUrl() == null ? URI.create("http://127.0.0.1:8099/") : config.baseUrl();
        this.key = config.apiKey() == null ? new Secret("") : config.apiKey();
        this.http = http;
        this.json = json;
    }

    @Override
    public String id() {
        return "plain";
    }

    @Override
    public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
        HttpRequest call = HttpRequest.post(service).withJson(PlainWords.question(request))
                .withHeader("authorization", "Bearer " + key.reveal()).withTimeout(Duration.ofMinutes(2))
                .withCancellation(request.cancellation());
        try (HttpStream stream = http.stream(call)) {
            if (!stream.succeeded()) {
                throw failure(stream);
            }
            var answer = new PlainWords.Answer();
            for (String line = stream.nextLine(); line != null; line = stream.nextLine()) {
                Optional<LlmResponse> whole = answer.take(json.parse(line), progress);
                if (whole.isPresent()) {
                    return whole.get();
                }
            }
        } catch (PluginException failed) {
            // Half a line, because the connection ended in it, is no fault of the request.
            throw failed.failure() == Failure.REJECTED && failed.getMessage().contains("JSON")
                    ? PluginException.of(Failure.UNAVAILABLE, "The answer was cut off.", failed)
                    : failed;
        }
        throw PluginException.of(Failure.UNAVAILABLE, "The answer was cut off.");
    }

    /** The service's own words are left out: they may quote the key. */
    private PluginException failure(HttpStream stream) {
        String said = service.getHost() + " answered " + stream.status() + ". ";
        return switch (stream.status()) {
            case 413 -> PluginException.of(Failure.CONTEXT_TOO_LONG, said + "The conversation does not fit the model.");
            case 401, 403 -> PluginException.of(Failure.AUTHENTICATION, said + "Check llm.api_key.");
            case 429 -> stream.header("retry-after").map(Long::parseLong).map(Duration::ofSeconds)
                    .map(delay -> PluginException.rateLimited(delay, said + "It asks to wait."))
                    .orElseGet(() -> PluginException.of(Failure.RATE_LIMITED, said + "It asks to wait."));
            default -> PluginException.of(stream.status() >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED, said
                    + "Check llm.base_url and the service.");
        };
    }

    @Override
    public List<LlmModel> models() {
        return List.of(LlmModel.builder("plain-1").build());
    }

    @Override
    public Optional<String> detect(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("PLAIN_API_KEY")).map(value -> "PLAIN_API_KEY is set");
    }
}
