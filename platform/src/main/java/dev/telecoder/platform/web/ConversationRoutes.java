package dev.telecoder.platform.web;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.gateway.Gateway;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.store.Times;
import dev.telecoder.platform.task.Entry;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Conversations, their messages, and stopping what runs in them. */
final class ConversationRoutes {

    private static final int MAX_TITLE = 200;
    private static final int MAX_TEXT = 100_000;
    private static final int STOP_SECONDS = 30;
    private static final String CHANNEL = "webchat";

    private final WebServer.Parts parts;
    private final Uploads uploads;

    ConversationRoutes(WebServer.Parts parts) {
        this.parts = parts;
        this.uploads = new Uploads(parts.files());
    }

    void register(Api api) {
        api.get("/conversations", this::list);
        api.post("/conversations", this::open);
        // An admin may know of a conversation without being in it; what is said in it is for those who are.
        api.get("/conversations/{id}", request -> Answer.ok(json(request.all()
                ? parts.conversations().find(request.path("id"))
                        .orElseThrow(() -> Problem.notFound("such conversation"))
                : visible(request))));
        api.patch("/conversations/{id}", this::change);
        api.get("/conversations/{id}/messages", this::messages);
        api.post("/conversations/{id}/messages", this::post);
        api.post("/conversations/{id}/stop", request -> stopped(parts.host().stop(visible(request).id())));
    }

    private Answer list(ApiRequest request) {
        int limit = request.limit();
        @Nullable Person person = request.all() ? null : request.person();
        Conversations.@Nullable Position before = request.cursor().map(ConversationRoutes::position).orElse(null);
        String words = request.query("q").map(String::strip).orElse("");
        List<Conversation> found = words.isEmpty() ? parts.conversations().list(person, before, limit + 1)
                : parts.conversations().search(words, request.person(), request.all(), before, limit + 1);
        List<Conversation> page = found.subList(0, Math.min(limit, found.size()));
        return Answer.items(page.stream().map(this::json).toList(),
                found.size() > limit ? cursor(page.getLast()) : null);
    }

    private Answer open(ApiRequest request) {
        String title = request.text("title", MAX_TITLE);
        RepoSettings repo = repo(request, "repo");
        Person person = request.person();
        String id = parts.database()
                .write(h -> parts.conversations().open(h, person, title == null ? "" : title.strip(), CHANNEL))
                .id();
        if (repo != null) {
            parts.conversations().focus(id, repo.name(), repo.url());
        }
        return new Answer(201, json(parts.conversations().find(id).orElseThrow()));
    }

    private Answer change(ApiRequest request) {
        Conversation conversation = visible(request);
        String title = request.text("title", MAX_TITLE);
        if (title != null && title.isBlank()) {
            throw Problem.invalid("title", "must not be empty");
        }
        Conversation.State state = state(request.text("state", 20));
        RepoSettings repo = repo(request, "focus");
        parts.conversations().change(conversation.id(), title == null ? null : title.strip(), state);
        if (repo != null) {
            parts.conversations().focus(conversation.id(), repo.name(), repo.url());
        }
        if (state == Conversation.State.ARCHIVED && conversation.state() != state) {
            parts.database().write(h -> {
                parts.conversations().archive(h, conversation.id());
                return null;
            });
            stopped(parts.host().stop(conversation.id()));
            parts.host().ended(conversation.id());
        }
        return Answer.ok(json(parts.conversations().find(conversation.id()).orElseThrow()));
    }

    private Answer messages(ApiRequest request) {
        Conversation conversation = visible(request);
        int limit = request.limit();
        if (request.query("last").filter("true"::equals).isPresent()) {
            return newest(request, conversation, limit);
        }
        request.cursor().ifPresent(cursor -> parts.messages().find(cursor)
                .filter(message -> message.conversation().equals(conversation.id()))
                .orElseThrow(() -> Problem.invalid("cursor", "is not one that this list gave")));
        List<Message> found = parts.messages().list(conversation.id(), request.cursor().orElse(null), limit + 1);
        List<Message> page = found.subList(0, Math.min(limit, found.size()));
        return Answer.items(page.stream().map(Messages::toJson).toList(),
                found.size() > limit ? page.getLast().id() : null);
    }

