package dev.telecoder.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.store.Database;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for each message must not become slower with the years; each of these is as the code asks it. */
class QueryPlansTest {

    @TempDir Path home;
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(home.resolve("telecoder.db"), home.resolve("backups"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private String plan(String sql) {
        List<String> steps = database.read(h -> h.createQuery("EXPLAIN QUERY PLAN " + sql.replaceAll(":\\w+", "'x'"))
                .map((rs, ctx) -> rs.getString("detail")).list());
        return String.join("\n", steps);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "SELECT i.conversation, i.message, m.turn FROM inbox i LEFT JOIN message m ON m.id = i.message"
                    + " WHERE i.channel = :c AND i.external_id = :id",
            "SELECT p.* FROM person p JOIN account a ON a.person = p.id WHERE a.channel = :c AND a.account_id = :a",
            "SELECT conversation FROM address a JOIN conversation c ON c.id = a.conversation WHERE a.channel = :c"
                    + " AND a.chat = :h AND a.thread = :t AND c.kind = 'direct' AND c.owner = :p AND c.state <> 'archived'",
            "SELECT c.id FROM conversation c WHERE kind = 'direct' AND owner = :p AND state IN ('active','paused')"
                    + " AND EXISTS (SELECT 1 FROM address a WHERE a.conversation = c.id AND a.chat <> c.id)"
                    + " ORDER BY updated_at DESC LIMIT 1",
            "SELECT * FROM address WHERE conversation = :id ORDER BY rowid DESC",
            "SELECT person FROM member WHERE conversation = :id ORDER BY person",
            "SELECT * FROM question WHERE conversation = :k AND state = 'pending' ORDER BY seq DESC LIMIT 5",
            "SELECT id, state, person, presumed FROM turn WHERE conversation = :id"
                    + " AND state IN ('queued','running','waiting') ORDER BY seq",
            "SELECT * FROM turn WHERE conversation = :id AND state IN ('queued','running','waiting')"
                    + " AND state IN ('running','waiting') ORDER BY seq LIMIT 1",
            "SELECT * FROM message WHERE turn = :turn ORDER BY seq",
            "SELECT * FROM message WHERE conversation = :id AND seq < coalesce((SELECT seq FROM message WHERE id = :b),"
                    + " 9223372036854775807) ORDER BY seq DESC LIMIT 5",
            "SELECT coalesce(max(seq), 0) + 1 FROM message",
            "SELECT coalesce(max(seq), 0) + 1 FROM turn",
            "SELECT coalesce(max(seq), 0) + 1 FROM outbox",
            "SELECT * FROM outbox WHERE channel = :c AND chat = :h AND thread = :t AND state IN ('new','sending')"
                    + " ORDER BY seq, part LIMIT 1",
            "SELECT DISTINCT channel, chat, thread FROM outbox WHERE channel = :c AND state IN ('new','sending')",
            "SELECT external_id FROM outbox WHERE id >= :id AND id < :id || '/' AND state = 'sent'"
                    + " AND external_id IS NOT NULL ORDER BY part DESC LIMIT 1",
            "SELECT purpose FROM outbox WHERE channel = :c AND external_id = :e AND chat = :h AND purpose LIKE 'question:%'"})
    void looksUpWhatEachMessageNeeds(String sql) {
        assertThat(plan(sql)).contains("SEARCH").doesNotContain("SCAN");
    }

    @Test
    void readsWhatIsOpenFromWhatIsOpenAlone() {
        assertThat(plan("SELECT * FROM inbox WHERE state = 'new' ORDER BY received_at, rowid")).contains("inbox_new");
        assertThat(plan("SELECT * FROM turn WHERE state IN ('queued','running','waiting') ORDER BY +seq"))
                .contains("turn_open");
        assertThat(plan("SELECT count(*) FROM turn WHERE state IN ('queued','running','waiting')"
                + " AND state IN ('running')")).contains("turn_open");
        assertThat(plan("SELECT * FROM outbox WHERE state = 'failed' ORDER BY seq DESC LIMIT 10"))
                .contains("outbox_failed").doesNotContain("TEMP");
    }

    @Test
    void readsTheNextMessageOfAChatWithoutSorting() {
        assertThat(plan("SELECT * FROM outbox WHERE channel = :c AND chat = :h AND thread = :t"
                + " AND state IN ('new','sending') ORDER BY seq, part LIMIT 1")).contains("outbox_open")
                .doesNotContain("TEMP");
    }
}
