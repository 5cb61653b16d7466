package dev.telecoder.plugin.openai;

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
import dev.telecoder.support.llm.EventStream;
import dev.telecoder.support.llm.LlmSettings;
import dev.telecoder.support.llm.RetryAfter;
import dev.telecoder.support.llm.ServiceFailures;
import dev.telecoder.support.llm.ToolSchemas;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The calls to one vendor's service, or to one that stands in for it. Safe for many threads; keeps nothing between calls. */
final class Service {

    // A model may think for minutes before its first word, and a server that does not stream is silent to the end.
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final Vendor vendor;
    private final PluginContext context;
    private final LlmSettings settings;
    private final Quirks quirks;
    private final @Nullable String keyOfEnvironment;
    private final ToolSchemas schemas;

    Service(Vendor vendor, PluginContext context, Map<String, String> environment) {
        this.vendor = vendor;
        this.context = context;
        OpenAiConfig config = context.config(OpenAiConfig.class);
        this.settings = config.shared();
        this.quirks = config.of(vendor);
        this.keyOfEnvironment = environment.get(vendor.keyVariable());
        this.schemas = new ToolSchemas(context.json(), UnaryOperator.identity());
    }

    /** One address with its key, and how it wants to be spoken to. */
    private record Server(String baseUrl, @Nullable Secret key, Quirks quirks, Dialect dialect,
            ServiceFailures failures) {

        HttpRequest authorized(HttpRequest call) {
            HttpRequest all = key == null ? call : call.withHeader("authorization", "Bearer " + key.reveal());
            for (Map.Entry<String, Secret> header : quirks.headers().entrySet()) {
                all = all.withHeader(header.getKey(), header.getValue().reveal());
            }
            return all;
        }
    }

    private Server server(LlmSettings.Access access) {
        String address = access.baseUrl() == null ? vendor.baseUrl() : access.baseUrl();
        boolean atVendor = address.equals(vendor.baseUrl());
        Secret key = access.keyOr(keyOfEnvironment);
        return new Server(address, key, quirks, Dialect.of(vendor, quirks, atVendor),
                new ServiceFailures(vendor.name(), vendor.keyVariable(), key, context.clock()));
    }

    LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
        request.cancellation().throwIfCancelled();
        Server server = server(settings.access(vendor.id(), request.model()));
        Dialect dialect = server.dialect();
        JsonValue.ObjectBuilder body = dialect.responses() ? new ResponsesBody(dialect, schemas).of(request)
                : new ChatBody(dialect, schemas, server.baseUrl(), context.json()).of(request);
        if (quirks.extraBody() != null) {
            quirks.extraBody().members().forEach(body::put);
        }
        String path = dialect.responses() ? "/responses" : "/chat/completions";
        HttpRequest call = server.authorized(HttpRequest.post(URI.create(server.baseUrl() + path)))
                .withJson(body.build()).withHeader("accept", "text/event-stream").withTimeout(SILENCE)
                .withCancellation(request.cancellation());
        try (HttpStream stream = context.http().stream(call)) {
            if (!stream.succeeded()) {
                JsonValue said = tree(stream.rest());
                throw server.failures().ofStatus(stream.status(), RetryAfter.of(stream::header, context.clock()), said,
                        advice(dialect, ServiceFailures.message(said)));
            }
            return read(new EventStream(stream), dialect.responses() ? new ResponsesAnswer(progress)
                    : new ChatAnswer(server.baseUrl(), progress), server.failures());
        }
    }

    private static String advice(Dialect dialect, String said) {
        if (dialect.responses() && !said.contains("model")) {
            return "Check llm.model and llm.base_url in config.yaml; if the server knows no /responses, set"
                    + " llm.openai.api to chat.";
        } else if (!dialect.responses() && said.contains("v1/responses")) {
            return "Set llm.openai.api in config.yaml to responses.";
        }
        return "Check llm.model and llm.base_url in config.yaml.";
    }

    private LlmResponse read(EventStream stream, Answer answer, ServiceFailures failures) {
        for (EventStream.Event event = stream.next(); event != null; event = stream.next()) {
            if (event.data().strip().equals("[DONE]")) {
                break;
            }
            JsonValue data = parse(event.data(), failures);
            Optional<JsonValue> error = error(data);
            if (error.isPresent()) {
                throw failures.inStream(status(error.get()), JsonValue.object().put("error", error.get()).build());
            }
            if (answer.add(data)) {
                break;
            }
        }
        // Some servers leave the closing [DONE] out; an answer that never said why it stopped was cut off.
        if (!answer.finished()) {
            throw failures.brokeOff();
        }
        return answer.response();
    }

    /** An error in spite of the status 200: of a chunk, an event, or a response that failed. */
    private static Optional<JsonValue> error(JsonValue data) {
        if (data.get("type").text().equals("error") && data.get("error").isNull()) {
            return Optional.of(data);
        }
        JsonValue found = data.get("response").get("error");
        return Optional.of(found.isNull() ? data.get("error") : found).filter(error -> !error.isNull());
    }

    /** The status that an error would have had before the answer began. */
    private static int status(JsonValue error) {
        String kind = (error.get("type").text() + " " + error.get("code").text()).toLowerCase(Locale.ROOT);
        JsonValue body = JsonValue.object().put("error", error).build();
        return kind.contains("rate_limit") || kind.contains("quota") || kind.contains("429") ? 429
                : kind.contains("auth") || kind.contains("api_key") || kind.contains("401") ? 401
                        : ServiceFailures.tooLong(body) || kind.contains("invalid") || kind.contains("400") ? 400 : 500;
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

    List<LlmModel> models() {
        Server server = server(settings.access(vendor.id()));
        HttpResponse answer =
                context.http().send(server.authorized(HttpRequest.get(URI.create(server.baseUrl() + "/models"))));
        JsonValue body = tree(answer.text());
        if (!answer.succeeded()) {
            throw server.failures().ofStatus(answer.status(), answer::header, body);
        }
        return Models.of(body.get("data").items());
    }

    Optional<String> detect(Map<String, String> environment) {
        return environment.getOrDefault(vendor.keyVariable(), "").isBlank() ? Optional.empty()
                : Optional.of(vendor.keyVariable() + " is set");
    }
}
