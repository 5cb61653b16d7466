package dev.telecoder.platform.sandbox;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Leads requests that code in a sandbox sends to a model to the real one, with the host's key, and counts what they use. Many
 * threads may use it.
 */
@FunctionalInterface
public interface ModelDoor {

    /** No model is to be had by code in sandboxes. */
    ModelDoor CLOSED = request -> {
        throw PluginException.of(Failure.CONFIGURATION, "No model is set up that code in a sandbox could use.");
    };

    /**
     * A request of code in a sandbox.
     *
     * @param task the task whose sandbox sends it
     * @param path the path, such as {@code /v1/messages}
     * @param model the model it names; empty if it names none
     * @param bytes how large it is
     */
    record Request(String task, String path, String model, long bytes) {}

    /**
     * Where a request goes.
     *
     * @param provider the provider's id
     * @param url the whole address
     * @param headers what is added, the key among it
     * @param used told once when the answer has ended, however it ended
     */
    record Upstream(String provider, URI url, Map<String, String> headers, Consumer<Use> used) {}

    /**
     * What an answer used, as the provider counts it.
     *
     * @param model the model that answered; empty where the provider did not say
     * @param inputTokens tokens of the request, those read from a cache included; 0 where the provider did not say
     * @param cachedTokens those read from a cache
     * @param outputTokens tokens of the answer; estimated where the provider did not say
     */
    record Use(String model, long inputTokens, long cachedTokens, long outputTokens) {}

    /**
     * Asks whether a request may be sent, and where to. May wait for others' requests to end.
     *
     * @param request the request
     * @return where it goes
     * @throws PluginException if there is no model of that kind, or the task's budget is spent; the sandbox is told the message
     */
    Upstream open(Request request);
}
