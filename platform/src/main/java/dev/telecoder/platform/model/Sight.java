package dev.telecoder.platform.model;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to models that take no images: a conversation that has some goes on with their descriptions, for an image stays in it,
 * and whoever chose another model would else be refused for good. Which image was refused by which model is remembered until
 * the host ends. Safe for many threads.
 */
final class Sight {

    private static final Logger LOG = LoggerFactory.getLogger(Sight.class);

    /** What services say of images they do not take, also where they call it a fault of their own. */
    private static final Pattern OF_IMAGES = Pattern.compile("(?i)image|vision|multi-?modal|modalit|mmproj");

    private static final int MOST = 5_000;

    private final Map<Refused, Boolean> refused = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Refused, Boolean> eldest) {
            return size() > MOST;
        }
    });

    /** An image is known by its size and a hash: to mistake one for another costs no more than not to see it. */
    private record Refused(String model, int size, int hash) {

        static Refused of(String model, Content.Image image) {
            return new Refused(model, image.base64().length(), image.base64().hashCode());
        }
    }

    /**
     * An answer.
     *
     * @param response what was answered
     * @param unseen whether it was found out just now that the model takes the images of the prompt no more than their names
     */
    record Seen(LlmResponse response, boolean unseen) {}

    /**
     * Asks, with the images that the model has not refused; and where it refuses, once more without any.
     *
     * @param model who is asked
     * @param prompt what
     * @param ask how
     * @param again called before it is asked once more
     */
    Seen ask(String model, Prompt prompt, Function<Prompt, LlmResponse> ask, Runnable again) {
        Prompt shown = prompt.withImages(image -> !refused.containsKey(Refused.of(model, image)));
        try {
            return new Seen(ask.apply(shown), false);
        } catch (PluginException e) {
            List<Content.Image> images = images(shown);
            if (images.isEmpty() || !mayBeOf(e)) {
                throw e;
            }
            again.run();
            LlmResponse response = without(prompt, ask, e);
            images.forEach(image -> refused.put(Refused.of(model, image), true));
            LOG.warn("{} refused {} images ({}); it is told of them by their names.", model, images.size(),
                    e.getMessage());
            return new Seen(response, true);
        }
    }

    /** Where that fails too, the images were not to blame. */
    private static LlmResponse without(Prompt prompt, Function<Prompt, LlmResponse> ask, PluginException first) {
        try {
            return ask.apply(prompt.withImages(image -> false));
        } catch (PluginException e) {
            throw e.failure() == Failure.CANCELLED ? e : first;
        }
    }

    private static boolean mayBeOf(PluginException e) {
        return switch (e.failure()) {
            case REJECTED -> true;
            case UNAVAILABLE, CONFIGURATION -> OF_IMAGES.matcher(Objects.requireNonNullElse(e.getMessage(), "")).find();
            default -> false;
        };
    }

    private static List<Content.Image> images(Prompt prompt) {
        return prompt.messages().stream().map(ChatMessage::content).flatMap(List::stream)
                .filter(Content.Image.class::isInstance).map(Content.Image.class::cast).toList();
    }
}
