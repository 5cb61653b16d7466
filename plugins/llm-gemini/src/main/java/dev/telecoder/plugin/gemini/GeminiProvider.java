package dev.telecoder.plugin.gemini;

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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Gemini, by Google's Gemini API. Safe for many threads. */
@Extension
@Configured(value = "llm", required = false, settings = LlmSettings.class)
public final class GeminiProvider implements LlmProvider {

    static final String ID = "gemini";
    static final String NAME = "Gemini";
    static final String KEY_VARIABLE = "GEMINI_API_KEY";

    private static final String OTHER_KEY_VARIABLE = "GOOGLE_API_KEY";
    private static final String BASE_URL = "https://generativelanguage.googleapis.com";
    private static final int MOST_PAGES = 20;

    // A model may think for minutes before its first word.
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
    public GeminiProvider(PluginContext context) {
        this(context, System.getenv());
    }

    GeminiProvider(PluginContext context, Map<String, String> environment) {
        this.context = context;
        this.settings = context.config(LlmSettings.class);
        this.keyOfEnvironment = variable(environment).map(environment::get).orElse(null);
        this.schemas = new ToolSchemas(context.json(), SchemaWords::of);
    }

    /** One address with its key. */
    private record Service(String baseUrl, @Nullable Secret key, Failures failures) {

        HttpRequest authorized(HttpRequest call) {
            // In a header, not in the address: addresses end up in logs.
            return key == null ? call : call.withHeader("x-goog-api-key", key.reveal());
        }
    }

    private Service service(LlmSettings.Access access) {
        String address = access.baseUrl() == null ? BASE_URL : access.baseUrl().replaceAll("/v1(beta)?$", "");
        Secret key = access.keyOr(keyOfEnvironment);
        return new Service(address, key,
                new Failures(new ServiceFailures(NAME, KEY_VARIABLE, key, context.clock()), context.clock()));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
        request.cancellation().throwIfCancelled();
        Service service = service(settings.access(ID, request.model()));
        URI url = URI.create(service.baseUrl() + "/v1beta/" + path(request.model())
                + ":streamGenerateContent?alt=sse");
        HttpRequest call = service.authorized(HttpRequest.post(url))
                .withJson(new RequestBody(context.json(), schemas).of(request))
                .withHeader("accept", "text/event-stream").withTimeout(SILENCE)
                .withCancellation(request.cancellation());
        try (HttpStream stream = context.http().stream(call)) {
            if (!stream.succeeded()) {
                throw service.failures().ofStatus(stream.status(), stream::header, tree(stream.rest()));
            }
            return read(new EventStream(stream), new Answer(progress), service.failures());
        }
    }

    private LlmResponse read(EventStream stream, Answer answer, Failures failures) {
        for (EventStream.Event event = stream.next(); event != null; event = stream.next()) {
            JsonValue data = parse(event.data(), failures);
            // A proxy that does not know alt=sse gives all chunks in one array.
            for (JsonValue chunk : data instanceof JsonValue.JsonArray ? data.items() : List.of(data)) {
                if (!chunk.get("error").isNull()) {
                    throw failures.inStream(chunk);
                }
                answer.add(chunk);
            }
        }
        // Some models name the reason to stop in every chunk, so only the end of the stream is the end.
        if (!answer.finished()) {
            throw failures.brokeOff();
        }
        return answer.response();
    }

    private JsonValue parse(String text, Failures failures) {
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

    /** A tuned model says of what kind it is. */
    private static String path(String model) {
        String whole = model.contains("/") ? model : "models/" + model;
        List<String> parts = new ArrayList<>();
        for (String part : whole.split("/")) {
            parts.add(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return String.join("/", parts);
    }

    @Override
    public List<LlmModel> models() {
        Service service = service(settings.access(ID));
        List<JsonValue> found = new ArrayList<>();
        String page = "";
        for (int i = 0; i < MOST_PAGES; i++) {
            URI url = URI.create(service.baseUrl() + "/v1beta/models?pageSize=1000" + (page.isEmpty() ? ""
                    : "&pageToken=" + URLEncoder.encode(page, StandardCharsets.UTF_8)));
            HttpResponse answer = context.http().send(service.authorized(HttpRequest.get(url)));
            JsonValue body = tree(answer.text());
            if (!answer.succeeded()) {
                throw service.failures().ofStatus(answer.status(), answer::header, body);
            }
            found.addAll(body.get("models").items());
            page = body.get("nextPageToken").text();
            if (page.isEmpty()) {
                break;
            }
        }
        return Models.of(found);
    }

    @Override
    public Optional<String> detect(Map<String, String> environment) {
        return variable(environment).map(name -> name + " is set");
    }

    static Optional<String> variable(Map<String, String> environment) {
        return List.of(KEY_VARIABLE, OTHER_KEY_VARIABLE).stream()
                .filter(name -> !environment.getOrDefault(name, "").isBlank()).findFirst();
    }
}
