package dev.telecoder.example.signals;

import dev.telecoder.api.Setting;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The section {@code signal_page}, which may be missing. */
@Setting("A page of what other systems told.")
record SignalPageConfig(@Setting(value = "Which kinds of signals it lists.",
        byDefault = "[push, pull_request.opened, pull_request.closed, workflow_run.completed]",
        examples = "[push]") @Nullable Set<String> kinds) {

    Set<String> listened() {
        return kinds == null || kinds.isEmpty()
                ? Set.of("push", "pull_request.opened", "pull_request.closed", "workflow_run.completed")
                : Set.copyOf(kinds);
    }
}
