package dev.telecoder.plugins.sandbox.bubblewrap;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.support.process.CommandSandbox;
import dev.telecoder.support.process.Forwarder;
import dev.telecoder.support.process.Mark;
import dev.telecoder.support.process.MarkedProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Sandboxes by bubblewrap. Each command runs in name spaces of its own: nothing of the host is seen but {@code /usr},
 * the workspace, the scratch folder and the mounts; there is no network but the egress socket. Many threads may use
 * it.
 */
@Extension
public final class BubblewrapRuntime implements SandboxRuntime, AutoCloseable {

    /** What works goes on working; what does not may have been mended meanwhile. */
    private static final long PROBE_HOLDS = TimeUnit.HOURS.toNanos(1);
    private static final long REFUSAL_HOLDS = TimeUnit.MINUTES.toNanos(1);

    private final Host host;
    private final String own = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
    private final Set<CommandSandbox> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock probing = new ReentrantLock();
    private Trial.@Nullable Findings findings;
    private long probed;
    private long made;

    /**
     * Makes the runtime; nothing is tried before it is asked for.
     *
     * @param context the host
     */
    public BubblewrapRuntime(PluginContext context) {
        this(Host.here(context.dataDirectory().toAbsolutePath()));
    }

    BubblewrapRuntime(Host host) {
        this.host = host;
    }

    @Override
    public String id() {
        return "bubblewrap";
    }

    @Override
    public Probe probe() {
        return find().probe();
    }

    private Trial.Findings find() {
        probing.lock();
        try {
            if (findings == null
                    || System.nanoTime() - probed > (findings.probe().available() ? PROBE_HOLDS : REFUSAL_HOLDS)) {
                findings = new Trial(host).run();
                probed = System.nanoTime();
            }
            return findings;
        } finally {
            probing.unlock();
        }
    }

    @Override
    public Sandbox open(Spec spec) {
        var found = find();
        Optional<Path> bwrap = new Trial(host).bwrap();
        if (!found.probe().available() || bwrap.isEmpty()) {
            throw PluginException.of(Failure.UNAVAILABLE, found.probe().reason());
        }
        check(spec);
        var mark = Mark.ofThisHost(nextName());
        List<Path> joined = List.of();
        try {
            joined = found.groups().make(mark, spec.memoryBytes(), spec.maxProcesses(), spec.cpus());
            var launch = BubblewrapLaunch.of(bwrap.get(), host, spec, mark, joined);
            var holder = new CommandSandbox[1];
            holder[0] = new CommandSandbox(spec, mark, launch, environment(spec), () -> open.remove(holder[0]));
            open.add(holder[0]);
            return holder[0];
        } catch (IOException problem) {
            ControlGroups.remove(joined);
            throw PluginException.of(Failure.UNAVAILABLE, "Could not prepare a sandbox: " + problem.getMessage()
                    + ". The plugin writes to " + host.directory() + " and to the control groups of this process.",
                    problem);
        }
    }

    @Override
    public int removeLeftovers() {
        open.stream().filter(CommandSandbox::expired).forEach(CommandSandbox::close);
        Set<Mark> used = open.stream().map(CommandSandbox::mark).collect(Collectors.toSet());
        var removed = new HashSet<>(MarkedProcesses.end(mark -> isLeft(mark, used)));
        var groups = ControlGroups.find(host.groups(), host.ownGroups());
        for (Mark mark : groups.marks()) {
            if (isLeft(mark, used)) {
                groups.remove(mark);
                removed.add(mark);
            }
        }
        for (Path file : new OwnFiles(host.directory()).leftOptions()) {
            String name = file.getFileName().toString();
            Mark.find(name.substring(0, Math.max(0, name.indexOf('_')))).filter(mark -> isLeft(mark, used))
                    .ifPresent(mark -> delete(file));
        }
        return removed.size();
    }

    /** The plugin is unloaded: what runs in sandboxes of this runtime ends with it. */
    @Override
    public void close() {
        open.forEach(CommandSandbox::close);
        host.spawner().close();
    }

    private boolean isLeft(Mark mark, Set<Mark> used) {
        return mark.sandbox().startsWith(prefix()) ? !used.contains(mark) : !mark.hostIsAlive();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stillThere) {
            // It is tried again in a minute.
        }
    }

    private String nextName() {
        probing.lock();
        try {
            return prefix() + made++;
        } finally {
            probing.unlock();
        }
    }

    /** Begins with the runtime, so that the plain processes of another plugin are not taken for ours. */
    private String prefix() {
        return "b" + own + "x";
    }

    private static void check(Spec spec) {
        for (Path folder : List.of(spec.workspace(), spec.scratch())) {
            if (!Files.isDirectory(folder)) {
                throw PluginException.of(Failure.CONFIGURATION, "The folder " + folder + " is to be seen in the sandbox"
                        + " of task " + spec.id() + ", but it is not there.");
            }
        }
        for (Spec.Mount mount : spec.mounts()) {
            if (!Files.exists(mount.host()) || !mount.inside().startsWith("/")) {
                throw PluginException.of(Failure.CONFIGURATION, mount.host() + " is to be seen in the sandbox as "
                        + mount.inside() + ". Expected something that exists, and an absolute path.");
            }
        }
    }

    private static Map<String, String> environment(Spec spec) {
        String toolchains = spec.mounts().stream()
                .filter(mount -> mount.readOnly() && Files.isDirectory(mount.host().resolve("bin")))
                .map(mount -> mount.inside() + "/bin:").collect(Collectors.joining());
        var variables = new LinkedHashMap<String, String>();
        variables.put("PATH", toolchains + "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
        variables.put("HOME", Arguments.HOME);
        variables.put("USER", "telecoder");
        variables.put("LOGNAME", "telecoder");
        variables.put("SHELL", "/bin/sh");
        variables.put("TMPDIR", "/tmp");
        variables.put("LANG", "C.UTF-8");
        variables.put("TERM", "dumb");
        spec.egressSocket().ifPresent(socket -> variables.put("TELECODER_EGRESS_SOCKET", Arguments.EGRESS_SOCKET));
        if (BubblewrapLaunch.usesForwarder(spec)) {
            variables.putAll(Forwarder.environment());
        }
        return variables;
    }
}
