package dev.telecoder.platform.conversation;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Takes in messages from a file of JSON lines. They keep their ids, so that taking in a file twice, or the rest of one after
 * an interruption, adds nothing twice. A conversation that comes with them is an archived direct one of its user, and what
 * is in it was heard by that user alone. Safe for many threads.
 */
public final class ConversationImport {

    /** Small enough that others who write meanwhile do not wait for long. */
    private static final int BATCH_LINES = 500;
    private static final int BATCH_BYTES = 2 * 1024 * 1024;

    private final Database database;
    private final People people;
    private final Conversations conversations;
    private final Json json;

    /**
     * Makes an import.
     *
     * @param database where the messages go
     * @param people who speaks in them
     * @param conversations gives titles
     * @param json reads the lines
     */
    public ConversationImport(Database database, People people, Conversations conversations, Json json) {
        this.database = database;
        this.people = people;
        this.conversations = conversations;
        this.json = json;
    }

    /**
     * What became of the lines.
     *
     * @param taken how many are new
     * @param known how many were there already, by their id
     * @param refused how many do not fit
     */
    public record Counts(long taken, long known, long refused) {

        private Counts plus(Counts more) {
            return new Counts(taken + more.taken, known + more.known, refused + more.refused);
        }

        /** {@return how many lines that is} */
        public long lines() {
            return taken + known + refused;
        }
    }

    /**
     * Why a line was refused.
     *
     * @param line its number, from 1
     * @param reason what is wrong with it
     */
    public record Refusal(long line, String reason) {

        /** {@return the refusal as the API shows it} */
        public JsonValue toJson() {
            return JsonValue.object().put("line", line).put("reason", reason).build();
        }
    }

    private record Numbered(long number, ConversationLine line) {}

    private record Batch(Counts counts, List<Refusal> refusals) {}

    /**
     * Takes in all lines; what was taken is on disk and found by a search when this returns.
     *
     * @param in the file, UTF-8, which stays open
     * @param refused told of each line that does not fit, soon after it was read
     * @param progress told now and then how many lines were dealt with
     * @return what became of the lines
     * @throws IOException if the file cannot be read on; what was taken until then is kept
     */
    public Counts read(InputStream in, Consumer<Refusal> refused, LongConsumer progress) throws IOException {
        // Else the first of the file could take the owner's name before there is one.
        people.owner();
        JsonLines lines = new JsonLines(in);
        Counts counts = new Counts(0, 0, 0);
        List<Numbered> batch = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        int bytes = 0;
        JsonLines.@Nullable Line line;
        do {
            line = lines.next();
            if (line != null) {
                bytes += line.bytes();
                try {
                    batch.add(new Numbered(line.number(), parse(line)));
                } catch (ConversationLine.Refused e) {
                    refusals.add(new Refusal(line.number(), String.valueOf(e.getMessage())));
                }
            }
            if (line == null || batch.size() + refusals.size() >= BATCH_LINES || bytes > BATCH_BYTES) {
                List<Numbered> due = List.copyOf(batch);
                Batch done = due.isEmpty() ? new Batch(new Counts(0, 0, 0), List.of())
                        : database.write(h -> write(h, due));
                refusals.addAll(done.refusals());
                refusals.stream().sorted(java.util.Comparator.comparingLong(Refusal::line)).forEach(refused);
                counts = counts.plus(done.counts()).plus(new Counts(0, 0, refusals.size()));
                progress.accept(counts.lines());
                batch.clear();
                refusals.clear();
                bytes = 0;
            }
        } while (line != null);
        return counts;
    }

    private ConversationLine parse(JsonLines.Line line) throws ConversationLine.Refused {
        if (line.wrong() != null) {
            throw new ConversationLine.Refused(line.wrong());
        }
        try {
            return ConversationLine.of(json.parse(line.text()));
        } catch (PluginException e) {
            throw new ConversationLine.Refused("it cannot be read: " + e.getMessage());
        }
    }

    /** One transaction. It may run twice, so it keeps nothing but what is in the database. */
    private Batch write(Handle h, List<Numbered> lines) throws Exception {
        long taken = 0;
        long known = 0;
        List<Refusal> refusals = new ArrayList<>();
        Map<String, Person> users = new HashMap<>();
        Map<String, Held> held = new LinkedHashMap<>();
        try (MessageRows rows = new MessageRows(h)) {
            for (Numbered one : lines) {
                ConversationLine line = one.line();
                if (rows.has(line.id())) {
                    known++;
                    continue;
                }
                Person user = users.computeIfAbsent(line.user(),
                        name -> people.called(h, name).orElseGet(() -> people.add(h, name, Role.GUEST)));
                Held conversation = held.computeIfAbsent(line.conversation(), id -> find(h, id, user, line.sentAt()));
                String wrong = conversation.refuses(user);
                if (wrong == null) {
                    rows.add(line, user);
                    conversation.add(line);
                    taken++;
                } else {
                    refusals.add(new Refusal(one.number(), "the conversation " + line.conversation() + " " + wrong));
                }
            }
        }
        held.forEach((id, conversation) -> conversation.settle(h, id, conversations));
        return new Batch(new Counts(taken, known, 0), refusals);
    }

    private static Held find(Handle h, String id, Person user, Instant at) {
        return h.createQuery("SELECT * FROM conversation WHERE id = :id").bind("id", id)
                .map((rs, ctx) -> ConversationRow.of(rs)).findOne().map(Held::new).orElseGet(() -> {
                    h.createUpdate("INSERT INTO conversation (id, title, kind, state, owner, focus, created_at,"
                            + " updated_at) VALUES (:id, '', 'direct', 'archived', :owner, NULL, :at, :at)")
                            .bind("id", id).bind("owner", user.id()).bind("at", Times.text(at)).execute();
                    h.createUpdate("INSERT INTO member (conversation, person) VALUES (:id, :person)")
                            .bind("id", id).bind("person", user.id()).execute();
                    return new Held(new ConversationRow(id, "", "direct", "archived", user.id(), null, Times.text(at),
                            Times.text(at)));
                });
    }

    /** A conversation that lines of a batch belong to, and what they add to it. For one thread. */
    private static final class Held {

        private final ConversationRow row;
        private @Nullable Instant first;
        private @Nullable Instant last;
        private @Nullable String title;

        Held(ConversationRow row) {
            this.row = row;
        }

        /** Whoever is in a conversation reads all of it, so it cannot have lines of two people. */
        @Nullable String refuses(Person user) {
            return !row.kind().equals("direct") ? "is one of several people here"
                    : !user.id().equals(row.owner()) ? "belongs to another user"
                            : row.state().equals("archived") ? null
                                    : "still goes on here; only an archived one is added to";
        }

        void add(ConversationLine line) {
            Instant at = line.sentAt();
            first = first == null || at.isBefore(first) ? at : first;
            last = last == null || at.isAfter(last) ? at : last;
            if (title == null && line.role() == Message.Role.USER && !line.text().isBlank()) {
                title = line.text();
            }
        }

        void settle(Handle h, String id, Conversations conversations) {
            if (first == null || last == null) {
                return;
            }
            h.createUpdate("UPDATE conversation SET created_at = min(created_at, :first),"
                    + " updated_at = max(updated_at, :last) WHERE id = :id").bind("id", id)
                    .bind("first", Times.text(first)).bind("last", Times.text(last)).execute();
            if (title != null) {
                conversations.titleFrom(h, id, title);
            }
        }
    }
}
