package dev.telecoder.platform.model;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a provider, on a virtual thread of its own: a provider that ignores the stop is left behind, and one that says
 * nothing for too long counts as unavailable.
 */
final class ProviderCall {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderCall.class);
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final LlmProvider provider;
    private final LlmRequest request;
    private final BlockingQueue<Object> said = new LinkedBlockingQueue<>();

    ProviderCall(LlmProvider provider, LlmRequest request) {
        this.provider = provider;
        this.request = request;
    }

    private record Failed(Throwable cause) {}

    private enum Stopped {
        STOPPED
    }

    LlmResponse answer(Consumer<LlmEvent> progress) {
        Thread thread = Thread.ofVirtual().name("model-" + provider.id()).start(() -> {
            try {
                said.add(provider.generate(request, said::add));
            } catch (Throwable e) {
                said.add(new Failed(e));
            }
        });
        try (CancellationToken.Registration _ = request.cancellation().onCancel(() -> {
            said.add(Stopped.STOPPED);
            thread.interrupt();
        })) {
            return listen(progress, thread);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw PluginException.of(Failure.CANCELLED, "The call to the model was interrupted.", e);
        }
    }

    private LlmResponse listen(Consumer<LlmEvent> progress, Thread thread) throws InterruptedException {
        while (true) {
            Object next = said.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
            switch (next) {
                case null -> {
                    thread.interrupt();
                    throw PluginException.of(Failure.UNAVAILABLE, provider.id() + " said nothing for "
                            + SILENCE.toMinutes() + " minutes; the call was given up.");
                }
                case LlmEvent event -> progress.accept(event);
                case LlmResponse response -> {
                    return response;
                }
                case Failed failed -> throw failure(failed.cause());
                default -> throw PluginException.of(Failure.CANCELLED, "The call to the model was stopped.");
            }
        }
    }

    private PluginException failure(Throwable cause) {
        if (request.cancellation().isCancelled()) {
            return PluginException.of(Failure.CANCELLED, "The call to the model was stopped.", cause);
        }
        if (cause instanceof PluginException known) {
            return known;
        }
        LOG.error("Provider {} failed unexpectedly", provider.id(), cause);
        return PluginException.of(Failure.REJECTED, "The plugin of " + provider.id() + " failed unexpectedly: " + cause,
                cause);
    }
}
