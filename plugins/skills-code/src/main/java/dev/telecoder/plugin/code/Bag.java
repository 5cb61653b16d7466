package dev.telecoder.plugin.code;

import java.util.Arrays;

/** Collects words with their weights: a table by hash, open to the next free place. For one passage. */
final class Bag {

    private int[] words = new int[64];
    private float[] weights = new float[64];
    private int size;

    void add(CharSequence text, int from, int to, float weight) {
        Words.hashes(text, from, to, word -> add(word, weight));
    }

    /** {@return the words so far, each once} */
    int[] distinct() {
        int[] found = new int[size];
        int next = 0;
        for (int i = 0; i < words.length; i++) {
            if (weights[i] > 0) {
                found[next++] = words[i];
            }
        }
        Arrays.sort(found);
        return found;
    }

    Passage passage(Hit hit, int[] nameWords, boolean documented) {
        int[] found = distinct();
        var counts = new float[found.length];
        float length = 0;
        for (int i = 0; i < found.length; i++) {
            counts[i] = weights[place(found[i])];
            length += counts[i];
        }
        return new Passage(hit, found, counts, length, nameWords, documented);
    }

    private void add(int word, float weight) {
        int at = place(word);
        if (weights[at] == 0) {
            if (size * 2 >= words.length) {
                grow();
                at = place(word);
            }
            words[at] = word;
            size++;
        }
        weights[at] += weight;
    }

    private int place(int word) {
        int mask = words.length - 1;
        int at = (word ^ word >>> 15) * 0x9E3779B9 >>> 7 & mask;
        while (weights[at] > 0 && words[at] != word) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        int[] oldWords = words;
        float[] oldWeights = weights;
        words = new int[oldWords.length * 2];
        weights = new float[words.length];
        for (int i = 0; i < oldWords.length; i++) {
            if (oldWeights[i] > 0) {
                int at = place(oldWords[i]);
                words[at] = oldWords[i];
                weights[at] = oldWeights[i];
            }
        }
    }
}
