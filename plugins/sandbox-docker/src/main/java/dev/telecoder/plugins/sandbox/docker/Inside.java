package dev.telecoder.plugins.sandbox.docker;

import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where things are inside a container. */
final class Inside {

    static final String SCRATCH = "/workspace";
    static final String REPOSITORY = "/workspace/repo";
    static final String HOME = "/workspace/.home";
    static final String OWN = "/run/telecoder";
    static final String EGRESS_SOCKET = OWN + "/egress.sock";
    static final String FORWARDER = OWN + "/forward";
    static final String INPUT = OWN + "/in";

    private Inside() {}

    /** Where a path of the host is seen. */
    static String of(Spec spec, Path path) {
        Path wanted = path.toAbsolutePath().normalize();
        for (Spec.Mount mount : spec.mounts()) {
            if (wanted.startsWith(mount.host())) {
                return below(mount.inside(), mount.host(), wanted);
            }
        }
        if (wanted.startsWith(spec.workspace())) {
            return below(REPOSITORY, spec.workspace(), wanted);
        }
        if (wanted.startsWith(spec.scratch())) {
            return below(SCRATCH, spec.scratch(), wanted);
        }
        return spec.egressSocket().filter(wanted::equals).map(socket -> EGRESS_SOCKET).orElse(wanted.toString());
    }

    /** The variables of every command; those of the spec come over them. */
    static Map<String, String> environment(Spec spec) {
        String toolchains = spec.mounts().stream()
                .filter(mount -> mount.readOnly() && Files.isDirectory(mount.host().resolve("bin")))
                .map(mount -> mount.inside() + "/bin:").collect(Collectors.joining());
        var variables = new LinkedHashMap<String, String>();
        variables.put("PATH", toolchains + "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("HOME", HOME);
        variables.put("USER", "telecoder");
        variables.put("LOGNAME", "telecoder");
        variables.put("SHELL", "/bin/sh");
        variables.put("TMPDIR", "/tmp");
        variables.put("LANG", "C.UTF-8");
        variables.put("TERM", "dumb");
        return variables;
    }

    private static String below(String inside, Path host, Path wanted) {
        String rest = host.relativize(wanted).toString();
        return rest.isEmpty() ? inside : inside + "/" + rest;
    }
}
