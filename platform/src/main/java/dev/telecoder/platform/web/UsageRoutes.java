package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.model.Price;
import dev.telecoder.platform.model.UsageTable;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was used of models and what it cost: by period, and with {@code by} told by day, model, conversation, person, repository,
 * monitor or purpose; the same as a file for a spreadsheet. Who is no admin sees what was used on their behalf.
 */
final class UsageRoutes {

    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 3_660;

    private final HostView host;
    private final UsageTable table;
    private final Clock clock;

    UsageRoutes(HostView host, UsageTable table, Clock clock) {
        this.host = host;
        this.table = table;
        this.clock = clock;
    }

    void register(Api api) {
        api.get("/usage", request -> Answer.items(request.query("by").isEmpty() ? host.usage(whose(request))
                : sums(request, by(request)).stream().map(UsageRoutes::json).toList()));
        api.download("/usage.csv", this::csv);
    }

    private static @Nullable String whose(ApiRequest request) {
        return request.caller().admin() ? null : request.person().id();
    }

    private static UsageTable.By by(ApiRequest request) {
        String word = request.query("by").orElse("day");
        return Arrays.stream(UsageTable.By.values()).filter(one -> one.word().equals(word)).findFirst()
                .orElseThrow(() -> Problem.invalid("by", "expected one of " + Arrays.stream(UsageTable.By.values())
                        .map(UsageTable.By::word).collect(Collectors.joining(", "))));
    }

    private List<UsageTable.Sum> sums(ApiRequest request, UsageTable.By by) {
        String given = request.query("days").orElse(String.valueOf(USUAL_DAYS));
        int days = given.matches("\\d{1,4}") ? Integer.parseInt(given) : 0;
        if (days < 1 || days > MOST_DAYS) {
            throw Problem.invalid("days", "expected 1 to " + MOST_DAYS);
        }
        return table.by(by, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days - 1L), whose(request));
    }

    private static JsonValue json(UsageTable.Sum sum) {
        JsonValue.ObjectBuilder row = JsonValue.object().put("name", sum.name()).put("label", sum.label());
        sum.toJson().build().members().forEach(row::put);
        return row.build();
    }

    private void csv(ApiRequest request) {
        UsageTable.By by = by(request);
        StringBuilder text = new StringBuilder(by.word() + ",label,usd,requests,unpriced_requests,input_tokens,"
                + "cached_input_tokens,cache_write_tokens,output_tokens,reasoning_tokens\r\n");
        for (UsageTable.Sum sum : sums(request, by)) {
            Long nano = sum.nano();
            text.append(field(sum.name())).append(',').append(field(sum.label())).append(',')
                    .append(nano == null ? "" : Price.usd(nano).toPlainString()).append(',').append(sum.requests())
                    .append(',').append(sum.unpriced()).append(',').append(sum.input()).append(',').append(sum.cached())
                    .append(',').append(sum.cacheWrite()).append(',').append(sum.output()).append(',')
                    .append(sum.reasoning()).append("\r\n");
        }
        Context ctx = request.ctx();
        ctx.header("Cache-Control", "no-store").contentType("text/csv; charset=utf-8")
                .header("Content-Disposition",
                        "attachment; filename=\"telecoder-usage-" + by.word().toLowerCase(Locale.ROOT)
                                + ".csv\"")
                .result(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A spreadsheet would take a text that begins like a formula for one. */
    private static String field(String text) {
        String safe = text.matches("(?s)^[=+\\-@\\t\\r].*") ? "'" + text : text;
        return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
