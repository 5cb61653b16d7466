package dev.telecoder.api.channel;

import dev.telecoder.api.HostProvided;
import java.util.List;
import java.util.Optional;

/**
 * A message for a person, or one part of a long one. The host makes it.
 *
 * @since 1.0
 */
@HostProvided
public interface OutboundMessage {

    /**
     * {@return the host's id of this message, the same when it is sent again after a fault; a platform that drops repeats
     * by such a key gets it}
     */
    String id();

    /** {@return where to deliver it} */
    ChatAddress address();

    /** {@return what to say, as CommonMark} */
    String markdown();

    /** {@return what the channel's own {@code MessageFormat} made of it: the body to send, within the limits} */
    MessageFormat.Part part();

    /** {@return the id of the message this answers, if it answers one} */
    Optional<String> replyTo();

    /**
     * The answers the person can pick from, such as approve and deny. A channel without buttons
     * leaves them out: the text already says how to answer in words.
     *
     * @return the choices, in order; empty if the message asks nothing
     */
    default List<Choice> choices() {
        return List.of();
    }

    /**
     * One answer to pick.
     *
     * @param id what {@code InboundMessage.picked} brings back, with the id of this message, when it is picked
     * @param label what the person sees
     */
    record Choice(String id, String label) {}
}
