package dev.telecoder.api.memory;

import dev.telecoder.api.Experimental;
import dev.telecoder.api.HostProvided;
import java.time.Instant;
import java.util.List;

/**
 * What may be recalled before everyone in the run's audience.
 *
 * @since 1.0
 */
@HostProvided
@Experimental
public interface Recall {

    /**
     * Searches past messages.
     *
     * @param query words or a question
     * @param limit the most to find
     * @return single messages, best first
     */
    List<Hit> search(String query, int limit);

    /**
     * A message.
     *
     * @param id its id
     * @param conversation the conversation it is in
     * @param sentAt when it was sent
     * @param sender who wrote it
     * @param text what was written
     * @param score how well it fits; comparable within one search
     */
    record Hit(String id, String conversation, Instant sentAt, String sender, String text, double score) {}
}
