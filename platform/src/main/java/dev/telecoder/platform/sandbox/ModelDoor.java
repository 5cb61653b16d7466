package dev.telecoder.platform.sandbox;

import dev.telecoder.api.PluginException;
import java.net.URI;
import java.util.Map;

/**
 * Leads requests that code in a sandbox sends to a model to the real one, with the host's key, and counts what they use. Many
 * threads may use it.
 */
public interface ModelDoor {

    /** No model is to be had by code in sandboxes. */
    ModelDoor CLOSED = new ModelDoor() {

        @Override
        public Upstream open(String task, String path) {
            throw PluginException.of(dev.telecoder.api.Failure.CONFIGURATION,
                    "No model is set up that code in a sandbox could use.");
        }

        @Override
        public void used(String task, Upstream upstream, Use use) {
            // Nothing is ever used.
        }
    };

    /**
     * Where a request goes.
     *
     * @param provider the provider's id
     * @param url the whole address
     * @param headers what is added, the key among it
     */
    record Upstream(String provider, URI url, Map<String, String> headers) {}

    /**
     * What an answer used, as the provider counts it.
     *
     * @param model the model that answered
     * @param inputTokens tokens of the request, those read from a cache included
     * @param cachedTokens those read from a cache
     * @param outputTokens tokens of the answer
     */
    record Use(String model, long inputTokens, long cachedTokens, long outputTokens) {}

    /**
     * Asks whether a request may be sent, and where to.
     *
     * @param task the task whose sandbox sends it
     * @param path the path, such as {@code /v1/messages}
     * @return where it goes
     * @throws PluginException if there is no model of that kind, or the task's budget is spent; the sandbox is told the message
     */
    Upstream open(String task, String path);

    /**
     * Told when an answer has ended.
     *
     * @param task the task
     * @param upstream where the request went
     * @param use what it used; zeros where the provider did not say
     */
    void used(String task, Upstream upstream, Use use);
}
