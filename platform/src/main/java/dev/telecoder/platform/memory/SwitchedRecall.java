package dev.telecoder.platform.memory;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.memory.Recall;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Recall that the owner can switch off by {@code memory.enabled}: then nothing is read of earlier conversations, and who
 * asks is told by which key. The switch is asked at each search. Safe for many threads.
 *
 * @param on whether earlier conversations may be recalled
 * @param recall what recalls them
 */
public record SwitchedRecall(BooleanSupplier on, Recall recall) implements Recall {

    @Override
    public List<Hit> search(String query, int limit) {
        mustBeOn();
        return recall.search(query, limit);
    }

    @Override
    public List<Hit> search(Query query) {
        mustBeOn();
        return recall.search(query);
    }

    @Override
    public List<Hit> around(String message, int count) {
        mustBeOn();
        return recall.around(message, count);
    }

    private void mustBeOn() {
        if (!on.getAsBoolean()) {
            throw PluginException.of(Failure.CONFIGURATION,
                    "Recall is off: memory.enabled is false, so nothing is looked "
                            + "up in earlier conversations. The owner can set memory.enabled: true in config.yaml.");
        }
    }
}
