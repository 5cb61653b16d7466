package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.config.AccessConfig;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.config.PermissionsConfig;
import dev.telecoder.platform.config.ServerConfig;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.conversation.SqlEventStore;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.gateway.Channels;
import dev.telecoder.platform.gateway.Controls;
import dev.telecoder.platform.gateway.ConversationMessage;
import dev.telecoder.platform.gateway.Gateway;
import dev.telecoder.platform.gateway.Mail;
import dev.telecoder.platform.gateway.Pairings;
import dev.telecoder.platform.gateway.QuestionMail;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.model.Ledger;
import dev.telecoder.platform.model.Limits;
import dev.telecoder.platform.repo.AskPaths;
import dev.telecoder.platform.repo.Credentials;
import dev.telecoder.platform.repo.ProtectedBranches;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.skill.Catalog;
import dev.telecoder.platform.skill.Executor;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A host with a real store, bus, gate and gateway behind a real server; the agent is whatever a test makes of it. */
final class TestHost implements AutoCloseable {

    static final String TOKEN = "owner-token-0123456789-0123456789";

    final Shifted clock = new Shifted();
    final HostJson json = new HostJson();
    final Fakes.Added extensions = new Fakes.Added();
    final Fakes.View view = new Fakes.View();
    final Counters counters = new Counters();
    final Database database;
    final People people;
    final Conversations conversations;
    final EventBus events;
    final Consent consent;
    final Pairings pairings;
    final WebServer server;
    final Ledger ledger;
    final List<ConversationMessage> heard = new CopyOnWriteArrayList<>();
    volatile Consumer<ConversationMessage> agent = heard::add;
    private final Gateway gateway;

    TestHost(Path folder) throws IOException {
        this(folder, new ServerConfig("127.0.0.1", 0, Optional.empty(), false), Duration.ofSeconds(15));
    }

    TestHost(Path folder, ServerConfig config, Duration heartbeat) throws IOException {
        database = Database.open(folder.resolve("test.db"), folder.resolve("backups"));
        people = new People(database, clock);
        conversations = new Conversations(database, clock);
        Messages messages = new Messages(database, json);
        Turns turns = new Turns(database, json, clock);
        Runs runs = new Runs(database, json, clock, what -> {});
        ledger = new Ledger(database, () -> Limits.NONE, clock);
        events = new EventBus(new SqlEventStore(database), Clock.systemUTC());
        Channels channels = new Channels(extensions, clock);
        Path files = folder.resolve("attachments");
        Mail mail = new Mail(database, conversations, messages, channels, events, counters, files, json, clock);
        consent = new Consent(database, json, () -> PermissionsConfig.DEFAULTS, new QuestionMail(mail, events), clock);
        pairings = new Pairings(database, people, clock);
        gateway = new Gateway(
                new Gateway.Parts(database, people, conversations, messages, turns, consent, channels, pairings, mail,
                        counters, json, clock),
                channel -> AccessConfig.DEFAULTS, message -> agent.accept(message), new NoControls());
        Repos repos = new Repos(folder.resolve("workspaces"),
                () -> List.of(new RepoSettings("myorg/api", "https://example.org/api.git")),
                Credentials.NONE, () -> new PushRules(new ProtectedBranches(List.of()), new AskPaths(List.of()), 4_000),
                clock);
        Catalog catalog = new Catalog(extensions, List.of(new Fakes.Echo("echo.read", Risk.READ),
                new Fakes.Echo("echo.send", Risk.EXTERNAL)));
        server = WebServer.start(config, TOKEN,
                new WebServer.Parts(database, people, conversations, messages, turns, runs, ledger.table(),
                        consent, gateway, events, counters, catalog, new Executor(catalog, consent, runs, json, clock),
                        repos, extensions,
                        view, json, files, clock),
                heartbeat);
    }

    Person add(String name, Role role) {
        return database.write(h -> people.add(h, name, role));
    }

    Question question(String conversation, Person asked, Question.Kind kind, List<String> choices) {
        String turn = "turn-" + conversation;
        return consent.propose(kind, conversation, turn, turn, "run-" + System.nanoTime(), asked, "Push it?", "",
                JsonValue.object().build(), null, null, List.of("push"), choices);
    }

    Client owner() {
        return new Client(server.url(), json).bearer(TOKEN);
    }

    Client as(Person person) {
        return new Client(server.url(), json).bearer(server.newApiToken(person));
    }

    Client nobody() {
        return new Client(server.url(), json);
    }

    @Override
    public void close() {
        server.close();
        gateway.close();
        events.close();
        database.close();
    }

    /** A clock that a test can put forward. */
    static final class Shifted extends Clock {

        private volatile Duration by = Duration.ZERO;
        private volatile boolean stands;
        private volatile Instant stood = Instant.EPOCH;

        void stand() {
            stood = instant();
            stands = true;
        }

        void forward(Duration more) {
            by = by.plus(more);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return stands ? stood : Instant.now().plus(by);
        }
    }

    private record NoControls() implements Controls {

        @Override
        public CompletableFuture<Boolean> stop(String conversation) {
            return CompletableFuture.completedFuture(false);
        }

        @Override
        public void ended(String conversation) {}

        @Override
        public String watch(Conversation conversation, Person person, String repo) {
            return "watched";
        }

        @Override
        public String unwatch(Conversation conversation, Person person, String repo) {
            return "not watched";
        }

        @Override
        public String status() {
            return "fine";
        }

        @Override
        public String model(dev.telecoder.platform.conversation.Conversation conversation, String wish) {
            return "model " + wish;
        }

        @Override
        public String usage(dev.telecoder.platform.conversation.Conversation conversation, Person person) {
            return "usage";
        }

        @Override
        public String compact(dev.telecoder.platform.conversation.Conversation conversation, Person person,
                String focus) {
            return "compact " + focus;
        }

        @Override
        public String tasks(dev.telecoder.platform.conversation.Conversation conversation, Person person) {
            return "";
        }

        @Override
        public String undo(dev.telecoder.platform.conversation.Conversation conversation, Person person) {
            return "";
        }

        @Override
        public String repos(dev.telecoder.platform.conversation.Conversation conversation) {
            return "";
        }

        @Override
        public String runSkill(dev.telecoder.platform.conversation.Conversation conversation, Person person,
                String skill,
                JsonValue input) {
            return "";
        }
    }
}
