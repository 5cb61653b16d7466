package dev.telecoder.platform.app;

import java.io.IOException;
import java.util.Map;

/** A host that serves: its lock is taken, its address is written down, and it goes on until it is closed. */
final class Serving implements AutoCloseable {

    private final Host host;
    private final HostFile file;
    private final HostFile.Lock lock;

    private Serving(Host host, HostFile file, HostFile.Lock lock) {
        this.host = host;
        this.file = file;
        this.lock = lock;
    }

    /**
     * Begins to serve.
     *
     * @param home whose host it is
     * @param environment the variables
     * @param port where to listen; negative for what config.yaml says
     */
    static Serving begin(Home home, Map<String, String> environment, int port) throws IOException {
        throw new UnsupportedOperationException();
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

    String loginLink() {
        return file.url() + "/";
    }

    @Override
    public void close() {
        try (lock) {
            host.close();
        } catch (IOException e) {
            // the system frees the lock with the process
        }
    }
}
