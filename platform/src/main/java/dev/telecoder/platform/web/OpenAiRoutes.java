package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.store.Ids;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API that programs made for OpenAI speak: {@code /v1/models} and {@code /v1/chat/completions}. Behind it is the agent, with
 * its tools and the same gate; it needs a token. A client sends its whole history each time: what follows a history that was
 * had here goes on in the same conversation, anything else begins one.
 */
final class OpenAiRoutes {

    static final String MODEL = "telecoder";
    private static final int BODY_LIMIT = 25 * 1024 * 1024;

    private final WebServer.Parts parts;
    private final Logins logins;
    private final Rates rates;
    private final OpenAiThreads threads;
    private final Uploads uploads;
    private final Clock clock;

    OpenAiRoutes(WebServer.Parts parts, Logins logins, Rates rates) {
        this.parts = parts;
        this.logins = logins;
        this.rates = rates;
        this.threads = new OpenAiThreads(parts.database(), parts.conversations(), parts.clock());
        this.uploads = new Uploads(parts.files());
        this.clock = parts.clock();
    }

    void register(RoutesConfig routes) {
        routes.get("/v1/models", ctx -> answered(ctx, () -> {
            caller(ctx);
            send(ctx, 200, JsonValue.object().put("object", "list").put("data", List.of(model())).build());
        }));
        routes.get("/v1/models/{id}", ctx -> answered(ctx, () -> {
            caller(ctx);
            if (!ctx.pathParam("id").equals(MODEL)) {
                throw Problem.of(404, "There is no model " + ctx.pathParam("id") + ". The only one is " + MODEL + ".");
            }
            send(ctx, 200, model());
        }));
        routes.post("/v1/chat/completions", ctx -> answered(ctx, () -> complete(ctx)));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static JsonValue model() {
        return JsonValue.object().put("id", MODEL).put("object", "model").put("created", 1_763_769_600L)
                .put("owned_by", "telecoder").build();
    }

    /** Cookies are not taken: no page of another site shall talk to the agent in the name of who reads it. */
    private Caller caller(Context ctx) {
        if (ctx.header("Authorization") == null) {
            throw Problem.of(401, "Send a token as Authorization: Bearer, such as the one in data/host.json.");
        }
        return logins.require(ctx);
    }

    private void complete(Context ctx) throws IOException, InterruptedException {
        Caller caller = caller(ctx);
        rates.take(caller.key());
        OpenAiRequest request = OpenAiRequest.of(Api.object(Bodies.read(ctx, BODY_LIMIT), parts.json()));
        Conversation conversation = threads.find(request.history(), caller.person())
                .orElseGet(() -> threads.open(caller.person()));
        boolean fresh = threads.isFresh(conversation);
        OpenAiTurn turn = new OpenAiTurn(parts, conversation, caller.person());
        String id = "chatcmpl-" + Ids.next();
        long created = clock.instant().getEpochSecond();
        String text = fresh ? request.withHistory() : request.text();
        if (!request.stream()) {
            OpenAiTurn.Said said = turn.say(text, uploads.keep(request.files()), piece -> {}, () -> {});
            threads.keep(request.with(said.text()), conversation);
            send(ctx, 200, JsonValue.object().put("id", id).put("object", "chat.completion").put("created", created)
                    .put("model", MODEL)
                    .put("choices", List.of(JsonValue.object().put("index", 0)
                            .put("message", JsonValue.object().put("role", "assistant").put("content", said.text())
                                    .put("refusal", null).build())
                            .put("logprobs", null).put("finish_reason", "stop").build()))
                    .put("usage", usage(said.usage())).build());
            return;
        }
        ctx.status(200).contentType("text/event-stream").header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
        OutputStream out = ctx.res().getOutputStream();
        Chunks chunks = new Chunks(out, id, created);
        chunks.send(JsonValue.object().put("role", "assistant").put("content", "").build(), null, null);
        OpenAiTurn.Said said = turn.say(text, uploads.keep(request.files()),
                piece -> chunks.send(JsonValue.object().put("content", piece).build(), null, null), chunks::alive);
        threads.keep(request.with(said.text()), conversation);
        chunks.send(JsonValue.object().build(), "stop", null);
        if (request.usage()) {
            chunks.send(null, null, usage(said.usage()));
        }
        chunks.end();
    }

    /** The pieces of a streamed answer. */
    private record Chunks(OutputStream out, String id, long created) {

        void send(@Nullable JsonValue delta, @Nullable String finish,
                @Nullable JsonValue usage) throws IOException {
            JsonValue.ObjectBuilder chunk = JsonValue.object().put("id", id).put("object", "chat.completion.chunk")
                    .put("created", created).put("model", MODEL)
                    .put("choices", delta == null ? List.of()
                            : List.of(JsonValue.object().put("index", 0).put("delta", delta)
                                    .put("logprobs", null).put("finish_reason", finish).build()));
            if (usage != null) {
                chunk.put("usage", usage);
            }
            write("data: " + chunk.build() + "\n\n");
        }

        void alive() throws IOException {
            write(": working\n\n");
        }

        void end() throws IOException {
            write("data: [DONE]\n\n");
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private static JsonValue usage(JsonValue usage) {
        long input =
                usage.get("input").asLong(0) + usage.get("cached_input").asLong(0) + usage.get("cache_write").asLong(0);
        long output = usage.get("output").asLong(0);
        return JsonValue.object().put("prompt_tokens", input).put("completion_tokens", output)
                .put("total_tokens", input + output)
                .put("prompt_tokens_details",
                        JsonValue.object().put("cached_tokens", usage.get("cached_input").asLong(0)).build())
                .put("completion_tokens_details",
                        JsonValue.object().put("reasoning_tokens", usage.get("reasoning").asLong(0)).build())
                .build();
    }

    /** What is refused is told in the form that clients of this API read. */
    private static void answered(Context ctx, Work work) throws IOException, InterruptedException {
        try {
            work.run();
        } catch (Problem e) {
            if (ctx.res().isCommitted()) {
                throw e;
            }
            if (e.retryAfter() > 0) {
                ctx.header("Retry-After", String.valueOf(e.retryAfter()));
            }
            int status = e.status() == 422 ? 400 : e.status();
            send(ctx, status, JsonValue.object().put("error", JsonValue.object().put("message", e.getMessage())
                    .put("type", switch (status) {
                        case 401 -> "authentication_error";
                        case 403 -> "permission_error";
                        case 429 -> "rate_limit_error";
                        default -> status < 500 ? "invalid_request_error" : "server_error";
                    }).put("param", e.errors().isEmpty() ? null : e.errors().getFirst().path()).put("code", null)
                    .build())
                    .build());
        }
    }

    private static void send(Context ctx, int status, JsonValue body) {
        ctx.status(status).contentType("application/json").header("Cache-Control", "no-store")
                .result(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
