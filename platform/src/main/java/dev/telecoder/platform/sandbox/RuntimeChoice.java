package dev.telecoder.platform.sandbox;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.SandboxRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Picks the runtime: the configured one, or the first of Docker and bubblewrap that works. Plain processes are never
 * picked unless the operator named them. Many threads may use it.
 */
record RuntimeChoice(Supplier<List<SandboxRuntime>> runtimes, Supplier<SandboxSettings> settings) {

    private static final List<String> AUTOMATIC = List.of("docker", "bubblewrap");

    /** The runtime with what its probe said, or why there is none. */
    record Chosen(Optional<SandboxRuntime> runtime, Optional<SandboxRuntime.Probe> probe, String refusal) {}

    Chosen choose() {
        SandboxSettings now = settings.get();
        String wanted = now.runtime();
        if (wanted.equals(SandboxSettings.PROCESS) && now.multiUser()) {
            return none("config.yaml: sandbox.runtime is \"process\", which isolates nothing and is refused with"
                    + " --multi-user. Set it to auto, docker or bubblewrap.");
        }
        boolean automatic = wanted.equals(SandboxSettings.AUTO);
        var reasons = new ArrayList<String>();
        for (String id : automatic ? AUTOMATIC : List.of(wanted)) {
            Optional<SandboxRuntime> runtime = find(id);
            if (runtime.isEmpty()) {
                reasons.add(id + ": no installed plugin offers it");
                continue;
            }
            SandboxRuntime.Probe probe = runtime.get().probe();
            if (probe.available()) {
                return new Chosen(runtime, Optional.of(probe), "");
            }
            reasons.add(id + ": " + probe.reason());
        }
        return none((automatic
                ? "No sandbox works on this system, so no code of a repository is run. "
                : "config.yaml: sandbox.runtime is \"" + wanted + "\", and that does not work here. ")
                + String.join("; ", reasons) + (automatic
                        ? " To run commands without any isolation, set sandbox.runtime: process (unsafe)."
                        : " Expected auto or one of " + ids() + "."));
    }

    private Optional<SandboxRuntime> find(String id) {
        return runtimes.get().stream().filter(runtime -> runtime.id().equals(id)).findFirst();
    }

    private List<String> ids() {
        return runtimes.get().stream().map(SandboxRuntime::id).sorted().toList();
    }

    private static Chosen none(String refusal) {
        return new Chosen(Optional.empty(), Optional.empty(), refusal);
    }

    /** {@return the runtime to use} Says why there is none by an exception for the operator. */
    SandboxRuntime runtime() {
        Chosen chosen = choose();
        return chosen.runtime().orElseThrow(() -> PluginException.of(Failure.CONFIGURATION, chosen.refusal()));
    }
}
