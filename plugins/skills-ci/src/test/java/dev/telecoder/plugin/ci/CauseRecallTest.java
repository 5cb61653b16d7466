package dev.telecoder.plugin.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.plugin.ci.GeneratedLog.Service;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Measures how much of the cause is in 8,000 characters. {@code -Dci.seeds=10 -Dci.verbose=true} looks at more, and tells. */
class CauseRecallTest {

    private static final int CHARACTERS = 8_000;
    private static final int SEEDS = Integer.getInteger("ci.seeds", 1);
    private static final boolean VERBOSE = Boolean.getBoolean("ci.verbose");

    /** What was found of what was to be found. */
    private static final class Tally {
        private int found;
        private int all;

        double share() {
            return all == 0 ? 1 : (double) found / all;
        }
    }

    @Test
    void holdsTheCauseOfEachKindWhateverTheServiceAndTheNoiseAfterwards() {
        Map<String, Tally> byKind = new TreeMap<>();
        Map<Service, Tally> byService = new TreeMap<>();
        Tally tail = new Tally();
        Tally total = new Tally();
        for (String kind : GeneratedLog.kinds().keySet()) {
            for (Service service : Service.values()) {
                for (int seed = 1; seed <= SEEDS; seed++) {
                    for (int teardown : teardowns(kind, service)) {
                        GeneratedLog log = GeneratedLog.of(kind, service, seed, teardown);
                        String output = Diagnosis.of(LogFile.of(log.text()), Path.of("."), CHARACTERS).output();
                        assertThat(output.length()).isLessThanOrEqualTo(CHARACTERS);
                        String end = log.text().substring(Math.max(0, log.text().length() - CHARACTERS));
                        count(log, end, tail, kind + " tail", false);
                        Tally one = new Tally();
                        count(log, output, one, kind + " " + service + " " + teardown, VERBOSE);
                        for (Tally tally : new Tally[]{byKind.computeIfAbsent(kind, _ -> new Tally()),
                                byService.computeIfAbsent(service, _ -> new Tally()), total}) {
                            tally.found += one.found;
                            tally.all += one.all;
                        }
                    }
                }
            }
        }

        System.out.printf("cause lines within %d characters: %.1f %% (the tail alone: %.1f %%)%n", CHARACTERS,
                100 * total.share(), 100 * tail.share());
        byService.forEach((service, tally) -> System.out.printf("  %-12s %5.1f %%%n", service, 100 * tally.share()));
        byKind.forEach(
                (kind, tally) -> System.out.printf("  %-18s %5.1f %% of %d%n", kind, 100 * tally.share(), tally.all));
        assertThat(total.share()).isGreaterThan(0.95);
        assertThat(byKind).allSatisfy((kind, tally) -> assertThat(tally.share()).as(kind).isGreaterThan(0.8));
    }

    /** Each of them in a large run; one in turn, so that all meet all kinds and services, in a small one. */
    private static int[] teardowns(String kind, Service service) {
        int[] all = {0, 12, 3_000};
        return SEEDS > 1 ? all : new int[]{all[Math.floorMod(kind.hashCode() + service.ordinal(), all.length)]};
    }

    private static void count(GeneratedLog log, String output, Tally tally, String what, boolean tell) {
        Set<String> lines = Arrays.stream(output.split("\n")).map(String::strip).collect(Collectors.toSet());
        String flat = String.join("\n", lines);
        for (String cause : log.causes()) {
            boolean found = lines.contains(cause) || flat.contains(cause);
            tally.all++;
            tally.found += found ? 1 : 0;
            if (tell && !found) {
                System.out.println("missing in " + what + ": " + cause);
            }
        }
    }
}
