package dev.telecoder.platform.app;

import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.config.ServerConfig;
import dev.telecoder.platform.web.WebServer;
import java.io.IOException;
import java.net.BindException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host that serves: its lock is taken, its address is written down, and it goes on until it is closed. Closing twice, and
 * from any thread, is the same as once.
 */
final class Serving implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    /** How long to wait for a command that works in the same home without a host. */
    private static final int PATIENCE_MILLIS = 5_000;

    private final Host host;
    private final WebServer web;
    private final HostFile file;
    private final HostFile.Lock lock;
    private final CountDownLatch asked;
    private boolean closed;

    private Serving(Host host, WebServer web, HostFile file, HostFile.Lock lock, CountDownLatch asked) {
        this.host = host;
        this.web = web;
        this.file = file;
        this.lock = lock;
        this.asked = asked;
    }

    /**
     * Begins to serve.
     *
     * @param home whose host it is
     * @param environment the variables
     * @param port where to listen; negative for what config.yaml says
     * @throws CommandFailure if another host serves this home, or the address is taken
     */
    static Serving begin(Home home, Map<String, String> environment, int port) throws IOException {
        if (port > 65_535) {
            throw CommandFailure.usage("--port is " + port + ". Expected 0 to 65535; 0 takes any that is free.");
        }
        HostFile.Lock lock = take(home);
        Host host = null;
        WebServer web = null;
        try {
            host = Host.openToServe(home, environment);
            ServerConfig set = host.config().current().settings().server();
            ServerConfig server = port < 0 ? set
                    : new ServerConfig(set.host(), port, set.publicUrl(), set.openaiApi());
            String token = WebServer.newToken();
            CountDownLatch asked = new CountDownLatch(1);
            web = serve(host, server, token, asked);
            host.start();
            HostFile file = new HostFile(ProcessHandle.current().pid(), web.url().toString(), token, Version.text(),
                    host.clock().instant());
            file.write(home);
            return new Serving(host, web, file, lock, asked);
        } catch (IOException | RuntimeException e) {
            end(host, web, lock);
            throw e;
        }
    }

    private static WebServer serve(Host host, ServerConfig server, String token, CountDownLatch asked)
            throws IOException {
        try {
            return host.serve(server, token, asked::countDown);
        } catch (IOException e) {
            throw CommandFailure.usage(taken(e) ? "Port " + server.port() + " on " + server.host()
                    + " is taken by another program. Choose another with --port or server.port in config.yaml; 0 takes any"
                    + " that is free." : String.valueOf(e.getMessage()));
        }
    }

    private static boolean taken(IOException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
                return true;
            }
        }
        return false;
    }

    /** A command that works without a host ends soon; another host does not. */
    private static HostFile.Lock take(Home home) throws IOException {
        long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (true) {
            Optional<HostFile.Lock> lock = HostFile.Lock.take(home);
            if (lock.isPresent()) {
                return lock.get();
            }
            Optional<HostFile> other = HostFile.read(home, new HostJson());
            if (other.isPresent()) {
                throw CommandFailure
                        .usage("TeleCoder is running already for " + home.root() + ": process " + other.get().pid()
                                + " at " + other.get().url() + ".");
            }
            if (System.nanoTime() > until) {
                throw CommandFailure
                        .usage("Another TeleCoder command works in " + home.root() + ". Try again when it has ended.");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CommandFailure.no("It was interrupted.");
            }
        }
    }

    Host host() {
        return host;
    }

    String url() {
        return file.url();
    }

    String token() {
        return file.token();
    }

    /** {@return a link that logs the owner in once, within ten minutes} */
    String loginLink() {
        return web.newLoginLink();
    }

    /** Writes into the log what this host begins with. */
    void log(Home home) {
        LOG.info("TeleCoder {} is running at {}, process {}, home {}", Version.text(), url(), file.pid(), home.root());
        host.settings().wrong().forEach(problem -> LOG.warn("{}", problem));
        host.models().selected().ifPresentOrElse(
                model -> LOG.info("Model: {} {} ({})", model.provider(), model.model(), model.why()),
                () -> LOG.warn("{}", host.models().nothingAnswers().getMessage()));
        host.channels().statuses()
                .forEach(channel -> LOG.info("Channel {}: {} {}", channel.id(), channel.state(), channel.detail()));
    }

    /** Waits until the API is asked to end this host. */
    void await() throws InterruptedException {
        asked.await();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            end(host, web, lock);
            LOG.info("TeleCoder has ended");
        }
    }

    private static void end(@org.jspecify.annotations.Nullable Host host,
            @org.jspecify.annotations.Nullable WebServer web,
            HostFile.Lock lock) {
        try (lock; host; web) {
            // closed from the last to the first, each even if the one before it fails
        } catch (IOException e) {
            // the system frees the lock with the process
        }
    }
}
