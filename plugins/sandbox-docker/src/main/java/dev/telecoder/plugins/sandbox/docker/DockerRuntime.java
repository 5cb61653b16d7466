package dev.telecoder.plugins.sandbox.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.support.process.Forwarder;
import dev.telecoder.support.process.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Sandboxes by Docker: containers without capabilities and without a network but the egress socket, with a read-only image and
 * limits on memory, processors and processes. Many threads may use it.
 */
@Extension
@Configured(value = "sandbox", required = false, settings = DockerConfig.class)
public final class DockerRuntime implements SandboxRuntime, AutoCloseable {

    /** What works goes on working; what does not may have been mended meanwhile. */
    private static final long PROBE_HOLDS = TimeUnit.MINUTES.toNanos(10);
    private static final long REFUSAL_HOLDS = TimeUnit.SECONDS.toNanos(30);

    private final Daemon daemon;
    private final Containers containers;
    private final Path directory;
    private final String image;
    private final String own = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
    private final Set<DockerSandbox> open = ConcurrentHashMap.newKeySet();
    private final Set<Mark> used = ConcurrentHashMap.newKeySet();
    private final AtomicLong made = new AtomicLong();
    private final ReentrantLock probing = new ReentrantLock();
    private Look.@Nullable Seen seen;
    private long probed;

    /**
     * Makes the runtime; nothing is tried before it is asked for.
     *
     * @param context the host
     */
    public DockerRuntime(PluginContext context) {
        this(Daemon.usual(), context.dataDirectory().toAbsolutePath(),
                context.config(DockerConfig.class).imageOrUsual());
    }

    DockerRuntime(Daemon daemon, Path directory, String image) {
        this.daemon = daemon;
        this.containers = new Containers(daemon);
        this.directory = directory;
        this.image = image;
    }

    @Override
    public String id() {
        return "docker";
    }

    @Override
    public Probe probe() {
        return look().probe();
    }

    private Look.Seen look() {
        probing.lock();
        try {
            if (seen == null
                    || System.nanoTime() - probed > (seen.probe().available() ? PROBE_HOLDS : REFUSAL_HOLDS)) {
                seen = new Look(daemon, image).run();
                probed = System.nanoTime();
            }
            return seen;
        } finally {
            probing.unlock();
        }
    }

    @Override
    public Sandbox open(Spec spec) {
        var found = look();
        if (!found.probe().available()) {
            throw PluginException.of(found.imageMissing() ? Failure.CONFIGURATION : Failure.UNAVAILABLE,
                    found.probe().reason());
        }
        check(spec);
        Path input = null;
        DockerSandbox sandbox = null;
        try {
            var owner = found.rootless() ? new Owner(0, 0, false, false) : Owner.of(spec.workspace());
            Optional<Path> forwarder = Forwarder.install(directory, found.processor());
            input = Files.createTempDirectory(Files.createDirectories(directory.resolve("in")), "");
            if (!input.toFile().setReadable(true, false) || !input.toFile().setExecutable(true, false)) {
                throw new IOException("the folder " + input + " cannot be opened to the sandbox");
            }
            var part = new Containers.Part(spec.image().orElse(image), owner.text(), owner.keeper(), forwarder, input);
            var environment = new LinkedHashMap<>(Inside.environment(spec));
            if (spec.egressSocket().isPresent()) {
                environment.put("TELECODER_EGRESS_SOCKET", Inside.EGRESS_SOCKET);
                if (forwarder.isPresent() && !spec.openNetwork()) {
                    environment.putAll(Forwarder.environment());
                }
            }
            sandbox = sandbox(spec, owner, part, environment);
            sandbox.warmUp();
            return sandbox;
        } catch (IOException | DockerException problem) {
            end(sandbox, input);
            throw PluginException.of(Failure.UNAVAILABLE, "Docker could not make a sandbox: "
                    + String.valueOf(problem.getMessage()).strip(), problem);
        } catch (RuntimeException problem) {
            end(sandbox, input);
            throw problem;
        }
    }

    private DockerSandbox sandbox(Spec spec, Owner owner, Containers.Part part, Map<String, String> environment) {
        var holder = new DockerSandbox[1];
        holder[0] = new DockerSandbox(spec, owner, part.input(), new DockerSandbox.Maker() {

            @Override
            public Warm make() {
                var mark = Mark.ofThisHost(prefix() + made.getAndIncrement());
                used.add(mark);
                try {
                    return new Warm(daemon.client(), containers, containers.start(spec, part, mark), mark);
                } catch (RuntimeException problem) {
                    used.remove(mark);
                    throw problem;
                }
            }

            @Override
            public void ended(Warm container) {
                used.remove(container.mark());
            }
        }, environment, () -> {
            open.remove(holder[0]);
            delete(part.input());
        });
        open.add(holder[0]);
        return holder[0];
    }

    private static void end(@Nullable DockerSandbox sandbox, @Nullable Path input) {
        if (sandbox != null) {
            sandbox.kill();
        } else if (input != null) {
            delete(input);
        }
    }

    @Override
    public int removeLeftovers() {
        open.stream().filter(DockerSandbox::expired).forEach(DockerSandbox::close);
        if (!daemon.isLocal() || !Files.exists(Path.of(daemon.address().getPath()))) {
            return 0;
        }
        int removed = 0;
        for (Container container : containers.all()) {
            if (isLeft(container) && containers.remove(container.getId())) {
                removed++;
            }
        }
        return removed;
    }

    private boolean isLeft(Container container) {
        Map<String, String> labels = container.getLabels();
        Optional<Mark> mark = Mark.find(labels.getOrDefault(Containers.MARK, ""));
        if (mark.isPresent() && mark.get().sandbox().startsWith(prefix())) {
            return !used.contains(mark.get());
        }
        // A host in a container of its own has process ids of its own; only what is of this machine can be told dead by them.
        boolean ours = labels.getOrDefault(Containers.MACHINE, "").equals(Containers.machine());
        return ours ? mark.filter(Mark::hostIsAlive).isEmpty() : isOver(labels.getOrDefault(Containers.EXPIRES, ""));
    }

    private static boolean isOver(String expires) {
        return expires.matches("\\d{1,15}") && Long.parseLong(expires) + 60 < System.currentTimeMillis() / 1000;
    }

    /** The plugin is unloaded: what runs in sandboxes of this runtime ends with it. */
    @Override
    public void close() {
        open.parallelStream().forEach(DockerSandbox::close);
        daemon.close();
    }

    /** Begins with the runtime, so that what another object of this class made is not taken for ours. */
    private String prefix() {
        return "d" + own + "x";
    }

    private static void check(Spec spec) {
        for (Path folder : new Path[]{spec.workspace(), spec.scratch()}) {
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

    private static void delete(Path input) {
        try (var files = Files.list(input)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(input);
        } catch (IOException stillThere) {
            // It holds nothing that matters, and goes with the plugin's folder.
        }
    }
}
