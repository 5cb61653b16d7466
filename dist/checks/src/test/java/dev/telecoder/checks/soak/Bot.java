package dev.telecoder.checks.soak;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is the same on all platforms; a connection that is lost is noticed, and found again. */
abstract class Bot implements Platform {

    private final Channel channel;
    private final MessageFormat format;
    private final Faults faults;

    Bot(Channel channel, MessageFormat format, Faults faults) {
        this.channel = channel;
        this.format = format;
        this.faults = faults;
    }

    /** What each of the testkit's platforms can do to a bot. */
    record Faults(Runnable cut, Runnable restore, Consumer<Duration> limit, Supplier<List<String>> refused,
            Runnable close) {}

    @Override
    public final Channel channel() {
        return channel;
    }

    @Override
    public final MessageFormat format() {
        return format;
    }

    @Override
    public final void limit() {
        faults.limit().accept(Duration.ofSeconds(1));
    }

    @Override
    public void cut(SoakBed bed) {
        faults.cut().run();
        SoakBed.until("the loss is noticed", () -> !bed.isUp());
    }

    @Override
    public void restore(SoakBed bed) {
        faults.restore().run();
        SoakBed.until("the connection is there again", bed::isUp);
    }

    @Override
    public final List<String> refused() {
        return faults.refused().get();
    }

    @Override
    public final void close() {
        faults.close().run();
    }

    final Faults faults() {
        return faults;
    }
}
