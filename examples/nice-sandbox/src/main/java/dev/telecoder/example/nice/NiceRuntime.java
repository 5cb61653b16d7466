package dev.telecoder.example.nice;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.support.process.CommandSandbox;
import dev.telecoder.support.process.Mark;
import dev.telecoder.support.process.MarkedProcesses;
import dev.telecoder.support.process.Spawner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Runs commands as plain processes of the lowest priority, without any isolation. Input, output, limits on time and the end of
 * the whole tree are {@link CommandSandbox}'s; a runtime says how a command starts. Any number of threads may use it.
 */
@Extension
public final class NiceRuntime implements SandboxRuntime, HealthCheck {

    private final Spawner spawner = new Spawner();
    private final String own = "n" + UUID.randomUUID().toString().replace("-", "") + "x";
    private final AtomicLong made = new AtomicLong();
    private final Set<CommandSandbox> open = ConcurrentHashMap.newKeySet();

    /** Made by the host, once. */
    public NiceRuntime() {}

    @Override
    public String id() {
        return "nice";
    }

    @Override
    public Probe probe() {
        boolean there = Files.isExecutable(NiceLaunch.NICE);
        return new Probe(there, there ? System.getProperty("os.name") : "", there
                ? "Unsafe: commands run as processes of this user, without isolation; they only let others go first."
                : "There is no " + NiceLaunch.NICE + " on this system.", Set.of());
    }

    @Override
    public List<Finding> check(Scope scope) {
        Probe probe = probe();
        return List.of(probe.available() ? Finding.ok("nice", "Commands can run with low priority.")
                : Finding.warn("nice", probe.reason(), "sandbox.runtime: nice cannot work.",
                        "Install coreutils, or choose another sandbox.runtime."));
    }

    @Override
    public Sandbox open(Spec spec) {
        if (!Files.isDirectory(spec.workspace()) || !Files.isDirectory(spec.scratch())) {
            throw PluginException.of(Failure.CONFIGURATION,
                    "The folders " + spec.workspace() + " and " + spec.scratch() + " are not both there.");
        }
        var mark = Mark.ofThisHost(own + made.getAndIncrement());
        var environment = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", spec.scratch().toString());
        var sandbox = new CommandSandbox[1];
        sandbox[0] = new CommandSandbox(spec, mark, new NiceLaunch(spec, mark, spawner), environment,
                () -> open.remove(sandbox[0]));
        open.add(sandbox[0]);
        return sandbox[0];
    }

    @Override
    public int removeLeftovers() {
        open.stream().filter(CommandSandbox::expired).forEach(CommandSandbox::close);
        Set<Mark> used = open.stream().map(CommandSandbox::mark).collect(Collectors.toSet());
        return MarkedProcesses.end(mark -> mark.sandbox().startsWith(own) ? !used.contains(mark) : !mark.hostIsAlive())
                .size();
    }
}
