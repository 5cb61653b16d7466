package dev.telecoder.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    static final List<Migrations.Step> STEPS = List.of(new Migrations.Step(1, "V001__test.sql",
            "CREATE TABLE kv (scope TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (scope, key)) STRICT"));

    @TempDir Path home;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(home.resolve("data/telecoder.db"), home.resolve("backups"), STEPS);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsWhatWasWritten() {
        database.write(handle -> put(handle, "a", "1"));
        close();
        open();

        assertThat(value("a")).isEqualTo("1");
    }

    @Test
    void bindsAndReadsTimesInMilliseconds() {
        Instant time = Instant.parse("2026-11-22T10:00:00.123456Z");

        database.write(
                handle -> handle.createUpdate("INSERT INTO kv VALUES ('t', 'at', :at)").bind("at", time).execute());

        assertThat(text("SELECT value FROM kv WHERE scope = 't'")).isEqualTo("2026-11-22T10:00:00.123Z");
        assertThat(database.<Instant>read(handle -> handle.createQuery("SELECT value FROM kv WHERE scope = 't'")
                .mapTo(Instant.class)
                .one()))
                .isEqualTo(Times.toMillis(time));
    }

    @Test
    void oneFailingWriteInABatchFailsAlone() throws Exception {
        var begin = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> database.write(_ -> begin.await(60, TimeUnit.SECONDS)));
            var writes = new ArrayList<Future<?>>();
            for (int i = 0; i < 20; i++) {
                String key = "k" + i;
                boolean fails = i % 5 == 0;
                writes.add(threads.submit(() -> database.write(handle -> {
                    put(handle, key, "v");
                    if (fails) {
                        throw new IllegalArgumentException("not this one");
                    }
                    return "";
                })));
            }
            begin.countDown();

            int failed = 0;
            for (Future<?> write : writes) {
                try {
                    write.get();
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(IllegalArgumentException.class);
                    failed++;
                }
            }
            assertThat(failed).isEqualTo(4);
        }
        assertThat(count()).isEqualTo(16);
    }

    @Test
    void aWriteInsideAWriteCanFailWithoutTheOuterOne() {
        var done = Collections.synchronizedList(new ArrayList<String>());
        database.write(handle -> {
            put(handle, "outer", "1");
            database.afterCommit(() -> done.add("outer"));
            assertThatThrownBy(() -> database.write(inner -> {
                put(inner, "inner", "1");
                database.afterCommit(() -> done.add("inner"));
                throw new IllegalStateException("inner");
            }))
                    .hasMessage("inner");
            database.write(inner -> put(inner, "second", "1"));
            assertThat(database.<Integer>read(DatabaseTest::count)).isEqualTo(2);
            return "";
        });

        assertThat(count()).isEqualTo(2);
        assertThat(done).containsExactly("outer");
    }

    @Test
    void goesOnAfterAnActionThatBreaks() {
        for (boolean forced : new boolean[]{true, false}) {
            SqlWork<Integer> work = h -> {
                database.afterCommit(() -> {
                    throw new AssertionError("an action that breaks");
                });
                return 1;
            };
            assertThat(forced ? database.write(work) : database.note(work)).isOne();
        }
        assertThat(database.<Integer>write(h -> 2)).isEqualTo(2);
    }

    @Test
    void runsActionsAfterTheCommitAndNotAfterARollback() {
        var seen = Collections.synchronizedList(new ArrayList<String>());
        try (Database other = database) {
            other.write(handle -> {
                put(handle, "a", "1");
                other.afterCommit(() -> seen.add("committed"));
                assertThat(seen).isEmpty();
                return "";
            });
            assertThatThrownBy(() -> other.write(_ -> {
                other.afterCommit(() -> seen.add("rolled back"));
                throw new IllegalStateException("no");
            }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(seen).containsExactly("committed");
    }

    @Test
    void aReadSeesOneStateWhileOthersWrite() {
        database.write(handle -> put(handle, "a", "1"));

        List<String> seen = database.read(handle -> {
            String first = value(handle, "a");
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                threads.submit(() -> database.write(other -> put(other, "a", "2"))).get();
            }
            return List.of(first, value(handle, "a"));
        });

        assertThat(seen).containsExactly("1", "1");
        assertThat(value("a")).isEqualTo("2");
    }

    @Test
    void aReaderCannotWrite() {
        assertThatThrownBy(() -> database.read(handle -> put(handle, "a", "1")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("readonly");
    }

    @Test
    void explainsAConstraint() {
        database.write(handle -> handle.execute("INSERT INTO kv VALUES ('s', 'k', 'v')"));

        var thrown = catchThrowableOfType(
                StoreException.class,
                () -> database.write(handle -> handle.execute("INSERT INTO kv VALUES ('s', 'k', 'v')")));

        assertThat(thrown.kind()).isEqualTo(StoreException.Kind.CONSTRAINT);
    }

    @Test
    void saysThatTheDiskIsFullAndWritesNothingOfThatWork() {
        database.write(handle -> put(handle, "before", "1"));
        database.write(handle -> handle.createQuery("PRAGMA max_page_count = 200").mapTo(Long.class).one());
        String large = "x".repeat(10_000);

        var thrown = catchThrowableOfType(StoreException.class, () -> database.write(handle -> {
            for (int i = 0; i < 1_000; i++) {
                put(handle, "large" + i, large);
            }
            return "";
        }));

        assertThat(thrown.kind()).isEqualTo(StoreException.Kind.FULL);
        assertThat(thrown).hasMessageContaining("is full").hasMessageContaining(database.file().toString());
        assertThat(count()).isEqualTo(1);
        database.write(handle -> put(handle, "after", "1"));
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void othersInTheBatchSurviveAFullDisk() throws Exception {
        database.write(handle -> handle.createQuery("PRAGMA max_page_count = 200").mapTo(Long.class).one());
        String large = "x".repeat(2_000_000);
        var begin = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> database.write(_ -> begin.await(60, TimeUnit.SECONDS)));
            var small = new ArrayList<Future<?>>();
            for (int i = 0; i < 5; i++) {
                String key = "k" + i;
                small.add(threads.submit(() -> database.write(handle -> put(handle, key, "v"))));
            }
            Future<?> tooMuch = threads.submit(() -> database.write(handle -> put(handle, "large", large)));
            begin.countDown();

            assertThatThrownBy(tooMuch::get).hasCauseInstanceOf(StoreException.class);
            for (Future<?> write : small) {
                write.get();
            }
        }
        assertThat(count()).isEqualTo(5);
    }

    @Test
    void anInterruptedCallerDoesNotStopTheWrite() throws Exception {
        var begin = new CountDownLatch(1);
        var inside = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> assertThatThrownBy(() -> database.write(handle -> {
            inside.countDown();
            begin.await(60, TimeUnit.SECONDS);
            return put(handle, "a", "1");
        })).hasMessageContaining("Interrupted"));
        inside.await();

        caller.interrupt();
        caller.join();
        begin.countDown();

        database.write(_ -> "behind the other");
        assertThat(value("a")).isEqualTo("1");
    }

    @Test
    void closingFinishesWhatWasSubmittedAndRefusesTheRest() throws Exception {
        var writes = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var submitted = new CountDownLatch(50);
            for (int i = 0; i < 50; i++) {
                String key = "k" + i;
                writes.add(threads.submit(() -> {
                    submitted.countDown();
                    database.write(handle -> put(handle, key, "v"));
                }));
            }
            submitted.await();
            database.close();
        }
        long accepted = writes.stream().filter(write -> write.state() == Future.State.SUCCESS).count();
        assertThatThrownBy(() -> database.write(_ -> "")).isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");

        open();

        assertThat(count()).isEqualTo((int) accepted);
    }

    @Test
    void saysWhatToDoWithADamagedFile() throws Exception {
        Path file = home.resolve("broken.db");
        Files.writeString(file, "this is no database, it only has the name of one".repeat(100));

        var thrown = catchThrowableOfType(StoreException.class, () -> Database.open(file, home.resolve("backups")));

        assertThat(thrown.kind()).isEqualTo(StoreException.Kind.CORRUPT);
        assertThat(thrown).hasMessageContaining("damaged").hasMessageContaining("backups");
    }

    @Test
    void saysThatTheFolderCannotBeUsed() throws Exception {
        Path file = Files.writeString(home.resolve("a-file"), "").resolve("telecoder.db");

        assertThatThrownBy(() -> Database.open(file, home.resolve("backups")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be made");
    }

    @Test
    void isReadableByItsOwnerAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(
                Files.getPosixFilePermissions(database.file())))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasAcknowledgedSurvivesAKill() throws Exception {
        database.close();
        Process child = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CrashingWriter.class.getName(), home.resolve("data/telecoder.db").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var acknowledged = new ArrayList<String>();
        try (BufferedReader lines = child.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged.add(line);
                if (acknowledged.size() == 500) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        child.waitFor();

        open();

        List<String> kept = database.read(
                handle -> handle.createQuery("SELECT key FROM kv WHERE scope = 'test'").mapTo(String.class).list());
        // The last line may be cut off by the kill. (Process.destroyForcibly would close the stream as well.)
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(500);
        assertThat(kept).containsAll(acknowledged.subList(0, acknowledged.size() - 1));
    }

    @Test
    void takesAThousandWritersAtOnce() throws Exception {
        for (int round = 0; round < 3; round++) {
            String prefix = "r" + round + "-";
            var begin = new CountDownLatch(1);
            var latencies = Collections.synchronizedList(new ArrayList<Long>());
            long[] started = new long[1];
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 1_000; i++) {
                    String key = prefix + i;
                    threads.submit(() -> {
                        begin.await();
                        long from = System.nanoTime();
                        database.write(handle -> put(handle, key, "v"));
                        return latencies.add(System.nanoTime() - from);
                    });
                }
                started[0] = System.nanoTime();
                begin.countDown();
            }
            long wall = (System.nanoTime() - started[0]) / 1_000_000;
            Collections.sort(latencies);
            System.out.printf(
                    "1,000 writes from 1,000 virtual threads: %d ms wall, p50 %d ms, p95 %d ms%n",
                    wall, latencies.get(500) / 1_000_000, latencies.get(950) / 1_000_000);
        }

        assertThat(count()).isEqualTo(3_000);
    }

    static int put(Handle handle, String key, String value) {
        return handle.createUpdate("INSERT OR REPLACE INTO kv (scope, key, value) VALUES ('test', :key, :value)")
                .bind("key", key)
                .bind("value", value)
                .execute();
    }

    private static String value(Handle handle, String key) {
        return handle.createQuery("SELECT value FROM kv WHERE scope = 'test' AND key = :key")
                .bind("key", key)
                .mapTo(String.class)
                .one();
    }

    private String value(String key) {
        return database.read(handle -> value(handle, key));
    }

    private String text(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    private int count() {
        return database.read(DatabaseTest::count);
    }

    private static int count(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM kv WHERE scope = 'test'").mapTo(Integer.class).one();
    }
}
