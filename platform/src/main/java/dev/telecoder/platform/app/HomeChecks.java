package dev.telecoder.platform.app;

import dev.telecoder.platform.config.SandboxConfig;
import dev.telecoder.platform.config.ServerConfig;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.repo.TaskFolder;
import dev.telecoder.platform.store.DatabaseFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What lies in the home, and the host that serves it. */
final class HomeChecks {

    private static final long MB = 1024 * 1024;
    private static final Duration LEFT_OVER_AFTER = Duration.ofDays(1);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private final DoctorScene scene;
    private final Home home;

    HomeChecks(DoctorScene scene) {
        this.scene = scene;
        this.home = scene.home();
    }

    /** What must be looked at before anything opens the home. */
    List<Doctor.Check> before() {
        return List.of(new Doctor.Check("home", this::permissions));
    }

    List<Doctor.Check> all() {
        return List.of(new Doctor.Check("database", this::database),
                new Doctor.Check("host", this::host), new Doctor.Check("port", this::port),
                new Doctor.Check("leftovers", this::leftovers), new Doctor.Check("workspaces", this::workspaces));
    }

    private List<Finding> permissions() throws IOException {
        if (!Files.exists(home.root())) {
            return List.of(Finding.ok("home", home.root() + " does not exist yet; it is made when it is needed."));
        }
        if (!Files.isDirectory(home.root()) || !Files.isWritable(home.root())) {
            return List.of(Finding.fail("home", home.root() + " is no folder you may write to.",
                    "Nothing can be kept.",
                    "Make it yours, such as with `chown`, or set TELECODER_HOME to a folder of yours."));
        }
        if (!PrivateFiles.posix(home.root())) {
            return List.of(Finding.ok("home", home.root() + " can be written."));
        }
        List<Finding> found = new ArrayList<>();
        if (isOpen(home.root())) {
            found.add(Finding.fail("home", "Others on this machine can look into " + home.root() + ".",
                    "It holds keys, and what was said.", "chmod 700 " + home.root())
                    .fixable(() -> close(home.root(), "rwx------")));
        }
        List<Path> secret = new ArrayList<>(List.of(home.config(), home.database(), home.hostFile()));
        if (Files.isDirectory(home.backups())) {
            try (Stream<Path> files = Files.list(home.backups())) {
                files.filter(Files::isRegularFile).forEach(secret::add);
            }
        }
        for (Path file : secret) {
            if (Files.exists(file) && isOpen(file)) {
                found.add(Finding.warn("home", file + " can be read by others, should they get to it.",
                        "It holds secrets.", "chmod 600 " + file).fixable(() -> close(file, "rw-------")));
            }
        }
        return found.isEmpty() ? List.of(Finding.ok("home", home.root() + " is yours alone.")) : found;
    }

    private static boolean isOpen(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    }

    private static String close(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return "only you can get at " + file + " now.";
    }

    private List<Finding> database() {
        Optional<DatabaseFile.Inspection> stored = scene.database();
        if (stored.isEmpty()) {
            return List.of(Finding.ok("database", "There is no database yet; it is made when it is needed."));
        }
        DatabaseFile.Inspection found = stored.get();
        String file = String.valueOf(home.database());
        if (!found.faults().isEmpty()) {
            return List.of(Finding.fail("database", file + " is damaged: " + String.join("; ", found.faults()),
                    "What is stored there may be lost, and more may follow.",
                    "Stop the host, keep the file, and restore a backup: `telecoder backup restore FILE`. "
                            + home.backups() + " has copies, too."));
        }
        if (found.schema() > found.known() || found.otherBuild()) {
            return List.of(Finding.fail("database", file + " was written by another TeleCoder (schema " + found.schema()
                    + "; this one knows up to " + found.known() + ").", "This program cannot open it.",
                    "Run the TeleCoder that wrote it, or restore a backup of an earlier one."));
        }
        if (found.schema() < found.known()) {
            return List.of(Finding.warn("database", file + " is of an earlier TeleCoder (schema " + found.schema()
                    + " of " + found.known() + ").",
                    "It is brought up to date when a host starts, after a copy was made.",
                    scene.running().isPresent() ? "Start the host again: it is an older version than this command."
                            : "telecoder start"));
        }
        return List.of(Finding.ok("database", "The database is whole, schema " + found.schema() + "."));
    }

