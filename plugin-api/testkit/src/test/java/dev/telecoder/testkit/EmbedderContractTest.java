package dev.telecoder.testkit;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.memory.Embedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EmbedderContractTest {

    enum Fault implements FaultMatrix.Fault {
        NONE(""),
        ANSWERS_IN_ANOTHER_ORDER("givesOneVectorForEachTextInOrder"),
        LEAVES_THE_LAST_OUT("givesOneVectorForEachTextInOrder"),
        GROWS_WITH_THE_TEXT("allVectorsHaveTheSameDimension"),
        LEAVES_THEM_LONG("allVectorsHaveLengthOne"),
        BEGINS_ANEW_EACH_START("theSameTextGetsTheSameVector"),
        KNOWS_ONLY_LENGTHS("whatIsCloserInMeaningIsCloser"),
        NAMES_ANOTHER_MODEL_EACH_TIME("namesItsModel");

        private final String row;

        Fault(String row) {
            this.row = row;
        }

        @Override
        public String row() {
            return row;
        }
    }

    private static final AtomicInteger STARTS = new AtomicInteger();
    private static volatile Fault fault = Fault.NONE;

    @Test
    void eachRowCatchesTheEmbedderThatBreaksIt() {
        FaultMatrix.check(Hashing.class, Fault.class, chosen -> fault = chosen);
    }

    static final class Hashing extends EmbedderContract {

        @Override
        protected Embedder embedder() {
            return new WordHashes(fault == Fault.BEGINS_ANEW_EACH_START ? STARTS.incrementAndGet() : 0);
        }
    }

    private record WordHashes(int salt) implements Embedder {

        @Override
        public String id() {
            return "words";
        }

        @Override
        public String model() {
            return fault == Fault.NAMES_ANOTHER_MODEL_EACH_TIME ? "words-" + STARTS.incrementAndGet() : "words-1";
        }

        @Override
        public List<float[]> embed(List<String> texts, CancellationToken cancellation) {
            List<float[]> vectors = new ArrayList<>();
            texts.forEach(text -> vectors.add(vector(text)));
            // Only long lists, since the other rows look at pairs.
            if (fault == Fault.ANSWERS_IN_ANOTHER_ORDER && vectors.size() > 3) {
                Collections.reverse(vectors);
            }
            if (fault == Fault.LEAVES_THE_LAST_OUT && vectors.size() > 3) {
                vectors.removeLast();
            }
            return vectors;
        }

        private float[] vector(String text) {
            float[] vector = new float[256];
            for (String word : text.toLowerCase(Locale.ROOT).split("\\s+")) {
                String counted = fault == Fault.KNOWS_ONLY_LENGTHS ? "" + text.length() : word;
                vector[Math.floorMod((counted + salt).hashCode() * 31, 256)] += 1;
            }
            double length = 0;
            for (float one : vector) {
                length += one * one;
            }
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= fault == Fault.LEAVES_THEM_LONG ? 0.5f : (float) Math.sqrt(length);
            }
            return fault == Fault.GROWS_WITH_THE_TEXT ? Arrays.copyOf(vector, 256 + text.length()) : vector;
        }
    }
}
