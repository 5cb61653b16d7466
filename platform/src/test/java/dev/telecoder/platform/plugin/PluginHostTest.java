package dev.telecoder.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.WebApp;
import dev.telecoder.platform.plugin.PluginReport.ExtensionInfo;
import dev.telecoder.platform.plugin.PluginReport.Source;
import dev.telecoder.platform.plugin.PluginReport.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginHostTest {

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
    void startsAPluginAndListsWhatItOffers() {
        Path jar = TestJar.good("one", "1.2.0").into(bench.bundled);

        bench.host.load();

        assertThat(bench.host.reports())
                .containsExactly(new PluginReport("one", "1.2.0", Source.BUNDLED, State.STARTED, "",
                        ">=1.0.0 & <2.0.0", java.util.List.of(new ExtensionInfo("web-app", "one")), jar));
        assertThat(bench.host.report("one").orElseThrow().toJson().toString()).isEqualTo("""
                {"id":"one","version":"1.2.0","source":"bundled","state":"started","reason":"",\
                "requires":">=1.0.0 & <2.0.0","extensions":[{"kind":"web-app","id":"one"}]}""");
        assertThat(bench.answerOf("one")).isEqualTo("one 1.2.0");
    }

    @Test
    void givesTheSameInstanceEachTime() {
        TestJar.good("one", "1.2.0").into(bench.bundled);
        bench.host.load();

        WebApp first = bench.host.of(WebApp.class).getFirst().instance();
        WebApp second = bench.host.of(WebApp.class).getFirst().instance();

        assertThat(first).isSameAs(second).isEqualTo(second).hasSameHashCodeAs(second).hasToString("one/Gone");
    }

    @Test
    void worksWithoutAnyFolder() {
        bench.host.load();

        assertThat(bench.host.reports()).isEmpty();
        assertThat(bench.host.of(WebApp.class)).isEmpty();
    }

    @Test
    void takesTheUsersFileOnlyIfItIsNewer() {
        Path older = TestJar.good("one", "1.0.0").into(bench.bundled);
        Path newer = TestJar.good("one", "1.10.0").into(bench.user);
        Path kept = TestJar.good("two", "2.0.0").into(bench.bundled);
        Path given = TestJar.good("two", "1.9.0").into(bench.user);

        bench.host.load();

        assertThat(bench.answerOf("one")).isEqualTo("one 1.10.0");
        assertThat(bench.answerOf("two")).isEqualTo("two 2.0.0");
        assertThat(bench.reportOf(newer).state()).isEqualTo(State.STARTED);
        assertThat(bench.reportOf(kept).state()).isEqualTo(State.STARTED);
        assertThat(bench.reportOf(older).state()).isEqualTo(State.REFUSED);
        assertThat(bench.reportOf(older).reason()).isEqualTo("one 1.0.0 (bundled) gives way to 1.10.0 (yours), which is"
                + " newer. Remove one-1.0.0.jar to be rid of this note.");
        assertThat(bench.reportOf(given).reason()).startsWith("two 1.9.0 (yours) gives way to 2.0.0 (bundled)");
        assertThat(bench.host.report("one").orElseThrow().jar()).isEqualTo(newer);
    }

    @Test
    void keepsTheBundledFileWhereTheUsersNeedsAnotherApi() {
        TestJar.good("one", "1.0.0").into(bench.bundled);
        TestJar.good("one", "2.0.0").says("Plugin-Requires", ">=2.0.0").into(bench.user);

        bench.host.load();

        assertThat(bench.answerOf("one")).isEqualTo("one 1.0.0");
    }

    @Test
    void readsAZipWithItsLibraries() throws IOException {
        byte[] library = TestJar.plugin("x", "0").without("Plugin-Id").notIndexed()
                .source("package lib; public class Library { public static String text() { return \"from the library\"; } }")
                .bytes();
        byte[] plugin = TestJar.plugin("zipped", "1.0.0")
                .source("package lib; public class Library { public static String text() { return null; } }")
                .extension(TestJar.app("zipped.App", "", "\" + lib.Library.text() + \""))
                .bytes();
        Files.createDirectories(bench.user);
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("lib/a-library.jar"));
            zip.write(library);
            zip.putNextEntry(new ZipEntry("lib/zipped.jar"));
            zip.write(plugin);
            zip.putNextEntry(new ZipEntry("lib/../../evil.jar"));
            zip.write(library);
        }
        Files.write(bench.user.resolve("zipped-1.0.0.zip"), bytes.toByteArray());

        bench.host.load();

        assertThat(bench.answerOf("zipped")).isEqualTo("from the library");
        assertThat(home.resolve("evil.jar")).doesNotExist();
        assertThat(bench.home.resolve("data/evil.jar")).doesNotExist();
    }

    @Test
    void startsAPluginAfterTheOneItNeedsAndGivesItItsClasses() {
        TestJar.good("b-base", "1.5.0")
                .source("package base; public class Base { public static String text() { return \"base\"; } }")
                .into(bench.user);
        TestJar.plugin("a-user", "1.0.0").says("Plugin-Dependencies", "b-base@>=1.0.0")
                .source("package base; public class Base { public static String text() { return \"own copy\"; } }")
                .extension(TestJar.app("user.App", "", "\" + base.Base.class.getName() + \""))
                .into(bench.user);

        bench.host.load();

        assertThat(bench.answerOf("a-user")).isEqualTo("base.Base");
        assertThat(bench.host.reports()).extracting(PluginReport::state).containsOnly(State.STARTED);
    }

    @Test
    void switchesOffAndOnAlsoForTheNextStart() {
        TestJar.good("one", "1.0.0").into(bench.bundled);
        TestJar.good("needs-one", "1.0.0").says("Plugin-Dependencies", "one").into(bench.bundled);
        var changes = new AtomicInteger();
        bench.host.onChange(changes::incrementAndGet);
        bench.host.load();

        bench.host.disable("one");
        bench.host.close();
        bench.host = bench.newHost();
        bench.host.load();

        assertThat(changes).hasValue(2);
        assertThat(bench.answerOf("one")).isEmpty();
        assertThat(bench.host.report("one").orElseThrow().state()).isEqualTo(State.DISABLED);
        assertThat(bench.host.report("needs-one").orElseThrow().state()).isEqualTo(State.REFUSED);
        bench.host.enable("one");
        assertThat(bench.answerOf("one")).isEqualTo("one 1.0.0");
        assertThat(bench.answerOf("needs-one")).isEqualTo("needs-one 1.0.0");
        bench.host.disable("one");
        assertThat(bench.answerOf("needs-one")).isEmpty();
        assertThat(bench.host.report("needs-one").orElseThrow().reason())
                .contains("needs the plugin one, which is not");
    }

    @Test
    void refusesToSwitchWhatIsNotThere() {
        assertThatThrownBy(() -> bench.host.enable("nobody"))
                .isInstanceOf(PluginException.class)
                .hasMessage("There is no plugin nobody. The plugins there are: telecoder plugins list");
    }

    @Test
    void loadsOnePluginAndForgetsItAgain() {
        bench.host.load();
        Path jar = TestJar.good("late", "1.0.0").into(bench.user);

        PluginReport loaded = bench.host.load(jar);

        assertThat(loaded.state()).isEqualTo(State.STARTED);
        assertThat(bench.answerOf("late")).isEqualTo("late 1.0.0");
        assertThat(bench.host.unload("late")).isTrue();
        assertThat(bench.host.unload("late")).isFalse();
        assertThat(bench.host.reports()).isEmpty();
        assertThat(bench.host.of(WebApp.class)).isEmpty();
    }
}
