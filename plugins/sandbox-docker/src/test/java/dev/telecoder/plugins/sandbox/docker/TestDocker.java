package dev.telecoder.plugins.sandbox.docker;

import java.nio.file.Path;

/** The daemon of this machine with the image that src/test/docker/image.sh makes. */
final class TestDocker {

    static final String IMAGE = System.getProperty("telecoder.test.image", "telecoder-test:busybox");

    private TestDocker() {}

    static DockerRuntime runtime(Path folder) {
        return new DockerRuntime(Daemon.usual(), folder.resolve("plugin"), IMAGE);
    }
}
