package dev.telecoder.platform.gateway;

import static dev.telecoder.platform.gateway.GatewayBed.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.testkit.InMemoryChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

    @TempDir Path home;
    private final InMemoryChannel chat = InMemoryChannel.named("chat");
    private GatewayBed bed;
    private Person anna;

    @BeforeEach
    void open() {
        bed = GatewayBed.open(home, chat);
        anna = bed.person("Anna", Role.ADMIN, "chat");
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private String says(String text) {
        chat.arrives("anna", text);
        return chat.next(SOON).text();
    }

    @Test
    void answersEachWithoutTheAgentAndWhileATurnRuns() {
        chat.arrives("anna", "work");
        bed.running(bed.given());

        assertThat(says("/help")).contains("/status", "/new", "/stop", "/approve", "/deny", "/tasks", "/repos",
                "/skill", "/whoami");
        assertThat(says("/status")).isEqualTo("all is well");
        assertThat(says("/tasks")).isEqualTo("tasks of Anna");
        assertThat(says("/repos")).isEqualTo("repositories");
        assertThat(says("/whoami")).contains("Anna", "admin", anna.id());
        assertThat(says("/skill code.search {\"query\":\"TODO\"}")).isEqualTo("ran");
        assertThat(bed.controls.calls).contains("skill code.search {\"query\":\"TODO\"}");
        assertThat(bed.agent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stop", "stop", "Stop!", "abort", "HALT", "please stop", "!stop", "/stop@TeleCoderBot"})
    void stopsByTheseWords(String text) {
        bed.controls.stop = () -> CompletableFuture.completedFuture(true);

        assertThat(says(text)).isEqualTo("Stopped.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop it", "don't stop", "/etc/hosts is broken", "/usr/bin/env: no such file", "/", "//",
            "// a comment", "/ status", "stop the server and /help", "/1 is wrong", "/var-lib"})
    void leavesThisToTheAgent(String text) {
        chat.arrives("anna", text);

        assertThat(bed.messages.find(bed.given().message()).orElseThrow().markdown()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"/stats,/status", "/hlep,/help", "/aprove 7K3Q,/approve", "/repo,/repos", "/who_am_i,/whoami"})
    void namesTheNearestOfACommandThatItDoesNotKnow(String text, String near) {
        assertThat(says(text)).startsWith("There is no command `" + text.split(" ")[0] + "`.")
                .contains("`" + near + "`");
    }

    @Test
    void namesNoneForWhatIsLikeNone() {
        assertThat(says("/xyzzyplugh")).doesNotContain("Did you mean").contains("/help");
    }

    @Test
    void takesCommandsInCapitalsAndWithTheNameOfTheBot() {
        assertThat(says("/STATUS@TeleCoderBot")).isEqualTo("all is well");
        assertThat(says("/start")).contains("/help");
    }

    @Test
    void explainsAWrongInputOfASkill() {
        assertThat(says("/skill code.search {oops")).startsWith("The input of `/skill` is a JSON object");
        assertThat(says("/skill")).startsWith("Which skill?");
    }

    @Test
    void saysWhenThereIsNothingToStop() {
        assertThat(says("/stop")).isEqualTo("Nothing is running here.");
    }

    @Test
    void answersACommandWhereItWasGiven() {
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        bed.controls.stop = () -> stopped;
        chat.arrives("anna", "/stop");

        bed.post(anna, bed.conversations.list(anna, null, 1).getFirst(), "k", "hello from the browser");
        stopped.complete(true);

        assertThat(chat.next(SOON).text()).isEqualTo("Stopped.");
    }
}
