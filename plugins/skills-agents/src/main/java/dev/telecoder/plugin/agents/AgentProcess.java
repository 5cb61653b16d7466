package dev.telecoder.plugin.agents;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An agent at work in the sandbox: its lines as they come, and a way to end it. One thread reads the lines; closing it ends
 * the agent and waits until it is gone.
 */
final class AgentProcess implements AutoCloseable {

    /** What sandboxes cut lines at; a piece of that length goes on in the next. */
    private static final int PIECE = 64 * 1024;
    private static final int LONGEST_LINE = 16 << 20;
    private static final int WAITING = 2_000;
    private static final long OUTPUT = 512L << 20;
    private static final Duration SEND = Duration.ofSeconds(30);

    private final Sandbox sandbox;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING);
    private final Stop stop = new Stop();
    private final CancellationToken.Registration outer;
    private final Thread thread;
    private final StringBuilder begun = new StringBuilder();
    private volatile Sandbox.@Nullable Exit exit;
    private volatile @Nullable RuntimeException broken;

    private AgentProcess(Sandbox sandbox, Launch launch, CancellationToken cancellation) {
        this.sandbox = sandbox;
        this.outer = cancellation.onCancel(stop::cancel);
        var command = Sandbox.Command.of(launch.command()).with(launch.environment())
                .timeout(AgentsConfig.LONGEST.multipliedBy(24)).outputLimit(OUTPUT);
        this.thread = Thread.ofVirtual().name("agent-" + launch.agent()).start(() -> {
            try {
                exit = sandbox.run(command, this::take, stop);
            } catch (RuntimeException problem) {
                broken = problem;
            }
        });
    }

    static AgentProcess start(Sandbox sandbox, Launch launch, CancellationToken cancellation) {
        return new AgentProcess(sandbox, launch, cancellation);
    }

    private void take(String piece) {
        if (begun.length() + piece.length() <= LONGEST_LINE) {
            begun.append(piece);
        }
        if (piece.length() >= PIECE) {
            return;
        }
        try {
            lines.put(begun.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        begun.setLength(0);
    }

    /**
     * Waits for a line.
     *
     * @return the line; nothing if none came in that time, or the agent ended
     */
    @Nullable String next(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            String line = lines.poll(20, TimeUnit.MILLISECONDS);
            if (line != null) {
                return line;
            }
            if (System.nanoTime() >= end || ended()) {
                return lines.poll();
            }
        }
    }

    boolean ended() {
        return !thread.isAlive();
    }

    boolean drained() {
        return ended() && lines.isEmpty();
    }

    /** Writes a line into the pipe the agent reads from. */
    boolean send(String pipe, String line) {
        List<String> said = new ArrayList<>();
        return sandbox.run(Sandbox.Command.of("sh", "-c", "[ -p \"$1\" ] && cat > \"$1\"", "sh", pipe)
                .stdin((line + "\n").getBytes(StandardCharsets.UTF_8)).timeout(SEND), said::add, stop).succeeded();
    }

    void stop() {
        stop.cancel();
    }

    /** {@return how it ended; nothing if it was stopped before} */
    Sandbox.@Nullable Exit exit() {
        RuntimeException problem = broken;
        if (problem != null) {
            throw problem;
        }
        return exit;
    }

    @Override
    public void close() {
        stop.cancel();
        outer.close();
        try {
            while (!thread.join(Duration.ofMillis(50))) {
                lines.clear();
            }
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }
}
