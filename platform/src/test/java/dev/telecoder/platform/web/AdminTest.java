package dev.telecoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of the dashboard, as a browser without a script sees them. */
@Timeout(60)
class AdminTest {

    private static final String HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>";

    @TempDir Path folder;
    private TestHost host;
    private Client browser;

    @BeforeEach
    void start() throws Exception {
        host = new TestHost(folder);
        Client.Reply login = form(host.nobody(), "/admin/login", Map.of("token", TestHost.TOKEN));
        assertThat(login.status()).isEqualTo(303);
        browser = host.nobody().with("Cookie", login.header("Set-Cookie").replaceFirst(";.*", ""));
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private static Client.Reply form(Client client, String path, Map<String, String> fields) {
        String body = fields.entrySet().stream().map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return client.send(client.request(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String csrf() {
        return browser.get("/api/v1/me").json().get("csrf_token").text();
    }

    private Client.Reply act(String path, String back, Map<String, String> fields) {
        var all = new java.util.HashMap<>(fields);
        all.put("csrf", csrf());
        all.put("back", back);
        return form(browser, path, all);
    }

    private String conversation(Client client, String title) {
        return client.post("/api/v1/conversations", JsonValue.object().put("title", title).build().toString()).json()
                .get("id").text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/", "/admin/conversations", "/admin/questions", "/admin/plugins", "/admin/usage",
            "/admin/skills",
            "/admin/skills/echo.read", "/admin/plugins/skills-code", "/admin/pairing", "/admin/logs",
            "/admin/incidents", "/admin/monitors", "/admin/jobs"})
    void showsEachPageToTheOwnerAndALoginToAnybodyElse(String path) {
        Client.Reply seen = browser.get(path);
        Client.Reply unseen = host.nobody().get(path);

        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.header("Content-Type")).startsWith("text/html");
        assertThat(seen.header("Cache-Control")).isEqualTo("no-store");
        assertThat(seen.text()).contains("<h1", "id=\"content\"", "Skip to the content").doesNotContain("<style",
                " style=", "onclick=");
        assertThat(unseen.status()).isEqualTo(401);
        assertThat(unseen.text()).contains("Log in to TeleCoder").doesNotContain("id=\"content\"");
    }

    @Test
    void tellsABrowserThatThereIsNoSuchPage() {
        Client.Reply seen = browser.with("Accept", "text/html").get("/admin/no/such");

        assertThat(seen.status()).isEqualTo(404);
        assertThat(seen.text()).contains("There is no page at this address.", "id=\"content\"");
        assertThat(host.nobody().with("Accept", "text/html").get("/admin/no/such").status()).isEqualTo(401);
        LoginTest.assertProblem(browser.get("/admin/no/such"), 404);
    }

    @Test
    void leadsAPartOfAPageToTheLoginWhenTheLoginHasEnded() {
        Client.Reply reply = host.nobody().with("HX-Request", "true").get("/admin/questions");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("HX-Redirect")).isEqualTo("/admin/");
    }

    @Test
    void tellsWhatIsWrongWithALogin() {
        Client.Reply reply = form(host.nobody(), "/admin/login", Map.of("token", "wrong"));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).contains("This token is not known");
        assertThat(reply.header("Set-Cookie")).isEmpty();
    }

    @Test
    void logsInByAPastedLink() {
        Client.Reply reply = form(host.nobody(), "/admin/login", Map.of("token", host.server.newLoginLink()));

        assertThat(reply.status()).isEqualTo(303);
    }

    @Test
    void showsTextFromOutsideAsText() {
        String id = conversation(browserApi(), HOSTILE);
        browserApi().post("/api/v1/conversations/" + id + "/messages",
                JsonValue.object().put("text", HOSTILE + "\n\n[a](javascript:alert(1)) ![b](https://example.org/b.png)")
                        .build().toString());

        for (String path : List.of("/admin/", "/admin/conversations", "/admin/conversations/" + id,
                "/admin/conversations?q=" + encoded("\"><img"))) {
            assertThat(browser.get(path).text()).as(path).contains("&lt;script&gt;alert")
                    .doesNotContain("<script>alert", "<img src=x", "javascript:alert", "<img src=\"https");
        }
    }

    private Client browserApi() {
        return host.owner();
    }

    @Test
    void showsIncidentsWithWhatOthersWroteAsTextAndActsOnThem() {
        host.view.incidents.add(JsonValue.object().put("id", "ci").put("number", "7").put("state", "open")
                .put("severity", "critical").put("repo", "my/api").put("title", HOSTILE).put("detail", HOSTILE)
                .put("monitor", "ci").put("told", true).put("location", "javascript:alert(1)")
                .put("opened_at", "2026-11-22T10:00:00Z").build());
        String page = browser.get("/admin/incidents").text();

        assertThat(page).contains("incident-7", "&lt;script&gt;", "Mute 24 h").doesNotContain("<script>alert",
                "javascript:");
        assertThat(act("/admin/incidents/7", "/incidents", Map.of("action", "mute")).status()).isEqualTo(303);
        assertThat(browser.get("/admin/incidents").text()).contains("7 mute by owner");
        assertThat(act("/admin/incidents/8", "/incidents", Map.of("action", "fix")).status()).isEqualTo(303);
    }

