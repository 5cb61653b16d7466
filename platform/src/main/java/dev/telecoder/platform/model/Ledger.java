package dev.telecoder.platform.model;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmResponse.Usage;
import dev.telecoder.platform.store.Database;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to the limits of {@code budget}: what an answer may cost is reserved before the model is asked, and what it did cost is
 * written down after. While others are under way, a call that might not fit any more waits until it is known what they cost;
 * so that what is spent passes a limit by one answer at most. Safe for many threads.
 */
public final class Ledger {

    /** Before anything is known of what a model's answers cost, room for so many is wanted to ask for several at once. */
    private static final int UNKNOWN = 20;

    private static final int TASKS = 1_000;

    private final UsageTable table;
    private final Supplier<Limits> limits;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private final Map<String, Long> largest = new HashMap<>();
    private final Pot day = new Pot();
    private final Pot month = new Pot();
    private final Map<String, Pot> tasks = new HashMap<>();
    private @Nullable LocalDate today;
    private volatile Function<String, Optional<BigDecimal>> ownLimits = task -> Optional.empty();

    /** What was spent of a limit, and what is reserved. */
    private static final class Pot {

        private long spent;
        private long reserved;
        private int calls;
    }

    /**
     * Makes the ledger.
     *
     * @param database where usage is kept
     * @param limits the limits as they are now
     * @param clock tells the day, which begins at midnight UTC
     */
    public Ledger(Database database, Supplier<Limits> limits, Clock clock) {
        this.table = new UsageTable(database, clock);
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Lets tasks have limits of their own, beside those of the settings.
     *
     * @param own the limit of a task, if it has one
     */
    public void limitTasks(Function<String, Optional<BigDecimal>> own) {
        ownLimits = own;
    }

    /**
     * A call as it is reserved for.
     *
     * @param inputTokens what is sent, estimated
     * @param outputTokens the most that is answered
     */
    record Call(String purpose, Account account, String provider, String model, long inputTokens, long outputTokens) {

        String name() {
            return provider + "/" + model;
        }
    }

    /** What is reserved for one call. Closed without {@link #settle} it is given back. For one thread. */
    final class Hold implements AutoCloseable {

        private final Call call;
        private final @Nullable Price price;
        private final @Nullable Pot task;
        private final long reserved;
        private long heard;
        private boolean open = true;

        private Hold(Call call, @Nullable Price price, @Nullable Pot task, long reserved) {
            this.call = call;
            this.price = price;
            this.task = task;
            this.reserved = reserved;
        }

        /** Counts what came in, in case that nobody tells what it cost. */
        void heard(LlmEvent event) {
            heard += switch (event) {
                case LlmEvent.TextDelta delta -> delta.text().length();
                case LlmEvent.ReasoningDelta delta -> delta.text().length();
                case LlmEvent.ToolCallStarted call -> call.tool().length();
            };
        }

        void settle(Usage usage) {
            if (!open) {
                return;
            }
            open = false;
            long nano = price == null ? 0 : price.nano(usage);
            try {
                table.add(call, usage, price == null ? null : nano);
            } finally {
                release(nano);
            }
        }

        /** An answer that broke off is paid for all the same; what it cost is estimated. */
        @Override
        public void close() {
            if (open && heard > 0) {
                settle(Usage.of(call.inputTokens(), heard / 4 + 1));
            } else if (open) {
                open = false;
                release(0);
            }
        }

        private List<Pot> pots() {
            return task == null ? List.of(day, month) : List.of(day, month, task);
        }

        private void release(long nano) {
            if (price == null || price.isFree()) {
                return;
            }
            lock.lock();
            try {
                largest.merge(call.name(), nano, Math::max);
                for (Pot pot : pots()) {
                    pot.reserved -= reserved;
                    pot.spent += nano;
                    pot.calls--;
                }
                settled.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Reserves what a call may cost, and waits as long as others under way might take what is left.
     *
     * @throws OverBudget if a limit is reached
     */
    Hold reserve(Call call, Optional<Price> price, CancellationToken cancellation) {
        if (price.isEmpty() || price.get().isFree()) {
            return new Hold(call, price.orElse(null), null, 0);
        }
        long most = price.get().nano(Usage.of(call.inputTokens(), call.outputTokens()));
        String task = call.account().task();
        long before = task == null || knows(task) ? 0 : table.ofTask(task);
        try (CancellationToken.Registration _ = cancellation.onCancel(this::wake)) {
            lock.lockInterruptibly();
            try {
                turnThePage();
                Pot pot = task == null ? null : pot(task, before);
                while (true) {
                    cancellation.throwIfCancelled();
                    Limits now = task == null ? limits.get() : limits.get().atMost(ownLimits.apply(task));
                    refuse(now, pot);
                    long need = Math.max(most, largest.getOrDefault(call.name(), 0L));
                    long room = largest.containsKey(call.name()) ? need : need * UNKNOWN;
                    if (fits(day, now.perDay(), room) && fits(month, now.perMonth(), room)
                            && (pot == null || fits(pot, now.perTask(), room))) {
                        return begin(new Hold(call, price.get(), pot, need));
                    }
                    settled.await(1, TimeUnit.SECONDS);
                    turnThePage();
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PluginException.of(Failure.CANCELLED, "The wait for money was interrupted.", e);
        }
    }

    private Hold begin(Hold hold) {
        for (Pot pot : hold.pots()) {
            pot.reserved += hold.reserved;
            pot.calls++;
        }
        return hold;
    }

    private boolean knows(String task) {
        lock.lock();
        try {
            return tasks.containsKey(task);
        } finally {
            lock.unlock();
        }
    }

    /** {@return the limits as they are now} */
    public Limits limits() {
        return limits.get();
    }

    /** {@return what was used and spent, as the reports tell it} */
    public UsageTable table() {
        return table;
    }

    /** One call alone may always begin while anything is left: it is the one that may pass the limit. */
    private static boolean fits(Pot pot, Optional<BigDecimal> limit, long room) {
        return limit.isEmpty() || pot.calls == 0 || pot.spent + pot.reserved + room <= nano(limit.get());
    }

    private void refuse(Limits limits, @Nullable Pot task) {
        if (task != null && limits.perTask().filter(limit -> task.spent >= nano(limit)).isPresent()) {
            throw new OverBudget("This task has spent " + Price.words(task.spent) + " of the "
                    + limits.perTask().get().toPlainString()
                    + " USD that `budget.per_task_usd` allows, and pauses here."
                    + " Say `go on`, and I go on with as much again; or change `budget.per_task_usd` in config.yaml.");
        }
        if (limits.perDay().filter(limit -> day.spent >= nano(limit)).isPresent()) {
            throw new OverBudget("Today " + Price.words(day.spent) + " of the " + limits.perDay().get().toPlainString()
                    + " USD that `budget.per_day_usd` allows were spent, and I pause here. Raise it in config.yaml and say"
                    + " `go on`, or say it after midnight UTC. Commands and skills work meanwhile.");
        }
        if (limits.perMonth().filter(limit -> month.spent >= nano(limit)).isPresent()) {
            throw new OverBudget("This month " + Price.words(month.spent) + " of the "
                    + limits.perMonth().get().toPlainString()
                    + " USD that `budget.per_month_usd` allows were spent, and I"
                    + " pause here. Raise it in config.yaml and say `go on`. Commands and skills work meanwhile.");
        }
    }

    private Pot pot(String task, long spentBefore) {
        if (tasks.size() > TASKS) {
            tasks.values().removeIf(one -> one.calls == 0);
        }
        return tasks.computeIfAbsent(task, id -> {
            Pot fresh = new Pot();
            fresh.spent = spentBefore;
            return fresh;
        });
    }

    /** Looks up what was spent before, at the start and when a day begins. */
    private void turnThePage() {
        LocalDate now = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (now.equals(today)) {
            return;
        }
        if (today == null) {
            largest.putAll(table.largest());
        }
        today = now;
        day.spent = table.since(now);
        month.spent = table.since(now.withDayOfMonth(1));
    }

    private void wake() {
        lock.lock();
        try {
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long nano(BigDecimal usd) {
        return usd.movePointRight(9).min(BigDecimal.valueOf(Long.MAX_VALUE / 4)).longValue();
    }
}
