package dev.telecoder.api.channel;

import dev.telecoder.api.PluginException;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * A messaging platform, in both directions.
 *
 * <p>The host calls {@link #start} once, then {@link #send} any number of times from any number of
 * threads, then {@link #stop} once. A channel only translates: it knows nothing of conversations,
 * access rules, retries, message length or quiet hours. The host sees to those, for every channel
 * alike.
 *
 * <p>What only some platforms can do is an interface of its own, such as {@link TypingIndicator} and
 * {@link MessageEditor}. Implement it beside this one and the host will find it.
 *
 * @since 1.0
 */
public interface Channel extends ExtensionPoint {

    /** {@return the id of this channel, such as {@code telegram}; the name of its section in config.yaml} */
    String id();

    /** {@return what the host must know of the platform to prepare a message for it} */
    ChannelProfile profile();

    /**
     * Connects, and returns when messages can flow both ways. From then on, hand every message that
     * arrives to {@code inbox}.
     *
     * @param inbox where arriving messages go
     * @throws PluginException if the platform cannot be reached or refuses us; the host decides by
     *     its {@linkplain PluginException#failure() kind} whether to try again
     */
    void start(Inbox inbox);

    /**
     * Delivers one message, and returns when the platform has accepted it.
     *
     * @param message what to deliver
     * @return a receipt naming the message the platform made of it
     * @throws PluginException if it was not delivered; the host retries only what can succeed later
     */
    Receipt send(OutboundMessage message);

    /** Disconnects. No message is handed to the inbox after this returns. It does not throw. */
    void stop();

    /**
     * Finds an optional ability of this channel. Only a channel that wraps another has a reason to
     * override this.
     *
     * @param ability the interface of the ability, such as {@code TypingIndicator.class}
     * @param <A> the ability
     * @return the ability, or empty if this platform has none
     */
    default <A> Optional<A> ability(Class<A> ability) {
        return ability.isInstance(this) ? Optional.of(ability.cast(this)) : Optional.empty();
    }

    /**
     * Proof of delivery.
     *
     * @param messageId the platform's id of the new message
     */
    record Receipt(String messageId) {}
}
