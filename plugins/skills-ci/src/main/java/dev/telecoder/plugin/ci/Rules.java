package dev.telecoder.plugin.ci;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of {@code rules.txt}. Safe for many threads. */
final class Rules {

    /** The weightiest first, so that the first that fits is the one that counts. */
    private static final List<Rule> ALL = load();
    private static final Hints HINTS = new Hints(ALL.stream().map(Rule::hints).toList());

    private Rules() {}

    /**
     * What the rules say of a line.
     *
     * @param best the weightiest rule for it, if any
     * @param against the sum of what speaks against it, 0 or less
     * @param end whether a job gave up here
     */
    record Verdict(@Nullable Rule best, int against, boolean end) {

        static final Verdict NOTHING = new Verdict(null, 0, false);

        int weight() {
            return (best == null ? 0 : best.weight()) + against;
        }
    }

    static List<Rule> all() {
        return ALL;
    }

    static Verdict of(String body) {
        if (body.isBlank()) {
            return Verdict.NOTHING;
        }
        Rule best = null;
        int against = 0;
        boolean end = false;
        BitSet possible = HINTS.in(body);
        for (int i = possible.nextSetBit(0); i >= 0; i = possible.nextSetBit(i + 1)) {
            Rule rule = ALL.get(i);
            boolean useless = best != null && rule.weight() > 0 && !rule.kind().equals("end");
            if (useless || !rule.matches(body)) {
                continue;
            }
            if (rule.weight() < 0) {
                against = Math.min(against, rule.weight());
            } else {
                best = best == null ? rule : best;
                end |= rule.kind().equals("end");
            }
        }
        return best == null && against == 0 ? Verdict.NOTHING : new Verdict(best, against, end);
    }

    private static List<Rule> load() {
        try (InputStream in = Rules.class.getResourceAsStream("rules.txt")) {
            if (in == null) {
                throw new IllegalStateException("The plugin's rules.txt is missing from its jar.");
            }
            List<Rule> rules = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    rules.add(Rule.parse(line));
                }
            }
            rules.sort(Comparator.comparingInt(Rule::weight).reversed());
            return List.copyOf(rules);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
