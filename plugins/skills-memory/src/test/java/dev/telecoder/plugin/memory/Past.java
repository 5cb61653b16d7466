package dev.telecoder.plugin.memory;

import dev.telecoder.api.memory.Recall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A short past, searched by whole words. */
final class Past implements Recall {

    private final List<Hit> said = new ArrayList<>();

    static Past withThreeMessages() {
        Past past = new Past();
        past.add("m1", "2026-05-01T10:00:00Z", "Anna", "Which database do we take?");
        past.add("m2", "2026-05-01T10:01:00Z", "Ben", "PostgreSQL, since the shop grows.");
        past.add("m3", "2026-06-02T10:00:00Z", "Anna", "The database is slow today.");
        return past;
    }

    private void add(String id, String at, String sender, String text) {
        said.add(new Hit(id, "c1", Instant.parse(at), sender, text, 1, false));
    }

    @Override
    public List<Hit> search(String query, int limit) {
        return said.stream().filter(hit -> List.of(query.split(" ")).stream()
                .anyMatch(word -> hit.text().toLowerCase().contains(word.toLowerCase()))).limit(limit).toList();
    }

    @Override
    public List<Hit> search(Query query) {
        return search(query.text(), query.limit()).stream()
                .filter(hit -> query.repo().isEmpty() && !hit.sentAt().isBefore(query.since().orElse(Instant.MIN)))
                .toList();
    }

    @Override
    public List<Hit> around(String id, int each) {
        int at = said.stream().map(Hit::id).toList().indexOf(id);
        return said.subList(Math.max(0, at - each), Math.min(said.size(), at + each + 1));
    }
}
