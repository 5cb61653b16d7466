package dev.telecoder.checks.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole turns against a service that breaks off: the plugin, the host's client, router, loop, gate, a skill that counts,
 * and the store. However the stream of the calls or that of the answer breaks, no turn hangs, no run is lost or doubled,
 * the service gets nothing it would refuse, and the person hears of it once.
 *
 * <p>A sample of places by default; {@code -Dturns.every=1} breaks each stream at each of its bytes, which takes long,
 * and {@code -Dturns.seed} takes another sample.
 */
class BrokenTurnsTest {

    @TempDir static Path folder;

    private static final Map<Dialect, Future<BrokenTurns>> ALL = new EnumMap<>(Dialect.class);
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    /** All at once: most of the time is the router's waits before it tries again. */
    @BeforeAll
    static void begin() throws Exception {
        for (Dialect dialect : Dialect.values()) {
            Path home = Files.createDirectories(folder.resolve(dialect.name()));
            ALL.put(dialect, THREADS.submit(() -> new BrokenTurns(dialect).in(home)));
        }
    }

    @AfterAll
    static void end() {
        THREADS.close();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aBrokenStreamLosesAndDoublesNothing(Dialect dialect) throws Exception {
        BrokenTurns turns = ALL.get(dialect).get();

        System.out.println(dialect + ": " + turns.figures);
        assertThat(turns.wrong).as(turns.wrong.size() + " things are wrong in " + turns.figures).isEmpty();
        assertThat(turns.figures.get("turns that failed")).isPositive();
        assertThat(turns.figures.get("turns that got over it")).isPositive();
    }
}
