package dev.telecoder.platform.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PorterTest {

    @ParameterizedTest
    @CsvSource({"caresses,caress", "ponies,poni", "cats,cat", "agreed,agre", "plastered,plaster", "motoring,motor",
            "conflated,conflat", "hopping,hop", "falling,fall", "filing,file", "happy,happi", "sky,sky",
            "relational,relat", "digitizer,digit", "vietnamization,vietnam", "triplicate,triplic", "hopefulness,hope",
            "adoption,adopt", "replacement,replac", "homologous,homolog", "effective,effect", "probate,probat",
            "cease,ceas", "controlling,control", "größe,größe", "at,at", "x1,x1"})
    void takesTheEndingsOff(String word, String stem) {
        assertThat(Porter.stem(word)).isEqualTo(stem);
    }

    @Test
    void agreesWithTheIndexAboutTheWordsOfTheConversationsHere() throws Exception {
        Set<String> words = new LinkedHashSet<>();
        for (String name : new String[]{"told", "heard", "kept", "asked", "answered", "small", "chatter"}) {
            try (var in = PorterTest.class.getResourceAsStream("/recall/" + name + ".txt")) {
                words.addAll(Arrays.asList(new String(in.readAllBytes(), StandardCharsets.UTF_8).toLowerCase()
                        .split("[^a-z]+")));
            }
        }
        words.remove("");
        var other = new TreeMap<String, String>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            connection.createStatement().executeUpdate("CREATE VIRTUAL TABLE t USING fts5(word, tokenize = 'porter')");
            connection.createStatement().executeUpdate("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)");
            PreparedStatement add = connection.prepareStatement("INSERT INTO t VALUES (?)");
            for (String word : words) {
                add.setString(1, word);
                add.executeUpdate();
            }
            try (ResultSet rows = connection.createStatement()
                    .executeQuery("SELECT t.word, v.term FROM v JOIN t ON t.rowid = v.doc")) {
                while (rows.next()) {
                    if (!Porter.stem(rows.getString(1)).equals(rows.getString(2))) {
                        other.put(rows.getString(1), Porter.stem(rows.getString(1)) + " for " + rows.getString(2));
                    }
                }
            }
        }

        assertThat(words).hasSizeGreaterThan(1_000);
        assertThat(other).isEmpty();
    }
}
