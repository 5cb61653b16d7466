package dev.telecoder.plugins.sandbox.docker;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.health.HealthCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.Extension;

/** Tells what is in the way of Docker: its daemon, the right to use it, or the image. For one thread. */
@Extension
@Configured(value = "sandbox", required = false)
public final class DockerHealth implements HealthCheck, AutoCloseable {

    private final Daemon daemon;
    private final String image;

    /**
     * Made by the host; nothing is looked at yet.
     *
     * @param context the host's part
     */
    public DockerHealth(PluginContext context) {
        this(Daemon.usual(), context.config(DockerConfig.class).imageOrUsual());
    }

    DockerHealth(Daemon daemon, String image) {
        this.daemon = daemon;
        this.image = image;
    }

    @Override
    public void close() {
        daemon.close();
    }

    @Override
    public List<Finding> check(Scope scope) {
        if (daemon.isLocal() && !Files.exists(Path.of(daemon.address().getPath()))) {
            // Whoever has no Docker knows that; bubblewrap will do.
            return List.of();
        }
        Look.Seen seen = new Look(daemon, image).run();
        if (seen.probe().available()) {
            return List.of(Finding.ok("docker", "Docker " + seen.probe().version() + " with the image " + image));
        }
        return List.of(Finding.warn("docker", "Docker cannot make sandboxes.", seen.probe().reason(),
                seen.imageMissing()
                        ? "Run `telecoder sandbox build`."
                        : "Start Docker and allow this user to use it, or leave it: bubblewrap does without."));
    }
}
