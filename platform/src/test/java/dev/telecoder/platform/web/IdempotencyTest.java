package dev.telecoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.identity.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyTest {

    private static final String C = "/api/v1/conversations";

    @TempDir Path folder;
    private TestHost host;
    private Client owner;

    @BeforeEach
    void start() throws Exception {
        host = new TestHost(folder);
        owner = host.owner().with("Idempotency-Key", "k1");
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void answersARepeatedRequestAsBefore() {
        Client.Reply first = owner.post(C, "{\"title\":\"One\"}");
        Client.Reply second = owner.post(C, "{\"title\":\"One\"}");

        assertThat(second.toString()).isEqualTo(first.toString()).startsWith("201");
        assertThat(owner.get(C).json().get("items").items()).hasSize(1);
    }

    @Test
    void refusesTheKeyForAnotherBody() {
        owner.post(C, "{\"title\":\"One\"}");

        LoginTest.assertProblem(owner.post(C, "{\"title\":\"Two\"}"), 422);
    }

    @Test
    void repeatsARefusalToo() {
        Client.Reply first = owner.post(C + "/none/stop", "");

        assertThat(owner.post(C + "/none/stop", "").toString()).isEqualTo(first.toString()).startsWith("404");
        LoginTest.assertProblem(first, 404);
    }

    @Test
    void keepsTheKeysOfPeopleAndRoutesApart() {
        String one = owner.post(C, "{}").json().get("id").text();
        String other = host.as(host.add("Anna", Role.DEVELOPER)).with("Idempotency-Key", "k1").post(C, "{}").json()
                .get("id").text();

        assertThat(other).isNotEqualTo(one);
        assertThat(owner.post(C + "/" + one + "/messages", "{\"text\":\"x\"}").status()).isEqualTo(202);
    }

    @Test
    void forgetsAKeyAfterADay() {
        String one = owner.post(C, "{}").json().get("id").text();

        host.clock.forward(Duration.ofHours(24).plusSeconds(1));

        assertThat(owner.post(C, "{}").json().get("id").text()).isNotEqualTo(one);
    }

    @Test
    void takesAMessageOnceHoweverOftenItIsSentAtOnce() throws Exception {
        String path = C + "/" + owner.post(C, "{}").json().get("id").text() + "/messages";
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(() -> owner.post(path, "{\"text\":\"once\"}").toString());
        }

        List<String> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).allMatch(answer -> answer.equals(answers.getFirst()) && answer.startsWith("202"));
        assertThat(host.heard).hasSize(1);
        assertThat(owner.get(path).json().get("items").items()).hasSize(1);
    }

    @Test
    void takesAMessageOnceWhenOnlyItsAnswerWasLost() {
        String path = C + "/" + owner.post(C, "{}").json().get("id").text() + "/messages";
        String first = owner.post(path, "{\"text\":\"once\"}").toString();
        host.database.write(h -> h.execute("DELETE FROM idempotency"));

        assertThat(owner.post(path, "{\"text\":\"once\"}").toString()).isEqualTo(first);
        assertThat(owner.get(path).json().get("items").items()).hasSize(1);
    }
}
