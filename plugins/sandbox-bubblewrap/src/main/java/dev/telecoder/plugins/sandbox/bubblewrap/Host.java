package dev.telecoder.plugins.sandbox.bubblewrap;

import dev.telecoder.support.process.Spawner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What of this system bubblewrap needs; tests put another in its place.
 *
 * @param path where programs are looked for
 * @param processor as {@code os.arch} names it
 * @param groups where control groups are mounted
 * @param ownGroups the file that says which groups this process is in
 * @param root whether this process is root
 * @param directory a folder of the plugin's own
 * @param spawner starts processes
 */
record Host(List<Path> path, String processor, Path groups, Path ownGroups, boolean root, Path directory,
        Spawner spawner) {

    static Host here(Path directory) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/local/bin:/usr/bin:/bin");
        return new Host(List.of(path.split(":")).stream().filter(entry -> entry.startsWith("/")).map(Path::of).toList(),
                System.getProperty("os.arch"), Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup"),
                "root".equals(System.getProperty("user.name")), directory, new Spawner());
    }
}
