package dev.telecoder.api.memory;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Experimental;
import dev.telecoder.api.PluginException;
import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * Turns text into vectors whose distance tells how close the texts are in meaning.
 *
 * <p>Experimental because the host calls none yet.
 *
 * @since 1.0
 */
@Experimental
public interface Embedder extends ExtensionPoint {

    /** {@return the id of this embedder, the value of {@code memory.embedder}} */
    String id();

    /**
     * Names the model. Vectors of different models cannot be compared, so the host stores the name
     * with each vector and embeds everything anew when it changes.
     *
     * @return the model's name and version
     */
    String model();

    /**
     * Embeds texts.
     *
     * @param texts at least one text; none is empty
     * @param cancellation tells when the result is no longer wanted
     * @return one vector of length 1 for each text, in the same order and all of the same dimension
     * @throws PluginException if the vectors could not be had
     */
    List<float[]> embed(List<String> texts, CancellationToken cancellation);
}
