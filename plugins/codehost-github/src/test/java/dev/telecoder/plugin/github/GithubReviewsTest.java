package dev.telecoder.plugin.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Reviews;
import dev.telecoder.api.repo.Reviews.Change;
import dev.telecoder.api.repo.Reviews.Remark;
import dev.telecoder.testkit.TestContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GithubReviewsTest {

    private final FakeGithub server = new FakeGithub();
    private final Reviews reviews = new GithubCodeHost(server.context()).ability(Reviews.class).orElseThrow();

    @BeforeEach
    void keep() {
        server.pull = """
                {"number": 7, "title": "Mend it", "body": null, "base": {"ref": "main"}, "head": {"sha": "c0ffee"},
                 "html_url": "https://github.example/myorg/api/pull/7"}""";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonValue json(String text) {
        return TestContext.with().json().parse(text);
    }

    private static JsonValue thread(String day, String line, String side, boolean resolved, String author) {
        return json("""
                {"path": "A.java", "line": %s, "diffSide": "%s", "isResolved": %s, "comments": {"nodes": [
                 {"body": "said on %s", "createdAt": "2026-03-%sT06:00:00Z", "author": %s}]}}"""
                .formatted(line, side, resolved, day, day, author));
    }

    @Test
    void showsWhatAPullRequestChanges() {
        Change change = reviews.change("myorg/api", 7).orElseThrow();

        assertThat(change.diff()).isEqualTo(FakeGithub.DIFF);
        assertThat(change).extracting(Change::number, Change::title, Change::markdown, Change::base, Change::head)
                .containsExactly(7L, "Mend it", "", "main", "c0ffee");
        assertThat(change.location()).hasToString("https://github.example/myorg/api/pull/7");
    }

    @Test
    void saysThatThereIsNone() {
        assertThat(reviews.change("myorg/api", 8)).isEmpty();
    }

    @Test
    void putsADiffTogetherThatIsTooLargeToBeShown() {
        server.tooLarge = true;
        server.files.add(json("{\"filename\": \"A\", \"status\": \"modified\", \"patch\": \"@@ -1 +1 @@\\n-a\\n+b\"}"));
        server.files.add(json("{\"filename\": \"N\", \"status\": \"added\", \"patch\": \"@@ -0,0 +1 @@\\n+n\"}"));
        server.files.add(json("{\"filename\": \"R\", \"status\": \"removed\", \"patch\": \"@@ -1 +0,0 @@\\n-r\"}"));
        server.files.add(json("{\"filename\": \"M2\", \"previous_filename\": \"M\", \"status\": \"renamed\"}"));

        String diff = reviews.change("myorg/api", 7).orElseThrow().diff();

        assertThat(diff).isEqualTo("""
                diff --git a/A b/A
                --- a/A
                +++ b/A
                @@ -1 +1 @@
                -a
                +b
                diff --git a/N b/N
                new file mode 100644
                --- /dev/null
                +++ b/N
                @@ -0,0 +1 @@
                +n
                diff --git a/R b/R
                deleted file mode 100644
                --- a/R
                +++ /dev/null
                @@ -1 +0,0 @@
                -r
                diff --git a/M b/M2
                rename from M
                rename to M2
                """);
    }

    @Test
    void listsConversationsOldestFirstOverAllPages() {
        server.threads.add(thread("04", "4", "RIGHT", false, "{\"login\": \"anna\"}"));
        server.threads.add(thread("01", "9", "LEFT", true, "{\"login\": \"bert\"}"));
        server.threads.add(thread("03", "null", "RIGHT", false, "null"));
        server.threads.add(thread("02", "2", "RIGHT", true, "{\"login\": \"telecoder\"}"));

        assertThat(reviews.remarks("myorg/api", 7)).containsExactly(
                new Remark("A.java", 9, true, "bert", "said on 01", true),
                new Remark("A.java", 2, false, "telecoder", "said on 02", true),
                new Remark("A.java", 0, false, "ghost", "said on 03", false),
                new Remark("A.java", 4, false, "anna", "said on 04", false));
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMITED, RATE_LIMITED", "FORBIDDEN, AUTHENTICATION", "INSUFFICIENT_SCOPES, AUTHENTICATION",
            "NOT_FOUND, REJECTED", "SOMETHING_NEW, REJECTED"})
    void understandsARefusalThatIsAnsweredWith200(String type, Failure expected) {
        server.graphqlError = type;

        var failed = catchThrowableOfType(PluginException.class, () -> reviews.remarks("myorg/api", 7));

        assertThat(failed.failure()).isEqualTo(expected);
        assertThat(failed).hasMessageContaining("myorg/api").hasMessageNotContaining(server.secrets().getFirst());
    }

    @Test
    void listsWhatEverybodyMaySeeWithoutAToken() {
        server.comments.add(json("""
                {"id": 1, "path": "A.java", "line": 4, "side": "LEFT", "body": "why?", "user": {"login": "anna"},
                 "created_at": "2026-03-01T06:00:00Z"}"""));
        server.comments.add(json("""
                {"id": 2, "in_reply_to_id": 1, "path": "A.java", "line": 4, "side": "LEFT", "body": "so", "user": null,
                 "created_at": "2026-03-01T06:01:00Z"}"""));

        assertThat(new GithubCodeHost(server.openContext()).ability(Reviews.class).orElseThrow()
                .remarks("myorg/api", 7))
                .containsExactly(new Remark("A.java", 4, true, "anna", "why?", false));
    }
}
