package dev.telecoder.plugin.ollama;

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
import dev.telecoder.support.llm.LlmSettings;
import dev.telecoder.support.llm.RetryAfter;
import dev.telecoder.support.llm.ServiceCheck;
import dev.telecoder.support.llm.ServiceFailures;
import dev.telecoder.support.llm.ToolSchemas;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Models on one's own machine, by Ollama's native chat API. Safe for many threads. */
@Extension
@Configured(value = "llm", required = false, settings = OllamaConfig.class)
public final class OllamaProvider implements LlmProvider {

    static final String ID = "ollama";
    static final String NAME = "Ollama";

    private static final String HOST_VARIABLE = "OLLAMA_HOST";
    private static final Set<String> KEYS = Set.of("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "DEEPSEEK_API_KEY",
            "GEMINI_API_KEY", "GOOGLE_API_KEY");
    private static final int MOST_SHOWN = 50;

    // A large model takes minutes to load, and to read a long request without a graphics card.
    private static final Duration SILENCE = Duration.ofMinutes(10);
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration QUICK = Duration.ofSeconds(2);

    private final PluginContext context;
    private final OllamaConfig config;
    private final LlmSettings settings;
    private final String usualAddress;
    private final ToolSchemas schemas;

    /**
     * Reads the settings; nothing is sent before the first question.
     *
     * @param context the host
     */
    public OllamaProvider(PluginContext context) {
        this(context, System.getenv());
    }

    OllamaProvider(PluginContext context, Map<String, String> environment) {
        this.context = context;
        this.config = context.config(OllamaConfig.class);
        this.settings = config.shared();
        this.usualAddress = Address.of(environment.get(HOST_VARIABLE));
        this.schemas = new ToolSchemas(context.json(), UnaryOperator.identity());
    }

    /** One server. */
    private record Service(String baseUrl, @Nullable Secret key, ServiceFailures failures) {

        HttpRequest request(String method, String path) {
            HttpRequest call = HttpRequest.of(method, URI.create(baseUrl + path));
            return key == null ? call : call.withHeader("authorization", "Bearer " + key.reveal());
        }
    }

    private Service service(LlmSettings.Access access) {
        String address = access.baseUrl() == null ? usualAddress : access.baseUrl().replaceAll("/(api|v1)$", "");
        return new Service(address, access.apiKey(),
                new ServiceFailures(NAME, "", access.apiKey(), context.clock()));
    }

    /** Where the server is, by the settings, the environment or custom. */
    String address() {
        return service(settings.access(ID)).baseUrl();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
        request.cancellation().throwIfCancelled();
        Service service = service(settings.access(ID, request.model()));
        HttpRequest call = service.request("POST", "/api/chat")
                .withJson(new RequestBody(context.json(), schemas, config.ollama()).of(request)).withTimeout(SILENCE)
                .withCancellation(request.cancellation());
        try (HttpStream stream = open(call, service)) {
            if (!stream.succeeded()) {
                throw refused(service, stream, request.model());
            }
            return read(stream, new Answer(progress), service, request.model());
        }
    }

    private HttpStream open(HttpRequest call, Service service) {
        try {
            return context.http().stream(call);
        } catch (PluginException gone) {
            if (gone.failure() == Failure.UNAVAILABLE && ServiceCheck.isLoopback(service.baseUrl())) {
                throw PluginException.of(Failure.UNAVAILABLE, gone.getMessage()
                        + " Is Ollama running? Start it with: ollama serve", gone);
            }
            throw gone;
        }
    }

    private PluginException refused(Service service, HttpStream stream, String model) {
        return service.failures().ofStatus(stream.status(), RetryAfter.of(stream::header, context.clock()),
                tree(stream.rest()), advice(stream.status(), model));
    }

    private static String advice(int status, String model) {
        return status == 404 ? "If the model is not there yet, get it with: ollama pull " + model
                : "If the model cannot do what was asked, such as tools, set another one in llm.model of config.yaml.";
    }

    private LlmResponse read(HttpStream stream, Answer answer, Service service, String model) {
        for (String line = stream.nextLine(); line != null; line = stream.nextLine()) {
            if (line.isBlank()) {
                continue;
            }
            JsonValue chunk = parse(line.equals("{") ? line + stream.rest() : line, service);
            if (!chunk.get("error").isNull()) {
                int status = chunk.get("status_code").asInt(ServiceFailures.tooLong(chunk) ? 400 : 500);
                throw service.failures().ofStatus(status, Optional.empty(), chunk, advice(status, model));
            }
            answer.add(chunk);
            if (answer.finished()) {
                return answer.response();
            }
        }
        throw service.failures().brokeOff();
    }

    private JsonValue parse(String text, Service service) {
        try {
            return context.json().parse(text);
        } catch (PluginException broken) {
            throw service.failures().unreadable(broken);
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
        List<Models.Found> found = new ArrayList<>();
        for (JsonValue model : tags(service, PATIENT)) {
            String name = model.get("name").findText().orElse(model.get("model").text());
            found.add(new Models.Found(name, model,
                    found.size() < MOST_SHOWN ? show(service, name) : JsonValue.NULL));
        }
        return Models.of(found, config.ollama().numCtx());
    }

    private List<JsonValue> tags(Service service, Duration limit) {
        HttpResponse answer = context.http().send(service.request("GET", "/api/tags").withTimeout(limit));
        JsonValue body = tree(answer.text());
        if (!answer.succeeded()) {
            throw service.failures().ofStatus(answer.status(), answer::header, body);
        }
        return body.get("models").items();
    }

    /** What the server knows of a model; a model is of use even if it tells nothing. */
    private JsonValue show(Service service, String name) {
        try {
            HttpResponse answer = context.http().send(service.request("POST", "/api/show")
                    .withJson(JsonValue.object().put("model", name).build()));
            return answer.succeeded() ? tree(answer.text()) : JsonValue.NULL;
        } catch (PluginException untold) {
            return JsonValue.NULL;
        }
    }

    @Override
    public Optional<String> detect(Map<String, String> environment) {
        String host = environment.getOrDefault(HOST_VARIABLE, "");
        String configured = settings.access(ID).baseUrl();
        // A key that somebody set is a choice; a server that happens to run is none, as long as nobody names it.
        if (environment.entrySet().stream().anyMatch(one -> KEYS.contains(one.getKey()) && !one.getValue().isBlank())) {
            return Optional.empty();
        }
        if (!host.isBlank() && !ServiceCheck.isLoopback(Address.of(host))) {
            // Somebody else's machine is not asked, and the address may hold a password.
            return Optional.of(HOST_VARIABLE + " is set");
        }
        Service service = service(configured == null ? new LlmSettings.Access(Address.of(host), null)
                : settings.access(ID));
        if (!ServiceCheck.isLoopback(service.baseUrl())) {
            return Optional.empty();
        }
        try {
            int models = tags(service, QUICK).size();
            return models == 0 ? Optional.empty()
                    : Optional.of("Ollama answers on this machine, with " + models
                            + (models == 1 ? " model" : " models"));
        } catch (PluginException nobodyThere) {
            return Optional.empty();
        }
    }
}
