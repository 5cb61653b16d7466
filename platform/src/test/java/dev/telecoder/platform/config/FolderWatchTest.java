package dev.telecoder.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {

    private final FolderWatch watch = new FolderWatch();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @TempDir Path home;

    @AfterEach
    void end() {
        watch.close();
    }

    @Test
    void tellsOfAFileThatAppearsChangesIsReplacedAndGoes() throws Exception {
        Path file = home.resolve("a.yaml");
        watch.on(home, () -> told.add("changed"));

        Files.writeString(file, "1");
        assertThat(next()).isEqualTo("changed");
        Files.writeString(file, "2");
        assertThat(next()).isEqualTo("changed");
        Files.move(Files.writeString(home.resolve(".a.tmp"), "3"), file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(next()).isEqualTo("changed");
        Files.delete(file);
        assertThat(next()).isEqualTo("changed");
    }

    @Test
    void tellsSeveralStepsOfOneChangeOnce() throws Exception {
        watch.on(home, () -> told.add("changed"));

        for (int i = 0; i < 20; i++) {
            Files.writeString(home.resolve("a.yaml"), "part " + i);
        }

        assertThat(next()).isEqualTo("changed");
        assertThat(told.poll(400, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void waitsForAFolderThatIsNotThereYet() throws Exception {
        Path folder = home.resolve("deep/skills");
        watch.on(folder, () -> told.add("changed"));

        Files.createDirectories(folder);
        assertThat(next()).isEqualTo("changed");
        Files.writeString(folder.resolve("a.yaml"), "1");

        assertThat(next()).isEqualTo("changed");
    }

    @Test
    void goesOnWithAFolderThatWasRemovedAndMadeAnew() throws Exception {
        Path folder = Files.createDirectory(home.resolve("skills"));
        watch.on(folder, () -> told.add("changed"));

        Files.delete(folder);
        assertThat(next()).isEqualTo("changed");
        Files.createDirectory(folder);
        assertThat(next()).isEqualTo("changed");
        Files.writeString(folder.resolve("a.yaml"), "1");

        assertThat(next()).isEqualTo("changed");
    }

    @Test
    void tellsOnlyOfTheFolderAskedFor() throws Exception {
        Path other = Files.createDirectory(home.resolve("other"));
        watch.on(home.resolve("skills"), () -> told.add("skills"));
        watch.on(other, () -> told.add("other"));

        Files.writeString(other.resolve("a.yaml"), "1");

        assertThat(next()).isEqualTo("other");
        assertThat(told.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void callsAListenerOnceMoreForWhatChangedWhileItRan() throws Exception {
        AtomicInteger atATime = new AtomicInteger();
        CountDownLatch goOn = new CountDownLatch(1);
        watch.on(home, () -> {
            told.add("running " + atATime.incrementAndGet());
            await(goOn);
            atATime.decrementAndGet();
        });

        Files.writeString(home.resolve("a.yaml"), "1");
        assertThat(next()).isEqualTo("running 1");
        Files.writeString(home.resolve("a.yaml"), "2");
        assertThat(told.poll(400, TimeUnit.MILLISECONDS)).isNull();
        goOn.countDown();

        assertThat(next()).isEqualTo("running 1");
    }

    @Test
    void survivesAListenerThatThrows() throws Exception {
        watch.on(home, () -> {
            told.add("changed");
            throw new IllegalStateException("on purpose");
        });

        Files.writeString(home.resolve("a.yaml"), "1");
        assertThat(next()).isEqualTo("changed");
        Files.writeString(home.resolve("a.yaml"), "2");

        assertThat(next()).isEqualTo("changed");
    }

    @Test
    void tellsNothingAfterItsRegistrationIsClosed() throws IOException, InterruptedException {
        FolderWatch.Registration registration = watch.on(home, () -> told.add("changed"));

        registration.close();
        registration.close();
        Files.writeString(home.resolve("a.yaml"), "1");

        assertThat(told.poll(400, TimeUnit.MILLISECONDS)).isNull();
    }

    private String next() throws InterruptedException {
        return told.poll(60, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
