package dev.telecoder.plugins.sandbox.bubblewrap;

import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the options of bwrap: what is unshared, and what is seen inside. */
final class Arguments {

    static final String REPOSITORY = "/workspace/repo";
    static final String SCRATCH = "/workspace";
    static final String HOME = "/workspace/.home";
    static final String EGRESS_SOCKET = "/run/telecoder/egress.sock";
    static final String FORWARDER = "/run/telecoder/forward";

    /** Nobody's number on the host, so that a number seen in a message is not mistaken for a person's. */
    private static final String USER = "10001";

    /** What programs need of /etc and what holds no secret; keys, tokens and host names stay outside. */
    private static final List<String> ETC = List.of("alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d",
            "ssl/certs", "ssl/openssl.cnf", "ca-certificates.conf", "pki/tls/certs", "pki/tls/openssl.cnf",
            "pki/ca-trust", "pki/java", "crypto-policies", "maven", "mime.types", "magic", "protocols", "services",
            "localtime", "timezone", "os-release", "debian_version", "fonts", "terminfo", "inputrc", "bash.bashrc",
            "profile", "perl");

    /** Files of the kernel that a sandbox made by root could write, since to the kernel its user is still root. */
    private static final List<String> KERNEL_READ_ONLY = List.of("sys", "sysrq-trigger", "irq", "bus", "fs", "mtrr",
            "pressure", "driver", "ide", "rtas", "powerpc", "dynamic_debug");

    /** What the kernel tells of the whole machine and no build asks for. */
    private static final List<String> KERNEL_HIDDEN = List.of("kcore", "keys", "key-users", "latency_stats",
            "timer_list", "timer_stats", "sched_debug", "kallsyms", "slabinfo", "config.gz", "kpagecount", "kpageflags",
            "kpagecgroup", "vmallocinfo", "iomem", "ioports", "modules");
    private static final List<String> KERNEL_EMPTY = List.of("acpi", "asound", "scsi");

    private final List<String> all = new ArrayList<>();

    private Arguments() {}

    /**
     * Writes the options.
     *
     * @param spec what the sandbox shall be like
     * @param forwarder the program that leads to the egress socket, if it is used
     * @param etc a folder with {@code passwd}, {@code group}, {@code hosts} and {@code nsswitch.conf} for inside
     * @param directory where the command runs, as seen inside
     * @param environment the variables inside
     * @return the options, without the program
     */
    static List<String> of(Spec spec, Optional<Path> forwarder, Path etc, String directory,
            Map<String, String> environment) {
        var arguments = new Arguments();
        arguments.unshare(spec.openNetwork());
        arguments.system();
        arguments.etc(etc, spec.openNetwork());
        arguments.work(spec);
        forwarder.ifPresent(program -> arguments.add("--ro-bind", program.toString(), FORWARDER));
        arguments.add("--remount-ro", "/", "--chdir", directory, "--clearenv");
        environment.forEach((name, value) -> arguments.add("--setenv", name, value));
        return List.copyOf(arguments.all);
    }

    private void unshare(boolean openNetwork) {
        add("--unshare-all", "--unshare-user");
        if (openNetwork) {
            add("--share-net");
        }
        add("--uid", USER, "--gid", USER, "--hostname", "sandbox", "--die-with-parent", "--new-session", "--cap-drop",
                "ALL");
    }

    private void system() {
        add("--ro-bind", "/usr", "/usr");
        for (String name : List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32")) {
            Path path = Path.of("/", name);
            if (Files.isSymbolicLink(path)) {
                add("--symlink", targetOf(path), path.toString());
            } else if (Files.isDirectory(path)) {
                add("--ro-bind", path.toString(), path.toString());
            }
        }
        add("--proc", "/proc");
        KERNEL_READ_ONLY.forEach(name -> add("--ro-bind-try", "/proc/" + name, "/proc/" + name));
        KERNEL_HIDDEN.stream().filter(name -> Files.exists(Path.of("/proc", name)))
                .forEach(name -> add("--ro-bind", "/dev/null", "/proc/" + name));
        KERNEL_EMPTY.stream().filter(name -> Files.isDirectory(Path.of("/proc", name)))
                .forEach(name -> add("--tmpfs", "/proc/" + name, "--remount-ro", "/proc/" + name));
        add("--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp", "--perms", "1777", "--tmpfs",
                "/var/tmp", "--dir", "/run");
    }

    private void etc(Path own, boolean openNetwork) {
        for (String name : List.of("passwd", "group", "hosts", "nsswitch.conf")) {
            add("--ro-bind", own.resolve(name).toString(), "/etc/" + name);
        }
        List<String> names = new ArrayList<>(ETC);
        names.addAll(childrenOf(Path.of("/etc"), "{java,python}*"));
        if (openNetwork) {
            names.add("resolv.conf");
        }
        for (String name : names) {
            add("--ro-bind-try", "/etc/" + name, "/etc/" + name);
        }
        if (Files.exists(Path.of("/etc/maven/settings.xml"))) {
            // The system's settings may hold passwords of servers.
            add("--ro-bind", own.resolve("maven-settings.xml").toString(), "/etc/maven/settings.xml");
        }
    }

    private void work(Spec spec) {
        add("--bind", spec.scratch().toString(), SCRATCH, "--bind", spec.workspace().toString(), REPOSITORY);
        for (Spec.Mount mount : spec.mounts()) {
            add(mount.readOnly() ? "--ro-bind" : "--bind", mount.host().toString(), mount.inside());
        }
        spec.egressSocket().ifPresent(socket -> add("--ro-bind", socket.toString(), EGRESS_SOCKET));
    }

    private void add(String... more) {
        all.addAll(List.of(more));
    }

    private static String targetOf(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "usr/" + link.getFileName();
        }
    }

    private static List<String> childrenOf(Path directory, String pattern) {
        var names = new ArrayList<String>();
        try (var found = Files.newDirectoryStream(directory, pattern)) {
            found.forEach(path -> names.add(path.getFileName().toString()));
        } catch (IOException none) {
            return List.of();
        }
        return names.stream().sorted().toList();
    }
}
