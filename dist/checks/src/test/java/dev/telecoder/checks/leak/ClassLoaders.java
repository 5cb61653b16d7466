package dev.telecoder.checks.leak;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.management.JMException;
import javax.management.ObjectName;

/** Counts the class loaders of plugins that the collector cannot free, as the virtual machine's own histogram has them. */
final class ClassLoaders {

    private static final String OF_A_PLUGIN = "dev.telecoder.platform.plugin.PluginClasses";

    private ClassLoaders() {}

    /** {@return how many there are now, those included that nobody needs any more} */
    static long alive() {
        return count("-all");
    }

    /** {@return how many are still reachable once everything had the time to end} */
    static long left() {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        long left;
        do {
            left = count(); // collects garbage first
        } while (left > 0 && Instant.now().isBefore(deadline));
        if (left > 0) {
            dump();
        }
        return left;
    }

    /** Who has a leak to find needs to see who holds the class loader. */
    private static void dump() {
        Path file = Path.of("target/leak.hprof").toAbsolutePath();
        try {
            Files.deleteIfExists(file);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(String... options) {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[]{options}, new String[]{String[].class.getName()});
            // "  12:  3  240  dev.telecoder.platform.plugin.PluginClasses"
            return histogram.lines().map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length >= 4 && columns[3].equals(OF_A_PLUGIN))
                    .mapToLong(columns -> Long.parseLong(columns[1])).sum();
        } catch (JMException e) {
            throw new IllegalStateException("This virtual machine tells nothing of its classes.", e);
        }
    }
}