    private List<Finding> host() throws IOException {
        if (!Files.exists(home.hostFile())) {
            return List.of(Finding.ok("host", "No host is running."));
        }
        Optional<HostFile> file = scene.running();
        if (file.isEmpty() || HostFile.Lock.isFree(home)) {
            return List.of(Finding.warn("host", home.hostFile() + " is left of a host that no longer runs.",
                    "Commands may look for it in vain.", "Remove that file.").fixable(() -> {
                        if (!HostFile.Lock.isFree(home)) {
                            throw new IOException("a host is running now.");
                        }
                        Files.deleteIfExists(home.hostFile());
                        return "removed " + home.hostFile() + ".";
                    }));
        }
        HostFile running = file.get();
        String what = "A host runs: process " + running.pid() + " at " + running.url();
        try {
            new HostClient(running.url(), running.token(), scene.json()).get("/api/v1/status");
        } catch (CommandFailure e) {
            return List.of(Finding.fail("host", what + ", but it does not answer.", String.valueOf(e.getMessage()),
                    "Look at `telecoder logs`; end that process and start it again."));
        }
        return List.of(running.version().equals(Version.text()) ? Finding.ok("host", what + ".")
                : Finding.warn("host", what + ", of version " + running.version() + ".",
                        "This command is of version " + Version.text() + ".", "Start the host again."));
    }

    private List<Finding> port() throws IOException {
        ServerConfig server = scene.config().settings().server();
        if (scene.running().isPresent() || server.port() == 0) {
            return List.of(Finding.ok("port", scene.running().isPresent() ? "The host has its port."
                    : "Any free port is taken."));
        }
        String at = server.host() + ":" + server.port();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(server.host()), server.port()));
            return List.of(Finding.ok("port", at + " is free."));
        } catch (IOException e) {
            return List.of(Finding.fail("port", at + " cannot be listened on: " + e.getMessage(),
                    "The host cannot start there.",
                    "End the program that has it, or set server.port (and server.host) in config.yaml."));
        }
    }

    private List<Finding> leftovers() throws IOException {
        List<Finding> found = new ArrayList<>();
        temporary().forEach(file -> found.add(Finding.warn("leftovers", file + " is left of a command that was ended.",
                "It takes space, and may hold what was said.", "Remove it.").fixable(() -> {
                    Folders.delete(file);
                    return "removed " + file + ".";
                })));
        if (Files.isDirectory(home.workspaces().resolve("tasks")) && scene.running().isEmpty()) {
            Host host = scene.host();
            for (TaskFolder task : host.repos().tasks()) {
                boolean used = host.conversations().find(task.taskId())
                        .filter(one -> one.state() != Conversation.State.ARCHIVED).isPresent();
                if (!used && old(task.folder())) {
                    found.add(Finding.warn("leftovers", "The workspace " + task.folder()
                            + " belongs to no conversation that goes on (" + task.bytes() / MB + " MB).",
                            "It takes space.", "Look whether there is something in it you want, then remove it.")
                            .fixable(() -> {
                                host.repos().remove(task.taskId());
                                return "removed " + task.folder() + ".";
                            }));
                }
            }
        }
        return found.isEmpty() ? List.of(Finding.ok("leftovers", "Nothing is left over.")) : found;
    }

    private List<Finding> workspaces() throws IOException {
        SandboxConfig.Workspaces most = scene.config().settings().sandbox().workspaces();
        List<TaskFolder> tasks = Files.isDirectory(home.workspaces().resolve("tasks")) ? scene.host().repos().tasks()
                : List.of();
        long bytes = tasks.stream().mapToLong(TaskFolder::bytes).sum();
        String what = "The workspaces of " + tasks.size() + " tasks take " + bytes / MB + " MB of "
                + most.size().bytes() / MB + ".";
        return List.of(bytes <= most.size().bytes() ? Finding.ok("workspaces", what)
                : Finding.warn("workspaces", what, scene.running().isPresent()
                        ? "What is left is in use, or holds work that was not pushed."
                        : "A host removes what nobody uses when it starts, unless it holds work that was not pushed.",
                        "Push or undo that work, end conversations with /new, or set sandbox.workspaces.size."));
    }

    private List<Path> temporary() throws IOException {
        List<Path> found = new ArrayList<>();
        Path temp = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> folders = new ArrayList<>(List.of(temp, home.backups()));
        Path parent = home.root().getParent();
        if (parent != null) {
            folders.add(parent);
        }
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    String name = String.valueOf(file.getFileName());
                    boolean ours = folder.equals(home.backups()) ? name.endsWith(".partial")
                            : folder.equals(temp) && name.matches("telecoder-(verify-|scratch|empty|demo)?\\d+")
                                    || name.matches("\\.\\Q" + home.root().getFileName() + "\\E-restoring-\\d+");
                    if (ours && old(file) && Files.isWritable(file) && isMine(file)) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private boolean isMine(Path file) throws IOException {
        return Files.getOwner(file).getName().equals(System.getProperty("user.name"));
    }

    private static boolean old(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(LEFT_OVER_AFTER));
    }
}
