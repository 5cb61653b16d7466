package dev.telecoder.platform.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the sockets of one host are made: a folder that nobody else may enter. The system takes about a hundred bytes as the path of a
 * socket, whatever it takes of files; where the natural place is longer, a short one beside it is used, of the same name
 * at each start, so that what a killed host left is found again. Many threads may use it.
 */
final class SocketFolder {

    /** What every system takes as the path of a socket: 104 bytes, the end included; Linux takes 108. */
    static final int LONGEST_PATH = 100;

    private static final String LONGEST_NAME = "1234567-0123456789abcdef.sock";
    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");
    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;

    private final Path natural;
    private final List<Path> places;

    private SocketFolder(Path natural, List<Path> places) {
        this.natural = natural;
        this.places = places;
    }

    /**
     * The places for a folder, none of which is made yet.
     *
     * @param natural where the sockets would be if names had no end
     * @return the folder
     */
    static SocketFolder of(Path natural) {
        return of(natural, shortPlaces(System.getenv(), Path.of(System.getProperty("java.io.tmpdir"))));
    }

    static SocketFolder of(Path natural, List<Path> shortPlaces) {
        Path wanted = natural.toAbsolutePath().normalize();
        String name = "telecoder-" + hash(wanted.toString());
        return new SocketFolder(wanted, fits(wanted) ? List.of(wanted)
                : shortPlaces.stream().map(place -> place.resolve(name)).filter(SocketFolder::fits).distinct()
                        .toList());
    }

    /** The user's folder for such things, where the system has one, and the temporary ones. */
    static List<Path> shortPlaces(Map<String, String> environment, Path temporary) {
        String given = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return Stream.concat(Stream.of(given).filter(text -> text.startsWith("/")).map(Path::of),
                Stream.of(Path.of("/run/user", Integer.toString(self())), temporary.toAbsolutePath(), Path.of("/tmp"),
                        Path.of("/var/tmp")))
                .toList();
    }

    /** The path of a task's socket, in a folder that is there; at the first place where that can be. */
    Path socket(String task) throws IOException {
        IOException problem = null;
        for (Path place : places) {
            try {
                prepare(place);
                return place.resolve(ProcessHandle.current().pid() + "-" + hash(task) + ".sock");
            } catch (IOException | UnsupportedOperationException notHere) {
                var told = new IOException(place + ": " + notHere, notHere);
                if (problem == null) {
                    problem = told;
                } else {
                    problem.addSuppressed(told);
                }
            }
        }
        throw problem != null ? problem
                : new IOException("the path " + natural + " is too long for a socket, and so are those of the temporary"
                        + " folders; expected at most " + LONGEST_PATH
                        + " bytes. Set TELECODER_HOME or TMPDIR to a shorter path");
    }

    /** Removes the sockets of processes that are gone, and of an earlier host that had the number of this one. */
    void removeLeftovers(Set<Path> used) {
        for (Path place : places) {
            if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            try (Stream<Path> left = Files.list(place)) {
                for (Path socket : left.filter(file -> file.toString().endsWith(".sock")).toList()) {
                    if (!used.contains(socket)
                            && !isOfAnother(socket.getFileName().toString().replaceFirst("-.*", ""))) {
                        Files.deleteIfExists(socket);
                    }
                }
            } catch (IOException unreadable) {
                // A socket nobody listens on does no harm; one of the same name is replaced.
            }
            removeIfEmpty(place);
        }
    }

    /** Removes the short place when the last socket in it is gone; the natural one goes with the home it is in. */
    void removeIfUnused() {
        places.forEach(this::removeIfEmpty);
    }

    private void removeIfEmpty(Path place) {
        if (!place.equals(natural) && Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.deleteIfExists(place);
            } catch (IOException usedOrNotOurs) {
                // Another process of the same home has sockets in it.
            }
        }
    }

    private static boolean isOfAnother(String pid) {
        return pid.matches("\\d{1,18}") && Long.parseLong(pid) != ProcessHandle.current().pid()
                && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    /**
     * Nobody else on this machine may enter the folder, since the sockets in it are open to the users of sandboxes, and nobody
     * else may put another in its place.
     */
    private void prepare(Path place) throws IOException {
        Path parent = place.getParent();
        if (place.equals(natural)) {
            Files.createDirectories(parent);
        } else {
            trust(parent);
        }
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(place, PosixFilePermissions.asFileAttribute(OURS_ALONE));
            } catch (FileAlreadyExistsException e) {
                // Another task, or another process of the same home, was first; whose it is is looked at below.
                if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                }
            }
        }
        int owner = owner(place);
        if (!place.equals(natural) && owner != self()) {
            throw new IOException("it belongs to user " + owner);
        }
        Files.setPosixFilePermissions(place, OURS_ALONE);
    }

    private static void trust(Path parent) throws IOException {
        int owner = owner(parent);
        if (owner != self() && owner != 0) {
            throw new IOException(parent + " belongs to user " + owner);
        }
        int mode = (Integer) Files.getAttribute(parent, "unix:mode");
        if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
            throw new IOException("everybody may replace what is in " + parent);
        }
    }

    private static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static int self() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException noProc) {
            try {
                return owner(Path.of(System.getProperty("user.home")));
            } catch (IOException | UnsupportedOperationException neither) {
                return -1;
            }
        }
    }

    private static boolean fits(Path place) {
        return place.resolve(LONGEST_NAME).toString().getBytes(StandardCharsets.UTF_8).length < LONGEST_PATH;
    }

    private static String hash(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
