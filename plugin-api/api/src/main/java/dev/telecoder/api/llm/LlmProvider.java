package dev.telecoder.api.llm;

import dev.telecoder.api.PluginException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pf4j.ExtensionPoint;

/**
 * A service that answers with a language model.
 *
 * <p>One method serves both ways of answering. A provider that can stream calls {@code progress} as
 * the answer grows; one that cannot just returns. Either way the response is complete.
 *
 * <p>Implementations are safe for use by many threads and keep nothing between calls. They do not
 * retry: they throw, and the agent decides.
 *
 * @since 1.0
 */
public interface LlmProvider extends ExtensionPoint {

    /** {@return the id of this provider, such as {@code anthropic}; the value of {@code llm.provider}} */
    String id();

    /**
     * Asks the model, and returns when the answer is complete.
     *
     * @param request what to ask
     * @param progress told of the answer as it grows, on the calling thread; must not be called after
     *     this method returns
     * @return the complete answer, which repeats all that {@code progress} was told
     * @throws PluginException if there is no answer: {@code RATE_LIMITED} and {@code UNAVAILABLE} are
     *     tried again, {@code CONTEXT_TOO_LONG} leads to a shorter request, {@code CANCELLED} follows
     *     from the request's token
     */
    LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress);

    /**
     * Lists the models this provider can answer with now. For {@code /model}, and for the size of requests.
     *
     * @return the models, the best one for coding first; made with {@code LlmModel.builder(name)}, which has
     *     the context window, the most output tokens, and whether it sees images and can think
     * @throws PluginException if the service could not be asked
     */
    List<LlmModel> models();

    /**
     * Looks for a way to work without configuration: a key in the environment, a server on loopback. It
     * is quick and sends nothing but a question for life to loopback.
     *
     * @param environment the environment variables of the host
     * @return one line for the operator on what was found, such as {@code ANTHROPIC_API_KEY is set}, never
     *     with a value; empty if there is nothing
     */
    default Optional<String> detect(Map<String, String> environment) {
        return Optional.empty();
    }
}
