package dev.telecoder.platform.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the machine brings: Java, git, the clock, the disk, the distribution itself. */
final class SystemChecks {

    private static final int JAVA = 25;
    private static final long MB = 1024 * 1024;
    private static final long NO_SPACE = 100 * MB;
    private static final long LITTLE_SPACE = 1024 * MB;
    private static final long LITTLE_HEAP = 96 * MB;
    private static final Instant BUILT_AFTER = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration CLOCK_SLACK = Duration.ofMinutes(10);
    private static final Pattern GIT_VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    private final DoctorScene scene;

    SystemChecks(DoctorScene scene) {
        this.scene = scene;
    }

    List<Doctor.Check> all() {
        return List.of(new Doctor.Check("java", this::java), new Doctor.Check("git", this::git),
                new Doctor.Check("clock", this::clock), new Doctor.Check("disk", this::disk),
                new Doctor.Check("distribution", this::distribution), new Doctor.Check("start-archive", this::archive));
    }

    private List<Finding> java() {
        String version = System.getProperty("java.vendor", "") + " " + Runtime.version();
        if (Runtime.version().feature() < JAVA) {
            return List
                    .of(Finding.fail("java", "Java " + version + " is too old.", "TeleCoder needs Java " + JAVA + ".",
                            "Install Java " + JAVA + ", and set TELECODER_JAVA_HOME if it is not found by itself."));
        }
        long heap = Runtime.getRuntime().maxMemory();
        return List.of(heap < LITTLE_HEAP
                ? Finding.warn("java", "Java " + version + " may use only " + heap / MB + " MB of heap.",
                        "A host with all plugins may run out of memory.",
                        "Take -Xmx out of TELECODER_JAVA_OPTS, or set it to 256m or more.")
                : Finding.ok("java", "Java " + version + ", up to " + heap / MB + " MB of heap"));
    }

    private List<Finding> git() throws IOException, InterruptedException {
        String fix = "Install git 2.31 or later with the package manager of this system.";
        String why = "Repositories that are reached by ssh, or by another way than https, cannot be used.";
        String said;
        try {
            ProcessBuilder builder = new ProcessBuilder("git", "--version").redirectErrorStream(true);
            Process git = builder.start();
            try {
                git.getOutputStream().close();
                if (!git.waitFor(5, TimeUnit.SECONDS)) {
                    return List.of(Finding.warn("git", "`git --version` does not end.", why, fix));
                }
                said = new String(git.getInputStream().readNBytes(1_000), StandardCharsets.UTF_8).strip();
            } finally {
                git.destroyForcibly();
            }
        } catch (IOException e) {
            return List.of(Finding.warn("git", "git is not installed.", why, fix));
        }
        Matcher version = GIT_VERSION.matcher(said);
        boolean old = !version.find() || Integer.parseInt(version.group(1)) * 1_000
                + Integer.parseInt(version.group(2)) < 2_031;
        return List.of(old ? Finding.warn("git", "git is old: " + said, why, fix) : Finding.ok("git", said));
    }

    private List<Finding> clock() throws IOException {
        Instant now = Instant.now();
        Path database = scene.home().database();
        Instant written = Files.exists(database) ? Files.getLastModifiedTime(database).toInstant() : BUILT_AFTER;
        boolean behind = now.isBefore(BUILT_AFTER) || now.plus(CLOCK_SLACK).isBefore(written);
        return List.of(behind
                ? Finding.fail("clock", "The clock says " + now + ", which cannot be.",
                        "Logins, approvals and jobs go by the time, and services refuse requests of another day.",
                        "Set the clock, such as with `timedatectl set-ntp true`.")
                : Finding.ok("clock", "The clock says " + now + "."));
    }

    private List<Finding> disk() throws IOException {
        Path at = scene.home().root();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        FileStore store = Files.getFileStore(at);
        long left = store.getUsableSpace();
        String what = left / MB + " MB are free at " + at + ".";
        String fix = "Free some space there, or set TELECODER_HOME to a folder on another disk.";
        return List.of(left < NO_SPACE
                ? Finding.fail("disk", what, "Messages cannot be stored when the disk is full.", fix)
                : left < LITTLE_SPACE
                        ? Finding.warn("disk", what, "Clones of repositories need more than that.", fix)
                        : Finding.ok("disk", what));
    }

    private List<Finding> distribution() throws IOException {
        Path bundled = Host.bundled();
        long jars = 0;
        if (Files.isDirectory(bundled)) {
            try (Stream<Path> files = Files.list(bundled)) {
                jars = files.filter(file -> file.toString().endsWith(".jar")).count();
            }
        }
        return List.of(jars == 0
                ? Finding.warn("distribution", "There are no bundled plugins in " + bundled.toAbsolutePath() + ".",
                        "Without them it has no model, no web page and no skills but your own plugins.",
                        "Unpack the distribution again, and start it with its own bin/telecoder.")
                : Finding.ok("distribution", jars + " bundled plugins, version " + Version.text()));
    }

    /** Java writes it when a host ends, named after what is on the class path; one that is older than a library is useless. */
    private List<Finding> archive() throws IOException {
        Optional<Path> file = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(one -> one.startsWith("-XX:SharedArchiveFile=")).reduce((first, last) -> last)
                .map(one -> Path.of(one.substring(one.indexOf('=') + 1)));
        if (file.isEmpty() || !Files.exists(file.get())) {
            return List.of(Finding.ok("start-archive", file.isEmpty() ? "No archive of classes is used."
                    : "The archive of classes is written when a host ends the first time."));
        }
        Instant made = Files.getLastModifiedTime(file.get()).toInstant();
        Path libraries = Host.bundled().resolveSibling("lib");
        Instant newest = Instant.EPOCH;
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> files = Files.list(libraries)) {
                for (Path one : files.toList()) {
                    Instant at = Files.getLastModifiedTime(one).toInstant();
                    newest = at.isAfter(newest) ? at : newest;
                }
            }
        }
        return List.of(newest.isAfter(made)
                ? Finding
                        .warn("start-archive", "The archive of classes " + file.get() + " is older than the libraries.",
                                "It is not used, so starting takes twice as long.",
                                "Remove it; the next host writes it again.")
                        .fixable(() -> {
                            Files.deleteIfExists(file.get());
                            return "removed " + file.get() + "; the next host that ends writes it again.";
                        })
                : Finding.ok("start-archive", "The archive of classes is up to date."));
    }
}
