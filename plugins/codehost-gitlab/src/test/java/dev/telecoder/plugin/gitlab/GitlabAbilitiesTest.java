package dev.telecoder.plugin.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CiJobs;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.repo.PullRequestWork.Check;
import dev.telecoder.api.repo.PullRequestWork.Comment;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import dev.telecoder.testkit.TestContext;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GitlabAbilitiesTest {

    private static final String REPO = "myorg/sub/api";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String MERGE_REQUEST =
            "{\"iid\": 7, \"title\": \"Draft: t\", \"description\": \"b\", \"state\":"
                    + " \"opened\", \"sha\": \"abc\", \"draft\": true, \"has_conflicts\": true, \"source_branch\": \"x\","
                    + " \"target_branch\": \"main\", \"author\": {\"username\": \"telecoder\"}, \"reviewers\": [{\"id\": 1}],"
                    + " \"web_url\": \"https://x/7\"}";

    private final LoopbackServer server = LoopbackServer.start();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private TestContext context;

    @BeforeEach
    void start() {
        server.answer(this::answer);
        context = TestContext.with("api_url", server.url() + "/api/v4", "token", "glpat-1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply answer(Request request) {
        String body = answers.get(request.method() + " " + request.target()
                .replaceFirst("^/api/v4(/projects/myorg%2Fsub%2Fapi)?", "").replaceFirst("\\?(?!username).*", ""));
        return body == null ? Reply.of(404, "{}") : Reply.of(200, body);
    }

    private void gives(String what, String body) {
        answers.put(what, body);
    }

    private PullRequestWork work() {
        return new GitlabCodeHost(context).ability(PullRequestWork.class).orElseThrow();
    }

    private JsonValue sent(String method) {
        return server.requests().stream().filter(one -> one.method().equals(method)).reduce((a, b) -> b)
                .map(one -> context.json().parse(one.body())).orElseThrow();
    }

    @Test
    void tellsHowAMergeRequestStands() {
        gives("GET /merge_requests/7", MERGE_REQUEST);

        assertThat(work().standing(REPO, 7)).hasValueSatisfying(standing -> {
            assertThat(standing.draft()).isTrue();
            assertThat(standing.conflicts()).isTrue();
            assertThat(standing.head()).isEqualTo("abc");
            assertThat(standing.pull().state()).isEqualTo("open");
        });
        assertThat(work().standing(REPO, 8)).isEmpty();
    }

    @Test
    void isADraftByItsTitleOnly() {
        gives("GET /merge_requests/7", MERGE_REQUEST);
        gives("PUT /merge_requests/7", MERGE_REQUEST);

        work().change(REPO, 7, null, null, false);
        assertThat(sent("PUT")).hasToString("{\"title\":\"t\"}");
        work().change(REPO, 7, "Draft: draft: new", "c", null);
        assertThat(sent("PUT")).hasToString("{\"title\":\"Draft: new\",\"description\":\"c\"}");
    }

    @Test
    void asksPeopleForAReviewBesideThoseWhoWereAsked() {
        gives("GET /merge_requests/7", MERGE_REQUEST);
        gives("PUT /merge_requests/7", MERGE_REQUEST);
        gives("GET /users?username=bob", "[{\"id\": 2}]");
        gives("GET /users?username=old", "[{\"id\": 1}]");

        work().requestReview(REPO, 7, List.of("old", "telecoder"), List.of());
        assertThat(server.requests()).extracting(Request::method).doesNotContain("PUT");
        work().requestReview(REPO, 7, List.of("bob", "telecoder"), List.of());
        assertThat(sent("PUT")).hasToString("{\"reviewer_ids\":[1,2]}");
    }

    @Test
    void commentsAndMergesWhatWasSeen() {
        gives("GET /merge_requests/7", MERGE_REQUEST);
        gives("POST /merge_requests/7/notes", "{\"id\": 30}");
        gives("PUT /merge_requests/7/merge", "{\"merge_commit_sha\": null, \"squash_commit_sha\": \"def\"}");

        assertThat(work().comment(REPO, 7, "hello")).isEqualTo(URI.create("https://x/7#note_30"));
        assertThat(sent("POST")).hasToString("{\"body\":\"hello\"}");
        assertThat(work().merge(REPO, 7, "abc")).isEqualTo("def");
        assertThat(sent("PUT")).as("no other commit than that").hasToString("{\"sha\":\"abc\"}");
    }

    @Test
    void listsTheNewestStatusOfEachCheck() {
        gives("GET /repository/commits/abc/statuses",
                "[{\"id\": 1, \"name\": \"build\", \"status\": \"failed\", \"pipeline_id\": 41},"
                        + "{\"id\": 3, \"name\": \"build\", \"status\": \"success\", \"pipeline_id\": 42, \"target_url\": \"https://x\"},"
                        + "{\"id\": 2, \"name\": \"lint\", \"status\": \"failed\", \"allow_failure\": true},"
                        + "{\"id\": 4, \"name\": \"deploy\", \"status\": \"manual\"},"
                        + "{\"id\": 5, \"name\": \"test\", \"status\": \"pending\"}]");

        assertThat(work().checks(REPO, "abc")).extracting(Check::name, Check::state, Check::run).containsExactly(
                Tuple.tuple("build", "passed", "42"), Tuple.tuple("lint", "skipped", ""),
                Tuple.tuple("deploy", "skipped", ""), Tuple.tuple("test", "running", ""));
    }

    @Test
    void listsWhatPeopleSaidSince() {
        String note =
                "\"author\": {\"username\": \"anna\"}, \"created_at\": \"2026-11-22T%s:00:00.123Z\", \"system\": %s}";
        gives("GET /merge_requests/7/notes", "[{\"id\": 1, \"body\": \"old\", " + note.formatted("11", "false")
                + ", {\"id\": 2, \"body\": \"added 1 commit\", " + note.formatted("13", "true")
                + ", {\"id\": 3, \"body\": \"why?\", \"position\": {\"new_path\": \"A.java\", \"new_line\": 3}, "
                + note.formatted("14", "false") + "]");

        assertThat(work().comments(REPO, 7, NOON)).singleElement().satisfies(one -> {
            assertThat(one).extracting(Comment::id, Comment::author, Comment::path, Comment::line)
                    .containsExactly("3", "anna", "A.java", 3);
        });
    }

    @Test
    void letsDevelopersAndWhoeverMayDoMoreWrite() {
        gives("GET /users?username=anna", "[{\"id\": 5}]");
        gives("GET /users?username=eve", "[{\"id\": 6}]");
        gives("GET /users?username=nobody", "[]");
        gives("GET /members/all/5", "{\"access_level\": 30}");
        gives("GET /members/all/6", "{\"access_level\": 20}");

        assertThat(work().mayWrite(REPO, "anna")).isTrue();
        assertThat(work().mayWrite(REPO, "eve")).isFalse();
        assertThat(work().mayWrite(REPO, "nobody")).isFalse();
    }

    @Test
    void showsJobsLogsAndArtifactsAndRunsAgain() {
        gives("GET /pipelines/42/jobs",
                "[{\"id\": 1, \"name\": \"build\", \"status\": \"failed\", \"web_url\": \"https://x/1\","
                        + " \"artifacts_file\": {\"filename\": \"artifacts.zip\", \"size\": 12}},"
                        + " {\"id\": 2, \"name\": \"lint\", \"status\": \"pending\", \"web_url\": \"https://x/2\"}]");
        gives("GET /jobs/1/trace", "ERROR: it broke");
        gives("POST /pipelines/42/retry", "{}");
        CiJobs ci = new GitlabCi(context).ability(CiJobs.class).orElseThrow();

        assertThat(ci.jobs(REPO, "42")).extracting(CiJobs.Job::name, CiJobs.Job::state)
                .containsExactly(Tuple.tuple("build", "failed"), Tuple.tuple("lint", "running"));
        assertThat(ci.jobLog(REPO, "42", "1")).isEqualTo("ERROR: it broke");
        assertThat(ci.artifacts(REPO, "42")).singleElement()
                .satisfies(one -> assertThat(one.name()).isEqualTo("build/artifacts.zip"));
        ci.runAgain(REPO, "42");
        assertThat(server.requests().getLast().method()).isEqualTo("POST");
    }
}
