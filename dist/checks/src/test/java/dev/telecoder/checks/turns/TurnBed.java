package dev.telecoder.checks.turns;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.http.WebSocket;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.platform.agent.Agent;
import dev.telecoder.platform.agent.Outbox;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.config.PermissionsConfig;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.consent.QuestionListener;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.conversation.SqlEventStore;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.model.Ledger;
import dev.telecoder.platform.model.Limits;
import dev.telecoder.platform.model.ModelChoice;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.model.Pick;
import dev.telecoder.platform.model.Picks;
import dev.telecoder.platform.model.Prices;
import dev.telecoder.platform.model.Unpriced;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.skill.Catalog;
import dev.telecoder.platform.skill.Executor;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.JournalWatch;
import dev.telecoder.platform.task.ModelCalls;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.pf4j.ExtensionPoint;

/** What stands in a host between a message and its answer, over a real store, and a skill that counts. For one thread. */
final class TurnBed implements AutoCloseable {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final String MODEL = "m";
    /** Far longer than all tries and the waits between them. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** The ids of the runs of the skill, one for each time that it ran. */
    final Queue<String> counted = new ConcurrentLinkedQueue<>();
    /** What the person was told that is no answer, by the id of the message. */
    final Map<String, String> notices = new ConcurrentHashMap<>();

    private final Database database;
    private final HostJson json = new HostJson();
    private final Path home;
    private final List<LlmProvider> providers;
    private EventBus events;
    private Agent agent;
    private Turns turns;
    private Runs runs;
    private Messages messages;
    private Picks picks;

    /** The first provider is the usual one; where it cannot, the second answers. */
    TurnBed(Path home, LlmProvider... providers) {
        this.home = home;
        this.providers = List.of(providers);
        database = Database.open(home.resolve("telecoder.db"), home.resolve("backups"));
        start();
    }

    /** Begins a host over what is in the store. */
    void start() {
        JournalWatch watch = JournalWatch.NONE;
        turns = new Turns(database, json, CLOCK);
        runs = new Runs(database, json, CLOCK, watch);
        messages = new Messages(database, json);
        events = new EventBus(new SqlEventStore(database), CLOCK);
        List<ExtensionPoint> all = new ArrayList<>(providers);
        all.add(new CountSkill(counted));
        Extensions extensions = new Fixed(all);
        Consent consent = new Consent(database, json, () -> PermissionsConfig.DEFAULTS, new QuestionListener() {
            @Override
            public void asked(Question question) {
                throw new IllegalStateException("Nobody is there to answer " + question);
            }

            @Override
            public void settled(Question question, String outcome) {}
        }, CLOCK);
        Catalog catalog = new Catalog(extensions, List.of(), List.of());
        Ledger ledger = new Ledger(database, () -> Limits.NONE, CLOCK);
        List<ModelChoice.Fallback> fallbacks = providers.stream().skip(1).limit(1)
                .map(second -> new ModelChoice.Fallback(second.id(), MODEL)).toList();
        ModelChoice choice = new ModelChoice(providers.getFirst().id(), MODEL, null, fallbacks, 0, 0, Thinking.MEDIUM,
                Set.of("*"));
        ModelRouter router = new ModelRouter(extensions, () -> choice, Map.of(), new Counters(),
                new Prices(() -> home.resolve("prices.yaml")), ledger, CLOCK);
        Conversations conversations = new Conversations(database, CLOCK);
        picks = new Picks(database);
        agent = new Agent(new Agent.Parts(database, conversations, messages, new People(database, CLOCK), turns, runs,
                new ModelCalls(database, json, CLOCK, watch), consent, catalog,
                new Executor(catalog, consent, runs, json, CLOCK),
                new Agent.Models(router, picks, ledger.table(), new Unpriced(database, ledger, CLOCK),
                        conversation -> Optional.empty(), home),
                events, json, watch, CLOCK), turn -> new Desk(home), new Told());
        agent.resume();
    }

    /** Ends the host, and begins another over the same store. */
    void restart() {
        agent.close();
        events.close();
        start();
    }

