package dev.telecoder.plugins.sandbox.bubblewrap;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.SandboxRuntime.Feature;
import dev.telecoder.api.sandbox.SandboxRuntime.Probe;
import dev.telecoder.support.process.Ending;
import dev.telecoder.support.process.Mark;
import dev.telecoder.support.process.RunningCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Finds out what bubblewrap can do here by doing it. */
final class Trial {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MANY_LINES = 16 * 1024;
    private static final long TRIAL_MEMORY = 64L << 20;
    private static final int TRIAL_PROCESSES = 32;

    private final Host host;

    Trial(Host host) {
        this.host = host;
    }

    /** {@return where bwrap is} */
    Optional<Path> bwrap() {
        return host.path().stream().map(folder -> folder.resolve("bwrap")).filter(Files::isExecutable).findFirst();
    }

    /**
     * What was found out.
     *
     * @param probe what can be told of it
     * @param groups the control groups that a command could really join
     */
    record Findings(Probe probe, ControlGroups groups) {}

    Findings run() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return no("", "bubblewrap works on Linux only; this is " + System.getProperty("os.name")
                    + ". Use Docker here.");
        }
        Optional<Path> bwrap = bwrap();
        if (bwrap.isEmpty()) {
            return no("", "bubblewrap is not installed: there is no program bwrap on the PATH. Install it with"
                    + " \"apt install bubblewrap\", \"dnf install bubblewrap\" or \"pacman -S bubblewrap\".");
        }
        Path directory = host.directory().toAbsolutePath();
        // Each trial is a process or two that do next to nothing: together they take as long as one.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var said = threads.submit(() -> output(List.of(bwrap.get().toString(), "--version")));
            var simple = inside(bwrap.get(), "true", Optional.empty());
            String version = said.get().text().replace("bubblewrap", "").strip();
            if (simple.code != 0) {
                return no(version, whyNot(simple.text));
            }
            var filtered = threads.submit(() -> filterWorks(bwrap.get(), directory));
            var limited = threads.submit(() -> !host.root() && forksAreLimited(bwrap.get()));
            ControlGroups groups = groupsThatWork(bwrap.get());
            Set<Feature> features = EnumSet.of(Feature.NETNS);
            features.addAll(groups.features());
            if (filtered.get()) {
                features.add(Feature.SECCOMP);
            }
            if (limited.get()) {
                features.add(Feature.PIDS);
            }
            return new Findings(new Probe(true, version, missing(features), features), groups);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PluginException.of(Failure.CANCELLED, "The look at bubblewrap was interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A trial of bubblewrap failed.", e.getCause());
        }
    }

    private static String missing(Set<Feature> features) {
        var missing = EnumSet.complementOf(EnumSet.copyOf(features)).stream()
                .map(f -> f.name().toLowerCase(Locale.ROOT)).toList();
        return missing.isEmpty() ? "" : "bubblewrap cannot enforce here: " + String.join(", ", missing)
                + ". Limits on memory, processors and processes need control groups this user may write to.";
    }

    private ControlGroups groupsThatWork(Path bwrap) {
        var groups = ControlGroups.find(host.groups(), host.ownGroups());
        List<Path> made = List.of();
        try {
            made = groups.make(Mark.ofThisHost("trial" + Long.toUnsignedString(System.nanoTime(), Character.MAX_RADIX)),
                    TRIAL_MEMORY, TRIAL_PROCESSES, 1);
            var command = new ArrayList<>(List.of("/bin/sh", "-c",
                    "while [ \"$1\" != -- ]; do echo $$ >\"$1/cgroup.procs\" || exit 1; shift; done; shift; exec \"$@\"",
                    "telecoder"));
            made.forEach(group -> command.add(group.toString()));
            command.addAll(List.of("--", bwrap.toString(), "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/",
                    "--", "/bin/sh", "-c", "true"));
            return output(command).code == 0 ? groups : ControlGroups.NONE;
        } catch (IOException refused) {
            return ControlGroups.NONE;
        } finally {
            ControlGroups.remove(made);
        }
    }

    private boolean filterWorks(Path bwrap, Path directory) {
        try {
            Optional<Path> filter = new OwnFiles(directory).filter(host.processor());
            return filter.isPresent()
                    && inside(bwrap, "grep -q '^Seccomp:.*2' /proc/self/status", filter).code == 0;
        } catch (IOException problem) {
            return false;
        }
    }

    /** Older kernels count the processes of a user, whatever name space they are in, so the limit would not hold. */
    private boolean forksAreLimited(Path bwrap) {
        String script = "ulimit -p 4 2>/dev/null || ulimit -u 4; for i in 1 2 3 4 5 6 7 8; do sleep 1 & done";
        Answer answer = inside(bwrap, script, Optional.empty());
        return answer.code != 0 && answer.text.toLowerCase(Locale.ROOT).contains("fork");
    }

    private Answer inside(Path bwrap, String script, Optional<Path> filter) {
        var command = new ArrayList<>(List.of("/bin/sh", "-c",
                filter.isEmpty() ? "exec \"$@\"" : "f=$1; shift; exec 9<\"$f\"; exec \"$@\"", "telecoder"));
        filter.ifPresent(file -> command.add(file.toString()));
        command.addAll(List.of(bwrap.toString(), "--unshare-all", "--unshare-user", "--uid", "10001", "--gid", "10001",
                "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--ro-bind", "/", "/", "--proc", "/proc",
                "--dev", "/dev"));
        if (filter.isPresent()) {
            command.addAll(List.of("--seccomp", "9"));
        }
        command.addAll(List.of("--", "/bin/sh", "-c", script));
        return output(command);
    }

    private Answer output(List<String> command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        var lines = new ArrayList<String>();
        Ending ending = new NamespaceEnding();
        try {
            var running = RunningCommand.of(host.spawner().start(builder), ending, new byte[0], MANY_LINES, lines::add);
            var outcome = running.await(PATIENCE);
            return new Answer(outcome.code(), String.join("\n", lines));
        } catch (IOException problem) {
            return new Answer(-1, String.valueOf(problem.getMessage()));
        }
    }

    private static String whyNot(String said) {
        String text = said.isBlank() ? "no message" : said.lines().findFirst().orElse("");
        return "bubblewrap is installed but cannot make a sandbox (\"" + text + "\"). " + switch (setting()) {
            case "" -> "Inside a container it needs leave to make name spaces; on the host, try \"bwrap --unshare-all"
                    + " --ro-bind / / true\".";
            case String setting -> "This system forbids user name spaces to ordinary users: set " + setting
                    + " with sysctl.";
        };
    }

    private static String setting() {
        if ("0".equals(read("/proc/sys/user/max_user_namespaces"))) {
            return "user.max_user_namespaces to a number such as 15000";
        }
        if ("0".equals(read("/proc/sys/kernel/unprivileged_userns_clone"))) {
            return "kernel.unprivileged_userns_clone=1";
        }
        if ("1".equals(read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"))) {
            return "kernel.apparmor_restrict_unprivileged_userns=0 (or give bwrap an AppArmor profile)";
        }
        return "";
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException none) {
            return "none";
        }
    }

    private static Findings no(String version, String reason) {
        return new Findings(new Probe(false, version, reason, Set.of()), ControlGroups.NONE);
    }

    private record Answer(int code, String text) {}
}
