package dev.telecoder.api.channel;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * Turns CommonMark into what a platform takes, in parts that keep its limits. It needs neither account nor configuration.
 * The host sends the parts in order and retries each by itself. A channel without a format gets plain text, split by its
 * {@link ChannelProfile}.
 *
 * @since 1.0
 */
public interface MessageFormat extends ExtensionPoint {

    /** {@return the id of the channel it formats for} */
    String channel();

    /**
     * Formats and splits a text. Called by many threads; the same text gives the same parts.
     *
     * @param markdown CommonMark
     * @return the parts in order, each valid for the platform; empty if there is nothing to show
     */
    List<Part> render(String markdown);

    /**
     * One message of the platform.
     *
     * @param body the body of the platform's send call, address left out
     * @param plainText the same as plain text
     */
    record Part(JsonValue body, String plainText) {}
}