    @Test
    void findsConversationsByTitleAndByWhatWasSaidInThem() {
        String one = conversation(browserApi(), "About carts");
        String other = conversation(browserApi(), "About wheels");
        browserApi().post("/api/v1/conversations/" + other + "/messages", "{\"text\":\"a 100% unusual word\"}");

        assertThat(browser.get("/admin/conversations?q=CART").text()).contains(one).doesNotContain(other);
        assertThat(browser.get("/admin/conversations?q=" + encoded("100% unus")).text()).contains(other)
                .doesNotContain(one);
        assertThat(browser.get("/admin/conversations?q=" + encoded("10_% unus")).text()).contains("Nothing found")
                .doesNotContain(one, other);
    }

    @Test
    void goesOnWhereAPageOfTheListEnds() {
        for (int i = 0; i < 30; i++) {
            conversation(browserApi(), "Number " + i + ".");
        }

        String first = browser.get("/admin/conversations").text();
        String next = first.replaceFirst("(?s).*href=\"([^\"]+)\">Older.*", "$1").replace("&amp;", "&");

        assertThat(first).contains("Number 29.").doesNotContain("Number 4.");
        assertThat(browser.get(next).text()).contains("Number 4.", "Number 0.").doesNotContain("Number 29.");
    }

    @Test
    void hidesFromAPersonWhatIsNotTheirs() {
        Person anna = host.add("Anna", Role.DEVELOPER);
        String mine = conversation(browserApi(), "The owner's");
        Client hers = host.as(anna);

        assertThat(hers.get("/admin/conversations").text()).doesNotContain("The owner's")
                .contains("No conversation yet");
        assertThat(hers.get("/admin/conversations/" + mine).status()).isEqualTo(404);
        assertThat(hers.get("/admin/logs").status()).isEqualTo(403);
        assertThat(hers.get("/admin/pairing").status()).isEqualTo(403);
        assertThat(hers.get("/admin/settings/llm").status()).isEqualTo(403);
        assertThat(hers.get("/admin/logs/events").status()).isEqualTo(403);
        assertThat(hers.get("/admin/").text()).doesNotContain("/admin/logs", "The owner's");
    }

    @Test
    void showsAnAdminThatAConversationIsThereButNotWhatIsSaidInIt() {
        Person anna = host.add("Anna", Role.DEVELOPER);
        String hers = conversation(host.as(anna), "Anna's plan");
        host.as(anna).post("/api/v1/conversations/" + hers + "/messages", "{\"text\":\"a private word\"}");

        assertThat(browser.get("/admin/conversations/" + hers).text()).contains("Anna&#39;s plan".replace("&#39;", "'"))
                .contains("You are not in this conversation").doesNotContain("a private word");
        assertThat(browser.get("/admin/conversations?q=private").text()).doesNotContain(hers);
    }

    @Test
    void answersAQuestionWithAFormAndTellsItOnce() {
        String conversation = conversation(browserApi(), "Push");
        Question question = host.question(conversation, host.people.owner(), Question.Kind.ONCE, List.of());

        String before = browser.get("/admin/questions").text();
        Client.Reply answer = act("/admin/questions/" + question.id(), "/admin/questions",
                Map.of("decision", "deny"));

        assertThat(before).contains("question-" + question.id(), "Push it?");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/admin/questions");
        assertThat(host.consent.find(question.id()).orElseThrow().state()).isEqualTo(Question.State.DENIED);
        assertThat(browser.get("/admin/questions").text()).contains(question.id() + " denied.");
        assertThat(browser.get("/admin/questions").text()).doesNotContain("id=\"flash\"");
    }

