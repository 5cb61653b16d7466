package dev.telecoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
class ApiTest {

    private static final String C = "/api/v1/conversations";

    @TempDir Path folder;
    private TestHost host;
    private Client owner;

    @BeforeEach
    void start() throws Exception {
        host = new TestHost(folder);
        owner = host.owner();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void takesAMessageAndShowsWhatIsStored() {
        String path = C + "/" + opened(owner);

        Client.Reply posted = owner.post(path + "/messages", "{\"text\":\"hello\"}");

        assertThat(posted.status()).isEqualTo(202);
        assertThat(posted.json().get("turn").text()).isNotEmpty();
        assertThat(host.heard).singleElement()
                .satisfies(one -> assertThat(one.message()).isEqualTo(posted.json().get("message").text()));
        JsonValue messages = owner.get(path + "/messages").json();
        assertThat(messages.get("items").items()).singleElement().satisfies(message -> {
            assertThat(message.get("markdown").text()).isEqualTo("hello");
            assertThat(message.get("role").text()).isEqualTo("user");
            assertThat(message.get("channel").text()).isEqualTo("api");
        });
        assertThat(messages.members()).containsKey("next");
        assertThat(owner.get(path).json().get("title").text()).isEqualTo("hello");
    }

    @Test
    void opensAConversationOnAConfiguredRepository() {
        Client.Reply made = owner.post(C, "{\"title\":\"T\",\"repo\":\"myorg/api\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().get("focus").text()).isEqualTo("myorg/api");
        assertThat(made.json().get("repos").at(0).text()).isEqualTo("myorg/api");
        assertThat(made.json().get("state").text()).isEqualTo("active");
        assertThat(made.json().get("addresses").at(0).get("channel").text()).isEqualTo("webchat");
    }

    @Test
    void changesTitleAndState() {
        String id = opened(owner);

        assertThat(owner.method("PATCH", C + "/" + id, "{\"title\":\"New\"}").json().get("title").text())
                .isEqualTo("New");
        assertThat(owner.method("PATCH", C + "/" + id, "{\"state\":\"archived\"}").json().get("state").text())
                .isEqualTo("archived");
        assertThat(owner.post(C + "/" + id + "/messages", "{\"text\":\"again\"}").status()).isEqualTo(202);
        assertThat(owner.get(C + "/" + id).json().get("state").text()).isEqualTo("active");
    }

    @Test
    void stopsAndAnswersOnceAllIsDead() {
        String id = opened(owner);
        host.view.stop = new CompletableFuture<>();
        CompletableFuture.delayedExecutor(200, java.util.concurrent.TimeUnit.MILLISECONDS)
                .execute(() -> host.view.stop.complete(true));

        Client.Reply reply = owner.post(C + "/" + id + "/stop", "");

        assertThat(reply.toString()).isEqualTo("200 {\"stopped\":true}");
        assertThat(host.view.stopped).containsExactly(id);
    }

    @Test
    void pagesThroughMessagesAndConversationsWithoutGapOrRepeat() {
        String id = opened(owner);
        for (int i = 0; i < 7; i++) {
            owner.post(C + "/" + id + "/messages", "{\"text\":\"m" + i + "\"}");
            opened(owner);
        }

        assertThat(all(C + "/" + id + "/messages", "markdown")).containsExactly("m0", "m1", "m2", "m3", "m4", "m5",
                "m6");
        assertThat(all(C, "id")).hasSize(8).doesNotHaveDuplicates();
        assertThat(all("/api/v1/tasks", "id")).hasSizeGreaterThanOrEqualTo(1).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "GET | /api/v1/conversations?limit=0 | | 422", "GET | /api/v1/conversations?limit=201 | | 422",
            "GET | /api/v1/conversations?limit=x | | 422", "GET | /api/v1/conversations?cursor=!! | | 422",
            "GET | /api/v1/conversations/none | | 404", "GET | /api/v1/conversations/none/messages | | 404",
            "POST | /api/v1/conversations/none/messages | {\"text\":\"x\"} | 404",
            "POST | /api/v1/conversations/none/stop | | 404",
            "PATCH | /api/v1/conversations/none | {} | 404", "GET | /api/v1/conversations/none/events | | 404",
            "POST | /api/v1/conversations | {\"title\":5} | 422", "POST | /api/v1/conversations | [] | 422",
            "POST | /api/v1/conversations | {bad | 422", "POST | /api/v1/conversations | {\"repo\":\"nowhere\"} | 422",
            "GET | /api/v1/approvals?state=odd | | 422",
            "POST | /api/v1/approvals/ZZZZ | {\"decision\":\"deny\"} | 404",
            "GET | /api/v1/tasks/none | | 404", "POST | /api/v1/tasks/none/stop | | 404",
            "GET | /api/v1/tasks?cursor=none | | 422",
            "GET | /api/v1/nothing | | 404", "POST | /api/v1/nothing | | 404", "PUT | /api/v1/conversations | | 405",
            "GET | /api/v1/conversations/x/stop | | 405", "OPTIONS | /api/v1/conversations | | 405",
            "POST | /api/v1/skills/no.such/run | {} | 404", "POST | /api/v1/skills/echo.read/run | {\"input\":5} | 422",
            "POST | /api/v1/skills/echo.read/run | {\"dry_run\":\"yes\"} | 422",
            "POST | /api/v1/skills/echo.read/run | {\"repo\":\"nowhere\"} | 422",
            "POST | /api/v1/plugins/none/enable | | 404", "DELETE | /api/v1/rules/none | | 404",
            "POST | /api/v1/pairing/approve | {} | 422",
            "POST | /api/v1/pairing/approve | {\"channel\":\"x\",\"code\":\"WRONG\"} | 422",
            "POST | /api/v1/pairing/revoke | {\"channel\":\"x\",\"account\":\"y\"} | 404",
            "POST | /api/v1/login | {} | 422",
            "GET | /hooks/none/events | | 404", "GET | /apps/none/ | | 404", "GET | /admin/nothing.js | | 404",
            "GET | /v1/models | | 404",
            "DELETE | /healthz | | 405"})
    void answersWhatIsWrongAsAProblem(String method, String path, String body, int status) {
        Client.Reply reply = owner.method(method, path, body == null ? "" : body);

        LoginTest.assertProblem(reply, status);
        if (status == 422) {
            assertThat(reply.json().get("errors").items()).isNotEmpty();
        }
        if (status == 405) {
            assertThat(reply.header("Allow")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"text\":\"\"}", "{\"text\":\"  \\n\"}", "{\"text\":7}",
            "{\"text\":\"x\",\"attachments\":5}",
            "{\"text\":\"x\",\"attachments\":[{\"name\":\"a\",\"data\":\"?\"}]}",
            "{\"text\":\"x\",\"attachments\":[{\"data\":\"\"}]}"})
    void takesNoMessageThatSaysNothing(String body) {
        Client.Reply reply = owner.post(C + "/" + opened(owner) + "/messages", body);

        LoginTest.assertProblem(reply, 422);
    }

    @Test
    void limitsTheLengthOfTextsAndBodies() {
        String id = opened(owner);

        assertThat(owner.post(C + "/" + id + "/messages", "{\"text\":\"" + "x".repeat(100_000) + "\"}").status())
                .isEqualTo(202);
        assertThat(owner.post(C + "/" + id + "/messages", "{\"text\":\"" + "x".repeat(100_001) + "\"}").status())
                .isEqualTo(422);
        LoginTest.assertProblem(owner.post(C + "/" + id + "/messages", "{\"text\":\"" + "x".repeat(1_100_000) + "\"}"),
                413);
    }

    @Test
    void keepsAnAttachment() throws Exception {
        String id = opened(owner);
        String data = Base64.getEncoder().encodeToString("a log".getBytes(StandardCharsets.UTF_8));

        owner.post(C + "/" + id + "/messages",
                "{\"text\":\"see\",\"attachments\":[{\"name\":\"../x.log\",\"media_type\":\"text/plain\","
                        + "\"data\":\"" + data + "\"}]}");

        JsonValue file = owner.get(C + "/" + id + "/messages").json().get("items").at(0).get("attachments").at(0);
        assertThat(file.get("name").text()).isEqualTo("../x.log");
        assertThat(folder.resolve(file.get("path").text())).hasContent("a log")
                .hasParentRaw(folder.resolve("attachments"));
    }

    @Test
    void showsNobodyWhatIsNotTheirs() {
        String id = opened(owner);
        owner.post(C + "/" + id + "/messages", "{\"text\":\"secret\"}");
        String task = owner.get("/api/v1/tasks").json().get("items").at(0).get("id").text();
        Client anna = host.as(host.add("Anna", Role.DEVELOPER));

        assertThat(anna.get(C).json().get("items").items()).isEmpty();
        assertThat(anna.get(C + "?all=true").json().get("items").items()).isEmpty();
        assertThat(anna.get(C + "/" + id).status()).isEqualTo(404);
        assertThat(anna.get(C + "/" + id + "/messages").status()).isEqualTo(404);
        assertThat(anna.post(C + "/" + id + "/messages", "{\"text\":\"x\"}").status()).isEqualTo(404);
        assertThat(anna.get("/api/v1/tasks").json().get("items").items()).isEmpty();
        assertThat(anna.get("/api/v1/tasks/" + task).status()).isEqualTo(404);
        assertThat(anna.post("/api/v1/tasks/" + task + "/stop", "").status()).isEqualTo(404);
        for (String path : List.of("/api/v1/users", "/api/v1/pairing", "/api/v1/rules")) {
            LoginTest.assertProblem(anna.get(path), 403);
        }
        assertThat(anna.post("/api/v1/plugins/skills-code/disable", "").status()).isEqualTo(403);
    }

    @Test
    void showsTheOwnerAllConversationsWhenAsked() {
        String hers = opened(host.as(host.add("Anna", Role.DEVELOPER)));

        assertThat(owner.get(C).json().get("items").items()).isEmpty();
        assertThat(owner.get(C + "?all=true").json().get("items").at(0).get("id").text()).isEqualTo(hers);
        assertThat(owner.get(C + "/" + hers).status()).isEqualTo(404);
        assertThat(owner.get(C + "/" + hers + "?all=true").status()).isEqualTo(200);
        assertThat(owner.get(C + "/" + hers + "/messages?all=true").status()).isEqualTo(404);
    }

    @Test
    void takesTheAnswerToAQuestionOnce() {
        Person anna = host.add("Anna", Role.DEVELOPER);
        Client hers = host.as(anna);
        Question question = host.question(opened(hers), anna, Question.Kind.PLAN, List.of());
        String path = "/api/v1/approvals/" + question.id();

        assertThat(hers.get("/api/v1/approvals?state=pending").json().get("items").at(0).get("id").text())
                .isEqualTo(question.id());
        assertThat(hers.post(path, "{\"decision\":\"maybe\"}").status()).isEqualTo(422);
        assertThat(hers.post(path, "{\"decision\":\"allow_always\"}").status()).isEqualTo(422);
        Client.Reply taken = hers.post(path, "{\"decision\":\"allow_once\"}");
        Client.Reply again = hers.post(path, "{\"decision\":\"deny\"}");

        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.json().get("state").text()).isEqualTo("allowed");
        assertThat(taken.json().get("answered_by").text()).isEqualTo("Anna");
        LoginTest.assertProblem(again, 409);
        assertThat(again.json().get("detail").text()).isEqualTo(question.id() + " was already allowed by Anna.");
        assertThat(hers.get("/api/v1/approvals?state=pending").json().get("items").items()).isEmpty();
    }

    @Test
    void tellsWhoMayAnswerAndWhenItIsTooLate() {
        Person anna = host.add("Anna", Role.DEVELOPER);
        Person ben = host.add("Ben", Role.DEVELOPER);
        String shared = host.database.write(h -> {
            var at = new dev.telecoder.api.channel.ChatAddress("slack", "general", "1");
            host.conversations.shared(h, anna, at);
            return host.conversations.shared(h, ben, at).id();
        });
        Question question = host.question(shared, anna, Question.Kind.PLAN, List.of());
        String path = "/api/v1/approvals/" + question.id();

        Client.Reply foreign = host.as(ben).post(path, "{\"decision\":\"allow_once\"}");
        assertThat(host.as(host.add("Eve", Role.DEVELOPER)).post(path, "{\"decision\":\"deny\"}").status())
                .isEqualTo(404);
        host.clock.forward(Duration.ofHours(9));
        Client.Reply late = host.as(anna).post(path, "{\"decision\":\"allow_once\"}");

        LoginTest.assertProblem(foreign, 403);
        assertThat(foreign.json().get("detail").text())
                .isEqualTo("Only Anna or an admin can answer " + question.id() + ".");
        LoginTest.assertProblem(late, 410);
        assertThat(late.json().get("detail").text())
                .isEqualTo(question.id() + " expired. Ask again if you still want it.");
    }

    @Test
    void takesAChoiceForAQuestionOfTheModel() {
        Question question =
                host.question(opened(owner), host.people.owner(), Question.Kind.QUESTION, List.of("api", "web"));
        String path = "/api/v1/approvals/" + question.id();

        assertThat(owner.post(path, "{\"decision\":\"answer\"}").status()).isEqualTo(422);
        assertThat(owner.post(path, "{\"decision\":\"answer\",\"choice\":\"web\"}").json().get("answer").text())
                .isEqualTo("web");
    }

    @Test
    void runsASkillAndTellsWhatTheGateSaid() {
        JsonValue ran = owner.post("/api/v1/skills/echo.read/run", "{\"input\":{\"word\":\"hi\"}}").json();
        JsonValue asks = owner.post("/api/v1/skills/echo.send/run", "{\"input\":{\"word\":\"hi\"}}").json();
        JsonValue dry =
                owner.post("/api/v1/skills/echo.send/run", "{\"input\":{\"word\":\"hi\"},\"dry_run\":true}").json();
        JsonValue wrong = owner.post("/api/v1/skills/echo.read/run", "{}").json();

        assertThat(ran.get("succeeded").asBoolean(false)).isTrue();
        assertThat(ran.get("data").get("word").text()).isEqualTo("hi");
        assertThat(ran.members()).containsKeys("id", "output", "files", "artifacts", "risk", "decision", "error", "ms");
        assertThat(asks.get("succeeded").asBoolean(true)).isFalse();
        assertThat(asks.get("decision").text()).isEqualTo("ask");
        assertThat(asks.get("error").get("kind").text()).isEqualTo("CONSENT");
        assertThat(dry.get("decision").text()).isEqualTo("ask");
        assertThat(wrong.get("error").get("kind").text()).isEqualTo("INPUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plugins", "skills", "channels", "monitors", "jobs", "incidents", "repos", "usage", "users",
            "approvals",
            "tasks", "conversations", "rules", "pairing"})
    void listsAsItems(String what) {
        Client.Reply reply = owner.get("/api/v1/" + what);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.json().members()).containsKeys("items", "next");
    }

