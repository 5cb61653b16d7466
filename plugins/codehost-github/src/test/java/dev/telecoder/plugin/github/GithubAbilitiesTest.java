package dev.telecoder.plugin.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CiJobs;
import dev.telecoder.api.repo.GitTokens;
import dev.telecoder.api.repo.Issues;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.repo.PullRequestWork.Check;
import dev.telecoder.api.repo.PullRequestWork.Comment;
import dev.telecoder.api.repo.Releases;
import dev.telecoder.api.repo.ReviewWork;
import dev.telecoder.api.repo.SecurityAlerts;
import dev.telecoder.api.repo.SecurityAlerts.Kind;
import dev.telecoder.api.repo.Talk;
import dev.telecoder.api.repo.Talk.Right;
import dev.telecoder.api.repo.Talk.Topic;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.RequestLog;
import dev.telecoder.testkit.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GithubAbilitiesTest {

    private static final String REPO = "myorg/api";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String AT =
            "\"created_at\": \"2026-11-22T12:00:00Z\", \"updated_at\": \"2026-11-22T12:00:00Z\","
                    + " \"html_url\": \"https://x/1\"";
    private static final String PULL =
            "{\"number\": 7, \"node_id\": \"PR_7\", \"title\": \"t\", \"body\": \"b\", \"state\":"
                    + " \"open\", \"merged_at\": null, \"draft\": true, \"mergeable\": false, \"head\": {\"ref\": \"x\", \"sha\":"
                    + " \"abc\"}, \"base\": {\"ref\": \"main\"}, \"user\": {\"login\": \"telecoder\"}, \"requested_reviewers\":"
                    + " [{\"login\": \"bob\"}], \"requested_teams\": [], \"html_url\": \"https://x/7\"}";

    private final LoopbackServer server = LoopbackServer.start();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final ManualClock clock = ManualClock.at(NOON);
    private GithubCodeHost codeHost;

    @BeforeEach
    void start() {
        server.answer(this::answer);
        codeHost = new GithubCodeHost(context());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TestContext context() {
        return TestContext.with("api_url", server.url() + "/api/v3", "token", "ghp_1").withClock(clock);
    }

    private Reply answer(Request request) {
        RequestLog.of("github").add(request, "/api/v3");
        String path = request.target().replaceFirst("^/api/v3", "").replaceFirst("\\?.*", "")
                .replaceFirst("^/repos/myorg/api", "");
        String body = answers.get(request.method() + " " + path);
        return body == null ? Reply.of(404, "{}") : Reply.of(200, body);
    }

    private void gives(String what, String body) {
        answers.put(what, body);
    }

    private <A> A ability(Class<A> ability) {
        return codeHost.ability(ability).orElseThrow();
    }

    private JsonValue sent(String method, String path) {
        return server.requests().stream()
                .filter(one -> one.method().equals(method) && one.target().contains(path)).reduce((a, b) -> b)
                .map(one -> TestContext.with().json().parse(one.body())).orElseThrow();
    }

    @Test
    void goesOnWithAPullRequest() {
        gives("GET /pulls/7", PULL);
        gives("PATCH /pulls/7", PULL.replace("\"b\"", "\"c\""));
        gives("POST /issues/7/comments", "{\"id\": 1, " + AT + "}");
        gives("POST /pulls/7/requested_reviewers", PULL);
        gives("GET ", "{\"allow_merge_commit\": false, \"allow_squash_merge\": true}");
        gives("PUT /pulls/7/merge", "{\"merged\": true, \"sha\": \"def\"}");
        gives("POST /api/graphql", "{\"data\": {}}");
        PullRequestWork work = ability(PullRequestWork.class);

        assertThat(work.standing(REPO, 7)).hasValueSatisfying(standing -> {
            assertThat(standing.conflicts()).isTrue();
            assertThat(standing.draft()).isTrue();
            assertThat(standing.head()).isEqualTo("abc");
        });
        assertThat(work.standing(REPO, 8)).isEmpty();
        work.change(REPO, 7, null, "c", false);
        assertThat(sent("POST", "/api/graphql").get("query").text()).contains("markPullRequestReadyForReview");
        work.comment(REPO, 7, "hello");
        work.requestReview(REPO, 7, List.of("bob", "telecoder", "carl", "carl"), List.of("core"));
        assertThat(sent("POST", "requested_reviewers"))
                .hasToString("{\"reviewers\":[\"carl\"],\"team_reviewers\":[\"core\"]}");
        assertThat(work.merge(REPO, 7, "abc")).isEqualTo("def");
        assertThat(sent("PUT", "/merge")).hasToString("{\"sha\":\"abc\",\"merge_method\":\"squash\"}");
        allIsAsGithubDescribesIt();
    }

    @Test
    void listsTheNewestRunOfEachCheckAndEachStatus() {
        gives("GET /commits/abc/check-runs", "{\"check_runs\": ["
                + "{\"id\": 1, \"name\": \"build\", \"status\": \"completed\", \"conclusion\": \"failure\", \"app\": {\"slug\": \"a\"}},"
                + "{\"id\": 2, \"name\": \"build\", \"status\": \"in_progress\", \"conclusion\": null, \"app\": {\"slug\": \"a\"},"
                + " \"html_url\": \"https://x/actions/runs/42/job/1\"},"
                + "{\"id\": 3, \"name\": \"lint\", \"status\": \"completed\", \"conclusion\": \"skipped\", \"app\": {\"slug\": \"a\"}}]}");
        gives("GET /commits/abc/status",
                "{\"statuses\": [{\"context\": \"ci\", \"state\": \"error\", \"target_url\": \"https://ci/1\"}]}");

        assertThat(ability(PullRequestWork.class).checks(REPO, "abc")).extracting(Check::name, Check::state, Check::run)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("build", "running", "42"),
                        org.assertj.core.groups.Tuple.tuple("lint", "skipped", ""),
                        org.assertj.core.groups.Tuple.tuple("ci", "failed", ""));
        allIsAsGithubDescribesIt();
    }

    @Test
    void listsWhatWasSaidInOrder() {
        String said = ", \"body\": \"x\", \"user\": {\"login\": \"anna\", \"type\": \"User\"}, " + AT + "}";
        gives("GET /issues/7/comments", "[{\"id\": 1, \"node_id\": \"a\"" + said + "]");
        gives("GET /pulls/7/comments",
                "[{\"id\": 2, \"node_id\": \"b\", \"path\": \"A.java\", \"line\": 3" + said + "]");
        gives("GET /pulls/7/reviews",
                "[{\"id\": 3, \"node_id\": \"c\", \"submitted_at\": \"2026-11-22T11:00:00Z\"" + said + "]");

        List<Comment> all = ability(PullRequestWork.class).comments(REPO, 7, NOON.minusSeconds(7200));

        assertThat(all).extracting(Comment::id).containsExactly("c", "a", "b");
        assertThat(all.getLast().path()).isEqualTo("A.java");
        assertThat(ability(PullRequestWork.class).comments(REPO, 7, NOON.plusMillis(500))).extracting(Comment::id)
                .as("times are told in seconds").containsExactly("a", "b");
        allIsAsGithubDescribesIt();
    }

    @Test
    void talks() {
        String said = "{\"id\": 5, \"body\": \"x\", \"user\": {\"login\": \"telecoder\"}, " + AT + "}";
        gives("POST /issues/7/comments", said);
        gives("POST /pulls/7/comments/30/replies", said);
        gives("PATCH /issues/comments/5", said);
        gives("PATCH /pulls/comments/5", said);
        gives("POST /issues/7/reactions", "{}");
        gives("POST /issues/comments/5/reactions", "{}");
        gives("GET /user", "{\"login\": \"telecoder\"}");
        gives("GET /issues/comments/5/reactions",
                "[{\"id\": 1, \"user\": {\"login\": \"anna\"}}, {\"id\": 2, \"user\": {\"login\": \"telecoder\"}}]");
        gives("DELETE /issues/comments/5/reactions/2", "{}");
        gives("GET /collaborators/anna/permission", "{\"permission\": \"write\", \"role_name\": \"maintain\"}");
        gives("GET /collaborators/carl/permission", "{\"permission\": \"write\", \"role_name\": \"own-role\"}");
        Talk talk = ability(Talk.class);
        Topic issue = new Topic(Talk.Kind.ISSUE, 7);
        Topic thread = new Topic(Talk.Kind.REVIEW_THREAD, 7, "30");

        assertThat(talk.say(REPO, issue, "x").id()).isEqualTo("5");
        talk.say(REPO, thread, "x");
        talk.edit(REPO, issue, "5", "y");
        talk.edit(REPO, thread, "5", "y");
        talk.react(REPO, issue, "", "👀", true);
        talk.react(REPO, issue, "5", "👍", true);
        talk.react(REPO, issue, "5", "👍", false);
        assertThatThrownBy(() -> talk.react(REPO, issue, "5", "🦞", true)).isInstanceOf(PluginException.class);

        assertThat(List.of(talk.right(REPO, "anna"), talk.right(REPO, "carl"), talk.right(REPO, "eve"),
                talk.right(REPO, "bot[bot]"))).containsExactly(Right.MAINTAIN, Right.WRITE, Right.NONE, Right.NONE);
        allIsAsGithubDescribesIt();
    }

    @Test
    void reviewsWithSuggestions() {
        gives("POST /pulls/7/reviews", "{\"id\": 1, " + AT + "}");

        ability(ReviewWork.class).review(REPO, 7, "abc", ReviewWork.Verdict.REQUEST_CHANGES, "See below.",
                List.of(new ReviewWork.Line("A.java", 3, 5, false, "Shorter:", "```\nx\n```"),
                        new ReviewWork.Line("B.java", 9, 9, true, "Why?", null)));

        JsonValue sent = sent("POST", "/reviews");
        assertThat(sent.get("comments").at(0).get("body").text())
                .isEqualTo("Shorter:\n\n````suggestion\n```\nx\n```\n````");
        assertThat(sent.get("comments").at(0).get("start_line").asInt(0)).isEqualTo(3);
        assertThat(sent.get("comments").at(1).get("side").text()).isEqualTo("LEFT");
        allIsAsGithubDescribesIt();
    }

    @Test
    void talksInDiscussions() {
        String said =
                "{\"id\": \"DC_1\", \"body\": \"x\", \"createdAt\": \"2026-11-22T12:00:00Z\", \"url\": \"https://x/1\","
                        + " \"author\": {\"login\": \"anna\"}";
        gives("POST /api/graphql", "{\"data\": {\"addDiscussionComment\": {\"comment\": " + said + "}}, \"repository\":"
                + " {\"discussion\": {\"id\": \"D_1\", \"title\": \"t\", \"body\": \"b\", \"closed\": false, \"createdAt\":"
                + " \"2026-11-22T12:00:00Z\", \"url\": \"https://x/1\", \"author\": null, \"labels\": {\"nodes\": []},"
                + " \"comments\": {\"pageInfo\": {\"hasNextPage\": false, \"endCursor\": null}, \"nodes\": [" + said
                + ", \"replies\": {\"nodes\": [" + said.replace("DC_1", "DC_2") + "}]}}]}}}}}");
        Talk talk = ability(Talk.class);
        Topic all = new Topic(Talk.Kind.DISCUSSION, 9);
        Topic thread = new Topic(Talk.Kind.DISCUSSION, 9, "DC_1");

        assertThat(talk.subject(REPO, all)).hasValueSatisfying(one -> assertThat(one.author()).isEqualTo("ghost"));
        assertThat(talk.remarks(REPO, all, NOON)).extracting(Talk.Remark::id).containsExactly("DC_1");
        assertThat(talk.remarks(REPO, thread, NOON)).extracting(Talk.Remark::id).containsExactly("DC_2");
        assertThat(talk.say(REPO, all, "x").id()).isEqualTo("DC_1");
        assertThat(sent("POST", "graphql").get("variables")).hasToString("{\"discussion\":\"D_1\",\"body\":\"x\"}");
        talk.say(REPO, thread, "y");
        assertThat(sent("POST", "graphql").get("variables").get("replyTo").text()).isEqualTo("DC_1");
        talk.edit(REPO, all, "DC_1", "z");
        talk.react(REPO, all, "", "👀", true);
        talk.react(REPO, all, "DC_1", "👀", false);
        assertThat(sent("POST", "graphql").get("variables")).hasToString("{\"id\":\"DC_1\",\"content\":\"EYES\"}");
    }

    @Test
    void makesADraftOfAPullRequest() {
        gives("GET /pulls/7", PULL.replace("\"draft\": true", "\"draft\": false"));
        gives("PATCH /pulls/7", PULL);
        gives("POST /api/graphql", "{\"data\": {}}");

        ability(PullRequestWork.class).change(REPO, 7, null, null, true);

        assertThat(sent("POST", "/api/graphql").get("query").text()).contains("convertPullRequestToDraft");
    }

    @Test
    void keepsIssuesAndReleases() {
        String issue =
                "{\"number\": 3, \"title\": \"t\", \"body\": null, \"state\": \"open\", \"labels\": [{\"name\": \"bug\"}],"
                        + " \"user\": null, " + AT + "}";
        gives("GET /issues",
                "[" + issue + "," + issue.replace("\"number\": 3", "\"number\": 4, \"pull_request\": {}") + "]");
        gives("POST /issues", issue);
        gives("PATCH /issues/3", issue);
        gives("POST /issues/3/labels", "[]");
        gives("GET /issues/3/labels", "[{\"name\": \"to do\"}]");
        gives("DELETE /issues/3/labels/to%20do", "[]");
        gives("GET /releases",
                "[{\"tag_name\": \"v1\", \"name\": \"\", \"body\": null, \"prerelease\": true, \"published_at\": \"2026-11-22T12:00:00Z\", "
                        + AT + "}]");
        Issues issues = ability(Issues.class);

        assertThat(issues.open(REPO, List.of("bug"), 10)).singleElement().satisfies(one -> {
            assertThat(one.number()).isEqualTo(3);
            assertThat(one.author()).isEqualTo("ghost");
        });
        issues.begin(REPO, "t", "b", List.of("bug"));
        issues.change(REPO, 3, false);
        issues.label(REPO, 3, "new", true);
        issues.label(REPO, 3, "to do", false);
        issues.label(REPO, 3, "absent", false);
        assertThat(ability(Releases.class).releases(REPO, 5)).singleElement()
                .satisfies(one -> assertThat(one.title()).isEqualTo("v1"));
        allIsAsGithubDescribesIt();
    }

    @Test
    void warnsOfWeaknessesAndTellsNoSecret() {
        gives("GET /dependabot/alerts",
                "[{\"number\": 1, \"dependency\": {\"package\": {\"name\": \"lodash\"}, \"manifest_path\":"
                        + " \"package.json\"}, \"security_advisory\": {\"summary\": \"Prototype pollution\", \"severity\": \"high\"},"
                        + " \"security_vulnerability\": {\"severity\": \"critical\", \"first_patched_version\": {\"identifier\": \"4.17.21\"}}, "
                        + AT + "}]");
        gives("GET /secret-scanning/alerts",
                "[{\"number\": 2, \"secret\": \"hunter2\", \"secret_type\": \"npm_token\", " + AT + "}]");
        gives("GET ", "{}");
        SecurityAlerts alerts = ability(SecurityAlerts.class);

        assertThat(alerts.alerts(REPO, Kind.DEPENDENCY)).singleElement().satisfies(one -> {
            assertThat(one.severity()).isEqualTo("critical");
            assertThat(one.fixed()).isEqualTo("4.17.21");
        });
        assertThat(alerts.alerts(REPO, Kind.SECRET).toString()).doesNotContain("hunter2");
        assertThat(alerts.alerts(REPO, Kind.CODE)).as("not switched on").isEmpty();
    }

    @Test
    void showsJobsAndArtifactsAndRunsAgain() {
        gives("GET /actions/runs/42/jobs",
                "{\"jobs\": [{\"id\": 1, \"name\": \"build\", \"status\": \"completed\", \"conclusion\":"
                        + " \"failure\", \"steps\": [{\"name\": \"Test\", \"conclusion\": \"failure\"}], " + AT
                        + "}]}");
        gives("GET /actions/runs/42/artifacts",
                "{\"artifacts\": [{\"id\": 9, \"name\": \"reports\", \"size_in_bytes\": 12, \"expired\": false}]}");
        gives("POST /actions/runs/42/rerun-failed-jobs", "{}");
        CiJobs ci = new GithubCi(context()).ability(CiJobs.class).orElseThrow();

        assertThat(ci.jobs(REPO, "42")).singleElement().satisfies(job -> {
            assertThat(job.state()).isEqualTo("failed");
            assertThat(job.failedStep()).isEqualTo("Test");
        });
        assertThat(ci.artifacts(REPO, "42")).extracting(CiJobs.Artifact::name).containsExactly("reports");
        ci.runAgain(REPO, "42");
        allIsAsGithubDescribesIt();
    }

    @Test
    void actsAsAnAppWhoseTokenIsRenewedInTime(@TempDir Path folder) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Path pem = folder.resolve("app.pem");
        // PKCS#1, as GitHub hands it out, is what stands in PKCS#8 behind 26 bytes.
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        byte[] pkcs1 = java.util.Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        Files.writeString(pem, "-----BEGIN RSA PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pkcs1)
                + "\n-----END RSA PRIVATE KEY-----\n");
        gives("GET /app", "{\"slug\": \"telecoder\"}");
        gives("GET /releases", "[]");
        var app = new GithubCodeHost(TestContext.with("api_url", server.url() + "/api/v3", "app_id", "12",
                "private_key_file", pem.toString(), "installation_id", "34").withClock(clock));
        Releases releases = app.ability(Releases.class).orElseThrow();
        List<String> tokens = new ArrayList<>();
        for (int minutes : List.of(0, 30, 26)) { // the third one has less than five minutes left
            clock.advance(Duration.ofMinutes(minutes));
            gives("POST /app/installations/34/access_tokens", "{\"token\": \"ghs_" + clock.instant().getEpochSecond()
                    + "\", \"expires_at\": \"" + clock.instant().plusSeconds(3600) + "\"}");
            releases.releases(REPO, 1);
            tokens.add(server.requests().getLast().headers().get("authorization"));
        }

        assertThat(tokens.get(0)).startsWith("Bearer ghs_").isEqualTo(tokens.get(1)).isNotEqualTo(tokens.get(2));
        assertThat(app.ability(GitTokens.class).orElseThrow().gitToken()).hasValueSatisfying(
                git -> assertThat("Bearer " + git.reveal()).as("for git too").isEqualTo(tokens.get(2)));
        assertThat(ability(GitTokens.class).gitToken()).as("a person's token is written down").isEmpty();
        assertThat(app.account()).contains("telecoder[bot]");
        String[] jwt = server.requests().stream().filter(one -> one.target().endsWith("/access_tokens")).findFirst()
                .orElseThrow().headers().get("authorization").substring(7).split("\\.");
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(pair.getPublic());
        check.update((jwt[0] + "." + jwt[1]).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(check.verify(Base64.getUrlDecoder().decode(jwt[2]))).as("GitHub can check the signature").isTrue();
        JsonValue claims = TestContext.with().json().parse(new String(Base64.getUrlDecoder().decode(jwt[1]),
                java.nio.charset.StandardCharsets.UTF_8));
        assertThat(claims.get("iss").text()).isEqualTo("12");
        assertThat(claims.get("exp").asLong(0) - claims.get("iat").asLong(0)).isLessThanOrEqualTo(600);
        allIsAsGithubDescribesIt();
    }

    @Test
    void noticesWhatGithubDoesNotDescribe() {
        OpenApi github = OpenApi.require();

        for (Request wrong : List.of(new Request("GET", "/repos/a/b/nothing", Map.of(), ""),
                new Request("GET", "/repos/a/b/pulls?stat=open", Map.of(), ""),
                new Request("GET", "/repos/a/b/pulls?state=opened", Map.of(), ""),
                new Request("POST", "/repos/a/b/issues", Map.of(), "{\"body\": \"no title\"}"),
                new Request("POST", "/repos/a/b/issues", Map.of(), "{\"title\": \"t\", \"text\": \"b\"}"))) {
            assertThat(github.violations(wrong)).as(wrong.toString()).isNotEmpty();
        }
    }

    /** Skipped where GitHub's description is not at hand. */
    private void allIsAsGithubDescribesIt() {
        OpenApi github = OpenApi.require();
        assertThat(server.requests().stream().filter(one -> !one.target().endsWith("/graphql"))
                .flatMap(one -> github.violations(one).stream()).toList()).isEmpty();
    }
}
