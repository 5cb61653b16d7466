package dev.telecoder.example.signals;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The section {@code signal_page}, which may be missing. */
record SignalPageConfig(@Nullable Set<String> kinds) {

    Set<String> listened() {
        return kinds == null || kinds.isEmpty() ? Set.of("push", "pull_request.opened", "pull_request.closed", "workflow_run.completed")
                : Set.copyOf(kinds);
    }
}
