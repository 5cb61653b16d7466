package dev.telecoder.support.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkTest {

    @Test
    void isReadAsItWasWritten() {
        var mark = Mark.ofThisHost("abc12");

        assertThat(Mark.find(mark.text())).contains(mark);
        assertThat(Mark.find("")).isEmpty();
        assertThat(Mark.find("1-2-")).isEmpty();
        assertThat(Mark.find("99999999999999999999-2-a")).isEmpty();
    }

    @Test
    void knowsThatThisHostLivesAndThatAnotherWithItsNumberDoesNot() {
        var mine = Mark.ofThisHost("a");

        assertThat(mine.hostIsAlive()).isTrue();
        assertThat(new Mark(mine.pid(), mine.start() - 100_000, "a").hostIsAlive()).isFalse();
        assertThat(new Mark(Integer.MAX_VALUE, mine.start(), "a").hostIsAlive()).isFalse();
    }
}
