package dev.telecoder.platform.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.memory.Recall.Hit;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.store.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSearchTest {

    @TempDir private Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"), folder);
        database.write(h -> h.execute("INSERT INTO conversation (id, title, kind, state, owner, focus, created_at,"
                + " updated_at) VALUES ('c', '', 'direct', 'active', NULL, NULL, '2026', '2026')"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void putsTheMessageWithTheRarerWordsFirst() {
        add(1, "user", "The build is red, the build is slow.", "anna");
        add(2, "user", "Zookeeper times out when the build runs.", "anna");
        add(3, "assistant", "Nothing about it.", "anna");

        assertThat(search("why does zookeeper break the build?", "anna")).extracting(Hit::id)
                .containsExactly("m2", "m1");
    }

    @Test
    void findsOnlyWhatEverybodyPresentHeard() {
        add(1, "user", "secret of anna", "anna");
        add(2, "user", "secret of both", "anna", "berta");
        add(3, "user", "secret of somebody alike", "anna-berta");

        assertThat(search("secret", "anna")).extracting(Hit::id).containsExactlyInAnyOrder("m1", "m2");
        assertThat(search("secret", "anna", "berta")).extracting(Hit::id).containsExactly("m2");
        assertThat(search("secret", "carla")).isEmpty();
        assertThat(search("secret")).isEmpty();
    }

    @Test
    void findsOtherFormsOfAWord() {
        add(1, "user", "We were painting the fences.", "anna");

        assertThat(search("who painted a fence?", "anna")).extracting(Hit::id).containsExactly("m1");
    }

    @Test
    void prefersWhatTheNamedPersonSaidAndTheDayInQuestion() {
        said(1, "Anna", "I adopted a dog.", "2026-03-01T10:00:00.000Z");
        said(3, "Berta", "I adopted a dog.", "2026-05-07T10:00:00.000Z");
        said(5, "Anna", "I adopted a dog.", "2026-05-08T10:00:00.000Z");

        assertThat(search("what did Berta adopt?", "anna")).extracting(Hit::id).startsWith("m3");
        assertThat(search("what did Anna adopt on 8 May 2026?", "anna")).extracting(Hit::id).startsWith("m5");
        assertThat(search("what was adopted in March 2026?", "anna")).extracting(Hit::id).startsWith("m1");
    }

    @Test
    void findsTheAnswerBesideAQuestionAndNothingOfAnotherOccasion() {
        said(1, "Anna", "Which instrument do you play?", "2026-03-01T10:00:00.000Z");
        said(2, "Berta", "The cello, since I was six.", "2026-03-01T10:01:00.000Z");
        said(3, "Anna", "Lovely!", "2026-03-01T10:02:00.000Z");
        said(4, "Berta", "So tired today.", "2026-04-01T10:00:00.000Z");

        assertThat(search("Which instrument does Berta play?", "anna")).extracting(Hit::id).containsExactly("m2", "m1");
    }

    @Test
    void findsWhatWasSaidInOtherWordsAfterWhatWasSaidInTheSame() {
        said(1, "Anna", "Meet Luna, our kitten.", "2026-03-01T10:00:00.000Z");
        said(2, "Berta", "I went to Oslo.", "2026-03-02T10:00:00.000Z");
        said(3, "Berta", "We go by the lake.", "2026-03-03T10:00:00.000Z");
        said(4, "Anna", "Our cat sleeps.", "2026-03-04T10:00:00.000Z");

        assertThat(search("what is the name of the cat?", "anna")).extracting(Hit::id).containsExactly("m4", "m1");
        assertThat(search("which city did they see?", "anna")).extracting(Hit::id).containsExactly("m2");
        assertThat(search("who goes?", "anna")).extracting(Hit::id).containsExactlyInAnyOrder("m3", "m2");
    }

    @Test
    void ranksWordsWithAccentsAndOfOtherScriptsLikeAnyOther() {
        said(1, "Anna", "Le café, a café, my café by the old town wall of the city, far from here.",
                "2026-03-01T10:00:00.000Z");
        said(2, "Berta", "The town of the wall.", "2026-03-02T10:00:00.000Z");
        said(3, "Anna", "Die Größe!", "2026-03-03T10:00:00.000Z");

        assertThat(search("Cafés of the town", "anna")).extracting(Hit::id).containsExactly("m1", "m2");
        assertThat(search("größe", "anna").getFirst().score()).isGreaterThan(0.5);
    }

    @Test
    void prefersWhatIsToldToWhatIsAsked() {
        said(1, "Anna", "Did the violin arrive?", "2026-03-01T10:00:00.000Z");
        said(2, "Berta", "I sold the violin.", "2026-04-01T10:00:00.000Z");

        assertThat(search("what about the violin?", "anna")).extracting(Hit::id).containsExactly("m2", "m1");
    }

    @Test
    void narrowsByTimeAndRepository() {
        said(1, "Anna", "release", "2026-03-01T10:00:00.000Z");
        said(2, "Anna", "release", "2026-05-01T10:00:00.000Z");
        MessageSearch recall = new MessageSearch(database, new HostJson(), () -> Set.of("anna"));
        Optional<Instant> since = Optional.of(Instant.parse("2026-04-01T00:00:00Z"));

        assertThat(recall.search(new Recall.Query("release", 10, since, Optional.empty()))).extracting(Hit::id)
                .containsExactly("m2");
        assertThat(recall.search(new Recall.Query("release", 10, Optional.empty(), Optional.of("a/b")))).isEmpty();
        database.write(
                h -> h.execute("INSERT INTO conversation_repo (conversation, name, url) VALUES ('c', 'a/b', 'x')"));
        assertThat(recall.search(new Recall.Query("release", 10, Optional.empty(), Optional.of("a/b")))).hasSize(2);
    }

    @Test
    void showsWhatWasSaidAroundAMessageToThoseWhoHeardIt() {
        add(1, "user", "one", "anna");
        add(2, "user", "two", "anna", "berta");
        add(3, "user", "three", "anna", "berta");

        assertThat(new MessageSearch(database, new HostJson(), () -> Set.of("anna")).around("m2", 1))
                .extracting(Hit::id)
                .containsExactly("m1", "m2", "m3");
        assertThat(new MessageSearch(database, new HostJson(), () -> Set.of("berta")).around("m2", 1))
                .extracting(Hit::id)
                .containsExactly("m2", "m3");
        assertThat(new MessageSearch(database, new HostJson(), () -> Set.of("carla")).around("m2", 1)).isEmpty();
    }

    @Test
    void findsAmongManyOnlyWhatEverybodyPresentHeardAndBeginsWithTheRarestWords() {
        database.write(h -> h.execute("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 8009)"
                + " INSERT INTO message (id, seq, conversation, turn, role, person, sender, channel, markdown, attachments,"
                + " audience, origin, sent_at) SELECT 'm' || i, i, 'c', NULL, 'user', NULL, 'x', 'x', 'the build is green',"
                + " '[]', '[\"anna\"]', 'person', '2026-01-01T00:00:00.000Z' FROM n"));
        add(1, "user", "zookeeper stops the build", "anna", "berta");
        add(2, "user", "zookeeper stops the build", "anna-berta");
        add(3, "user", "zookeeper stops", "anna");

        assertThat(search("why does zookeeper break the build?", "anna")).extracting(Hit::id).startsWith("m3", "m1")
                .doesNotContain("m2");
        assertThat(search("is the build green?", "anna")).hasSize(10);
        assertThat(search("zookeeper", "anna", "berta")).extracting(Hit::id).containsExactly("m1");
        assertThat(search("nobody says so", "anna")).isEmpty();
    }

    @Test
    void doesNotFindPeopleByTheirId() {
        add(1, "user", "hello", "anna");

        assertThat(search("anna", "anna")).isEmpty();
    }

    @Test
    void findsWithoutRegardToCaseAndAccentsAndNoHostNotices() {
        add(1, "user", "Die Größe des Cafés", "anna");
        add(2, "system", "cafe closed", "anna");

        assertThat(search("CAFES", "anna")).extracting(Hit::id).containsExactly("m1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\"", "a\" OR \"b", "markdown : x", "NEAR(a b)", "* ^ - + ( ) { }", "a AND NOT b",
            "'; DROP TABLE message; --", "🦞", "\u0000", "\u0301", "\u0947 \u0301"})
    void takesAnyQuestionAsWords(String question) {
        add(1, "user", "nothing such", "anna");

        assertThat(search(question, "anna")).isEmpty();
    }

    @Test
    void forgetsWhatIsRemovedAndFollowsWhatIsChanged() {
        add(1, "user", "first wording", "anna");
        add(2, "user", "first removed", "anna");
        database.write(h -> {
            h.execute("UPDATE message SET markdown = 'second wording' WHERE id = 'm1'");
            return h.execute("DELETE FROM message WHERE id = 'm2'");
        });

        assertThat(search("first", "anna")).isEmpty();
        assertThat(search("second", "anna")).extracting(Hit::id).containsExactly("m1");
        database.write(h -> h.execute("INSERT INTO message_words(message_words) VALUES ('integrity-check')"));
    }

    private List<Hit> search(String question, String... present) {
        return new MessageSearch(database, new HostJson(), () -> Set.of(present)).search(question, 10);
    }

    private void said(int seq, String sender, String text, String at) {
        add(seq, "user", text, "anna");
        database.write(h -> h.execute("UPDATE message SET sender = ?, sent_at = ? WHERE seq = ?", sender, at, seq));
    }

    private void add(int seq, String role, String text, String... audience) {
        database.write(h -> h.execute("INSERT INTO message (id, seq, conversation, turn, role, person, sender, channel,"
                + " markdown, attachments, audience, origin, sent_at) VALUES (?, ?, 'c', NULL, ?, NULL, 'x', 'x', ?, '[]',"
                + " ?, 'person', '2026-01-01T00:00:00.000Z')", "m" + seq, seq, role, text,
                dev.telecoder.api.json.JsonValue.array(List.of(audience)).toString()));
    }
}
