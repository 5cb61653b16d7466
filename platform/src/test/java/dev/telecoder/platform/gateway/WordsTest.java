package dev.telecoder.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void understandsTheWordsOfTheContractAndNoOthers() {
        for (String yes : new String[]{"yes", "y", "ok", "go", "go ahead", "go for it", "yes go for it",
                "yeah go for it", "do it", "sure", "please do"}) {
            assertThat(Words.answer(yes)).as(yes).contains(true);
        }
        for (String no : new String[]{"no", "n", "don't", "not now"}) {
            assertThat(Words.answer(no)).as(no).contains(false);
        }
        for (String other : new String[]{"", "...", "yep", "yes no", "yes, but", "nope", "never", "not", "now",
                "later"}) {
            assertThat(Words.answer(other)).as(other).isEmpty();
        }
    }

    @Test
    void knowsAStopFromATextThatHasOneInIt() {
        assertThat(new String[]{"stop", "STOP.", "abort", "halt!", "please stop", "!stop", "! stop"})
                .allMatch(Words::isStop);
        assertThat(new String[]{"stop please", "stop the build", "nonstop", "", "!stops"}).noneMatch(Words::isStop);
    }
}
