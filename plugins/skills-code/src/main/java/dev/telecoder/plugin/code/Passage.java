package dev.telecoder.plugin.code;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A definition as something to be ranked: its words, those of its name counting most.
 *
 * @param hit what to show
 * @param words its words, by hash, ascending
 * @param weights how much each counts
 * @param length how long it is, in weighted words
 * @param nameWords the words of its name
 * @param documented whether somebody described it in words
 */
record Passage(Hit hit, int[] words, float[] weights, float length, int[] nameWords, boolean documented) {

    private static final int LONGEST_BODY = 6_000;
    /** Names that make what they are in, and say so in no word of a sentence. */
    private static final Set<String> CONSTRUCTOR = Set.of("__init__", "__new__", "constructor", "initialize", "init",
            "__construct");

    /** How much a word counts, by where it stands. */
    private enum Field {
        NAME(4), OUTER(1.8f), PATH(0.8f), DOC(1.8f), HEAD(1.5f), BODY(0.6f);

        private final float weight;

        Field(float weight) {
            this.weight = weight;
        }
    }

    static Passage of(String path, Source source, Definition definition, List<Definition> inner) {
        return of(path, source, definition, inner, DocComment.of(source, definition));
    }

    static Passage of(String path, Source source, Definition definition, List<Definition> inner, String doc) {
        var bag = new Bag();
        String name = definition.name();
        add(bag, name, Field.NAME);
        if (CONSTRUCTOR.contains(name)) {
            String outer = definition.qualified().replaceFirst("\\W+" + name + "$", "");
            add(bag, outer.substring(outer.lastIndexOf('.') + 1), Field.NAME);
            add(bag, "construct create new instance make initialize", Field.HEAD);
        }
        int[] nameWords = bag.distinct();
        add(bag, definition.qualified().substring(0, definition.qualified().length() - name.length()), Field.OUTER);
        add(bag, path.substring(0, Math.max(0, path.lastIndexOf('.'))), Field.PATH);
        add(bag, doc, Field.DOC);
        int bodyStart = bodyStart(source, definition);
        bag.add(source.text(), definition.start(), bodyStart, Field.HEAD.weight);
        body(bag, source, definition, bodyStart, inner);
        return bag.passage(Shown.hit(path, source, definition, null), nameWords, Words.of(doc).size() > 2);
    }

    /** {@return how much a word counts here; 0 if it does not occur} */
    float weight(int word) {
        int at = Arrays.binarySearch(words, word);
        return at < 0 ? 0 : weights[at];
    }

    /** {@return about how many bytes of memory this takes} */
    int size() {
        return 200 + 8 * words.length + 4 * nameWords.length + hit.text().length() + 2 * hit.path().length();
    }

    private static void add(Bag bag, String text, Field field) {
        bag.add(text, 0, text.length(), field.weight);
    }

    private static int bodyStart(Source source, Definition definition) {
        int from = Math.min(definition.at() + definition.name().length(), definition.end());
        for (int i = from; i < definition.end(); i++) {
            char c = source.charAt(i);
            if (c == '(') {
                i = source.close(i);
            } else if (c == '{' || c == '\n' || c == ';') {
                return i;
            }
        }
        return Math.max(from, Math.min(definition.end(), source.text().length()));
    }

    /** The body without what is a definition of its own. */
    private static void body(Bag bag, Source source, Definition definition, int from, List<Definition> inner) {
        int at = from;
        int left = LONGEST_BODY;
        for (Definition part : inner) {
            if (left > 0 && part.start() >= at && part.end() <= definition.end()) {
                int end = Math.min(part.start(), at + left);
                bag.add(source.text(), at, end, Field.BODY.weight);
                add(bag, part.name(), Field.BODY);
                left -= end - at + part.name().length();
                at = part.end();
            }
        }
        int end = Math.min(Math.min(definition.end(), source.text().length()), at + Math.max(0, left));
        if (at < end) {
            bag.add(source.text(), at, end, Field.BODY.weight);
        }
    }
}
