package dev.telecoder.plugins.sandbox.bubblewrap;

import dev.telecoder.api.PluginContext;
import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.sandbox.SandboxRuntime.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Tells what is in the way of bubblewrap: the program, or a setting of the system. For one thread. */
@Extension
public final class BubblewrapHealth implements HealthCheck, AutoCloseable {

    /** Settings of the kernel that forbid name spaces to ordinary users, the value that does so, and what to do. */
    private enum Forbids {
        APPARMOR("kernel/apparmor_restrict_unprivileged_userns", "1",
                "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor profile that allows"
                        + " userns to bwrap"),
        CLONE("kernel/unprivileged_userns_clone", "0", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
        MOST("user/max_user_namespaces", "0", "sudo sysctl -w user.max_user_namespaces=10000");

        private final String file;
        private final String value;
        private final String fix;

        Forbids(String file, String value, String fix) {
            this.file = file;
            this.value = value;
            this.fix = fix;
        }
    }

    private final Host host;
    private final Path settings;

    /**
     * Made by the host; nothing is looked at yet.
     *
     * @param context the host's part
     */
    public BubblewrapHealth(PluginContext context) {
        this(Host.here(context.dataDirectory().toAbsolutePath()), Path.of("/proc/sys"));
    }

    BubblewrapHealth(Host host, Path settings) {
        this.host = host;
        this.settings = settings;
    }

    @Override
    public void close() {
        host.spawner().close();
    }

    @Override
    public List<Finding> check(Scope scope) {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return List.of();
        }
        Optional<Path> bwrap = new Trial(host).bwrap();
        if (bwrap.isEmpty()) {
            return List.of(Finding.warn("bwrap", "bubblewrap is not installed.",
                    "Without it, code of repositories runs only where Docker is.",
                    "\"apt install bubblewrap\", \"dnf install bubblewrap\" or \"pacman -S bubblewrap\""));
        }
        Probe probe = new Trial(host).run().probe();
        List<Finding> found = new ArrayList<>();
        found.add(Finding.ok("bwrap", "bubblewrap " + probe.version() + " at " + bwrap.get()));
        if (probe.available()) {
            found.add(Finding.ok("user-namespaces", "bubblewrap can make sandboxes."));
        } else {
            found.add(Finding.warn("user-namespaces", "bubblewrap cannot make a sandbox.",
                    probe.reason().strip().replaceAll("\\s+", " "), fix()));
        }
        return found;
    }

    private String fix() {
        for (Forbids one : Forbids.values()) {
            try {
                if (Files.readString(settings.resolve(one.file)).strip().equals(one.value)) {
                    return one.fix;
                }
            } catch (IOException absent) {
                // This kernel has no such setting.
            }
        }
        return "Allow user name spaces to this user; in a container: --security-opt seccomp=unconfined, or use Docker.";
    }
}
