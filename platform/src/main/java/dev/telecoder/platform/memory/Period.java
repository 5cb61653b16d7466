package dev.telecoder.platform.memory;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The days that a question names: a day, a month or a year.
 *
 * @param from where they begin
 * @param to where they end
 * @param words the words that name them, in lower case
 */
record Period(Instant from, Instant to, Set<String> words) {

    /** What happened on a day is often told some days later. */
    private static final long LATER_DAYS = 10;
    /** A day tells more than a month, a month more than a year. */
    private static final double DAY = 1.8;
    private static final double MONTH = 1.35;
    private static final double YEAR = 1.1;

    private static final String MONTHS = Arrays.stream(Month.values())
            .map(month -> month.name().toLowerCase(Locale.ROOT))
            .map(name -> name.substring(0, 3) + "(?:" + name.substring(3) + ")?\\.?").collect(Collectors.joining("|"));
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("\\b(?<year>\\d{4})-(?<number>\\d{2})-(?<day>\\d{2})\\b"),
            Pattern.compile(
                    "\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>" + MONTHS + "),? (?<year>\\d{4})\\b"),
            Pattern.compile("\\b(?<month>" + MONTHS + ") (?<day>\\d{1,2})(?:st|nd|rd|th)?,? (?<year>\\d{4})\\b"),
            Pattern.compile("\\b(?<month>" + MONTHS + "),? (?<year>\\d{4})\\b"),
            Pattern.compile("\\b(?<year>(?:19|20)\\d{2})\\b"));

    static Optional<Period> in(String question) {
        String text = question.toLowerCase(Locale.ROOT);
        for (Pattern form : FORMS) {
            Matcher matcher = form.matcher(text);
            if (matcher.find()) {
                try {
                    return Optional.of(of(matcher));
                } catch (DateTimeException noDay) {
                    // The thirtieth of February is no day; perhaps the month or the year is meant.
                }
            }
        }
        return Optional.empty();
    }

    private static Period of(Matcher found) {
        int year = Integer.parseInt(found.group("year"));
        @Nullable String day = group(found, "day");
        @Nullable String name = group(found, "month");
        @Nullable String number = group(found, "number");
        int month = number != null ? Integer.parseInt(number) : name == null ? 0
                : 1 + "janfebmaraprmayjunjulaugsepoctnovdec".indexOf(name.substring(0, 3)) / 3;
        LocalDate from = month == 0 ? LocalDate.of(year, 1, 1)
                : day == null ? LocalDate.of(year, month, 1) : LocalDate.of(year, month, Integer.parseInt(day));
        LocalDate to = month == 0 ? from.plusYears(1) : day == null ? YearMonth.from(from).plusMonths(1).atDay(1)
                : from.plusDays(1);
        return new Period(from.atStartOfDay(ZoneOffset.UTC).toInstant(), to.atStartOfDay(ZoneOffset.UTC).toInstant(),
                Set.copyOf(QuestionWords.of(found.group())));
    }

    private static @Nullable String group(Matcher found, String name) {
        return found.namedGroups().containsKey(name) ? found.group(name) : null;
    }

    boolean isDay() {
        return from.until(to, ChronoUnit.DAYS) == 1;
    }

    /** {@return how much more likely a message of that time is meant} */
    double weight(Instant at) {
        long days = from.until(to, ChronoUnit.DAYS);
        double within = isDay() ? DAY : days < 32 ? MONTH : YEAR;
        return at.isBefore(from) ? 1 : at.isBefore(to) ? within
                : at.isBefore(to.plus(LATER_DAYS, ChronoUnit.DAYS)) ? 1 + (within - 1) / 2 : 1;
    }
}
