package dev.telecoder.platform.consent;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Work that nobody asked for, offered to one person as a plan that begins with their Go. Safe for many threads. */
public final class Offers {

    private final QuestionTable table;
    private final Supplier<Duration> holds;
    private final QuestionListener listener;
    private final Clock clock;
    private volatile Begins begins = (h, offer, person) -> {};

    /** Tells the listener of offers within the transaction that stores them. */
    Offers(QuestionTable table, Supplier<Duration> holds, QuestionListener listener, Clock clock) {
        this.table = table;
        this.holds = holds;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Offers work that nobody asked for, to one person: a plan that begins with their Go. The same message offers once.
     *
     * @param h a handle that may write
     * @param subject what it is about; only one offer about it is open
     * @param message the message that shows it
     * @param conversation where
     * @param person who is asked, and nobody else
     * @param repo the repository
     * @param summary what would be done, in one line of the host's own
     * @param effects what the Go allows
     * @return the offer, stored; who shows it names its id
     */
    public Question offer(Handle h, String subject, String message, String conversation, Person person, String repo,
            String summary, List<String> effects) {
        withdraw(h, subject, "there is a newer offer");
        Question offer = new Question(table.freeId(h), Question.Kind.PLAN, Question.State.PENDING, conversation, null,
                null, message, null, null, summary, allows("Yes", effects, repo),
                JsonValue.object().put("summary", summary)
                        .build(),
                repo, null, effects, List.of(), false, subject, person.id(), null, now(),
                now().plus(holds.get()), null, null);
        table.insert(h, offer);
        listener.asked(offer);
        return offer;
    }

    /**
     * Words what a yes allows. It is the host's line: no model and nobody outside can word it away.
     *
     * @param yes how the yes is said here
     * @param effects the effects
     * @param repo the repository
     * @return CommonMark
     */
    public static String allows(String yes, List<String> effects, String repo) {
        return "**" + yes + " allows**: " + (effects.isEmpty() ? "nothing that others see" : String.join(", ", effects))
                + " on "
                + repo + ", branches `telecoder/*`, until this task ends or 24 h pass.";
    }

    /**
     * Withdraws what is offered about something, since that is over or another now.
     *
     * @param h a handle that may write
     * @param subject what it is about
     * @param why such as {@code it is over}
     */
    public void withdraw(Handle h, String subject, String why) {
        for (Question open : table.list(h, "binds = :key AND state = 'pending' AND kind = 'plan' AND turn IS NULL",
                subject, 100)) {
            table.settle(h, open.id(), Question.State.WITHDRAWN, null, null, Times.text(now()))
                    .ifPresent(over -> listener.settled(over, over.id() + " withdrawn: " + why));
        }
    }

    /**
     * Says who begins the work that was offered and agreed to.
     *
     * @param begins called in the transaction that stores the Go
     */
    public void whenAgreed(Begins begins) {
        this.begins = begins;
    }

    void agreed(Handle h, Question offer, Person person) {
        begins.agreed(h, offer, person);
    }

    /** Begins work that was offered. */
    @FunctionalInterface
    public interface Begins {

        /**
         * Begins it, in the transaction that stores the Go: a crash leaves both or neither.
         *
         * @param h a handle that may write
         * @param offer the offer
         * @param person who agreed
         */
        void agreed(Handle h, Question offer, Person person);
    }

    private Instant now() {
        return clock.instant();
    }
}
