package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.config.AccessConfig;
import dev.telecoder.platform.config.AccessConfig.DmPolicy;
import dev.telecoder.platform.config.Decision;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.config.PermissionsConfig;
import dev.telecoder.platform.consent.Action;
import dev.telecoder.platform.consent.Consent;

import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.consent.Verdict;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.conversation.SqlEventStore;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import dev.telecoder.testkit.InMemoryChannel;
import dev.telecoder.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pf4j.ExtensionPoint;

/** A gateway with everything around it but the agent, over a database in a folder that outlives it. */
final class GatewayBed implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(60);

    final ManualClock clock;
    final Database database;
    final Json json = new HostJson();
    final People people;
    final Conversations conversations;
    final Messages messages;
    final Turns turns;
    final Consent consent;
    final EventBus events;
    final Counters counters = new Counters();
    final Channels channels;
    final Mail mail;
    final Pairings pairings;
    final Gateway gateway;
    final FakeControls controls = new FakeControls();
    final Map<String, AccessConfig> access = new ConcurrentHashMap<>();
    final BlockingQueue<ConversationMessage> agent = new LinkedBlockingQueue<>();
    private final Path home;
    private final List<Channel> platforms;
    private final AtomicInteger arrived = new AtomicInteger();

    private GatewayBed(Path home, ManualClock clock, List<Channel> platforms, Consumer<GatewayBed> before) {
        this.home = home;
        this.clock = clock;
        this.platforms = platforms;
        this.database = Database.open(home.resolve("telecoder.db"), home.resolve("backups"));
        this.people = new People(database, clock);
        this.conversations = new Conversations(database, clock);
        this.messages = new Messages(database, json);
        this.turns = new Turns(database, json, clock);
        this.events = new EventBus(new SqlEventStore(database), clock);
        this.channels = new Channels(new Fixed(platforms), clock);
        this.mail = new Mail(database, conversations, messages, channels, events, counters,
                home.resolve("attachments"), json, clock);
        this.consent = new Consent(database, json, () -> PermissionsConfig.DEFAULTS, new QuestionMail(mail, events),
                clock);
        this.pairings = new Pairings(database, people, clock);
        this.gateway = new Gateway(new Gateway.Parts(database, people, conversations, messages, turns, consent,
                channels, pairings, mail, counters, json, clock),
                channel -> access.getOrDefault(channel, AccessConfig.DEFAULTS), agent::add, controls);
        before.accept(this);
        gateway.start();
        channels.statuses().forEach(status -> until(() -> channels.find(status.id()).isPresent()));
    }

    static GatewayBed open(Path home, Channel... platforms) {
        return open(home, bed -> {}, platforms);
    }

    static GatewayBed open(Path home, Consumer<GatewayBed> before, Channel... platforms) {
        return new GatewayBed(home, ManualClock.at("2026-11-22T10:00:00Z"), List.of(platforms), before);
    }

    /** The same home with a new host, as after a crash. */
    GatewayBed again() {
        return again(bed -> {});
    }

    GatewayBed again(Consumer<GatewayBed> before) {
        close();
        return new GatewayBed(home, clock, platforms, before);
    }

    /** Lets a person talk on channels; the account has their name in small letters. */
    Person person(String name, Role role, String... on) {
        return database.write(h -> {
            Person person = people.add(h, name, role);
            for (String channel : on) {
                people.link(h, person, channel, name.toLowerCase(java.util.Locale.ROOT), name);
            }
            return person;
        });
    }

    static AccessConfig policy(DmPolicy policy, String... allowed) {
        return new AccessConfig(policy, List.of(allowed), Map.of());
    }

    static AccessConfig group(String chat, boolean mention, String... allowed) {
        return new AccessConfig(DmPolicy.PAIRING, List.of(),
                Map.of(chat, new AccessConfig.Group(mention, List.of(allowed))));
    }

    InboundMessage.Builder inGroup(String channel, String chat, String thread, String account, String text) {
        return InboundMessage.builder("g-" + arrived.incrementAndGet(), new ChatAddress(channel, chat, thread),
                new Sender(account, account), clock.instant()).text(text);
    }

    static InboundMessage press(String id, InMemoryChannel.Sent question, String account, String choice) {
        return InboundMessage.builder(id, question.message().address(), new Sender(account, account), Instant.EPOCH)
                .picked(question.messageId(), choice).direct(true).build();
    }

    /** What the agent was given next. */
    ConversationMessage given() {
        try {
            ConversationMessage next = agent.poll(SOON.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("The agent was given nothing.");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Turn turn(ConversationMessage given) {
        return turns.find(given.turn()).orElseThrow();
    }

    Conversation conversation(ConversationMessage given) {
        return conversations.find(given.conversation()).orElseThrow();
    }

    void running(ConversationMessage given) {
        turns.state(given.turn(), Turn.State.RUNNING);
    }

    /** What the agent does when it has an answer. */
    void answer(ConversationMessage given, String markdown) {
        answer(given, given.turn() + "-1", markdown);
        database.write(h -> turns.end(h, given.turn(), Turn.State.DONE, null, null));
    }

    void answer(ConversationMessage given, String id, String markdown) {
        database.write(h -> {
            mail.say(h, id, conversations.find(h, given.conversation()).orElseThrow(), given.turn(),
                    Message.Role.ASSISTANT, markdown);
            return null;
        });
    }

    /** Asks whether a push may happen, as the gate does. */
    Question ask(ConversationMessage given, Person person) {
        Action action = new Action("git.commit", JsonValue.object().put("message", Ids.next()).build(), Risk.EXTERNAL,
                person, "myorg/api", "telecoder/x", List.of(), false, List.of(), false, null, given.conversation(),
                given.turn(), given.turn(), Ids.next(), Ids.next(), "pushes 1 commit");
        return consent.ask(action, new Verdict(Decision.ASK, "default: EXTERNAL", true));
    }

    Question.State state(Question question) {
        return consent.find(question.id()).orElseThrow().state();
    }

    int count(String sql) {
        return database.read(h -> h.createQuery(sql).mapTo(Integer.class).one());
    }

    static void until(BooleanSupplier what) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!what.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not happen within " + SOON + ".");
            }
            Thread.onSpinWait();
            try {
                TimeUnit.MILLISECONDS.sleep(2);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        gateway.close();
        events.close();
        database.close();
    }

    /** Posts as webchat does. */
    Gateway.Posted post(Person person, Conversation conversation, String key, String text) {
        return gateway.post(person, conversation, "webchat", key, text, List.of(), Entry.API);
    }

    static Inbox.Taken.State state(Inbox.Taken taken) {
        return taken.state();
    }

    /** Controls that note what they were told. */
    static final class FakeControls implements Controls {

        final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        volatile Supplier<CompletableFuture<Boolean>> stop = () -> CompletableFuture.completedFuture(false);
        volatile Supplier<String> status = () -> "all is well";
        volatile Supplier<String> skill = () -> "ran";

        @Override
        public CompletableFuture<Boolean> stop(String conversation) {
            calls.add("stop " + conversation);
            return stop.get();
        }

        @Override
        public void ended(String conversation) {
            calls.add("ended " + conversation);
        }

        @Override
        public String watch(Conversation conversation, Person person, String repo) {
            calls.add("watch " + repo);
            return "watched";
        }

        @Override
        public String unwatch(Conversation conversation, Person person, String repo) {
            calls.add("unwatch " + repo);
            return "not watched";
        }

        @Override
        public String status() {
            calls.add("status");
            return status.get();
        }

        @Override
        public String model(Conversation conversation, String wish) {
            return "model " + wish;
        }

        @Override
        public String usage(Conversation conversation, Person person) {
            return "usage";
        }

        @Override
        public String compact(Conversation conversation, Person person, String focus) {
            return "compact " + focus;
        }

        @Override
        public String tasks(Conversation conversation, Person person) {
            return "tasks of " + person.name();
        }

        @Override
        public String undo(Conversation conversation, Person person) {
            return "undone";
        }

        @Override
        public String repos(Conversation conversation) {
            return "repositories";
        }

        @Override
        public String runSkill(Conversation conversation, Person person, String skill, JsonValue input) {
            calls.add("skill " + skill + " " + input);
            return skill.isEmpty() ? "" : this.skill.get();
        }
    }

    private record Fixed(List<Channel> channels) implements Extensions {

        @Override
        @SuppressWarnings("unchecked")
        public <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind) {
            return channels.stream().filter(kind::isInstance)
                    .map(one -> new Extension<>("channel-" + one.id(), (T) one))
                    .toList();
        }

        @Override
        public void onChange(Runnable changed) {}
    }

    Optional<Question> open(ConversationMessage given) {
        return consent.open(given.conversation()).stream().findFirst();
    }
}
