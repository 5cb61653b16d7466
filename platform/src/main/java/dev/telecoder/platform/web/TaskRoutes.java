package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.store.Times;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.RunResult;
import dev.telecoder.platform.task.Turn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The work: each turn with what it changed, how that was verified, and what it took. */
final class TaskRoutes {

    private static final int TITLE = 100;

    private final WebServer.Parts parts;

    TaskRoutes(WebServer.Parts parts) {
        this.parts = parts;
    }

    void register(Api api) {
        api.get("/tasks", this::list);
        api.get("/tasks/{id}", request -> {
            Turn turn = visible(request);
            return Answer.ok(json(turn).put("usage", parts.usage().ofTurn(turn.id()).ofTurn())
                    .put("runs", runs(turn, request)).build());
        });
        api.post("/tasks/{id}/stop", request -> {
            Turn turn = visible(request);
            return ConversationRoutes.stopped(turn.state().ended() ? CompletableFuture.completedFuture(false)
                    : parts.host().stop(turn.conversation()));
        });
    }

    private Answer list(ApiRequest request) {
        int limit = request.limit();
        String person = request.caller().admin() ? null : request.person().id();
        request.cursor().ifPresent(cursor -> parts.turns().find(cursor).filter(turn -> maySee(turn, request))
                .orElseThrow(() -> Problem.invalid("cursor", "is not one that this list gave")));
        List<Turn> found = parts.turns().tasks(request.query("conversation").orElse(null), person,
                request.cursor().orElse(null), limit + 1);
        List<Turn> page = found.subList(0, Math.min(limit, found.size()));
        return Answer.items(page.stream().map(turn -> json(turn).build()).toList(),
                found.size() > limit ? page.getLast().id() : null);
    }

    private Turn visible(ApiRequest request) {
        return parts.turns().find(request.path("id")).filter(turn -> maySee(turn, request))
                .orElseThrow(() -> Problem.notFound("such task"));
    }

    private boolean maySee(Turn turn, ApiRequest request) {
        return request.caller().admin()
                || ConversationRoutes.visible(parts.conversations(), turn.conversation(), request.person()).isPresent();
    }

    private JsonValue.ObjectBuilder json(Turn turn) {
        Optional<Conversation> conversation = parts.conversations().find(turn.conversation());
        String title =
                parts.messages().ofTurn(turn.id()).stream().filter(message -> message.role() == Message.Role.USER)
                        .findFirst().map(message -> title(message.markdown()))
                        .or(() -> conversation.map(Conversation::title)).orElse("");
        return JsonValue.object().put("id", turn.id()).put("task", turn.task()).put("title", title)
                .put("conversation", turn.conversation()).put("person", turn.person())
                .put("repo", conversation.map(Conversation::focus).orElse(null)).put("entry", turn.entry())
                .put("state", turn.state()).put("outside", turn.outside()).put("error", turn.error())
                .put("created_at", Times.text(turn.createdAt())).put("started_at", text(turn.startedAt()))
                .put("ended_at", text(turn.endedAt())).put("evidence", turn.evidence());
    }

    /** What went in and came out may repeat what was said, so it is for those who are in the conversation. */
    private List<JsonValue> runs(Turn turn, ApiRequest request) {
        boolean member =
                ConversationRoutes.visible(parts.conversations(), turn.conversation(), request.person()).isPresent();
        return parts.runs().ofTurn(turn.id()).stream().<JsonValue>map(run -> {
            JsonValue.ObjectBuilder one = json(run);
            RunResult result = run.result();
            if (member) {
                one.put("input", run.input());
                if (result != null) {
                    one.put("output", result.output()).put("data", result.data()).put("files", result.files())
                            .put("artifacts", RunResult.artifactsJson(result.artifacts()));
                    RunResult.Fault error = result.error();
                    one.put("error", error == null ? null : JsonValue.object().put("kind", error.kind())
                            .put("message", error.message()).build());
                }
            }
            return one.build();
        }).toList();
    }

    private static JsonValue.ObjectBuilder json(Run run) {
        RunResult result = run.result();
        return JsonValue.object().put("id", run.id()).put("skill", run.skill()).put("risk", run.risk().name())
                .put("decision", run.decision()).put("decided_by", run.decidedBy()).put("state", run.state())
                .put("succeeded", result == null ? null : result.succeeded()).put("repo", run.repo())
                .put("branch", run.branch()).put("created_at", Times.text(run.createdAt()))
                .put("started_at", text(run.startedAt())).put("ended_at", text(run.endedAt()));
    }

    private static String title(String markdown) {
        String line = markdown.strip().lines().findFirst().orElse("");
        return line.codePointCount(0, line.length()) <= TITLE ? line
                : line.substring(0, line.offsetByCodePoints(0, TITLE - 1)) + "…";
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : Times.text(at);
    }
}
