package dev.telecoder.support.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds processes by the {@link Mark} in their environment, also those whose parents are gone. Looks into
 * {@code /proc}, so it finds nothing on systems without one.
 */
public final class MarkedProcesses {

    private static final Path PROC = Path.of("/proc");

    private MarkedProcesses() {}

    /**
     * Lists processes by their mark.
     *
     * @param wanted which marks
     * @return the processes found, never this one
     */
    public static List<ProcessHandle> find(Predicate<Mark> wanted) {
        return pids().stream()
                .filter(pid -> markOf(pid).filter(wanted).isPresent())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
    }

    /**
     * Lists the processes of a session, which children join unless they make one of their own.
     *
     * @param session the process id of the session's first process
     * @return the processes found, never this one
     */
    static List<ProcessHandle> ofSession(long session) {
        return pids().stream()
                .filter(pid -> sessionOf(pid) == session)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
    }

    /**
     * Ends processes by their mark, again and again until none is found: they may fork meanwhile.
     *
     * @param wanted which marks
     * @return the marks of what was ended
     */
    public static List<Mark> end(Predicate<Mark> wanted) {
        var ended = new ArrayList<Mark>();
        for (int round = 0; round < 50; round++) {
            int before = ended.size();
            for (long pid : pids()) {
                Optional<Mark> mark = markOf(pid).filter(wanted);
                if (mark.isPresent() && ProcessHandle.of(pid).filter(ProcessHandle::destroyForcibly).isPresent()) {
                    ended.add(mark.get());
                }
            }
            if (ended.size() == before) {
                break;
            }
        }
        return ended.stream().distinct().toList();
    }

    private static List<Long> pids() {
        var pids = new ArrayList<Long>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (pid != self) {
                    pids.add(pid);
                }
            }
        } catch (IOException noProc) {
            return List.of();
        }
        return pids;
    }

    private static Optional<Mark> markOf(long pid) {
        try {
            String all = new String(Files.readAllBytes(PROC.resolve(pid + "/environ")), StandardCharsets.ISO_8859_1);
            String name = Mark.VARIABLE + "=";
            int at = all.startsWith(name) ? 0 : all.indexOf("\0" + name) + 1;
            if (at == 0 && !all.startsWith(name)) {
                return Optional.empty();
            }
            int end = all.indexOf('\0', at);
            return Mark.find(all.substring(at + name.length(), end < 0 ? all.length() : end));
        } catch (IOException notOurs) {
            // Of another user, or gone in the meantime.
            return Optional.empty();
        }
    }

    private static long sessionOf(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[0].equals("Z") ? -1 : Long.parseLong(fields[3]);
        } catch (IOException gone) {
            return -1;
        }
    }
}
