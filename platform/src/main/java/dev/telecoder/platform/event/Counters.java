package dev.telecoder.platform.event;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happened, for {@code /metrics}. Names and labels follow the conventions of Prometheus. Safe for many threads. */
public final class Counters {

    private final Map<String, Map<String, LongAdder>> counters = new ConcurrentSkipListMap<>();

    /**
     * Counts one.
     *
     * @param name the metric, such as {@code telecoder_messages_total}
     * @param labels names and values in turn
     */
    public void count(String name, String... labels) {
        counters.computeIfAbsent(name, key -> new ConcurrentSkipListMap<>())
                .computeIfAbsent(text(labels), key -> new LongAdder())
                .increment();
    }

    /** {@return all counts, in Prometheus' text format} */
    public String text() {
        StringBuilder out = new StringBuilder();
        counters.forEach((name, rows) -> {
            out.append("# TYPE ").append(name).append(" counter\n");
            new TreeMap<>(rows)
                    .forEach((labels, count) -> out.append(name).append(labels).append(' ').append(count.sum())
                            .append('\n'));
        });
        return out.toString();
    }

    private static String text(String... labels) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i + 1 < labels.length; i += 2) {
            out.append(out.isEmpty() ? "{" : ",").append(labels[i]).append("=\"")
                    .append(labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")).append('"');
        }
        return out.isEmpty() ? "" : out.append('}').toString();
    }
}
