package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.plugin.TestJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services of {@code repos[].ci} that no plugin knows are named where settings are checked. */
class CiNamesTest {

    private static final String PROVIDER = """
            package ci;
            import dev.telecoder.api.*;
            import dev.telecoder.api.repo.*;
            import java.util.*;
            ANNOTATION
            public class NAME implements CiProvider {
                public String id() { return "ID"; }
                public List<CiProvider.Run> runs(String repo, String branch, int limit) { return List.of(); }
                public String log(String repo, String run) { return ""; }
                @Setting("Settings.")
                public record Settings(@Setting("A token.") String token) {}
            }
            """;

    @TempDir Path home;

    @Test
    void aServiceThatNoPluginOffersIsNamedWithTheNearestOne() throws Exception {
        TestJar.plugin("ci", "1.0.0").extension(provider("Plain", "", "buildkite"))
                .extension(provider("Waiting", "@Configured(value = \"gitlab\", settings = Waiting.Settings.class)",
                        "gitlab"))
                .into(Files.createDirectories(home.resolve("plugins")));
        Files.writeString(home.resolve("config.yaml"), """
                repos:
                  - {name: my/api, url: "file:///nowhere", host: none, ci: [buildkite, gitlab]}
                  - name: my/web
                    url: "file:///nowhere"
                    ci: [buildkite, buildkit]
                  - {name: my/app, url: "file:///nowhere", ci: [jenkins]}
                """);

        Typed typed = Typed.in(home, "config", "validate", "--json");

        List<JsonValue> problems = new HostJson().parse(typed.out()).items();
        assertThat(problems).extracting(one -> one.get("line").asInt(0) + " " + one.get("path").text() + " "
                + one.get("problem").text() + ", " + one.get("expected").text() + "; " + one.get("did_you_mean").text())
                .containsExactly(
                        "5 repos[1].ci[1] is \"buildkit\", which no installed plugin offers, one of buildkite, gitlab;"
                                + " buildkite",
                        "6 repos[2].ci[0] is \"jenkins\", which no installed plugin offers, one of buildkite, gitlab; ");
        assertThat(typed.exit()).isEqualTo(1);
        assertThat(Typed.in(home, "doctor").out()).contains("repos[1].ci[1] is \"buildkit\"",
                "Did you mean buildkite?");
    }

    private static String provider(String name, String annotation, String id) {
        return PROVIDER.replace("NAME", name).replace("ANNOTATION", annotation).replace("ID", id);
    }
}
