package dev.telecoder.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    private static final Migrations.Step FIRST =
            new Migrations.Step(1, "V001__a.sql",
                    "CREATE TABLE a (x TEXT); -- with ; inside\nCREATE TABLE b (x TEXT);");
    private static final Migrations.Step SECOND = new Migrations.Step(2, "V002__b.sql", """
            ALTER TABLE a ADD COLUMN y TEXT;
            CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO b VALUES ('1;2'); INSERT INTO b VALUES ('3'); END;
            """);

    @TempDir Path home;

    @Test
    void theBundledStepsMakeADatabaseThatOpensAgain() throws Exception {
        Database.open(file(), backups()).close();
        try (Database database = Database.open(file(), backups())) {
            List<String> tables = database.read(
                    handle -> handle.createQuery("SELECT name FROM sqlite_master WHERE type = 'table'")
                            .mapTo(String.class)
                            .list());

            assertThat(tables).contains("person", "account", "conversation", "address", "member", "message", "inbox",
                    "outbox", "turn", "run", "question", "rule", "signal", "event");
        }
        assertThat(copies()).isEmpty();
    }

    @Test
    void copiesAnExistingDatabaseBeforeItIsChanged() throws Exception {
        try (Database old = open(FIRST)) {
            old.write(handle -> handle.execute("INSERT INTO a VALUES ('kept')"));
        }

        try (Database database = open(FIRST, SECOND)) {
            database.write(handle -> handle.execute("INSERT INTO a VALUES ('new', 'y')"));
            assertThat(database
                    .<Integer>read(handle -> handle.createQuery("SELECT count(*) FROM b").mapTo(Integer.class).one()))
                    .isEqualTo(2);
        }

        assertThat(copies()).singleElement().satisfies(copy -> {
            assertThat(copy.getFileName().toString()).startsWith("telecoder-v001-");
            try (Database copied = Database.open(copy, backups(), List.of(FIRST))) {
                assertThat(copied.<List<String>>read(
                        handle -> handle.createQuery("SELECT x FROM a").mapTo(String.class).list()))
                        .containsExactly("kept");
            }
        });
    }

    @Test
    void keepsFiveCopies() throws Exception {
        Files.createDirectories(backups());
        for (int i = 0; i < 7; i++) {
            Files.writeString(backups().resolve("telecoder-v001-2020010" + i + "-000000-000.db"), "");
        }
        Files.writeString(backups().resolve("my-own.db"), "");
        open(FIRST).close();

        open(FIRST, SECOND).close();

        assertThat(copies()).hasSize(6).extracting(copy -> copy.getFileName().toString())
                .contains("my-own.db", "telecoder-v001-20200106-000000-000.db")
                .doesNotContain("telecoder-v001-20200102-000000-000.db");
    }

    @Test
    void aStepThatFailsLeavesNothingBehind() throws Exception {
        open(FIRST).close();
        var broken = new Migrations.Step(2, "V002__x.sql", "CREATE TABLE c (x TEXT); CREATE TABLE a (x TEXT);");

        assertThatThrownBy(() -> open(FIRST, broken)).isInstanceOf(StoreException.class);

        try (Database database = open(FIRST)) {
            assertThat(database.<Integer>read(
                    handle -> handle.createQuery("SELECT count(*) FROM sqlite_master WHERE name = 'c'")
                            .mapTo(Integer.class)
                            .one()))
                    .isZero();
        }
    }

    @Test
    void refusesADatabaseOfANewerProgram() {
        open(FIRST, SECOND).close();

        assertThatThrownBy(() -> open(FIRST))
                .isInstanceOfSatisfying(StoreException.class,
                        thrown -> assertThat(thrown.kind()).isEqualTo(StoreException.Kind.OTHER_VERSION))
                .hasMessageContaining("newer TeleCoder (schema 2, this one knows up to 1)");
    }

    @Test
    void refusesADatabaseWhoseStepsDiffer() {
        open(FIRST).close();

        assertThatThrownBy(() -> open(new Migrations.Step(1, "V001__a.sql", "CREATE TABLE z (x TEXT)")))
                .hasMessageContaining("another build");
    }

    private Database open(Migrations.Step... steps) {
        return Database.open(file(), backups(), List.of(steps));
    }

    private Path file() {
        return home.resolve("data/telecoder.db");
    }

    private Path backups() {
        return home.resolve("backups");
    }

    private List<Path> copies() throws IOException {
        if (!Files.isDirectory(backups())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(backups())) {
            return files.toList();
        }
    }
}
