package dev.telecoder.support.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunningCommandTest {

    private final Spawner spawner = new Spawner();
    private final Mark mark = Mark.ofThisHost("runningcommand");

    @Test
    void aReceiverThatFailsStopsTheCommand() throws IOException {
        var command = start("while :; do echo x; done", line -> {
            throw new IllegalArgumentException("full");
        });

        assertThatThrownBy(() -> command.await(Duration.ofSeconds(30))).hasRootCauseMessage("full");
        assertThat(MarkedProcesses.find(mark::equals)).isEmpty();
    }

    @Test
    void anInterruptStopsTheCommandAndStaysSet() throws Exception {
        var command = start("trap '' TERM; while :; do sleep 1; done", line -> {});

        Thread.currentThread().interrupt();
        var outcome = command.await(Duration.ofSeconds(30));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isEqualTo(new RunningCommand.Outcome(-1, false, true, 0));
        assertThat(MarkedProcesses.find(mark::equals)).isEmpty();
    }

    @Test
    void aSlowReceiverMissesNothing() throws IOException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        var command = start("i=0; while [ $i -lt 300 ]; do echo $i; i=$((i+1)); done", line -> {
            long until = System.nanoTime() + 5_000_000;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            lines.add(line);
        });

        assertThat(command.await(Duration.ofSeconds(30)).code()).isZero();
        assertThat(lines).hasSize(300);
    }

    /** The carrier of a virtual thread ends when it has nothing to do, and with it what it started. */
    @Test
    void aProcessOutlivesTheThreadThatAskedForIt() throws Exception {
        RunningCommand[] command = new RunningCommand[1];
        var asking = Thread.ofPlatform().start(() -> {
            try {
                command[0] = start("sleep 0.3; echo alive", line -> {});
            } catch (IOException problem) {
                throw new IllegalStateException(problem);
            }
        });
        asking.join();

        assertThat(command[0].await(Duration.ofSeconds(10)).code()).isZero();
    }

    @Test
    void manyAtOnceEndWhenStopped() throws Exception {
        var commands = new ArrayList<RunningCommand>();
        for (int i = 0; i < 20; i++) {
            commands.add(start("trap '' TERM; sleep 60 & wait; sleep 60", line -> {}));
        }

        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            commands.forEach(command -> executor.submit(() -> command.await(Duration.ofSeconds(30))));
            commands.forEach(RunningCommand::stop);
        }

        assertThat(MarkedProcesses.find(mark::equals)).isEmpty();
    }

    private RunningCommand start(String script, Consumer<String> output) throws IOException {
        var builder = new ProcessBuilder("/bin/sh", "-c", script).redirectErrorStream(true);
        builder.environment().put(Mark.VARIABLE, mark.text());
        return RunningCommand.of(spawner.start(builder), new MarkedTree(mark), new byte[0], 1 << 20, output);
    }
}
