package dev.telecoder.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.config.ConfigProblem;
import dev.telecoder.platform.config.SectionUse;
import dev.telecoder.platform.plugin.PluginReport.State;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginConfigTest {

    @TempDir private Path home;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(home);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void keepsAPluginIdleUntilItsSectionIsThere() {
        PluginReport report = bench.loadBeside(wanting("@Configured(\"channels.foo\")"));

        assertThat(report.state()).isEqualTo(State.IDLE);
        assertThat(report.reason()).isEqualTo("config.yaml has no section channels.foo. Add it to use foo.");
        assertThat(report.extensions()).isEmpty();
        assertThat(bench.answerOf("foo")).isEmpty();
    }

    @Test
    void bindsTheSection() {
        bench.configured("channels: {foo: {token: abc, port: 7}}");

        PluginReport report = bench.loadBeside(wanting("@Configured(\"channels.foo\")"));

        assertThat(report.state()).isEqualTo(State.STARTED);
        assertThat(report.reason()).isEmpty();
        assertThat(bench.answerOf("foo")).isEqualTo("abc:7 in foo");
    }

    @Test
    void tellsAllThatIsWrongWithTheSection() {
        bench.configured("channels: {foo: {port: seven}}");

        PluginReport report = bench.loadBeside(wanting("@Configured(\"channels.foo\")"));

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.reason()).startsWith("config.yaml:1: channels.foo.port is \"seven\".");
        assertThat(bench.host.sectionUses()).extracting(SectionUse::path).containsExactly("channels.foo");
    }

    @Test
    void bindsDefaultsWhereTheSectionIsNotRequired() {
        PluginReport report = bench.loadBeside(wanting("@Configured(value = \"llm\", required = false)"));

        assertThat(report.state()).isEqualTo(State.STARTED);
        assertThat(bench.answerOf("foo")).isEqualTo("none:0 in foo");
    }

    @Test
    void callsSettingsWithoutAnAnnotationAFault() {
        PluginReport report = bench.loadBeside(wanting(""));

        assertThat(report.state()).isEqualTo(State.FAULTY);
        assertThat(report.reason())
                .isEqualTo("App was not made: foo.App asks for its settings but has no @Configured to"
                        + " name their section, such as @Configured(\"channels.telegram\").");
    }

    @Test
    void knowsWhoReadsASectionSoThatUnknownKeysAreToldOf() {
        bench.configured("channels: {foo: {token: abc, prot: 7}}");
        bench.loadBeside(wanting("@Configured(\"channels.foo\")"));

        var problems = bench.config.problems(bench.host.sectionUses());

        assertThat(problems).extracting(ConfigProblem::path).containsExactly("channels.foo.prot");
        assertThat(problems.getFirst().didYouMean()).isEqualTo("port");
    }

    @Test
    void givesServicesAndTheContextOfThePluginItself() {
        PluginReport report = bench.loadBeside(TestJar.plugin("asks", "1.0.0").extension(TestJar.app("asks.App", """
                private final String said;
                public App(dev.telecoder.api.signal.Signals signals, PluginContext context) {
                    signals.publish(dev.telecoder.api.signal.Signal.builder("a", "b", "c", context.clock().instant()).build());
                    said = context.pluginId() + " " + context.json().parse("[1]") + " " + context.dataDirectory().getFileName()
                        + " " + (Thread.currentThread().getContextClassLoader() == getClass().getClassLoader());
                }""", "\" + said + \"")));

        assertThat(report.state()).isEqualTo(State.STARTED);
        assertThat(bench.answerOf("asks")).isEqualTo("asks [1] asks true");
        assertThat(home.resolve("data/asks")).isDirectory();
    }

    private static TestJar wanting(String annotation) {
        String source = TestJar.app("foo.App", """
                public record Settings(Optional<String> token, int port) {}
                private final String said;
                public App(PluginContext context) {
                    Settings settings = context.config(Settings.class);
                    said = settings.token().orElse("none") + ":" + settings.port() + " in " + context.pluginId();
                }""", "\" + said + \"");
        return TestJar.plugin("foo", "1.0.0")
                .extension(source.replace("public class App", annotation + " public class App"));
    }
}
