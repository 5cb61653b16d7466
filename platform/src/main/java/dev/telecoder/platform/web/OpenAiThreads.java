package dev.telecoder.platform.web;

import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Which conversation a history was had in. Only the person who had it finds it again. Safe for many threads. */
final class OpenAiThreads {

    private final Database database;
    private final Conversations conversations;
    private final Clock clock;

    OpenAiThreads(Database database, Conversations conversations, Clock clock) {
        this.database = database;
        this.conversations = conversations;
        this.clock = clock;
    }

    Optional<Conversation> find(List<OpenAiRequest.Line> history, Person person) {
        if (history.isEmpty()) {
            return Optional.empty();
        }
        String key = key(history);
        return database.query(h -> h.createQuery("SELECT conversation FROM openai_thread WHERE history = :history")
                .bind("history", key + person.id()).mapTo(String.class).findOne())
                .flatMap(conversations::find)
                .filter(found -> conversations.mayBeSeenBy(found, person)
                        && found.state() != Conversation.State.ARCHIVED);
    }

    Conversation open(Person person) {
        return database.write(h -> conversations.open(h, person, "", "api"));
    }

    /** Whether nothing was said in it yet. */
    boolean isFresh(Conversation conversation) {
        return database.query(h -> h.createQuery("SELECT count(*) FROM message WHERE conversation = :id")
                .bind("id", conversation.id()).mapTo(Integer.class).one()) == 0;
    }

    void keep(List<OpenAiRequest.Line> history, Conversation conversation) {
        String owner = conversation.owner() == null ? "" : conversation.owner();
        String key = key(history) + owner;
        database.write(h -> h.createUpdate("INSERT INTO openai_thread (history, conversation, at) VALUES (:history,"
                + " :conversation, :at) ON CONFLICT (history) DO UPDATE SET conversation = excluded.conversation,"
                + " at = excluded.at").bind("history", key).bind("conversation", conversation.id())
                .bind("at", Times.text(clock.instant())).execute());
    }

    /** Clients trim what they keep, so blanks at the ends do not count. */
    private static String key(List<OpenAiRequest.Line> history) {
        StringBuilder all = new StringBuilder();
        for (OpenAiRequest.Line line : history) {
            String text = line.text().strip();
            all.append(line.role()).append(' ').append(text.length()).append(' ').append(text).append('\n');
        }
        return Tokens.hash(all.toString()) + ":";
    }
}
