package dev.telecoder.checks.soak;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.testkit.TestWebhookRequest;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A platform that posts webhooks and holds no connection: what is cut off is the bot's way to it. */
abstract class Hooked extends Bot {

    private final Posting posting;
    private final IntSupplier lost;
    private int lostBefore;
    private int ids;

    <C extends Channel & WebhookHandler> Hooked(C channel, MessageFormat format, Faults faults, IntSupplier lost) {
        super(channel, format, faults);
        this.posting = new Posting(channel);
        this.lost = lost;
    }

    /** The next number for something that is posted. */
    final int id() {
        return ids++;
    }

    final void post(Supplier<TestWebhookRequest> request) {
        posting.post(request);
    }

    @Override
    public final boolean repeat() {
        posting.again();
        return true;
    }

    @Override
    public final void cut(SoakBed bed) {
        lostBefore = lost.getAsInt();
        faults().cut().run();
    }

    @Override
    public final void restore(SoakBed bed) {
        Posting.met(bed, lost, lostBefore);
        faults().restore().run();
        posting.retry();
    }
}
