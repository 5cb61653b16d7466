package dev.telecoder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What Linux tells of a process. */
record Proc(long pid) {

    private static final long MILLIS_A_TICK = 10;

    /** Processor time used so far, of all threads, in milliseconds. */
    long cpuMillis() throws IOException {
        String[] fields = behindName(Files.readString(file("stat")));
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_A_TICK;
    }

    long residentKb() throws IOException {
        return status("VmRSS");
    }

    /** The most it ever had resident, since {@link #forgetPeak}. */
    long peakKb() throws IOException {
        return status("VmHWM");
    }

    void forgetPeak() throws IOException {
        Files.writeString(file("clear_refs"), "5");
    }

    /** How often its threads gave up the processor to wait, and so were woken again. */
    long wakeups() throws IOException {
        long sum = 0;
        try (var threads = Files.list(file("task"))) {
            for (Path thread : threads.toList()) {
                sum += switches(thread);
            }
        }
        return sum;
    }

    private static long switches(Path thread) throws IOException {
        try {
            return number(Files.readAllLines(thread.resolve("status")), "voluntary_ctxt_switches");
        } catch (NoSuchFileException e) {
            return 0; // it ended meanwhile
        } catch (IOException e) {
            if (Files.exists(thread)) {
                throw e;
            }
            return 0;
        }
    }

    boolean alive() {
        return Files.exists(file("stat"));
    }

    List<String> commandLine() throws IOException {
        return Arrays.asList(Files.readString(file("cmdline")).split("\0"));
    }

    private long status(String key) throws IOException {
        return number(Files.readAllLines(file("status")), key);
    }

    private static long number(List<String> lines, String key) {
        return lines.stream().filter(line -> line.startsWith(key + ":")).findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", ""))).orElse(0L);
    }

    /** The name of a process may have blanks and brackets. */
    static String[] behindName(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private Path file(String name) {
        return Path.of("/proc", String.valueOf(pid), name);
    }
}
