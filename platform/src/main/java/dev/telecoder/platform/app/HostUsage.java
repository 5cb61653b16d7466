package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.model.Ledger;
import dev.telecoder.platform.model.Limits;
import dev.telecoder.platform.model.UsageTable;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was used of models, by period, as the API tells it.
 *
 * @param ledger knows it
 * @param clock tells the day
 */
record HostUsage(Ledger ledger, Clock clock) {

    List<JsonValue> periods(@Nullable String person) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Limits limits = ledger.limits();
        UsageTable table = ledger.table();
        // The limits are the host's; what one person used says nothing about them.
        boolean all = person == null;
        return List.of(row("today", table.since(today, person), all ? limits.perDay() : Optional.empty()),
                row("month", table.since(today.withDayOfMonth(1), person), all ? limits.perMonth() : Optional.empty()),
                row("all", table.since(null, person), Optional.empty()));
    }

    private static JsonValue row(String period, UsageTable.Sum sum, Optional<BigDecimal> limit) {
        JsonValue.ObjectBuilder row = JsonValue.object().put("period", period);
        sum.toJson().build().members().forEach(row::put);
        return row.put("limit_usd", limit.orElse(null)).build();
    }
}
