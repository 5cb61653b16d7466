package dev.telecoder.platform.sandbox;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** A runtime whose sandboxes run nothing, and which counts. */
final class FakeRuntime implements SandboxRuntime {

    final Semaphore entered = new Semaphore(0);
    volatile boolean available;
    volatile boolean block;
    volatile boolean leftoversFail;
    volatile Runnable whileFreeing = () -> {};
    volatile boolean outOfTime;
    volatile Duration lastTimeout = Duration.ZERO;
    volatile int opened;
    volatile int closed;
    volatile int looks;
    volatile Spec last;

    private final String id;
    private final Set<Feature> features;

    FakeRuntime(String id, boolean available, Set<Feature> features) {
        this.id = id;
        this.available = available;
        this.features = features;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Sandbox open(Spec spec) {
        opened++;
        last = spec;
        return new FakeSandbox();
    }

    @Override
    public int removeLeftovers() {
        if (leftoversFail) {
            throw new IllegalStateException("no daemon");
        }
        whileFreeing.run();
        looks++;
        return 0;
    }

    @Override
    public Probe probe() {
        return new Probe(available, "1", "said by " + id, features);
    }

    private final class FakeSandbox implements Sandbox {

        private final CountDownLatch killed = new CountDownLatch(1);

        @Override
        public Exit run(Command command, Consumer<String> output, CancellationToken cancellation) {
            if (killed.getCount() == 0) {
                throw PluginException.of(Failure.UNAVAILABLE, "gone");
            }
            entered.release();
            lastTimeout = command.timeout();
            if (block) {
                try {
                    killed.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                return new Exit(-1, false);
            }
            return outOfTime ? new Exit(124, true) : new Exit(0, false);
        }

        @Override
        public void kill() {
            synchronized (FakeRuntime.this) {
                if (killed.getCount() > 0) {
                    killed.countDown();
                    closed++;
                }
            }
        }

        @Override
        public void close() {
            kill();
        }

        @Override
        public String inside(Path host) {
            return host.toString();
        }
    }
}
