package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.PlainLlm.Fault;
import org.junit.jupiter.api.Test;

class StreamFaultsTest {

    private static final Reply STREAM = Reply.of(200, """
            {"text":"I look "}
            {"text":"twice. "}
            {"call":"c1","tool":"read_file","arguments":"{}"}
            {"call":"c2","tool":"read_file","arguments":"{}"}
            {"stop":"tool_calls","input":1,"output":2}
            """);

    @Test
    void breaksAStreamEverywhere() {
        int broken = StreamFaults.check(STREAM, (url, http) -> new PlainLlm(url, "k", http, Fault.NONE), 7, 1);

        assertThat(broken).as("each byte in memory, each seventh over a connection")
                .isGreaterThan(5 * STREAM.size() + 100);
    }

    @Test
    void catchesAProviderThatTakesHalfAnAnswer() {
        assertThatThrownBy(() -> StreamFaults.check(STREAM,
                (url, http) -> new PlainLlm(url, "k", http, Fault.TAKES_HALF_AN_ANSWER), 7, 1))
                .isInstanceOf(AssertionError.class).hasMessageContaining("END after byte")
                .hasMessageContaining("in place of");
    }
}
