package dev.telecoder.platform.consent;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.Decision;
import dev.telecoder.platform.config.PermissionsConfig;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may allow what: the policy, the questions to people, the plans and rules that their answers make. Every run of a
 * skill passes {@link #decide}. Safe for many threads.
 */
public final class Consent {

    private static final Logger LOG = LoggerFactory.getLogger(Consent.class);

    private final Database database;
    private final QuestionTable table;
    private final Supplier<PermissionsConfig> permissions;
    private final QuestionListener listener;
    private final Clock clock;
    private final Map<String, CompletableFuture<Question>> waiting = new ConcurrentHashMap<>();
    private final Set<String> shown = ConcurrentHashMap.newKeySet();
    /** Conversations that may have an open question; all that have one are here. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Grants grants;
    private final Offers offers;

    /**
     * Makes the gate's memory.
     *
     * @param database where questions and rules are kept
     * @param json reads them
     * @param permissions the policy in force
     * @param listener shows questions to people
     * @param clock tells the time
     */
    public Consent(Database database, Json json, Supplier<PermissionsConfig> permissions, QuestionListener listener,
            Clock clock) {
        this.database = database;
        this.table = new QuestionTable(json);
        this.permissions = permissions;
        this.listener = listener;
        this.clock = clock;
        this.grants = new Grants(database, table, clock);
        this.offers = new Offers(table, () -> permissions.get().askTimeout(), new QuestionListener() {

            @Override
            public void asked(Question offer) {
                asked.add(String.valueOf(offer.conversation()));
                database.afterCommit(() -> tell(() -> listener.asked(offer)));
            }

            @Override
            public void settled(Question offer, String outcome) {
                database.afterCommit(() -> tell(() -> listener.settled(offer, outcome)));
            }
        }, clock);
        this.asked.addAll(database.query(table::conversations));
    }

    /** {@return what was agreed to before: plans and rules} */
    public Grants grants() {
        return grants;
    }

    /** {@return what is offered to be done} */
    public Offers offers() {
        return offers;
    }

    /**
     * Decides about a run.
     *
     * @param action the run
     * @return the verdict; where it is to ask and the same was denied in this task, the verdict is deny
     */
    public Verdict decide(Action action) {
        Verdict verdict = Policy.decide(action, permissions.get(), grants.rules(), grants.plans(action.task()));
        if (verdict.decision() == Decision.ASK) {
            Optional<Question> denied = deniedBefore(action);
            if (denied.isPresent()) {
                return new Verdict(Decision.DENY, "denied: " + denied.get().id() + " in this task", false);
            }
        }
        return verdict;
    }

    /**
     * Asks whether a run may go on. Where that was asked before about the same run, also before a restart, the question is
     * given back as it stands; an open one whose binding is another is withdrawn first.
     *
     * @param action the run
     * @param verdict the verdict that says to ask
     * @return the question, stored and shown
     */
    public Question ask(Action action, Verdict verdict) {
        Optional<Question> last = ofRun(action.run());
        if (last.isPresent() && last.get().binds().equals(action.binds())
                && last.get().state() != Question.State.WITHDRAWN) {
            return shown(last.get());
        }
        last.ifPresent(old -> settle(old.id(), Question.State.WITHDRAWN, null, null, "withdrawn: the input changed"));
        return ask(h -> new Question(table.freeId(h), Question.Kind.ONCE, Question.State.PENDING, action.conversation(),
                action.turn(), action.task(), action.run(), action.skill(), action.risk().name(), action.summary(),
                detail(action), action.input(), action.repo(), action.branch(),
                action.effects().stream().map(effect -> effect.kind()).toList(), List.of(), verdict.always(),
                action.binds(), action.person().id(), null, now(), now().plus(permissions.get().askTimeout()), null,
                null));
    }

    /**
     * Proposes a plan, or asks what the model wants to know.
     *
     * @param kind plan or question
     * @param conversation where
     * @param turn the turn that waits
     * @param task its task
     * @param run the journal's id of the call, so that a restart finds the question again
     * @param person who is asked
     * @param summary one line
     * @param detail what else there is to know, as CommonMark
     * @param input the plan, or the question, as the model gave it
     * @param repo the repository, or {@code null}
     * @param branch the branch, or {@code null}
     * @param effects what the plan allows
     * @param choices what can be picked
     * @return the question, stored and shown; the one that was asked before if this run asked already
     */
    public Question propose(Question.Kind kind, String conversation, String turn, String task, String run,
            Person person,
            String summary, String detail, JsonValue input, @Nullable String repo, @Nullable String branch,
            List<String> effects, List<String> choices) {
        return ofRun(run).map(this::shown).orElseGet(
                () -> ask(h -> new Question(table.freeId(h), kind, Question.State.PENDING, conversation, turn,
                        task, run, null, null, summary, detail, input, repo, branch, effects, choices, false, "",
                        person.id(), null, now(), now().plus(permissions.get().askTimeout()), null, null)));
    }

    /**
     * Waits until a question is answered or over.
     *
     * @param id the question
     * @param cancellation ends the wait; the question is then withdrawn
     * @return the question as it stands then
     * @throws PluginException of kind {@code CANCELLED} if the wait was cancelled
     */
    public Question await(String id, CancellationToken cancellation) {
        CompletableFuture<Question> answer = waiting.computeIfAbsent(id, key -> new CompletableFuture<>());
        try (CancellationToken.Registration _ = cancellation.onCancel(() -> answer.cancel(false))) {
            Question question = find(id).orElseThrow();
            if (question.state() != Question.State.PENDING) {
                return question;
            }
            long left = Math.max(0, Duration.between(now(), question.expiresAt()).toMillis());
            return answer.get(left, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            expire(id);
            return find(id).orElseThrow();
        } catch (InterruptedException | java.util.concurrent.CancellationException e) {
            // Not interrupted again: the exception says it all, and the caller has to write it down.
            settle(id, Question.State.WITHDRAWN, null, null, "withdrawn: stopped");
            throw PluginException.of(Failure.CANCELLED, "The wait for an answer was cancelled.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            waiting.remove(id);
        }
    }

    /**
     * Takes an answer.
     *
     * @param id the question
     * @param person who answers
     * @param yes whether it is a yes
     * @param always whether to make a rule of it, where that was offered
     * @param choice what was picked or written, of a question the model asked, or {@code null}
     * @return what became of it
     */
    public Answered answer(String id, Person person, boolean yes, boolean always, @Nullable String choice) {
        Optional<Question> found = find(id);
        if (found.isEmpty()) {
            return new Answered(Answered.Outcome.NO_SUCH, "There is no question " + id + ".", null);
        }
        Question question = found.get();
        if (!mayAnswer(question, person)) {
            return new Answered(Answered.Outcome.NOT_YOURS,
                    "Only " + nameOf(question.askedOf()) + " or an admin can answer " + question.id() + ".", question);
        }
        if (question.state() == Question.State.PENDING && !now().isBefore(question.expiresAt())) {
            expire(question.id());
            question = find(id).orElseThrow();
        }
        if (question.state() != Question.State.PENDING) {
            return over(question);
        }
        boolean rule = yes && always && question.always();
        Question.State state = yes ? Question.State.ALLOWED : Question.State.DENIED;
        Optional<Question> settled = settle(question.id(), state, person, choice,
                (yes ? "allowed" : "denied") + " by " + person.name(), rule);
        if (settled.isEmpty()) {
            return over(find(id).orElseThrow());
        }
        return new Answered(Answered.Outcome.TAKEN, sentence(settled.get()), settled.get());
    }

    /**
     * Withdraws the open questions of a turn.
     *
     * @param turn the turn
     * @param why such as {@code stopped}
     */
    public void withdraw(String turn, String why) {
        for (Question open : database.query(h -> table.list(h, "turn = :key AND state = 'pending'", turn, 100))) {
            settle(open.id(), Question.State.WITHDRAWN, null, null, "withdrawn: " + why);
        }
    }

    /**
     * Withdraws the open question of a run that will not go on.
     *
     * @param run the run
     * @param why such as {@code interrupted}
     */
    public void withdrawOf(String run, String why) {
        ofRun(run).ifPresent(
                open -> settle(open.id(), Question.State.WITHDRAWN, null, null, "withdrawn: " + why));
    }

    /**
     * Finds the newest question about a run.
     *
     * @param run the run
     * @return the question, as it stands
     */
    public Optional<Question> ofRun(String run) {
        return database.query(h -> table.list(h, "run = :key", run, 1)).stream().findFirst();
    }

    /**
     * Finds a question.
     *
     * @param id its id, in any case
     * @return the question
     */
    public Optional<Question> find(String id) {
        return database.query(h -> table.find(h, id));
    }

    /**
     * Lists the open questions of a conversation, the newest first.
     *
     * @param conversation the conversation
     * @return the questions
     */
    public List<Question> open(String conversation) {
        List<Question> pending = pending(conversation);
        if (pending.stream().allMatch(question -> now().isBefore(question.expiresAt()))) {
            return pending;
        }
        expireOverdue();
        return pending(conversation);
    }

    /**
     * Lists questions, the newest first.
     *
     * @param state only those in this state; {@code null} for all
     * @param limit the most to list
     * @return the questions
     */
    public List<Question> list(Question.@Nullable State state, int limit) {
        expireOverdue();
        return database.read(h -> state == null ? table.list(h, "(:key IS NULL)", null, limit)
                : table.list(h, "state = :key", state.word(), limit));
    }

    /**
     * Tells whether a person may answer a question.
     *
     * @param question the question
     * @param person the person
     * @return whether they were asked, or their role allows it
     */
    public boolean mayAnswer(Question question, Person person) {
        return question.askedOf().equals(person.id()) || person.role().covers(Role.ADMIN);
    }

    /**
     * Says what became of a question, as an edit of it does.
     *
     * @param question a question that is settled
     * @return such as {@code 7K3Q allowed by Anna}
     */
    public static String outcome(Question question) {
        return question.id() + " " + switch (question.state()) {
            case PENDING -> "is open";
            case ALLOWED -> "allowed by " + question.answeredBy();
            case DENIED -> "denied by " + question.answeredBy();
            case EXPIRED -> "expired";
            case WITHDRAWN -> "withdrawn";
        };
    }

    private Question ask(dev.telecoder.platform.store.SqlWork<Question> draft) {
        Question question = database.write(h -> {
            Question made = draft.run(h);
            if (made.conversation() != null) {
                asked.add(made.conversation());
            }
            table.insert(h, made);
            return made;
        });
        return shown(question);
    }

    /** Shows an open question, once while this host runs: a crash may have come between storing it and showing it. */
    private Question shown(Question question) {
        if (question.state() == Question.State.PENDING && shown.add(question.id())) {
            tell(() -> listener.asked(question));
        }
        return question;
    }

    /** Asked for each message that comes in, and nearly always there was never a question. */
    private List<Question> pending(String conversation) {
        return !asked.contains(conversation) ? List.of()
                : database.query(h -> table.list(h, "conversation = :key AND state = 'pending'", conversation, 100));
    }

    private void expireOverdue() {
        String now = Times.text(now());
        database.query(h -> table.list(h, "state = 'pending' AND expires_at <= :key", now, 100))
                .forEach(overdue -> expire(overdue.id()));
    }

    private static void tell(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException e) {
            LOG.error("A question or its outcome could not be shown; it counts all the same.", e);
        }
    }

    private void expire(String id) {
        settle(id, Question.State.EXPIRED, null, null, "expired");
    }

    private Optional<Question> settle(String id, Question.State state, @Nullable Person by, @Nullable String answer,
            String outcome) {
        return settle(id, state, by, answer, outcome, false);
    }

    private Optional<Question> settle(String id, Question.State state, @Nullable Person by, @Nullable String answer,
            String outcome, boolean rule) {
        Optional<Question> settled = database.write(h -> {
            Optional<Question> now = table.settle(h, id, state, by == null ? null : by.name(), answer,
                    Times.text(now()));
            if (rule && by != null && now.isPresent()) {
                grants.remember(h, now.get(), by);
            }
            if (by != null && state == Question.State.ALLOWED && now.filter(Question::isOffer).isPresent()) {
                offers.agreed(h, now.get(), by);
            }
            return now;
        });
        settled.ifPresent(question -> {
            CompletableFuture<Question> waiter = waiting.get(question.id());
            if (waiter != null) {
                waiter.complete(question);
            }
            shown.remove(question.id());
            tell(() -> listener.settled(question, question.id() + " " + outcome));
        });
        return settled;
    }

    private Answered over(Question question) {
        return switch (question.state()) {
            case ALLOWED, DENIED -> new Answered(Answered.Outcome.ALREADY, question.id() + " was already "
                    + question.state().word() + " by " + question.answeredBy() + ".", question);
            case EXPIRED -> new Answered(Answered.Outcome.OVER,
                    question.id() + " expired. Ask again if you still want it.", question);
            default -> new Answered(Answered.Outcome.OVER, question.id() + " was withdrawn.", question);
        };
    }

    private static String sentence(Question question) {
        return outcome(question) + ".";
    }

    private static String detail(Action action) {
        if (action.protectedBranch()) {
            return "It reaches the protected branch `" + action.branch() + "`.";
        }
        return action.askPaths().isEmpty() ? "" : "It changes " + String.join(", ",
                action.askPaths().stream().map(path -> "`" + path + "`").toList()) + ".";
    }

    private Optional<Question> deniedBefore(Action action) {
        if (action.task() == null) {
            return Optional.empty();
        }
        List<String> effects = action.effects().stream().map(effect -> effect.kind()).toList();
        return database
                .query(h -> table.list(h, "task = :key AND state = 'denied' AND kind = 'once'", action.task(), 100))
                .stream().filter(old -> action.skill().equals(old.skill())
                        && (effects.isEmpty() ? old.effects().isEmpty() && old.binds().equals(action.binds())
                                : old.effects().equals(effects) && java.util.Objects.equals(old.repo(), action.repo())))
                .findFirst();
    }

    private String nameOf(String person) {
        return database.query(h -> h.createQuery("SELECT name FROM person WHERE id = :id").bind("id", person)
                .mapTo(String.class).findOne()).orElse("who asked");
    }

    private Instant now() {
        return clock.instant();
    }
}
