package dev.telecoder.plugins.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The connection to the daemon of this machine, made when first needed. Many threads may use it. */
final class Daemon implements AutoCloseable {

    /** A command holds one connection for its output, and needs others for its end. */
    private static final int CONNECTIONS = 200;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final URI address;
    private final DefaultDockerClientConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable DockerClient client;

    private Daemon(DefaultDockerClientConfig config) {
        this.config = config;
        this.address = config.getDockerHost();
    }

    /** The daemon that DOCKER_HOST or the current context names, else the usual one. The API version is never pinned. */
    static Daemon usual() {
        return new Daemon(DefaultDockerClientConfig.createDefaultConfigBuilder().build());
    }

    static Daemon at(URI address) {
        return new Daemon(
                DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(address.toString()).build());
    }

    URI address() {
        return address;
    }

    /** Whether its containers can see the folders of this machine, as far as the address tells. */
    boolean isLocal() {
        return "unix".equals(address.getScheme());
    }

    DockerClient client() {
        lock.lock();
        try {
            DockerClient made = client;
            if (made == null) {
                if (!isLocal()) {
                    throw PluginException.of(Failure.UNAVAILABLE, "Docker is at " + address
                            + ", and only one that listens on a unix socket of this machine can show its folders. Set"
                            + " DOCKER_HOST to such as unix:///var/run/docker.sock.");
                }
                made = DockerClientImpl.getInstance(config, new ZerodepDockerHttpClient.Builder().dockerHost(address)
                        .maxConnections(CONNECTIONS).connectionTimeout(CONNECT).build());
                client = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (client != null) {
                client.close();
                client = null;
            }
        } catch (IOException alreadyGone) {
            client = null;
        } finally {
            lock.unlock();
        }
    }
}