    @Test
    void tellsThatAQuestionWasAnsweredBefore() {
        String conversation = conversation(browserApi(), "Push");
        Question question = host.question(conversation, host.people.owner(), Question.Kind.ONCE, List.of());
        act("/admin/questions/" + question.id(), "/admin/questions", Map.of("decision", "deny"));
        browser.get("/admin/");

        act("/admin/questions/" + question.id(), "/admin/questions", Map.of("decision", "allow_once"));

        assertThat(browser.get("/admin/questions").text()).contains(question.id() + " was already denied by");
        assertThat(host.consent.find(question.id()).orElseThrow().state()).isEqualTo(Question.State.DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void doesNothingForAFormThatDidNotComeFromItsPages(String csrf) {
        String conversation = conversation(browserApi(), "Push");
        Question question = host.question(conversation, host.people.owner(), Question.Kind.ONCE, List.of());

        Client.Reply reply = form(browser, "/admin/questions/" + question.id(),
                Map.of("decision", "allow_once", "csrf", csrf));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(host.consent.find(question.id()).orElseThrow().state()).isEqualTo(Question.State.PENDING);
    }

    @Test
    void takesNoFormFromAnotherSite() {
        Client.Reply reply = form(browser.with("Origin", "https://evil.example"), "/admin/theme",
                Map.of("theme", "dark", "csrf", csrf()));

        assertThat(reply.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/", "//evil.example", "/admin/\\evil", "/other", "/admin/\r\nX: y"})
    void leadsNowhereElseAfterAForm(String back) {
        Client.Reply reply = act("/admin/theme", back, Map.of("theme", "dark"));

        assertThat(reply.header("Location")).isEqualTo("/admin/");
        assertThat(reply.header("X")).isEmpty();
    }

    @Test
    void keepsTheColoursAPersonChose() {
        Client.Reply reply = act("/admin/theme", "/admin/skills", Map.of("theme", "dark"));
        String cookie = reply.header("Set-Cookie").replaceFirst(";.*", "");

        assertThat(reply.header("Location")).isEqualTo("/admin/skills");
        assertThat(host.nobody().with("Cookie", cookie).get("/admin/").text()).contains("data-theme=\"dark\"");
        assertThat(host.nobody().with("Cookie", "telecoder_theme=\"><b>").get("/admin/").text())
                .contains("data-theme=\"\"");
    }

    @Test
    void stopsAConversationAndSaysSo() {
        String id = conversation(browserApi(), "Long");

        Client.Reply reply = act("/admin/conversations/" + id + "/stop", "/admin/conversations/" + id, Map.of());

        assertThat(reply.header("Location")).isEqualTo("/admin/conversations/" + id);
        assertThat(host.view.stopped).containsExactly(id);
        assertThat(browser.get("/admin/conversations/" + id).text()).contains("Stopped.");
    }

    @Test
    void saysWhatTheGateWouldDecide() {
        assertThat(browser.get("/admin/skills/echo.read?input=" + encoded("{\"word\":\"x\"}")).text())
                .contains("state good\">allow");
        assertThat(browser.get("/admin/skills/echo.send?input=" + encoded("{\"word\":\"x\"}")).text())
                .contains("state warn\">ask");
        assertThat(browser.get("/admin/skills/echo.read?input=" + encoded("{bad")).text()).contains("This is no JSON");
        assertThat(browser.get("/admin/skills/no.such").status()).isEqualTo(404);
    }

    @Test
    void switchesAPluginAndInstallsOneFromAnAddress() {
        Client.Reply off = act("/admin/plugins/skills-code/disable", "/admin/plugins/skills-code", Map.of());
        Client.Reply installed = act("/admin/plugins", "/admin/plugins",
                Map.of("source", "https://example.org/new.jar", "sha256", "ab"));
        Client.Reply none = act("/admin/plugins/none/enable", "/admin/plugins", Map.of());

        assertThat(off.header("Location")).isEqualTo("/admin/plugins/skills-code");
        assertThat(installed.header("Location")).isEqualTo("/admin/plugins/new");
        assertThat(host.view.installed.getFirst().source()).isEqualTo("https://example.org/new.jar");
        assertThat(none.header("Location")).isEqualTo("/admin/plugins");
        assertThat(browser.get("/admin/plugins").text()).contains("There is no plugin none");
    }

    @Test
    void leadsBackFromTheResultOfACheckToThePluginAndNotToTheCheck() {
        Client.Reply checked = act("/admin/plugins/skills-code/verify", "/admin/plugins/skills-code", Map.of());

        assertThat(checked.status()).isEqualTo(200);
        assertThat(checked.text()).contains("name=\"back\" value=\"/admin/plugins/skills-code\"")
                .doesNotContain("value=\"/admin/plugins/skills-code/verify\"");
    }

    @Test
    void countsTheTurnsOfTheDay() {
        String id = conversation(browserApi(), "Day");
        browserApi().post("/api/v1/conversations/" + id + "/messages", "{\"text\":\"hi\"}");

        JsonValue activity = browserApi().get("/api/v1/activity").json();

        assertThat(activity.get("turns").asInt(0)).isEqualTo(1);
        assertThat(activity.get("messages").asInt(0)).isEqualTo(1);
        assertThat(activity.get("hours").items()).hasSize(24);
        assertThat(activity.get("hours").at(23).get("turns").asInt(0)).isEqualTo(1);
        assertThat(browser.get("/admin/").text()).contains("aria-label=\"1 turn in the last 24 hours");
        host.clock.forward(java.time.Duration.ofHours(25));
        assertThat(browserApi().get("/api/v1/activity").json().get("turns").asInt(-1)).isZero();
    }

    @Test
    void endsTheLoginOnLogout() {
        Client.Reply reply = form(browser, "/admin/logout", Map.of("csrf", csrf()));

        assertThat(reply.status()).isEqualTo(303);
        assertThat(browser.get("/admin/").status()).isEqualTo(401);
    }
}
