package dev.telecoder.platform.sandbox;

import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is asked of a runtime: the task's place with the operator's limits, and its way out. */
record TaskSpec(TaskPlace place, SandboxSettings settings, Optional<Path> egress) implements Spec {

    @Override
    public String id() {
        return place.task();
    }

    @Override
    public Path workspace() {
        return place.workspace();
    }

    @Override
    public Path scratch() {
        return place.scratch();
    }

    @Override
    public List<Mount> mounts() {
        return Stream.concat(place.mounts().stream(), settings.mounts().stream()).toList();
    }

    @Override
    public Map<String, String> environment() {
        return place.environment();
    }

    @Override
    public Optional<String> image() {
        return settings.image();
    }

    @Override
    public Optional<Path> egressSocket() {
        return egress;
    }

    @Override
    public boolean openNetwork() {
        return settings.openNetwork() && !place.outside();
    }

    @Override
    public Optional<String> network() {
        return settings.network();
    }

    @Override
    public long memoryBytes() {
        return settings.memoryBytes();
    }

    @Override
    public double cpus() {
        return settings.cpus();
    }

    @Override
    public int maxProcesses() {
        return settings.maxProcesses();
    }

    @Override
    public long diskBytes() {
        return settings.diskBytes();
    }

    @Override
    public Duration longestLife() {
        return settings.longestLife();
    }

    @Override
    public Map<String, String> labels() {
        return Map.of("dev.telecoder.sandbox", place.task(), "dev.telecoder.host", settings.hostId());
    }
}
