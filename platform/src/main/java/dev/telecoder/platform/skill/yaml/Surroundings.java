package dev.telecoder.platform.skill.yaml;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is there for skills to require, asked anew each time. Safe for many threads.
 *
 * @param environment the host's variables
 * @param sandbox what the sandbox is like now
 */
public record Surroundings(Map<String, String> environment, Supplier<SandboxView> sandbox) {

    /** Where a sandbox that shows the host's programs looks for them. */
    private static final List<String> USUAL =
            List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin");

    /**
     * What the sandbox is like.
     *
     * @param runtime its id, or {@code none}
     * @param detail why there is none, or what it lacks
     * @param isolates whether commands are kept from the host's files and network
     * @param network whether commands reach anything outside
     */
    public record SandboxView(String runtime, String detail, boolean isolates, boolean network) {}

    /** Says what of that is missing; empty if nothing is. A repository is the conversation's affair. */
    String missing(List<Requirement> requires) {
        return String.join(" ", requires.stream().flatMap(one -> missing(one).stream()).toList());
    }

    /** The value of a variable; an empty one is how shells and service files leave one out. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    private Optional<String> missing(Requirement required) {
        return switch (required.kind()) {
            case SANDBOX -> sandbox.get().isolates() ? Optional.empty() : Optional.of(noSandbox(sandbox.get()));
            case NETWORK -> sandbox.get().network() ? Optional.empty()
                    : Optional.of(
                            "It requires network, and the sandbox has none. Set sandbox.egress: registries or a list of hosts in"
                                    + " config.yaml to give it the host's.");
            case REPO -> Optional.empty();
            case BIN -> hasProgram(required.name()) ? Optional.empty()
                    : Optional.of("It requires the program " + required.name()
                            + ", which is not installed where the sandbox finds it.");
            case ENV -> variable(required.name()).isPresent() ? Optional.empty()
                    : Optional.of("It requires the environment variable " + required.name()
                            + ", which is not set where TeleCoder was started.");
        };
    }

    private static String noSandbox(SandboxView view) {
        return "It requires a sandbox that isolates (docker or bubblewrap), and " + (view.runtime().equals("none")
                ? "none works here. " + view.detail()
                : "sandbox.runtime is " + view.runtime() + ". Set it to auto, docker or bubblewrap in config.yaml.");
    }

    /** An image may hold other programs than the host; there it shows when the command runs. */
    private boolean hasProgram(String name) {
        SandboxView view = sandbox.get();
        if (view.runtime().equals("docker") || view.runtime().equals("none")) {
            return true;
        }
        Stream<String> folders = Stream.concat(USUAL.stream(),
                Stream.of(Path.of(System.getProperty("java.home"), "bin").toString()));
        if (!view.isolates()) {
            folders = Stream.concat(folders, Stream.of(environment.getOrDefault("PATH", "").split(":")));
        }
        return folders.filter(folder -> folder.startsWith("/")).map(folder -> Path.of(folder, name))
                .anyMatch(program -> Files.isRegularFile(program) && Files.isExecutable(program));
    }
}
