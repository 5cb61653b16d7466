package dev.telecoder.support.osv;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How bad a fault is.
 *
 * @since 1.0
 */
public enum Severity {
    /** 9.0 and more. */
    CRITICAL,
    /** From 7.0. */
    HIGH,
    /** From 4.0. */
    MEDIUM,
    /** Below 4.0. */
    LOW,
    /** The advisory does not say. */
    UNKNOWN;

    private static final List<String> NEWEST_FIRST = List.of("CVSS_V4", "CVSS_V3", "CVSS_V2");

    /**
     * Reads the severity of an advisory: that of the package where it has one, else that of the advisory; the vector of the
     * newest CVSS first, then the word of the database it comes from.
     */
    static Severity of(JsonValue record, JsonValue affected) {
        for (JsonValue place : List.of(affected, record)) {
            for (String type : NEWEST_FIRST) {
                OptionalDouble score = place.get("severity").items().stream()
                        .filter(one -> one.get("type").text().equals(type))
                        .map(one -> Cvss.score(one.get("score").text()))
                        .flatMapToDouble(OptionalDouble::stream).max();
                if (score.isPresent()) {
                    return ofScore(score.getAsDouble());
                }
            }
        }
        return Stream.of(affected.get("database_specific"), affected.get("ecosystem_specific"),
                record.get("database_specific"), record.get("ecosystem_specific"))
                .map(place -> ofWord(place.get("severity").text())).filter(found -> found != UNKNOWN).findFirst()
                .orElse(UNKNOWN);
    }

    /**
     * Rates a score, by the scale of CVSS.
     *
     * @param score from 0 to 10
     * @return the severity
     */
    public static Severity ofScore(double score) {
        return score >= 9 ? CRITICAL : score >= 7 ? HIGH : score >= 4 ? MEDIUM : LOW;
    }

    private static Severity ofWord(String word) {
        return switch (word.strip().toUpperCase(Locale.ROOT)) {
            case "CRITICAL" -> CRITICAL;
            case "HIGH", "IMPORTANT" -> HIGH;
            case "MEDIUM", "MODERATE" -> MEDIUM;
            case "LOW", "NEGLIGIBLE", "UNIMPORTANT", "MINOR" -> LOW;
            default -> Cvss.score(word).stream().mapToObj(Severity::ofScore).findFirst().orElse(UNKNOWN);
        };
    }
}
