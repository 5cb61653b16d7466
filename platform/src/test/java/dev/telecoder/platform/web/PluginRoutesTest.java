package dev.telecoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.identity.Role;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginRoutesTest {

    private static final String BOUNDARY = "----part";

    @TempDir private Path folder;

    private TestHost host;

    @BeforeEach
    void open() throws IOException {
        host = new TestHost(folder);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void passesOnFromWhereAndUnderWhichConditions() {
        Client.Reply reply = host.owner().post("/api/v1/plugins",
                "{\"source\":\"https://example.org/x.jar\",\"sha256\":\"ab\",\"force\":true}");

        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.json().get("id").text()).isEqualTo("new");
        assertThat(host.view.installed).singleElement().satisfies(wanted -> {
            assertThat(wanted.source()).isEqualTo("https://example.org/x.jar");
            assertThat(wanted.sha256()).isEqualTo("ab");
            assertThat(wanted.force()).isTrue();
            assertThat(wanted.insecure()).isFalse();
        });
    }

    @Test
    void takesAFileAsTheBodyOfAnySize() {
        byte[] jar = new byte[3 * 1024 * 1024];
        jar[7] = 42;

        Client.Reply reply = host.owner().send(host.owner().request("/api/v1/plugins?sha256=cd&force=true")
                .header("Content-Type", "application/java-archive").POST(HttpRequest.BodyPublishers.ofByteArray(jar)));

        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(host.view.uploads).containsExactly(jar);
        assertThat(host.view.installed.getFirst().sha256()).isEqualTo("cd");
        assertThat(Path.of(host.view.installed.getFirst().source())).doesNotExist();
    }

    @Test
    void takesAFileOfAForm() {
        String form = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"sha256\"\r\n\r\nef\r\n--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.jar\"\r\n"
                + "Content-Type: application/java-archive\r\n\r\nthe jar\r\n--" + BOUNDARY + "--\r\n";

        Client.Reply reply = host.owner().send(host.owner().request("/api/v1/plugins")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofString(form)));

        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(new String(host.view.uploads.getFirst())).isEqualTo("the jar");
        assertThat(host.view.installed.getFirst().sha256()).isEqualTo("ef");
    }

    @Test
    void tellsOfOnePluginChecksAndRemovesIt() {
        assertThat(host.owner().get("/api/v1/plugins/skills-code").json().get("state").text()).isEqualTo("started");
        assertThat(host.owner().get("/api/v1/plugins/none").status()).isEqualTo(404);
        assertThat(host.owner().post("/api/v1/plugins/skills-code/verify", "").json().get("ok").asBoolean(false))
                .isTrue();
        assertThat(host.owner().method("DELETE", "/api/v1/plugins/skills-code", "").status()).isEqualTo(204);
        assertThat(host.view.stopped).containsExactly("skills-code");
    }

    @Test
    void onlyAdminsInstallCheckAndRemove() {
        Client anna = host.as(host.add("Anna", Role.DEVELOPER));

        assertThat(anna.post("/api/v1/plugins", "{\"source\":\"x\"}").status()).isEqualTo(403);
        assertThat(anna.send(anna.request("/api/v1/plugins").header("Content-Type", "application/java-archive")
                .POST(HttpRequest.BodyPublishers.ofString("jar"))).status()).isEqualTo(403);
        assertThat(anna.post("/api/v1/plugins/skills-code/verify", "").status()).isEqualTo(403);
        assertThat(anna.method("DELETE", "/api/v1/plugins/skills-code", "").status()).isEqualTo(403);
        assertThat(host.owner().post("/api/v1/plugins", "{}").status()).isEqualTo(422);
        assertThat(host.nobody().send(host.nobody().request("/api/v1/plugins")
                .header("Content-Type", "application/java-archive").POST(HttpRequest.BodyPublishers.ofString("jar")))
                .status()).isEqualTo(401);
        assertThat(host.view.installed).isEmpty();
    }
}
