package dev.telecoder.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A language model service written by others, npm's {@code @copilotkit/aimock}, on a port of loopback. It speaks the
 * APIs of Anthropic, OpenAI, Gemini and Ollama. Where {@code npx} cannot start it the test is skipped, visibly.
 *
 * @since 1.0
 */
public final class Aimock implements AutoCloseable {

    private static final String PACKAGE = "@copilotkit/aimock@1.43.0";

    private final Process process;
    private final int port;

    private Aimock(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it, or skips the test.
     *
     * @param fixtures a folder or file of what it answers
     * @return the running service
     */
    public static Aimock start(Path fixtures) {
        try {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Process process = new ProcessBuilder(List.of("npx", "-y", "-p", PACKAGE, "llmock", "-p",
                    String.valueOf(port),
                    "--strict", "--log-level", "silent", "-f", fixtures.toString()))
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            Aimock started = new Aimock(process, port);
            if (!started.answers()) {
                started.close();
                Assumptions.abort("npx could not start " + PACKAGE + ".");
            }
            return started;
        } catch (IOException missing) {
            return Assumptions.abort("npx cannot be run: " + missing.getMessage());
        }
    }

    private boolean answers() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (Socket ignored = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return ignored.isConnected();
            } catch (IOException notYet) {
                waitALittle();
            }
        }
        return false;
    }

    private void waitALittle() {
        try {
            process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + PACKAGE + " started.", interrupted);
        }
    }

    /** {@return where it listens, such as {@code http://127.0.0.1:40000}} */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroy);
    }
}
