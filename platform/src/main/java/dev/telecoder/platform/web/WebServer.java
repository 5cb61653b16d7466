package dev.telecoder.platform.web;

import dev.telecoder.api.json.Json;
import dev.telecoder.platform.config.ServerConfig;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.gateway.Gateway;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.model.UsageTable;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.skill.Catalog;
import dev.telecoder.platform.skill.Executor;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turns;
import dev.telecoder.platform.web.admin.AdminPages;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The HTTP server: API, event streams, dashboard, pages of plugins, webhooks. A login is needed for everything but the
 * files of pages, the probes and the webhooks, on loopback too. Safe for many threads; each request has a virtual thread of
 * its own.
 */
public final class WebServer implements AutoCloseable {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final ServerConfig config;
    private final Javalin server;
    private final Tokens tokens;
    private final EventStreams streams;
    private final AdminPages admin;

    /**
     * What the server works with.
     *
     * @param database for logins and repeated requests
     * @param people the people
     * @param conversations the conversations
     * @param messages their messages
     * @param turns the turns
     * @param runs the runs of skills
     * @param usage what was used of models
     * @param consent the gate
     * @param gateway takes messages
     * @param events what is streamed
     * @param counters what is counted
     * @param catalog the skills
     * @param executor runs them
     * @param repos names repositories
     * @param extensions pages and webhooks of plugins
     * @param host what the host knows
     * @param json reads bodies
     * @param files the folder for attachments, the same as the mail's
     * @param clock tells the time
     */
    public record Parts(Database database, People people, Conversations conversations, Messages messages, Turns turns,
            Runs runs,
            UsageTable usage, Consent consent, Gateway gateway, EventBus events, Counters counters,
            Catalog catalog,
            Executor executor, Repos repos, Extensions extensions, HostView host, Json json, Path files, Clock clock) {}

    private WebServer(ServerConfig config, Tokens tokens, EventStreams streams, AdminPages admin, Javalin server) {
        this.config = config;
        this.tokens = tokens;
        this.streams = streams;
        this.admin = admin;
        this.server = server;
    }

    /**
     * Makes a token of 256 random bits, such as the owner's of one start.
     *
     * @return the token
     */
    public static String newToken() {
        return Tokens.random();
    }

    /**
     * Starts the server.
     *
     * @param config where it listens
     * @param ownerToken the owner's token, as it stands in {@code host.json}
     * @param parts what it works with
     * @return the running server, to be closed
     * @throws IOException if the address cannot be listened on
     */
    public static WebServer start(ServerConfig config, String ownerToken, Parts parts) throws IOException {
        return start(config, ownerToken, parts, HEARTBEAT);
    }

    static WebServer start(ServerConfig config, String ownerToken, Parts parts, Duration heartbeat) throws IOException {
        Guard guard = new Guard(config);
        Tokens tokens = new Tokens(parts.database(), parts.people(), ownerToken, parts.clock());
        Logins logins = new Logins(tokens, guard);
        EventStreams streams = new EventStreams(parts.events(), parts.conversations(), logins, tokens, heartbeat);
        Pages pages = new Pages(parts.extensions());
        AtomicReference<AdminPages> admin = new AtomicReference<>();
        Javalin server = Engine.start(config, guard, pages, routes -> {
            Rates rates = new Rates(parts.clock());
            Api api = new Api(routes, logins, rates,
                    new Idempotency(parts.database(), parts.json(), parts.clock()), parts.json());
            new ProbeRoutes(parts.host(), parts.counters(), logins, guard).register(routes);
            new LoginRoutes(tokens, logins, parts.json()).register(routes, api);
            new ConversationRoutes(parts).register(api);
            new ConversationFileRoutes(parts).register(api);
            streams.register(routes);
            new ApprovalRoutes(parts.consent(), parts.conversations()).register(api);
            new TaskRoutes(parts).register(api);
            new ListRoutes(parts).register(api);
            new PluginRoutes(parts.host()).register(api);
            new PairingRoutes(parts.gateway().pairings()).register(api);
            new SkillRoutes(parts).register(api);
            new HookRoutes(parts.extensions(), parts.counters()).register(routes);
            if (config.openaiApi()) {
                new OpenAiRoutes(parts, logins, rates).register(routes);
            }
            pages.register(routes);
            admin.set(new AdminPages(routes,
                    new AdminBackend(tokens, logins, rates, api.table(), parts.host(), parts.json()), parts.clock())
                    .register());
        });
        return new WebServer(config, tokens, streams, admin.get(), server);
    }

    /** {@return where it listens, as a client on this machine reaches it} */
    public URI url() {
        String host = switch (config.host()) {
            case "0.0.0.0", "" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> config.host().contains(":") && !config.host().startsWith("[") ? "[" + config.host() + "]"
                    : config.host();
        };
        return URI.create("http://" + host + ":" + server.port());
    }

    /** {@return a link that logs the owner in once, within ten minutes} */
    public String newLoginLink() {
        return config.publicUrl().map(url -> url.toString().replaceAll("/+$", "")).orElseGet(() -> url().toString())
                + "/login?code=" + tokens.newLink();
    }

    /**
     * Makes a token for a program, which holds until it is revoked.
     *
     * @param person on whose behalf the program acts
     * @return the token, which is shown this once
     */
    public String newApiToken(Person person) {
        return tokens.newApiToken(person);
    }

    /** Ends the event streams cleanly, gives other requests two seconds to end, cuts what is left, stops listening. */
    @Override
    public void close() {
        streams.close();
        admin.close();
        Engine.stop(server);
    }
}
