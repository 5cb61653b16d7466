package dev.telecoder.platform.model;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What may be spent, in US dollars; empty is without limit.
 *
 * @param perTask for one task
 * @param perDay for one day
 * @param perMonth for one month
 */
public record Limits(Optional<BigDecimal> perTask, Optional<BigDecimal> perDay, Optional<BigDecimal> perMonth) {

    /** No limits at all. */
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), Optional.empty());

    /** {@return whether there is any} */
    public boolean any() {
        return perTask.isPresent() || perDay.isPresent() || perMonth.isPresent();
    }

    Limits atMost(Optional<BigDecimal> task) {
        return task.isEmpty() || perTask.filter(limit -> limit.compareTo(task.get()) <= 0).isPresent() ? this
                : new Limits(task, perDay, perMonth);
    }
}
