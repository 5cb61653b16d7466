package dev.telecoder.plugins.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Info;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.SandboxRuntime.Feature;
import dev.telecoder.api.sandbox.SandboxRuntime.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds out what the daemon can do. */
final class Look {

    private final Daemon daemon;
    private final String image;

    Look(Daemon daemon, String image) {
        this.daemon = daemon;
        this.image = image;
    }

    /**
     * What was seen.
     *
     * @param probe what can be told of it
     * @param processor what programs of the daemon's system are compiled for
     * @param rootless whether the daemon runs without root, so that its user 0 is the person who runs it
     * @param imageMissing whether nothing but the image is missing
     */
    record Seen(Probe probe, String processor, boolean rootless, boolean imageMissing) {}

    Seen run() {
        try {
            if (daemon.isLocal() && !Files.exists(Path.of(daemon.address().getPath()))) {
                return no("", "Docker is not running, or not installed: there is no " + daemon.address().getPath()
                        + ". Install it with \"apt install docker.io\", or set DOCKER_HOST.", false);
            }
            DockerClient client = daemon.client();
            Info info = client.infoCmd().exec();
            String version = String.valueOf(info.getServerVersion());
            List<String> security = info.getSecurityOptions() == null ? List.of() : info.getSecurityOptions();
            if ("windows".equals(info.getOsType())) {
                return no(version, "This Docker runs Windows containers; Linux ones are needed.", false);
            }
            try {
                client.inspectImageCmd(image).exec();
            } catch (NotFoundException missing) {
                return no(version, "Docker runs, but there is no image " + image
                        + ". Make it with `telecoder sandbox build`, or name another with sandbox.image.", true);
            }
            Set<Feature> features = EnumSet.of(Feature.NETNS);
            add(features, Feature.MEMORY, info.getMemoryLimit());
            add(features, Feature.CPU, info.getCpuCfsQuota());
            add(features, Feature.PIDS, Boolean.TRUE.equals(info.getRawValues().get("PidsLimit")));
            add(features, Feature.SECCOMP, security.stream().anyMatch(one -> one.startsWith("name=seccomp")));
            boolean rootless = security.stream().anyMatch(one -> one.startsWith("name=rootless"));
            return new Seen(new Probe(true, version, missing(features), features),
                    String.valueOf(info.getArchitecture()), rootless, false);
        } catch (PluginException refused) {
            return no("", refused.getMessage(), false);
        } catch (RuntimeException problem) {
            return no("", why(problem), false);
        }
    }

    private static void add(Set<Feature> features, Feature feature, @org.jspecify.annotations.Nullable Boolean there) {
        if (Boolean.TRUE.equals(there)) {
            features.add(feature);
        }
    }

    private static String missing(Set<Feature> features) {
        List<String> missing = new ArrayList<>(EnumSet.complementOf(EnumSet.copyOf(features)).stream()
                .filter(one -> one != Feature.DISK).map(one -> one.name().toLowerCase(Locale.ROOT)).toList());
        return (missing.isEmpty() ? "" : "This Docker cannot enforce: " + String.join(", ", missing)
                + "; its kernel or its control groups lack it. ")
                + "Docker cannot limit the disk; what writes too much is stopped within seconds.";
    }

    private String why(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String said = String.valueOf(cause.getMessage()).strip();
        return said.toLowerCase(Locale.ROOT).contains("permission denied")
                ? "Docker runs, but this user may not use it (" + daemon.address()
                        + "). Add the user to the group docker, which makes it as mighty as root, or use bubblewrap."
                : "Docker does not answer at " + daemon.address() + " (" + said + "). Start it, or set DOCKER_HOST.";
    }

    private static Seen no(String version, String reason, boolean imageMissing) {
        return new Seen(new Probe(false, version, reason, Set.of()), "", false, imageMissing);
    }
}
