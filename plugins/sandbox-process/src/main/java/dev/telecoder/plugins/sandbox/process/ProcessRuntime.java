package dev.telecoder.plugins.sandbox.process;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.support.process.CommandSandbox;
import dev.telecoder.support.process.Mark;
import dev.telecoder.support.process.MarkedProcesses;
import dev.telecoder.support.process.Spawner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Runs commands as plain processes: they see and may change whatever the user who started the host may, and the whole
 * network. All it does is to clear the environment, limit the size of files, and end the whole tree. The host uses it
 * only where {@code sandbox.runtime: process} is set. Many threads may use it.
 */
@Extension
public final class ProcessRuntime implements SandboxRuntime, AutoCloseable {

    private static final String UNSAFE = "Unsafe: commands run as plain processes of this user, without isolation; they"
            + " can read your files and reach every network. Nothing limits memory, processors, processes, disk,"
            + " network or system calls. Prefer docker or bubblewrap.";

    private final Path setsid;
    private final UnaryOperator<String> variable;
    private final Spawner spawner = new Spawner();
    private final String own = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
    private final AtomicLong made = new AtomicLong();
    private final Set<CommandSandbox> open = ConcurrentHashMap.newKeySet();

    /** Makes the runtime. */
    public ProcessRuntime() {
        this(Path.of("/usr/bin/setsid"), name -> System.getenv().getOrDefault(name, ""));
    }

    ProcessRuntime(Path setsid, UnaryOperator<String> variable) {
        this.setsid = setsid;
        this.variable = variable;
    }

    @Override
    public String id() {
        return "process";
    }

    @Override
    public Probe probe() {
        if (!Files.isExecutable(Path.of("/bin/sh"))) {
            return new Probe(false, "", "Plain processes need a shell at /bin/sh; this system has none.", Set.of());
        }
        return new Probe(true, System.getProperty("os.name"), UNSAFE, Set.of());
    }

    @Override
    public Sandbox open(Spec spec) {
        if (!Files.isDirectory(spec.workspace()) || !Files.isDirectory(spec.scratch())) {
            throw PluginException.of(Failure.CONFIGURATION, "The folders " + spec.workspace() + " and " + spec.scratch()
                    + " are to be used by task " + spec.id() + ", but they are not both there.");
        }
        var mark = Mark.ofThisHost(prefix() + made.getAndIncrement());
        var holder = new CommandSandbox[1];
        holder[0] = new CommandSandbox(spec, mark, new PlainLaunch(spec, mark, spawner, setsid), environment(spec),
                () -> open.remove(holder[0]));
        open.add(holder[0]);
        return holder[0];
    }

    /** The plugin is unloaded: what runs in sandboxes of this runtime ends with it. */
    @Override
    public void close() {
        open.forEach(CommandSandbox::close);
        spawner.close();
    }

    @Override
    public int removeLeftovers() {
        open.stream().filter(CommandSandbox::expired).forEach(CommandSandbox::close);
        Set<Mark> used = open.stream().map(CommandSandbox::mark).collect(Collectors.toSet());
        return MarkedProcesses.end(mark -> mark.sandbox().startsWith(prefix())
                ? !used.contains(mark) : !mark.hostIsAlive()).size();
    }

    private String prefix() {
        return "p" + own + "x";
    }

    private Map<String, String> environment(Spec spec) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
        // Where programs are and which language they speak is no secret; nothing else of the host's comes along.
        for (String name : List.of("PATH", "LANG", "LC_ALL", "TZ", "JAVA_HOME")) {
            String value = variable.apply(name);
            if (!value.isBlank()) {
                variables.put(name, value);
            }
        }
        variables.put("HOME", spec.scratch().resolve(".home").toString());
        variables.put("TMPDIR", spec.scratch().resolve(".tmp").toString());
        variables.put("USER", "telecoder");
        variables.put("TERM", "dumb");
        return variables;
    }
}
