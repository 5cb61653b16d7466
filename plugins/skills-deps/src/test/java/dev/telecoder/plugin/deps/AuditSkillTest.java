package dev.telecoder.plugin.deps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSkillTest {

    private static final String ONE = """
            {"packages": [{"ecosystem": "npm", "name": "lodash", "version": "4.17.15"}], "outdated": false}""";
    private static final Map<String, String> RECORDS = Map.of(
            "GHSA-1", record("GHSA-1", "npm", "lodash", "4.17.0", "4.17.19", ""),
            "GHSA-2", record("GHSA-2", "npm", "lodash", "4.17.16", "4.17.19", ""),
            "GHSA-3", record("GHSA-3", "npm", "lodash", "0", "9.0.0", "\"withdrawn\":\"2024-01-01T00:00:00Z\","));

    @TempDir private Path workspace;
    @TempDir private Path home;

    private final LoopbackServer server = LoopbackServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void decidesItselfAndAgreesLiveCachedAndOffline() throws IOException {
        answerLikeOsv();
        for (Map.Entry<String, String> one : RECORDS.entrySet()) {
            Path file = workspace.resolve("osv/deep/" + one.getKey() + ".json");
            Files.createDirectories(file.getParent());
            Files.writeString(file, one.getValue());
        }
        Files.writeString(workspace.resolve("osv/broken.json"), "{");

        JsonValue live = run(ONE).data().orElseThrow();
        server.answer(Reply.of(503, ""));
        JsonValue cached = run(ONE).data().orElseThrow();
        JsonValue offline =
                run(ONE.replace("\"outdated\"", "\"database\": \"osv\", \"outdated\"")).data().orElseThrow();

        assertThat(live.get("findings").items()).hasSize(1);
        assertThat(live.get("findings").at(0).get("id").text()).isEqualTo("GHSA-1");
        assertThat(live.get("findings").at(0).get("fixed").text()).isEqualTo("4.17.19");
        assertThat(cached.get("findings")).isEqualTo(live.get("findings"));
        assertThat(offline.get("findings")).isEqualTo(live.get("findings"));
        assertThat(cached.get("notes").at(0).text()).contains("said before");
    }

    @Test
    void asksForManyInBatchesAndFollowsPages() {
        server.answer(request -> {
            if (request.target().startsWith("/v1/vulns/")) {
                return Reply.of(200, RECORDS.get(request.target().substring(10)));
            }
            int queries = request.body().split("\"package\"").length - 1;
            boolean second = request.body().contains("\"page_token\":\"more\"");
            String first = second ? "{\"vulns\":[{\"id\":\"GHSA-1\",\"modified\":\"1\"}]}"
                    : request.body().contains("lodash") ? "{\"vulns\":[{\"id\":\"GHSA-2\",\"modified\":\"1\"}],"
                            + "\"next_page_token\":\"more\"}" : "{}";
            return Reply.of(200, "{\"results\":[" + first + ",{}".repeat(queries - 1) + "]}");
        });
        String others = IntStream.range(0, 1100).mapToObj(i -> "{\"ecosystem\":\"npm\",\"name\":\"p" + i
                + "\",\"version\":\"1.0.0\"}").collect(Collectors.joining(","));

        SkillResult result = run("{\"outdated\":false,\"packages\":[{\"ecosystem\":\"npm\",\"name\":\"lodash\","
                + "\"version\":\"4.17.15\"}," + others + "]}");

        assertThat(result.data().orElseThrow().get("findings").items()).extracting(one -> one.get("id").text())
                .containsExactly("GHSA-1");
        assertThat(server.requests().stream().filter(request -> request.target().endsWith("querybatch"))
                .map(request -> request.body().split("\"package\"").length - 1))
                .containsExactlyInAnyOrder(1000, 1, 101);
    }

    @Test
    void saysWhatToDoWhereTheServiceNeverAnswered() {
        server.answer(Reply.of(500, "broken"));

        assertThatThrownBy(() -> run(ONE)).isInstanceOf(PluginException.class).hasMessageContaining("osv.api_url")
                .hasMessageContaining("database");
    }

    @Test
    void tellsNewerReleasesOfEachRegistryAndNeverFailsForOne() {
        server.answer(request -> switch (request.target()) {
            case "/npm/@s%2Fa" -> Reply.of(200, "{\"dist-tags\":{\"latest\":\"2.0.0\"}}");
            case "/py/pypi/a-b/json" -> Reply.of(200, "{\"info\":{\"version\":\"1.1\"}}");
            case "/mvn/org/x/lib/maven-metadata.xml" -> Reply.of(200, "<metadata><versioning><versions>"
                    + "<version>1.0</version><version>1.2</version><version>2.0-beta1</version></versions></versioning></metadata>");
            case "/crates/api/v1/crates/c" -> Reply.of(200, "{\"crate\":{\"max_stable_version\":\"1.0.1\"}}");
            case "/go/github.com/!a/b/@latest" -> Reply.of(200, "{\"Version\":\"v1.5.0\"}");
            case "/php/p2/v/p.json" ->
                    Reply.of(200, "{\"packages\":{\"v/p\":[{\"version\":\"v2.0.0\"},{\"version\":\"v2.1.0-RC1\"}]}}");
            case "/nuget/v3-flatcontainer/n.n/index.json" ->
                    Reply.of(200, "{\"versions\":[\"1.0.0\",\"1.1.0\",\"2.0.0-preview\"]}");
            case "/osv/v1/querybatch" -> Reply.of(200, "{\"results\":[{},{},{},{},{},{},{},{}]}");
            default -> Reply.of(500, "");
        });
        String at = server.url().toString();
        TestContext host = TestContext.withJson("{\"api_url\":\"" + at + "/osv\",\"registries\":{\"npm\":\"" + at
                + "/npm\",\"pypi\":\"" + at + "/py/\",\"Maven\":\"" + at + "/mvn\",\"crates.io\":\"" + at
                + "/crates\",\"Go\":\"" + at + "/go\",\"Packagist\":\"" + at + "/php\",\"NuGet\":\"" + at
                + "/nuget\",\"RubyGems\":\"" + at + "/gems\"}}").withDataDirectory(home);

        SkillResult result = new AuditSkill(host).run(SkillInputs.of("""
                {"packages": [{"ecosystem": "npm", "name": "@s/a", "version": "1.0.0"},
                {"ecosystem": "PyPI", "name": "A_b", "version": "1.1"}, {"ecosystem": "Maven", "name": "org.x:lib", "version": "1.0"},
                {"ecosystem": "crates.io", "name": "c", "version": "1.0.0"}, {"ecosystem": "Go", "name": "github.com/A/b", "version": "v1.4.0"},
                {"ecosystem": "Packagist", "name": "v/p", "version": "1.9"}, {"ecosystem": "NuGet", "name": "N.N", "version": "1.0.0"},
                {"ecosystem": "RubyGems", "name": "g", "version": "1.0.0"}]}"""), TestSkillContext.in(workspace));

        assertThat(result.succeeded()).isTrue();
        assertThat(result.data().orElseThrow().get("outdated").items())
                .extracting(one -> one.get("package").text() + " " + one.get("latest").text())
                .containsExactlyInAnyOrder("@s/a 2.0.0", "org.x:lib 1.2", "c 1.0.1", "github.com/A/b v1.5.0",
                        "v/p v2.0.0",
                        "N.N 1.1.0");
        assertThat(result.output()).contains("did not answer: RubyGems");
    }

    @Test
    void rereadsADatabaseThatChanged() throws IOException {
        Path folder = Files.createDirectories(workspace.resolve("osv"));
        AuditSkill skill = skill();
        String input = ONE.replace("\"outdated\"", "\"database\": \"osv\", \"outdated\"");
        Files.writeString(folder.resolve("a.json"), RECORDS.get("GHSA-2"));

        SkillResult before = skill.run(SkillInputs.of(input), TestSkillContext.in(workspace));
        Files.writeString(folder.resolve("b.json"), "[" + RECORDS.get("GHSA-1") + "," + RECORDS.get("GHSA-1") + "]");
        SkillResult after = skill.run(SkillInputs.of(input), TestSkillContext.in(workspace));

        assertThat(before.output()).contains("no known vulnerability");
        assertThat(after.data().orElseThrow().get("findings").items()).hasSize(1);
    }

    @Test
    void takesAManifestThatNamesNothingForAnAnswer() throws IOException {
        Files.createDirectories(workspace.resolve("osv"));
        Files.writeString(workspace.resolve("go.mod"), "module example.com/mux\n\ngo 1.12\n");

        SkillResult result = run("{\"database\":\"osv\",\"outdated\":false}");

        assertThat(result.succeeded()).isTrue();
        assertThat(result.data().orElseThrow().get("packages").items()).isEmpty();
    }

    @Test
    void tellsTheWayToTheDirectDependency() throws IOException {
        answerLikeOsv();
        Files.writeString(workspace.resolve("package-lock.json"), """
                {"lockfileVersion": 3, "packages": {"": {"dependencies": {"app-kit": "1"}},
                 "node_modules/app-kit": {"version": "1.0.0", "dependencies": {"lodash": "4"}},
                 "node_modules/lodash": {"version": "4.17.15"}}}""");

        SkillResult result = run("{\"outdated\": false}");

        assertThat(result.data().orElseThrow().get("findings").at(0).get("via").items()).extracting(JsonValue::text)
                .containsExactly("app-kit", "lodash");
        assertThat(result.output()).contains("needed by app-kit > lodash");
    }

    private void answerLikeOsv() {
        server.answer(request -> {
            if (request.target().startsWith("/v1/vulns/")) {
                return Reply.of(200, RECORDS.get(request.target().substring(10)));
            }
            List<String> results = IntStream.range(1, request.body().split("\"package\"").length).mapToObj(i -> request
                    .body()
                    .split("\"package\"")[i].contains("lodash") ? "{\"vulns\":[{\"id\":\"GHSA-1\",\"modified\":\"1\"},"
                            + "{\"id\":\"GHSA-2\",\"modified\":\"1\"},{\"id\":\"GHSA-3\",\"modified\":\"1\"}]}" : "{}")
                    .toList();
            return Reply.of(200, "{\"results\":[" + String.join(",", results) + "]}");
        });
    }

    private SkillResult run(String input) {
        return skill().run(SkillInputs.of(input), TestSkillContext.in(workspace));
    }

    private AuditSkill skill() {
        return new AuditSkill(TestContext.with("api_url", server.url().toString()).withDataDirectory(home));
    }

    private static String record(String id, String ecosystem, String name, String introduced, String fixed,
            String more) {
        return "{\"id\":\"" + id + "\"," + more + "\"aliases\":[\"CVE-" + id
                + "\"],\"summary\":\"Bad\",\"affected\":[{\"package\":"
                + "{\"ecosystem\":\"" + ecosystem + "\",\"name\":\"" + name
                + "\"},\"ranges\":[{\"type\":\"SEMVER\",\"events\":["
                + "{\"introduced\":\"" + introduced + "\"},{\"fixed\":\"" + fixed + "\"}]}]}]}";
    }
}
