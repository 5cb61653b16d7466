package dev.telecoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ServerConfig;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

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
    void logsInOnceWithALink() {
        String link = URI.create(host.server.newLoginLink()).getRawSchemeSpecificPart().replaceFirst("//[^/]+", "");

        Client.Reply first = host.nobody().get(link);
        Client.Reply second = host.nobody().get(link);

        assertThat(first.status()).isEqualTo(303);
        assertThat(first.header("Location")).isEqualTo("/");
        assertThat(first.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
        assertThat(second.status()).isEqualTo(401);
        assertThat(browser(first).get("/api/v1/me").json().get("role").text()).isEqualTo("owner");
    }

    @Test
    void takesNoLinkAfterTenMinutes() {
        String code = host.server.newLoginLink().replaceAll(".*code=", "");

        host.clock.forward(Duration.ofMinutes(10).plusSeconds(1));

        assertThat(host.nobody().get("/login?code=" + code).status()).isEqualTo(401);
    }

    @Test
    void takesTheOwnersTokenAnApiTokenAndTheCodeOfALink() {
        Person anna = host.add("Anna", Role.DEVELOPER);

        for (String token : new String[]{TestHost.TOKEN, host.server.newApiToken(anna),
                host.server.newLoginLink().replaceAll(".*code=", "")}) {
            Client.Reply reply = host.nobody().post("/api/v1/login", "{\"token\":\"" + token + "\"}");

            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.text()).isEmpty();
            assertThat(browser(reply).get("/api/v1/me").status()).isEqualTo(200);
        }
    }

    @Test
    void endsASessionWithTheLogout() {
        Client browser = loggedIn();
        String csrf = browser.get("/api/v1/me").header("X-CSRF-Token");

        assertThat(browser.with("X-CSRF-Token", csrf).post("/api/v1/logout", "").status()).isEqualTo(204);

        assertThat(browser.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void wantsTheCsrfTokenForEachWriteOfABrowserAndOfNobodyElse() {
        Client browser = loggedIn();
        Client.Reply me = browser.get("/api/v1/me");

        assertThat(me.json().get("csrf_token").text()).hasSizeGreaterThan(40).isEqualTo(me.header("X-CSRF-Token"));
        assertThat(browser.post("/api/v1/conversations", "{}").status()).isEqualTo(403);
        assertThat(browser.with("X-CSRF-Token", "x").post("/api/v1/conversations", "{}").status()).isEqualTo(403);
        assertThat(browser.with("X-CSRF-Token", me.header("X-CSRF-Token")).post("/api/v1/conversations", "{}").status())
                .isEqualTo(201);
        assertThat(host.owner().post("/api/v1/conversations", "{}").status()).isEqualTo(201);
    }

    @Test
    void knowsNobodyWithoutALogin() {
        Client.Reply reply = host.nobody().get("/api/v1/conversations");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertProblem(reply, 401);
    }

    @Test
    void takesNoMoreThanTenWrongTokensAMinute() {
        Client known = host.owner();
        assertThat(known.get("/api/v1/me").status()).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            assertThat(host.nobody().post("/api/v1/login", "{\"token\":\"guess-" + i + "\"}").status()).isEqualTo(401);
            assertThat(host.nobody().bearer("guess-" + i).get("/api/v1/me").status()).isEqualTo(401);
        }

        Client.Reply eleventh = host.nobody().post("/api/v1/login", "{\"token\":\"" + TestHost.TOKEN + "\"}");

        assertThat(eleventh.status()).isEqualTo(429);
        assertThat(Integer.parseInt(eleventh.header("Retry-After"))).isBetween(1, 61);
        assertThat(host.nobody().bearer("guess").get("/api/v1/me").status()).isEqualTo(429);
        assertThat(host.nobody().get("/login?code=guess").status()).isEqualTo(429);
        assertThat(known.get("/api/v1/me").status()).as("a client that was in before").isEqualTo(200);
        host.clock.forward(Duration.ofMinutes(1));
        assertThat(host.nobody().post("/api/v1/login", "{\"token\":\"" + TestHost.TOKEN + "\"}").status())
                .isEqualTo(204);
    }

    @Test
    void keepsNoTokenInTheDatabase() {
        String api = host.server.newApiToken(host.people.owner());
        Client.Reply login = host.nobody().post("/api/v1/login", "{\"token\":\"" + api + "\"}");
        String session = login.header("Set-Cookie").replaceAll("^[^=]+=|;.*", "");

        String stored = host.database
                .read(h -> h.createQuery("SELECT hash || kind FROM token").mapTo(String.class).list()).toString();

        assertThat(stored).contains("session", "api").doesNotContain(api, session, TestHost.TOKEN);
    }

    @Test
    void takesACookieForASessionOnly() {
        Client.Reply login = host.nobody().post("/api/v1/login", "{\"token\":\"" + TestHost.TOKEN + "\"}");
        String[] cookie = login.header("Set-Cookie").replaceAll(";.*", "").split("=", 2);

        assertThat(host.nobody().bearer(cookie[1]).get("/api/v1/me").status()).isEqualTo(401);
        assertThat(host.nobody().with("Cookie", cookie[0] + "=" + TestHost.TOKEN).get("/api/v1/me").status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"evil.example,403", "evil.example:7080,403", "127.0.0.1.evil.example,403", "localhost:1,200",
            "127.0.0.1,200",
            "[::1]:7080,200", "LOCALHOST,200"})
    void answersToItsOwnNamesOnly(String name, int status) {
        assertThat(host.owner().with("Host", name).get("/api/v1/me").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost", "http://127.0.0.1:1"})
    void refusesAnotherOrigin(String origin) {
        Client client = host.owner().with("Origin", origin);

        assertThat(client.get("/api/v1/me").status()).isEqualTo(403);
        assertThat(client.post("/api/v1/conversations", "{}").status()).isEqualTo(403);
        assertThat(
                host.owner().with("Origin", host.server.url().toString()).post("/api/v1/conversations", "{}").status())
                .isEqualTo(201);
    }

    @Test
    void answersToThePublicAddressAndMakesItsCookieSecure() throws Exception {
        try (TestHost behind = new TestHost(folder.resolve("second"), new ServerConfig("127.0.0.1", 0,
                Optional.of(URI.create("https://bot.example.com")), false), Duration.ofSeconds(15))) {
            Client client = behind.nobody().with("Host", "bot.example.com").with("Origin", "https://bot.example.com");

            Client.Reply login = client.post("/api/v1/login", "{\"token\":\"" + TestHost.TOKEN + "\"}");

            assertThat(login.status()).isEqualTo(204);
            assertThat(login.header("Set-Cookie")).contains("; Secure");
            assertThat(behind.server.newLoginLink()).startsWith("https://bot.example.com/login?code=");
            assertThat(client.with("Origin", "http://bot.example.com.evil.example").get("/api/v1/me").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void letsAGuestDoNothing() {
        Client guest = host.as(host.add("Imported", Role.GUEST));

        assertThat(guest.get("/api/v1/conversations").status()).isEqualTo(403);
        assertThat(guest.post("/api/v1/conversations", "{}").status()).isEqualTo(403);
    }

    @Test
    void tellsAPersonWhoseLinkIsUsedWhatToDo() {
        Client.Reply reply = host.nobody().with("Accept", "text/html").get("/login?code=used");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("Content-Type")).startsWith("text/html");
        assertThat(reply.text()).contains("ten minutes");
    }

    private Client loggedIn() {
        return browser(host.nobody().post("/api/v1/login", "{\"token\":\"" + TestHost.TOKEN + "\"}"));
    }

    private Client browser(Client.Reply login) {
        return host.nobody().with("Cookie", login.header("Set-Cookie").replaceAll(";.*", ""));
    }

    static void assertProblem(Client.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        JsonValue problem = reply.json();
        assertThat(problem.get("status").asInt(0)).isEqualTo(status);
        assertThat(problem.get("type").text()).isNotEmpty();
        assertThat(problem.get("title").text()).isNotEmpty();
        assertThat(problem.get("detail").text()).isNotEmpty();
    }
}
