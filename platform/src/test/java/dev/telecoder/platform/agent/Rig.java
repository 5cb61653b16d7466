package dev.telecoder.platform.agent;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.skill.Origin;
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
import dev.telecoder.platform.model.Picks;
import dev.telecoder.platform.model.Prices;
import dev.telecoder.platform.model.Unpriced;
import dev.telecoder.platform.skill.Catalog;
import dev.telecoder.platform.skill.Executor;
import dev.telecoder.platform.skill.FakeExtensions;
import dev.telecoder.platform.skill.FakePlace;
import dev.telecoder.platform.skill.FakeSkill;
import dev.telecoder.platform.skill.HostSkillSource;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.JournalWatch;
import dev.telecoder.platform.task.ModelCalls;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** An agent over a real database, with a model and skills of the test's. Each start is a host of its own. */
final class Rig implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(60);

    final Database database;
    final FakePlace place;
    final Map<String, String> sent = new ConcurrentHashMap<>();
    final Map<String, String> notices = new ConcurrentHashMap<>();
    final HostJson json = new HostJson();
    final Clock clock = Clock.systemUTC();
    final Person anna;
    final String conversation;
    volatile Consumer<Question> asked = question -> {};
    volatile Limits limits = Limits.NONE;
    volatile @Nullable ModelChoice choice;
    volatile @Nullable String rules;
    volatile JournalWatch watch = JournalWatch.NONE;
    Consent consent;
    Turns turns;
    Runs runs;
    Messages messages;
    Agent agent;
    EventBus events;
    ModelRouter router;
    Picks picks;

    private final Path home;
    private final List<HostSkillSource> sources;

    Rig(Path home, Path folder, LlmProvider model, FakeSkill... skills) {
        this(home, folder, model, List.of(), skills);
    }

    Rig(Path home, Path folder, LlmProvider model, List<HostSkillSource> sources, FakeSkill... skills) {
        this.sources = sources;
        this.home = home;
        database = Database.open(home.resolve("telecoder.db"), home.resolve("backups"));
        place = new FakePlace(folder);
        anna = database.write(h -> new People(database, clock).add(h, "Anna", Role.OWNER));
        conversation = database.write(h -> new Conversations(database, clock).direct(h, anna,
                new ChatAddress("test", "chat", null))).id();
        start(model, skills);
    }

    /** Begins a host over what is in the database. */
    void start(LlmProvider model, FakeSkill... skills) {
        JournalWatch row = what -> watch.wrote(what);
        turns = new Turns(database, json, clock);
        runs = new Runs(database, json, clock, row);
        messages = new Messages(database, json);
        events = new EventBus(new SqlEventStore(database), clock);
        consent = new Consent(database, json, () -> PermissionsConfig.DEFAULTS, new QuestionListener() {
            @Override
            public void asked(Question question) {
                asked.accept(question);
            }

            @Override
            public void settled(Question question, String outcome) {}
        }, clock);
        FakeExtensions extensions = new FakeExtensions(skills);
        extensions.add(model);
        Catalog catalog = new Catalog(extensions, List.of(), sources);
        agent = new Agent(new Agent.Parts(database, new Conversations(database, clock), messages,
                new People(database, clock), turns, runs, new ModelCalls(database, json, clock, row), consent, catalog,
                new Executor(catalog, consent, runs, json, clock),
                models(extensions, model), events, json, row, clock), turn -> place, new Outbox() {
                    @Override
                    public void answer(Handle h, String id, Turn turn, String markdown) {
                        sent.putIfAbsent(id, markdown);
                        messages.add(h, message(id, turn.id(), Message.Role.ASSISTANT, markdown));
                    }

                    @Override
                    public void notice(Handle h, String id, Turn turn, String markdown) {
                        notices.putIfAbsent(id, markdown);
                    }
                });
    }

    private Agent.Models models(FakeExtensions extensions, LlmProvider model) {
        Ledger ledger = new Ledger(database, () -> limits, clock);
        Prices prices = new Prices(() -> home.resolve("prices.yaml"));
        router = new ModelRouter(extensions,
                () -> choice == null ? new ModelChoice(model.id(), "scripted", null) : choice,
                Map.of(), new Counters(), prices, ledger, clock);
        picks = new Picks(database);
        return new Agent.Models(router, picks, ledger.table(), new Unpriced(database, ledger, clock),
                conversation -> Optional.ofNullable(rules), home);
    }

    Message message(String id, String turn, Message.Role role, String text) {
        return new Message(id, conversation, turn, role, anna.id(), "Anna", "test", text, List.of(),
                List.of(anna.id()), Origin.PERSON, clock.instant());
    }

    /** Stores a message with a turn of its own. */
    String store(String text) {
        return database.write(h -> {
            String turn = turns.open(h, conversation, anna.id(), Entry.CHAT, null);
            messages.add(h, message(Ids.next(), turn, Message.Role.USER, text));
            return turn;
        });
    }

    /** Says something to a turn that runs. */
    void steer(String turn, String text) {
        database.write(h -> messages.add(h, message(Ids.next(), turn, Message.Role.USER, text)));
    }

    Turn say(String text) {
        String turn = store(text);
        agent.enqueue(conversation, turn);
        return ended(turn);
    }

    Turn ended(String turn) {
        until(() -> turns.find(turn).orElseThrow().state().ended());
        return turns.find(turn).orElseThrow();
    }

    static void until(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not happen within " + LIMIT);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** What was sent as answers, in order. */
    List<String> answers() {
        return messages.list(conversation, null, 1000).stream().filter(m -> m.role() == Message.Role.ASSISTANT)
                .map(Message::markdown).toList();
    }

    static void alternates(List<ChatMessage> all) {
        for (int i = 0; i < all.size(); i++) {
            ChatMessage.Role expected = i % 2 == 0 ? ChatMessage.Role.USER : ChatMessage.Role.ASSISTANT;
            if (all.get(i).role() != expected) {
                throw new AssertionError("Message " + i + " is of " + all.get(i).role() + ": " + all);
            }
        }
    }

    @Override
    public void close() {
        agent.close();
        events.close();
        database.close();
    }
}