    @Test
    void letsASenderInAndShutsThemOut() {
        String code = host.database.write(h -> {
            h.execute(
                    "INSERT INTO pairing (channel, account_id, name, code, created_at, expires_at) VALUES ('telegram', '7', 'Ben',"
                            + " 'ABCDEFGH', '2026-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z')");
            return "ABCDEFGH";
        });

        assertThat(owner.get("/api/v1/pairing").json().get("items").at(0).get("code").text()).isEqualTo(code);
        JsonValue approved =
                owner.post("/api/v1/pairing/approve", "{\"channel\":\"telegram\",\"code\":\"" + code + "\"}").json();

        assertThat(approved.get("person").get("role").text()).isEqualTo("developer");
        assertThat(owner.post("/api/v1/pairing/revoke", "{\"channel\":\"telegram\",\"account\":\"7\"}").status())
                .isEqualTo(200);
    }

    @Test
    void slowsDownALoginThatWritesTooFast() {
        host.clock.stand();
        Client.Reply last = null;
        for (int i = 0; i < 601 && (last == null || last.status() != 429); i++) {
            last = owner.post(C + "/none/stop", "");
        }

        assertThat(last).isNotNull();
        LoginTest.assertProblem(last, 429);
        assertThat(last.header("Retry-After")).isNotEmpty();
        assertThat(owner.get(C).status()).isEqualTo(200);
    }

    @Test
    void tellsNoDetailsOfAFaultOfItsOwn() {
        String id = opened(owner);
        host.agent = message -> {
            throw new IllegalStateException("the secret is 42");
        };

        Client.Reply reply = owner.post(C + "/" + id + "/messages", "{\"text\":\"x\"}");

        LoginTest.assertProblem(reply, 500);
        assertThat(reply.text()).doesNotContain("42", "IllegalState");
    }

    private List<String> all(String path, String member) {
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonValue page = owner.get(path + "?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor)).json();
            assertThat(page.get("items").items()).hasSizeLessThanOrEqualTo(3);
            page.get("items").items().forEach(item -> found.add(item.get(member).text()));
            cursor = page.get("next").text();
        } while (!cursor.isEmpty());
        return found;
    }

    static String opened(Client client) {
        return client.post(C, "{}").json().get("id").text();
    }
}
