package dev.telecoder.api.memory;

import dev.telecoder.api.HostProvided;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What may be recalled before everyone in the run's audience.
 *
 * @since 1.0
 */
@HostProvided
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
     * Searches past messages of some time or repository.
     *
     * @param query what to search for
     * @return single messages, best first
     * @since 1.0
     */
    default List<Hit> search(Query query) {
        return search(query.text(), query.limit());
    }

    /**
     * Reads what was said right before and after a message that was found.
     *
     * @param id the message
     * @param each how many messages before it, and how many after it
     * @return the messages in their order, the one asked about among them; empty if it may not be told
     * @since 1.0
     */
    default List<Hit> around(String id, int each) {
        return List.of();
    }

    /**
     * A question to the past.
     *
     * @param text words or a question
     * @param limit the most to find
     * @param since only what was said then or later
     * @param repo only what was said in conversations about that repository
     * @since 1.0
     */
    record Query(String text, int limit, Optional<Instant> since, Optional<String> repo) {}

    /**
     * A message.
     *
     * @param id its id
     * @param conversation the conversation it is in
     * @param sentAt when it was sent
     * @param sender who wrote it
     * @param text what was written
     * @param score how well it fits; comparable within one search
     * @param outside whether it may hold what others than the asking person wrote
     */
    record Hit(String id, String conversation, Instant sentAt, String sender, String text, double score,
            boolean outside) {

        /**
         * Makes a message that may hold what others wrote.
         *
         * @param id its id
         * @param conversation the conversation it is in
         * @param sentAt when it was sent
         * @param sender who wrote it
         * @param text what was written
         * @param score how well it fits; comparable within one search
         */
        public Hit(String id, String conversation, Instant sentAt, String sender, String text, double score) {
            this(id, conversation, sentAt, sender, text, score, true);
        }
    }
}
