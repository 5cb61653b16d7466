package dev.telecoder.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.StreamSupport;

/** Times that were measured, in milliseconds, sorted; those without an answer are counted and left out. */
record Figures(double[] millis, int lost) {

    /** Of what a peer answered: microseconds, negative where nothing came. */
    static Figures of(JsonNode microseconds) {
        double[] all =
                StreamSupport.stream(microseconds.spliterator(), false).mapToDouble(JsonNode::asDouble).toArray();
        double[] answered =
                Arrays.stream(all).filter(value -> value >= 0).map(value -> value / 1_000).sorted().toArray();
        return new Figures(answered, all.length - answered.length);
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The value that a share of all does not exceed. */
    double at(double share) {
        return millis.length == 0 ? Double.NaN
                : millis[Math.min(millis.length - 1, (int) Math.ceil(millis.length * share) - 1)];
    }

    @Override
    public String toString() {
        return "p50 %.1f p95 %.1f max %.1f ms".formatted(at(0.5), at(0.95), at(1))
                + (lost > 0 ? ", " + lost + " lost" : "");
    }
}
