package dev.telecoder.example.words;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.memory.Embedder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/**
 * Makes a vector of a text by counting its words, each at a place that its hash gives. Texts that share words are close; a real
 * embedder asks a model. Any number of threads may use it.
 */
@Extension
public final class WordsEmbedder implements Embedder {

    private static final int DIMENSION = 512;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Made by the host, once. */
    public WordsEmbedder() {}

    @Override
    public String id() {
        return "words";
    }

    @Override
    public String model() {
        return "words-1-" + DIMENSION;
    }

    @Override
    public List<float[]> embed(List<String> texts, CancellationToken cancellation) {
        return texts.stream().map(text -> {
            cancellation.throwIfCancelled();
            return vector(text);
        }).toList();
    }

    private static float[] vector(String text) {
        float[] vector = new float[DIMENSION];
        for (String word : BLANKS.split(text.toLowerCase(Locale.ROOT).strip())) {
            vector[Math.floorMod(word.hashCode(), DIMENSION)] += 1;
        }
        double squares = 0;
        for (float count : vector) {
            squares += count * count;
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }
}
