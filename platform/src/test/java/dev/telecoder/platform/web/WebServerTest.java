package dev.telecoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {

    @TempDir Path folder;
    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        host = new TestHost(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void takesAMessageAndShowsWhatIsStored() {
        Client owner = host.owner();

        JsonValue made = owner.post("/api/v1/conversations", "{\"title\":\"One\"}").json();
        String path = "/api/v1/conversations/" + made.get("id").text();
        Client.Reply posted = owner.post(path + "/messages", "{\"text\":\"hello\"}");

        assertThat(posted.status()).isEqualTo(202);
        assertThat(posted.json().get("turn").text()).isNotEmpty();
        assertThat(host.heard).singleElement().satisfies(one -> assertThat(one.message()).isEqualTo(posted.json().get("message").text()));
        JsonValue messages = owner.get(path + "/messages").json();
        assertThat(messages.get("items").items()).singleElement().satisfies(message -> {
            assertThat(message.get("markdown").text()).isEqualTo("hello");
            assertThat(message.get("role").text()).isEqualTo("user");
        });
        assertThat(messages.get("next").isNull()).isTrue();
    }
}
