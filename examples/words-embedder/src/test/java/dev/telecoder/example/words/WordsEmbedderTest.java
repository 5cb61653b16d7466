package dev.telecoder.example.words;

import dev.telecoder.api.memory.Embedder;
import dev.telecoder.testkit.EmbedderContract;

class WordsEmbedderTest extends EmbedderContract {

    @Override
    protected Embedder embedder() {
        return new WordsEmbedder();
    }
}
