package dev.telecoder.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the figures were measured on, and whether somebody else worked on it at the same time. */
record Machine(String description, double otherShare) {

    /** Looks for two seconds at what runs before anything is measured. */
    static Machine look() throws IOException, InterruptedException {
        long[] before = busy();
        TimeUnit.SECONDS.sleep(2);
        long[] after = busy();
        double share = (after[0] - before[0]) / (double) Math.max(1, after[1] - before[1]);
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
                .findFirst().map(line -> line.replaceAll(".*: *", "")).orElse(System.getProperty("os.arch"));
        long memory = Files.readAllLines(Path.of("/proc/meminfo")).stream().filter(line -> line.startsWith("MemTotal"))
                .findFirst().map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_048_576).orElse(0L);
        return new Machine("%d cores of %s, %d GB, Linux %s, Java %s".formatted(
                Runtime.getRuntime().availableProcessors(), cpu, memory, System.getProperty("os.version"),
                Runtime.version()), share);
    }

    boolean loaded() {
        return otherShare > 0.15;
    }

    String warning() {
        return loaded() ? String.format(Locale.ROOT,
                "WARNING: others used %.0f %% of this machine's processors before the run. Times are too long.",
                otherShare * 100) : "";
    }

    ObjectNode json() {
        return Peer.JSON.createObjectNode().put("description", description).put("others_share", otherShare);
    }

    private static long[] busy() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split("\\s+");
        long all = 0;
        for (int i = 1; i <= 8; i++) {
            all += Long.parseLong(fields[i]);
        }
        return new long[]{all - Long.parseLong(fields[4]) - Long.parseLong(fields[5]), all};
    }
}
