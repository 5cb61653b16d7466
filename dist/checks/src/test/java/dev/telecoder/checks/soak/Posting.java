package dev.telecoder.checks.soak;

import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.testkit.TestWebhookRequest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Posts webhooks as platforms do: each until it is taken, one that is not is kept for later. For one thread. */
final class Posting {

    private final WebhookHandler handler;
    private final Queue<Supplier<TestWebhookRequest>> later = new ArrayDeque<>();
    private Supplier<TestWebhookRequest> last = () -> TestWebhookRequest.post("");

    Posting(WebhookHandler handler) {
        this.handler = handler;
    }

    void post(Supplier<TestWebhookRequest> request) {
        last = request;
        deliver(request);
    }

    void again() {
        deliver(last);
    }

    void retry() {
        for (int left = later.size(); left > 0; left--) {
            deliver(later.remove());
        }
        if (!later.isEmpty()) {
            throw new AssertionError(later.size() + " deliveries are refused again and again.");
        }
    }

    private void deliver(Supplier<TestWebhookRequest> request) {
        int status = handler.handle(request.get()).status();
        if (status == 503) {
            later.add(request);
        } else if (status != 202) {
            throw new AssertionError("A delivery was answered " + status + ".");
        }
    }

    /** Waits until something that was sent has met the cut, if something is on its way. */
    static void met(SoakBed bed, IntSupplier lost, int before) {
        SoakBed.until("the cut is met", () -> lost.getAsInt() > before || bed.waiting() == 0);
    }
}
