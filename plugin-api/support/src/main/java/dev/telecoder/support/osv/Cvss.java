package dev.telecoder.support.osv;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The base score of a CVSS vector of version 2, 3 or 4, or a plain number. */
final class Cvss {

    private Cvss() {}

    static OptionalDouble score(String given) {
        String text = given.strip();
        if (text.matches("\\d{1,2}(\\.\\d+)?")) {
            double number = Double.parseDouble(text);
            return number <= 10 ? OptionalDouble.of(number) : OptionalDouble.empty();
        }
        Map<String, String> metrics = new HashMap<>();
        for (String part : text.replace("(", "").replace(")", "").split("/")) {
            int colon = part.indexOf(':');
            if (colon > 0) {
                metrics.put(part.substring(0, colon), part.substring(colon + 1));
            }
        }
        try {
            return switch (metrics.getOrDefault("CVSS", "2")) {
                case "4.0" -> OptionalDouble.of(Cvss4.score(metrics));
                case "3.0", "3.1" -> OptionalDouble.of(version3(metrics));
                default -> OptionalDouble.of(version2(metrics));
            };
        } catch (IllegalArgumentException incomplete) {
            return OptionalDouble.empty();
        }
    }

    private static double version3(Map<String, String> m) {
        boolean changed = value(m, "S", "U", 0, "C", 1) > 0;
        double impact = 1 - (1 - cia3(m, "C")) * (1 - cia3(m, "I")) * (1 - cia3(m, "A"));
        double scoped = changed ? 7.52 * (impact - 0.029) - 3.25 * Math.pow(impact - 0.02, 15) : 6.42 * impact;
        double privileges = changed ? value(m, "PR", "N", 0.85, "L", 0.68, "H", 0.5)
                : value(m, "PR", "N", 0.85, "L", 0.62, "H", 0.27);
        double exploitability = 8.22 * value(m, "AV", "N", 0.85, "A", 0.62, "L", 0.55, "P", 0.2)
                * value(m, "AC", "L", 0.77, "H", 0.44) * privileges * value(m, "UI", "N", 0.85, "R", 0.62);
        return scoped <= 0 ? 0 : up(Math.min((changed ? 1.08 : 1) * (scoped + exploitability), 10));
    }

    private static double cia3(Map<String, String> m, String metric) {
        return value(m, metric, "H", 0.56, "L", 0.22, "N", 0);
    }

    /** Rounds up to one digit, as the specification of 3.1 does it in whole numbers. */
    private static double up(double score) {
        long whole = Math.round(score * 100_000);
        return whole % 10_000 == 0 ? whole / 100_000.0 : (whole / 10_000 + 1) / 10.0;
    }

    private static double version2(Map<String, String> m) {
        double impact = 10.41 * (1 - (1 - cia2(m, "C")) * (1 - cia2(m, "I")) * (1 - cia2(m, "A")));
        double exploitability = 20 * value(m, "AV", "L", 0.395, "A", 0.646, "N", 1)
                * value(m, "AC", "H", 0.35, "M", 0.61, "L", 0.71) * value(m, "Au", "M", 0.45, "S", 0.56, "N", 0.704);
        double score = (0.6 * impact + 0.4 * exploitability - 1.5) * (impact == 0 ? 0 : 1.176);
        return Math.round(score * 10) / 10.0;
    }

    private static double cia2(Map<String, String> m, String metric) {
        return value(m, metric, "N", 0, "P", 0.275, "C", 0.66);
    }

    private static double value(Map<String, String> metrics, String metric, Object... values) {
        String given = metrics.get(metric);
        for (int i = 0; i < values.length; i += 2) {
            if (values[i].equals(given)) {
                return ((Number) values[i + 1]).doubleValue();
            }
        }
        throw new IllegalArgumentException(metric);
    }
}
