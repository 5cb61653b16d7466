package dev.telecoder.plugin.code;

import java.util.List;

/**
 * A page of what a search found.
 *
 * @param hits the page
 * @param total how many there are in all
 * @param offset how many come before this page
 */
record Hits(List<Hit> hits, int total, int offset) {

    Hits {
        hits = List.copyOf(hits);
    }

    boolean truncated() {
        return offset + hits.size() < total;
    }

    static Hits page(List<Hit> all, int offset, int limit) {
        int from = Math.min(offset, all.size());
        return new Hits(all.subList(from, Math.min(all.size(), from + limit)), all.size(), offset);
    }
}