    /** From the end backwards; within a page the oldest still stands first. */
    private Answer newest(ApiRequest request, Conversation conversation, int limit) {
        List<Message> found = parts.messages().last(conversation.id(), request.cursor().orElse(null), limit + 1);
        List<Message> page = found.subList(Math.max(0, found.size() - limit), found.size());
        return Answer.items(page.stream().map(Messages::toJson).toList(),
                found.size() > limit ? page.getFirst().id() : null);
    }

    private Answer post(ApiRequest request) {
        Conversation conversation = visible(request);
        String text = request.text("text", MAX_TEXT);
        List<Uploads.File> files = Uploads.read(request.body().get("attachments"));
        if ((text == null || text.isBlank()) && files.isEmpty()) {
            throw Problem.invalid("text", "must not be empty");
        }
        if (conversation.state() == Conversation.State.ARCHIVED) {
            // Whoever writes into an archived conversation takes it up again.
            parts.conversations().change(conversation.id(), null, Conversation.State.ACTIVE);
        }
        // The gateway drops what it has seen, so that a retry after a crash is one message too.
        String externalId = request.key() == null ? Ids.next()
                : Tokens.hash(request.person().id() + ' ' + conversation.id() + ' ' + request.key());
        boolean browser = request.caller().browser();
        Gateway.Posted posted =
                parts.gateway().post(request.person(), conversation, browser ? CHANNEL : "api", externalId,
                        text == null ? "" : text, uploads.keep(files), browser ? Entry.CHAT : Entry.API);
        return Answer.accepted(JsonValue.object().put("message", posted.message())
                .put("turn", posted.turn().isEmpty() ? null : posted.turn()).build());
    }

    /** Waits until all of it is dead. */
    static Answer stopped(CompletableFuture<Boolean> stop) {
        try {
            stop.get(STOP_SECONDS, TimeUnit.SECONDS);
            return Answer.ok(JsonValue.object().put("stopped", true).build());
        } catch (TimeoutException e) {
            throw Problem.of(503,
                    "Not everything ended within " + STOP_SECONDS + " seconds; it is still being stopped.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("stopping failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(503, "TeleCoder is stopping.");
        }
    }

    private Conversation visible(ApiRequest request) {
        return visible(parts.conversations(), request.path("id"), request.person())
                .orElseThrow(() -> Problem.notFound("such conversation"));
    }

    static Optional<Conversation> visible(Conversations conversations, String id, Person person) {
        return conversations.find(id).filter(found -> conversations.mayBeSeenBy(found, person));
    }

    private @Nullable RepoSettings repo(ApiRequest request, String member) {
        String name = request.text(member, 2_000);
        if (name == null) {
            return null;
        }
        if (!request.person().role().covers(Role.DEVELOPER)) {
            throw Problem.forbidden("Work on a repository needs the role developer.");
        }
        try {
            return parts.repos().settings(name);
        } catch (PluginException e) {
            throw Problem.invalid(member, String.valueOf(e.getMessage()));
        }
    }

    private static Conversation.@Nullable State state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        for (Conversation.State state : Conversation.State.values()) {
            if (state.word().equals(word.toLowerCase(Locale.ROOT))) {
                return state;
            }
        }
        throw Problem.invalid("state", "expected active, paused or archived");
    }

    private JsonValue json(Conversation conversation) {
        return JsonValue.object().put("id", conversation.id()).put("title", conversation.title())
                .put("kind", conversation.kind()).put("state", conversation.state())
                .put("people", conversation.people().stream().map(id -> JsonValue.object().put("id", id)
                        .put("name", parts.people().find(id).map(Person::name).orElse("")).build()).toList())
                .put("addresses", conversation.addresses().stream().map(address -> JsonValue.object()
                        .put("channel", address.channel()).put("chat", address.chat()).put("thread", address.thread())
                        .build())
                        .toList())
                .put("repos", conversation.repos()).put("focus", conversation.focus())
                .put("created_at", Times.text(conversation.createdAt()))
                .put("updated_at", Times.text(conversation.updatedAt()))
                .build();
    }

    private static String cursor(Conversation last) {
        var position = Conversations.Position.after(last);
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((position.updatedAt() + ' ' + position.id()).getBytes(StandardCharsets.UTF_8));
    }

    private static Conversations.Position position(String cursor) {
        try {
            String[] words = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 2);
            if (words.length == 2) {
                return new Conversations.Position(Times.text(Times.parse(words[0])), words[1]);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // told below
        }
        throw Problem.invalid("cursor", "is not one that this list gave");
    }
}
