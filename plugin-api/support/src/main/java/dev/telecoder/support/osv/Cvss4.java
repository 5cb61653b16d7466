package dev.telecoder.support.osv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The score of a CVSS 4.0 vector: each vector belongs to a macro vector with a published score, and is placed below it by how
 * far it is from the worst vector of that macro vector.
 */
final class Cvss4 {

    /** From worst to best. */
    private static final Map<String, String> LEVELS = Map.ofEntries(Map.entry("AV", "NALP"), Map.entry("PR", "NLH"),
            Map.entry("UI", "NPA"), Map.entry("AC", "LH"), Map.entry("AT", "NP"), Map.entry("VC", "HLN"),
            Map.entry("VI", "HLN"), Map.entry("VA", "HLN"), Map.entry("SC", "SHLN"), Map.entry("SI", "SHLN"),
            Map.entry("SA", "SHLN"), Map.entry("CR", "HML"), Map.entry("IR", "HML"), Map.entry("AR", "HML"),
            Map.entry("E", "APU"));
    private static final Map<String, Double> SCORES = scores();

    /** An equivalence class: its metrics, and of each level the worst vectors, each a letter per metric. */
    private record Eq(List<String> metrics, Map<String, List<String>> worst, Map<String, Integer> depth) {}

    private static final Eq EQ1 = new Eq(List.of("AV", "PR", "UI"),
            Map.of("0", List.of("NNN"), "1", List.of("ANN", "NLN", "NNP"), "2", List.of("PNN", "ALP")),
            Map.of("0", 1, "1", 4, "2", 5));
    private static final Eq EQ2 = new Eq(List.of("AC", "AT"), Map.of("0", List.of("LN"), "1", List.of("HN", "LP")),
            Map.of("0", 1, "1", 2));
    private static final Eq EQ36 = new Eq(List.of("VC", "VI", "VA", "CR", "IR", "AR"),
            Map.of("00", List.of("HHHHHH"), "01", List.of("HHLMMH", "HHHMMM"), "10", List.of("LHHHHH", "HLHHHH"), "11",
                    List.of("LHLHMH", "LHHHMM", "HLHMHM", "HLLMHH", "LLHHHM"), "21", List.of("LLLHHH")),
            Map.of("00", 7, "01", 6, "10", 8, "11", 8, "21", 10));
    private static final Eq EQ4 = new Eq(List.of("SC", "SI", "SA"),
            Map.of("0", List.of("HSS"), "1", List.of("HHH"), "2", List.of("LLL")), Map.of("0", 6, "1", 5, "2", 4));

    private final Map<String, String> metrics;

    private Cvss4(Map<String, String> metrics) {
        this.metrics = metrics;
    }

    static double score(Map<String, String> given) {
        Map<String, String> metrics = new HashMap<>();
        LEVELS.forEach((metric, levels) -> {
            String value = given.getOrDefault("M" + metric, "X");
            value = value.equals("X") ? given.getOrDefault(metric, "X") : value;
            // What is not said of threat and environment counts as the worst.
            value = value.equals("X") && Set.of("E", "CR", "IR", "AR").contains(metric) ? levels.substring(0, 1)
                    : value;
            if (value.length() != 1 || levels.indexOf(value) < 0) {
                throw new IllegalArgumentException(metric);
            }
            metrics.put(metric, value);
        });
        return new Cvss4(metrics).score();
    }

    private double score() {
        if (Stream.of("VC", "VI", "VA", "SC", "SI", "SA").allMatch(metric -> is(metric, "N"))) {
            return 0;
        }
        int[] eq =
                {eq1(), is("AC", "L") && is("AT", "N") ? 0 : 1, eq3(), eq4(), LEVELS.get("E").indexOf(metrics.get("E")),
                        eq6()};
        double score = lower(eq);
        double distances = 0;
        int lowers = 0;
        for (int part = 0; part < 4; part++) {
            Eq classes = List.of(EQ1, EQ2, EQ36, EQ4).get(part);
            String level = part == 2 ? "" + eq[2] + eq[5] : String.valueOf(eq[part]);
            double below = part == 2 ? below36(eq) : lower(eq, part);
            if (!Double.isNaN(below)) {
                lowers++;
                distances += (score - below) * distance(classes, level) / classes.depth().get(level);
            }
        }
        if (!Double.isNaN(lower(eq, 4))) {
            lowers++;
        }
        double placed = lowers == 0 ? score : score - distances / lowers;
        return Math.round((Math.clamp(placed, 0, 10) + 1e-6) * 10) / 10.0;
    }

    private boolean is(String metric, String value) {
        return value.equals(metrics.get(metric));
    }

    private int eq1() {
        boolean all = is("AV", "N") && is("PR", "N") && is("UI", "N");
        return all ? 0 : (is("AV", "N") || is("PR", "N") || is("UI", "N")) && !is("AV", "P") ? 1 : 2;
    }

    private int eq3() {
        return is("VC", "H") && is("VI", "H") ? 0 : is("VC", "H") || is("VI", "H") || is("VA", "H") ? 1 : 2;
    }

    private int eq4() {
        return is("SI", "S") || is("SA", "S") ? 0 : is("SC", "H") || is("SI", "H") || is("SA", "H") ? 1 : 2;
    }

    private int eq6() {
        return is("CR", "H") && is("VC", "H") || is("IR", "H") && is("VI", "H") || is("AR", "H") && is("VA", "H") ? 0
                : 1;
    }

    private static double lower(int[] eq, int... raised) {
        int[] next = eq.clone();
        for (int part : raised) {
            next[part]++;
        }
        StringBuilder key = new StringBuilder();
        for (int level : next) {
            key.append(level);
        }
        return SCORES.getOrDefault(key.toString(), Double.NaN);
    }

    private static double below36(int[] eq) {
        if (eq[5] == 1) {
            return lower(eq, 2);
        }
        return eq[2] == 0 ? Math.max(lower(eq, 2), lower(eq, 5)) : lower(eq, 5);
    }

    /** How many steps this vector is better than the worst one of its class that is not better than it in any metric. */
    private int distance(Eq classes, String level) {
        for (String worst : Objects.requireNonNull(classes.worst().get(level))) {
            int sum = 0;
            boolean below = true;
            for (int i = 0; i < worst.length(); i++) {
                String metric = classes.metrics().get(i);
                String levels = LEVELS.get(metric);
                int steps = levels.indexOf(metrics.get(metric)) - levels.indexOf(worst.charAt(i));
                below &= steps >= 0;
                sum += steps;
            }
            if (below) {
                return sum;
            }
        }
        return 0;
    }

    private static Map<String, Double> scores() {
        try (InputStream in = Objects.requireNonNull(Cvss4.class.getResourceAsStream("cvss4.txt"))) {
            Map<String, Double> scores = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split(" "))).map(pair -> pair.split("="))
                    .forEach(pair -> scores.put(pair[0], Double.valueOf(pair[1])));
            return Map.copyOf(scores);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
