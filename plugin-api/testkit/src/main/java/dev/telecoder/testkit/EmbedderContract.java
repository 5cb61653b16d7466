package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.telecoder.api.memory.Embedder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is asked of every {@link Embedder}.
 *
 * @since 1.0
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class EmbedderContract {

    private static final List<String> TEXTS = List.of("The build of the api is red.", "🦞", "x",
            "We never deploy on a Friday afternoon.",
            IntStream.range(0, 2_000).mapToObj(i -> "word" + i).collect(Collectors.joining(" ")),
            "Прочти это", "   leading and trailing blanks   ", "int a = 0;\n\tif (a > 1) {}\n");

    /** For the plugin's test. */
    protected EmbedderContract() {}

    /** {@return a new embedder, ready for use} */
    protected abstract Embedder embedder();

    @Test
    void givesOneVectorForEachTextInOrder() {
        Embedder embedder = embedder();

        List<float[]> together = embed(embedder, TEXTS);

        assertThat(together).hasSameSizeAs(TEXTS);
        for (int i = 0; i < TEXTS.size(); i++) {
            assertThat(likeness(together.get(i), embed(embedder, List.of(TEXTS.get(i))).get(0)))
                    .as("the vector at the place of text %s and that of the text alone", i).isGreaterThan(0.999);
        }
    }

    @Test
    void allVectorsHaveTheSameDimension() {
        assertThat(embed(embedder(), TEXTS)).extracting(vector -> vector.length).doesNotContain(0)
                .containsOnly(embed(embedder(), List.of("another")).get(0).length);
    }

    @Test
    void allVectorsHaveLengthOne() {
        assertThat(embed(embedder(), TEXTS))
                .allSatisfy(vector -> assertThat(Math.sqrt(dot(vector, vector))).isCloseTo(1, within(0.001)));
    }

    @Test
    void theSameTextGetsTheSameVector() {
        Embedder embedder = embedder();
        float[] first = embed(embedder, List.of("The build is red.")).get(0);

        assertThat(likeness(first, embed(embedder, List.of("The build is red.")).get(0))).isGreaterThan(0.999);
        assertThat(likeness(first, embed(embedder(), List.of("The build is red.")).get(0)))
                .as("of one started anew").isGreaterThan(0.999);
    }

    @Test
    void whatIsCloserInMeaningIsCloser() {
        List<float[]> vectors = embed(embedder(), List.of("The build of the api is red since last night.",
                "Why is the build of the api red?", "Bananas grow in warm countries."));

        assertThat(likeness(vectors.get(0), vectors.get(1))).isGreaterThan(likeness(vectors.get(0), vectors.get(2)));
    }

    @Test
    void namesItsModel() {
        assertThat(embedder().id()).isNotBlank();
        assertThat(embedder().model()).isNotBlank().isEqualTo(embedder().model());
    }

    private static List<float[]> embed(Embedder embedder, List<String> texts) {
        return embedder.embed(texts, new ManualCancellation());
    }

    /** The cosine, so that the rows do not depend on the length, which has one of its own. */
    private static double likeness(float[] a, float[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
