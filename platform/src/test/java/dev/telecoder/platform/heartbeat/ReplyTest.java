package dev.telecoder.platform.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.config.HostJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"notify\": false}", "```json\n{\"notify\": false, \"reason\": \"a } brace\"}\n```",
            "HEARTBEAT_OK", "NO_REPLY", "[SILENT]", "**NO_REPLY**", "{\"notify\": true, \"text\": \"HEARTBEAT_OK\"}",
            "{\"notify\": true, \"text\": \"\"}", "HEARTBEAT_OK NO_REPLY"})
    void understandsSilence(String said) {
        assertThat(of(said).silent()).isTrue();
    }

    @Test
    void takesTheWordsOutOfTheObject() {
        assertThat(of("{\"notify\": true, \"text\": \"The \\\"main\\\" branch {is} red.\"}").text())
                .isEqualTo("The \"main\" branch {is} red.");
        assertThat(of("```\n{\"notify\": true, \"text\": \"Red.\"}\n```").text()).isEqualTo("Red.");
    }

    @Test
    void takesPlainWordsAsTheyAre() {
        assertThat(of("The build is red.").text()).isEqualTo("The build is red.");
        assertThat(of("{not json} is what the log says").text()).isEqualTo("{not json} is what the log says");
        assertThat(of("NO_REPLY is what it printed").text()).isEqualTo("is what it printed");
        assertThat(of("{\"other\": 1}").text()).isEqualTo("{\"other\": 1}");
    }

    @Test
    void tellsWhatWasChangedEvenWhereTheModelWouldRatherBeSilent() {
        assertThat(of("{\"notify\": false}\n\n**Changed** a.txt").text()).isEqualTo("**Changed** a.txt");
        assertThat(of("{\"notify\": true, \"text\": \"Fixed.\"}\n\n**Changed** a.txt").text())
                .isEqualTo("Fixed.\n\n**Changed** a.txt");
    }

    private static Reply of(String said) {
        return Reply.of(new HostJson(), said);
    }
}
