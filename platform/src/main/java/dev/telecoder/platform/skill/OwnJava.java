package dev.telecoder.platform.skill;

import dev.telecoder.api.sandbox.SandboxRuntime.Spec.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Java that runs TeleCoder, lent to sandboxes on a system that has no other: a project in Java can then be tested without
 * anything being installed. Where the system has one, that is what its projects were made for.
 */
final class OwnJava {

    private static final List<Path> USUAL = List.of(Path.of("/usr/local/bin/java"), Path.of("/usr/bin/java"),
            Path.of("/bin/java"));

    private OwnJava() {}

    static List<Mount> with(List<Mount> mounts) {
        return with(mounts, USUAL, Path.of(System.getProperty("java.home")));
    }

    static List<Mount> with(List<Mount> mounts, List<Path> usual, Path own) {
        if (usual.stream().anyMatch(Files::isExecutable) || !Files.isExecutable(own.resolve("bin/java"))) {
            return mounts;
        }
        List<Mount> all = new ArrayList<>(mounts);
        all.add(new Mount(own, own.toString(), true));
        return all;
    }
}