    /** A conversation of somebody's own. */
    Chat chat(int number) {
        return database.write(h -> {
            Person person = new People(database, CLOCK).add(h, "Anna " + number, Role.DEVELOPER);
            return new Chat(new Conversations(database, CLOCK).direct(h, person,
                    new ChatAddress("test", "chat-" + number, null)).id(), person.id());
        });
    }

    record Chat(String id, String person) {}

    /** Has a provider answer from now on, as {@code /model} does. */
    void pick(Chat chat, String provider) {
        picks.choose(chat.id(), new Pick(provider, MODEL, null));
    }

    /** Says something; the turn it begins. */
    String say(Chat chat, String text, Message.StoredFile... files) {
        String turn = database.write(h -> {
            String opened = turns.open(h, chat.id(), chat.person(), Entry.CHAT, null);
            messages.add(h, message(Ids.next(), chat, opened, Message.Role.USER, text, files));
            return opened;
        });
        agent.enqueue(chat.id(), turn);
        return turn;
    }

    Turn turn(String id) {
        return turns.find(id).orElseThrow();
    }

    /** Waits for the end of a turn. */
    Turn ended(String id, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!turn(id).state().ended()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(otherwise.get());
            }
            LockSupport.parkNanos(20_000_000);
        }
        return turn(id);
    }

    List<Run> runs(String turn) {
        return runs.ofTurn(turn);
    }

    /** What the agent answered in a conversation, in order. */
    List<String> answers(Chat chat) {
        return messages.list(chat.id(), null, 1000).stream().filter(m -> m.role() == Message.Role.ASSISTANT)
                .map(Message::markdown).toList();
    }

    private static Message message(String id, Chat chat, String turn, Message.Role role, String text,
            Message.StoredFile... files) {
        return new Message(id, chat.id(), turn, role, chat.person(), "Anna", "test", text, List.of(files),
                List.of(chat.person()), Origin.PERSON, CLOCK.instant());
    }

    @Override
    public void close() {
        agent.close();
        events.close();
        database.close();
    }

    /** Keeps what is said. */
    private final class Told implements Outbox {

        @Override
        public void answer(Handle h, String id, Turn turn, String markdown) {
            messages.add(h, message(id, new Chat(turn.conversation(), turn.person()), turn.id(),
                    Message.Role.ASSISTANT, markdown));
        }

        @Override
        public void notice(Handle h, String id, Turn turn, String markdown) {
            if (notices.put(id, markdown) != null) {
                throw new IllegalStateException("The notice " + id + " was sent twice.");
            }
        }
    }

    /** Writes down each of its runs. */
    private record CountSkill(Queue<String> counted) implements Skill {

        @Override
        public SkillSpec spec() {
            return SkillSpec.builder("count.up", "Counts up.",
                    "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}", Risk.WRITE)
                    .outsideText(false).build();
        }

        @Override
        public SkillResult run(SkillInput input, SkillContext context) {
            counted.add(context.runId());
            return SkillResult.ok("counted up by " + input.value().get("n").asInt(0));
        }
    }

    /** Extensions that are simply there. */
    private record Fixed(List<ExtensionPoint> all) implements Extensions {

        @Override
        public <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind) {
            List<Extension<T>> found = new ArrayList<>();
            all.stream().filter(kind::isInstance).forEach(one -> found.add(new Extension<>("fixed", kind.cast(one))));
            return found;
        }

        @Override
        public void onChange(Runnable changed) {}
    }

    /** The host's client, which waits only a moment where the model is to fall silent, and not five minutes. */
    record ImpatientHttp(Http http, Predicate<String> silence) implements Http {

        private static final Duration MOMENT = Duration.ofMillis(300);

        @Override
        public HttpResponse send(HttpRequest request) {
            return http.send(request);
        }

        @Override
        public HttpStream stream(HttpRequest request) {
            boolean falls = request.body().filter(body -> silence.test(new String(body, StandardCharsets.UTF_8)))
                    .isPresent();
            return http.stream(falls ? request.withTimeout(MOMENT) : request);
        }

        @Override
        public WebSocket connect(HttpRequest request, WebSocket.Listener listener) {
            return http.connect(request, listener);
        }
    }
}
