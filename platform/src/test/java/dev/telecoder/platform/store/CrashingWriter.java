package dev.telecoder.platform.store;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A program that writes until it is killed, and says after each write that it is done. */
final class CrashingWriter {

    private CrashingWriter() {}

    public static void main(String[] args) {
        Path file = Path.of(args[0]);
        Database database = Database.open(file, file.resolveSibling("backups"), DatabaseTest.STEPS);
        var number = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                threads.submit(() -> {
                    while (true) {
                        String key = "k" + number.incrementAndGet();
                        database.write(handle -> DatabaseTest.put(handle, key, "v"));
                        System.out.println(key);
                    }
                });
            }
        }
    }
}
