package dev.telecoder.platform.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationImportTest {

    private static final String GOOD = "{\"id\":\"m1\",\"conversation\":\"c1\",\"user\":\"Anna\",\"channel\":\"slack\","
            + "\"sent_at\":\"2024-02-29T12:00:00.123Z\",\"sender\":\"anna@example.org\",\"role\":\"user\","
            + "\"text\":\"Hello\"}";

    @TempDir private Path folder;

    private final HostJson json = new HostJson();
    private final List<ConversationImport.Refusal> refused = new ArrayList<>();
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("a.db"), folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makesAnUnknownUserAPersonWithoutRightsWhoseConversationIsArchived() throws IOException {
        assertThat(take(GOOD)).isEqualTo(new ConversationImport.Counts(1, 0, 0));

        Person anna = people().all().getLast();
        Conversation conversation = conversations().find("c1").orElseThrow();
        Message message = new Messages(database, json).find("m1").orElseThrow();
        assertThat(anna.name()).isEqualTo("Anna");
        assertThat(anna.role()).isEqualTo(Role.GUEST);
        assertThat(people().accounts(anna)).isEmpty();
        assertThat(conversation.state()).isEqualTo(Conversation.State.ARCHIVED);
        assertThat(conversation.owner()).isEqualTo(anna.id());
        assertThat(conversation.title()).isEqualTo("Hello");
        assertThat(conversation.updatedAt()).isEqualTo(Instant.parse("2024-02-29T12:00:00.123Z"));
        assertThat(message.audience()).containsExactly(anna.id());
        assertThat(message.sender()).isEqualTo("anna@example.org");
    }

    @Test
    void takesNothingTwice() throws IOException {
        take(GOOD);

        assertThat(take(GOOD + "\n\n" + GOOD + "\r\n")).isEqualTo(new ConversationImport.Counts(0, 2, 0));
        assertThat(people().all()).hasSize(2);
    }

    @Test
    void neverTakesALineForTheOwnerOfAnotherName() throws IOException {
        String owner = System.getProperty("user.name", "owner");

        take(GOOD.replace("Anna", owner));

        assertThat(people().all()).singleElement().extracting(Person::role).isEqualTo(Role.OWNER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "7", "null", "{}", "\"x\"", "{\"id\":\"x\"}"})
    void refusesWhatIsNoLine(String line) throws IOException {
        assertThat(take(GOOD + "\n" + line)).isEqualTo(new ConversationImport.Counts(1, 0, 1));
        assertThat(refused).singleElement().satisfies(one -> {
            assertThat(one.line()).isEqualTo(2);
            assertThat(one.reason()).isNotBlank();
        });
    }

    @Test
    void refusesMembersThatDoNotFitAndNamesThem() throws IOException {
        take(GOOD.replace("\"m1\"", "7") + "\n" + GOOD.replace("\"Anna\"", "\" \"") + "\n"
                + GOOD.replace("2024-02-29T12:00:00.123Z", "2023-02-29T12:00:00Z") + "\n"
                + GOOD.replace("\"role\":\"user\"", "\"role\":\"system\"") + "\n" + GOOD.replace("\"Hello\"", "null"));

        assertThat(refused).extracting(ConversationImport.Refusal::line).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(refused).extracting(ConversationImport.Refusal::reason).satisfiesExactly(
                one -> assertThat(one).contains("\"id\""), one -> assertThat(one).contains("\"user\""),
                one -> assertThat(one).contains("\"sent_at\""), one -> assertThat(one).contains("\"role\""),
                one -> assertThat(one).contains("\"text\""));
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        byte[] bytes = (GOOD + "\n\"?\"\n" + GOOD.replace("m1", "m2")).getBytes(StandardCharsets.UTF_8);
        bytes[GOOD.length() + 2] = (byte) 0xC3;

        assertThat(take(new ByteArrayInputStream(bytes))).isEqualTo(new ConversationImport.Counts(2, 0, 1));
        assertThat(refused.getFirst().reason()).contains("UTF-8");
    }

    @Test
    void keepsTheConversationOfOneFromAnother() throws IOException {
        take(GOOD);

        take(GOOD.replace("m1", "m2").replace("Anna", "Berta"));

        assertThat(refused).singleElement().extracting(ConversationImport.Refusal::reason).asString()
                .contains("belongs to another user");
        assertThat(new Messages(database, json).find("m2")).isEmpty();
    }

    @Test
    void addsNothingToAConversationThatGoesOn() throws IOException {
        Person owner = people().owner();
        Conversation open = database.write(h -> conversations().open(h, owner, "", "webchat"));

        take(GOOD.replace("Anna", owner.name()).replace("c1", open.id()));

        assertThat(refused).singleElement().extracting(ConversationImport.Refusal::reason).asString()
                .contains("still goes on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2024-05-01T12:00:00+05:30",
            "2024-05-01t12:00:00z", "2024-05-01T12:00:00.123456789-08:00"})
    void takesAnyTime(String time) throws IOException {
        assertThat(take(GOOD.replace("2024-02-29T12:00:00.123Z", time)).taken()).isEqualTo(1);

        assertThat(Times.parse(exported().getFirst().get("sent_at").text())).isEqualTo(Times.toMillis(
                java.time.OffsetDateTime.parse(time.toUpperCase(java.util.Locale.ROOT)).toInstant()));
    }

    @Test
    void goesOnWhereItWasInterrupted() throws IOException {
        String file = String.join("\n", IntStream.range(0, 1_200)
                .mapToObj(i -> GOOD.replace("m1", "m" + i)).toList());
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
        InputStream breaks = new SequenceInputStream(new ByteArrayInputStream(bytes, 0, bytes.length * 3 / 4),
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("The disk went away.");
                    }
                });

        try {
            take(breaks);
        } catch (IOException e) {
            assertThat(e).hasMessage("The disk went away.");
        }
        ConversationImport.Counts counts = take(file);

        assertThat(counts.known()).isGreaterThanOrEqualTo(500).isLessThan(1_000);
        assertThat(counts.taken() + counts.known()).isEqualTo(1_200);
        assertThat(exported()).hasSize(1_200);
    }

    @Test
    void givesTheSameLinesAfterARoundTrip() throws IOException {
        List<String> pieces =
                List.of("a", "é", "e\u0301", "🦞", "\u0000", "\u2028", "\"", "\\", "\n", "\r", "\t", "<b>",
                        "中文", "\u200d", "{}", "'", "\u001f", "\uFFFF", " ");
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int talk = random.nextInt(6);
                StringBuilder text = new StringBuilder();
                random.ints(random.nextInt(30), 0, pieces.size()).forEach(piece -> text.append(pieces.get(piece)));
                lines.add(JsonValue.object().put("id", "s" + seed + "-" + i + pieces.get(random.nextInt(10)))
                        .put("conversation", "s" + seed + "-" + talk + "🦞").put("user", "user " + talk % 3 + "é\"")
                        .put("channel", random.nextBoolean() ? "slack" : "")
                        .put("sent_at", Times.text(Instant.ofEpochMilli(random.nextLong(-50_000_000_000_000L,
                                50_000_000_000_000L))))
                        .put("sender", text.isEmpty() ? "" : text.substring(0, 1).replaceAll("[\\ud800-\\udfff]", "x"))
                        .put("role", random.nextBoolean() ? "user" : "assistant").put("text", text.toString())
                        .build().toString());
            }
            try (Database first = Database.open(folder.resolve("one" + seed + ".db"), folder);
                    Database second = Database.open(folder.resolve("two" + seed + ".db"), folder)) {
                assertThat(take(first, lines)).isEqualTo(new ConversationImport.Counts(60, 0, 0));
                List<String> once = export(first);
                take(second, once);

                assertThat(once).isEqualTo(lines);
                assertThat(export(second)).isEqualTo(once);
            }
        }
    }

    private ConversationImport.Counts take(Database into, List<String> lines) throws IOException {
        return new ConversationImport(into, new People(into, Clock.systemUTC()),
                new Conversations(into, Clock.systemUTC()), json)
                .read(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)), refused::add,
                        lines_ -> {});
    }

    private ConversationImport.Counts take(String file) throws IOException {
        return take(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    }

    private ConversationImport.Counts take(InputStream in) throws IOException {
        return new ConversationImport(database, people(), conversations(), json).read(in, refused::add, lines -> {});
    }

    private static List<String> export(Database from) throws IOException {
        List<String> lines = new ArrayList<>();
        new ConversationExport(from, new People(from, Clock.systemUTC())).write(null, lines::add);
        return lines;
    }

    private List<JsonValue> exported() throws IOException {
        return export(database).stream().map(json::parse).toList();
    }

    private People people() {
        return new People(database, Clock.systemUTC());
    }

    private Conversations conversations() {
        return new Conversations(database, Clock.systemUTC());
    }
}
