package dev.telecoder.plugins.sandbox.bubblewrap;

import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import dev.telecoder.support.process.Ending;
import dev.telecoder.support.process.Forwarder;
import dev.telecoder.support.process.Launch;
import dev.telecoder.support.process.LimitedCommand;
import dev.telecoder.support.process.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the commands of one sandbox, each in a bwrap of its own. */
final class BubblewrapLaunch implements Launch {

    /**
     * Opens the options and the filter as numbered files, joins the control groups, and becomes bwrap. The options
     * do not stand on the command line, where every user of the host could read the variables.
     */
    private static final String SCRIPT = """
            exec 8<"$1" || exit 125
            [ -z "$2" ] || exec 9<"$2" || exit 125
            rm -f "$1"
            shift 2
            while [ "$1" != -- ]; do
              echo $$ >"$1/cgroup.procs" || exit 125
              shift
            done
            shift
            exec "$@"
            """;

    /** Begins to lead to the egress socket, in the background, and becomes the command. */
    private static final String WITH_WAY_OUT = """
            "$1" 0 "$2" "$3" detach </dev/null >/dev/null 2>&1
            shift 3
            exec "$@"
            """;

    private final Path bwrap;
    private final Host host;
    private final Spec spec;
    private final Mark mark;
    private final OwnFiles files;
    private final Optional<Path> filter;
    private final List<Path> groups;
    private final Path etc;
    private final Optional<Path> forwarder;

    private BubblewrapLaunch(Path bwrap, Host host, Spec spec, Mark mark, List<Path> groups, OwnFiles files,
            Optional<Path> filter, Path etc, Optional<Path> forwarder) {
        this.bwrap = bwrap;
        this.host = host;
        this.spec = spec;
        this.mark = mark;
        this.groups = groups;
        this.files = files;
        this.filter = filter;
        this.etc = etc;
        this.forwarder = forwarder;
    }

    static BubblewrapLaunch of(Path bwrap, Host host, Spec spec, Mark mark, List<Path> groups) throws IOException {
        var files = new OwnFiles(host.directory());
        return new BubblewrapLaunch(bwrap, host, spec, mark, groups, files, files.filter(host.processor()),
                files.etc(), usesForwarder(spec) ? files.forwarder(host.processor()) : Optional.empty());
    }

    /** With the host's own network its loopback is the host's too, where nothing of ours listens. */
    static boolean usesForwarder(Spec spec) {
        return spec.egressSocket().isPresent() && !spec.openNetwork();
    }

    @Override
    public Process start(Command command, Map<String, String> environment) throws IOException {
        if (!Files.isDirectory(spec.workspace().resolve(command.directory()))) {
            throw new IOException("the folder \"" + command.directory() + "\" is not there");
        }
        prepareMountPoints();
        String directory = command.directory().isEmpty()
                ? Arguments.REPOSITORY : Arguments.REPOSITORY + "/" + command.directory();
        Path options = files.options(mark.text(), Arguments.of(spec, forwarder, etc, directory, environment));
        var all = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "telecoder", options.toString(),
                filter.map(Path::toString).orElse("")));
        groups.forEach(group -> all.add(group.toString()));
        all.addAll(List.of("--", bwrap.toString(), "--args", "8"));
        if (filter.isPresent()) {
            all.addAll(List.of("--seccomp", "9"));
        }
        all.add("--");
        if (forwarder.isPresent()) {
            all.addAll(List.of("/bin/sh", "-c", WITH_WAY_OUT, "telecoder", Arguments.FORWARDER,
                    Integer.toString(Forwarder.PORT), Arguments.EGRESS_SOCKET));
        }
        // Root is exempt from this limit on processes; it has control groups.
        all.addAll(LimitedCommand.of(command.arguments(), spec.diskBytes(), host.root() ? 0 : spec.maxProcesses()));
        var builder = new ProcessBuilder(all).redirectErrorStream(true).directory(host.directory().toFile());
        // Never the command's variables: the dynamic linker obeys some of them, and this much runs outside.
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put(Mark.VARIABLE, mark.text());
        try {
            return host.spawner().start(builder);
        } catch (IOException problem) {
            Files.deleteIfExists(options);
            throw problem;
        }
    }

    @Override
    public Ending ending() {
        return new NamespaceEnding();
    }

    @Override
    public String inside(Path path) {
        Path wanted = path.toAbsolutePath().normalize();
        for (Spec.Mount mount : spec.mounts()) {
            if (wanted.startsWith(mount.host())) {
                return below(mount.inside(), mount.host(), wanted);
            }
        }
        if (wanted.startsWith(spec.workspace())) {
            return below(Arguments.REPOSITORY, spec.workspace(), wanted);
        }
        if (wanted.startsWith(spec.scratch())) {
            return below(Arguments.SCRATCH, spec.scratch(), wanted);
        }
        return spec.egressSocket().filter(wanted::equals).map(socket -> Arguments.EGRESS_SOCKET)
                .orElse(wanted.toString());
    }

    @Override
    public void free() {
        ControlGroups.remove(groups);
    }

    /**
     * Makes the folders that something is mounted on. An earlier command may have put a symbolic link in the place of
     * one, which bwrap would follow before the walls are up.
     */
    private void prepareMountPoints() throws IOException {
        prepare(Arguments.SCRATCH, spec.scratch(), Arguments.REPOSITORY);
        prepare(Arguments.SCRATCH, spec.scratch(), Arguments.HOME);
        for (Spec.Mount mount : spec.mounts()) {
            String folder = Files.isDirectory(mount.host())
                    ? mount.inside() : Path.of(mount.inside()).getParent().toString();
            if (folder.startsWith(Arguments.REPOSITORY + "/")) {
                prepare(Arguments.REPOSITORY, spec.workspace(), folder);
            } else if (folder.startsWith(Arguments.SCRATCH + "/")) {
                prepare(Arguments.SCRATCH, spec.scratch(), folder);
            }
        }
    }

    private static void prepare(String root, Path rootOnHost, String folder) throws IOException {
        Path at = rootOnHost;
        for (Path step : Path.of(root).relativize(Path.of(folder))) {
            at = at.resolve(step);
            if (Files.isSymbolicLink(at)) {
                Files.delete(at);
            }
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(at);
            }
        }
    }

    private static String below(String inside, Path host, Path wanted) {
        String rest = host.relativize(wanted).toString();
        return rest.isEmpty() ? inside : inside + "/" + rest;
    }
}
