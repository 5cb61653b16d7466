package dev.telecoder.platform.web;

import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.event.EventSubscription;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The event streams. Each is a request that does not end, on a virtual thread of its own: whoever reads slowly holds up
 * nobody else, and is cut off by the bus to come back for what it missed.
 */
final class EventStreams implements AutoCloseable {

    private final EventBus bus;
    private final Conversations conversations;
    private final Logins logins;
    private final Tokens tokens;
    private final Duration heartbeat;
    private final Set<EventSubscription> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EventStreams(EventBus bus, Conversations conversations, Logins logins, Tokens tokens, Duration heartbeat) {
        this.bus = bus;
        this.conversations = conversations;
        this.logins = logins;
        this.tokens = tokens;
        this.heartbeat = heartbeat;
    }

    void register(RoutesConfig routes) {
        routes.get(Api.BASE + "/events", ctx -> {
            Caller caller = logins.require(ctx);
            stream(ctx, caller, null, new Audience(conversations, caller, "true".equals(ctx.queryParam("all"))));
        });
        routes.get(Api.BASE + "/conversations/{id}/events", ctx -> {
            Caller caller = logins.require(ctx);
            Conversation conversation = ConversationRoutes.visible(conversations, ctx.pathParam("id"), caller.person())
                    .orElseThrow(() -> Problem.notFound("such conversation"));
            stream(ctx, caller, conversation.id(), new Audience(conversations, caller, false));
        });
    }

    /** Ends all streams, so that their clients come back elsewhere or later. */
    @Override
    public void close() {
        closed = true;
        open.forEach(EventSubscription::close);
    }

    private void stream(Context ctx, Caller caller, @Nullable String conversation, Audience audience)
            throws IOException {
        Optional<Long> after = lastSeen(ctx);
        try (EventSubscription events =
                after.isPresent() ? bus.subscribe(conversation, after.get()) : bus.subscribe(conversation)) {
            open.add(events);
            if (closed) {
                throw Problem.of(503, "TeleCoder is stopping.");
            }
            ctx.status(200).contentType("text/event-stream").header("Cache-Control", "no-store")
                    .header("X-Accel-Buffering", "no");
            OutputStream out = ctx.res().getOutputStream();
            out.write("retry: 1000\n: connected\n\n".getBytes(StandardCharsets.UTF_8));
            ctx.res().flushBuffer();
            try {
                pump(events, out, caller, audience);
            } finally {
                open.remove(events);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(EventSubscription events, OutputStream out, Caller caller, Audience audience)
            throws IOException, InterruptedException {
        long quietSince = System.nanoTime();
        while (!events.ended()) {
            long left = heartbeat.toNanos() - (System.nanoTime() - quietSince);
            Event event = left > 0 ? events.poll(Duration.ofNanos(left)) : null;
            boolean wrote = false;
            while (event != null) {
                if (event.type().equals(EventSubscription.CUT_OFF)) {
                    return;
                }
                if (audience.maySee(event)) {
                    out.write(text(event).getBytes(StandardCharsets.UTF_8));
                    wrote = true;
                }
                event = events.poll(Duration.ZERO);
            }
            if (events.ended()) {
                return;
            }
            if (!wrote && System.nanoTime() - quietSince >= heartbeat.toNanos()) {
                if (!tokens.holds(caller)) {
                    return;
                }
                out.write(": \n\n".getBytes(StandardCharsets.UTF_8));
                wrote = true;
            }
            if (wrote) {
                out.flush();
                quietSince = System.nanoTime();
            }
        }
    }

    static String text(Event event) {
        StringBuilder out = new StringBuilder(event.dataJson().length() + 160);
        out.append("id: ").append(event.id()).append("\nevent: ").append(event.type()).append("\ndata: ");
        out.append("{\"type\":\"").append(event.type()).append("\",\"at\":\"").append(event.at())
                .append("\",\"conversation\":");
        quoted(out, event.conversation()).append(",\"turn\":");
        quoted(out, event.turn());
        String rest = event.dataJson().strip();
        String members = rest.substring(1, rest.length() - 1).strip();
        if (!members.isEmpty()) {
            out.append(',').append(members.replaceAll("[\\r\\n]+", " "));
        }
        return out.append("}\n\n").toString();
    }

    private static StringBuilder quoted(StringBuilder out, @Nullable String id) {
        return id == null ? out.append("null") : out.append('"').append(id).append('"');
    }

    private static Optional<Long> lastSeen(Context ctx) {
        String header = ctx.header("Last-Event-ID");
        String given = header == null || header.isEmpty() ? ctx.queryParam("last_event_id") : header;
        if (given == null || given.isEmpty()) {
            return Optional.empty();
        }
        if (!given.matches("\\d{1,18}")) {
            throw Problem.invalid("last_event_id", "expected the id of an event");
        }
        return Optional.of(Long.parseLong(given));
    }
}
