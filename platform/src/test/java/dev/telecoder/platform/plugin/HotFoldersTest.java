package dev.telecoder.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.config.FolderWatch;
import dev.telecoder.platform.plugin.PluginReport.Source;
import dev.telecoder.platform.plugin.PluginReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that come, change and go in the folders while the host runs, beside a good one that keeps answering. */
class HotFoldersTest {

    @TempDir private Path home;

    private Bench bench;
    private FolderWatch watch;
    private Path outside;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench(home);
        outside = Files.createDirectories(home.resolve("outside"));
        Files.createDirectories(bench.user);
        TestJar.good("good", "1.0.0").into(Files.createDirectories(bench.bundled));
        bench.host.load();
        watch = new FolderWatch();
        watch.on(bench.user, bench.host::load);
        watch.on(bench.bundled, bench.host::load);
    }

    @AfterEach
    void close() {
        assertThat(bench.answerOf("good")).as("the good plugin all the while").isEqualTo("good 1.0.0");
        watch.close();
        bench.close();
    }

    @Test
    void takesUpAJarThatIsDroppedInAndLetsGoOfOneThatIsTaken() throws IOException {
        Path jar = drop(TestJar.good("todo", "1.0.0"), "todo.jar");
        answers("todo", "todo 1.0.0");

        Files.delete(jar);
        answers("todo", "");

        assertThat(bench.host.report("todo")).isEmpty();
    }

    @Test
    void replacesAJarByOneOfTheSameName() throws IOException {
        drop(TestJar.good("todo", "1.0.0"), "todo.jar");
        answers("todo", "todo 1.0.0");

        drop(TestJar.good("todo", "1.1.0"), "todo.jar");

        answers("todo", "todo 1.1.0");
    }

    @Test
    void survivesAJarThatIsOverwrittenInPlace() throws IOException {
        Path jar = drop(TestJar.plugin("late", "1.0.0")
                .extension(TestJar.app("late.App", "", "\" + Later.word() + \""))
                .source("package late; class Later { static String word() { return \"one\"; } }"), "late.jar");
        Bench.until("it is started", () -> bench.stateOf("late") == State.STARTED);
        var app = bench.app("late");

        // As cp does it: the same file, cut to nothing and written again. Later was not loaded yet.
        byte[] next = TestJar.good("late", "2.0.0").bytes();
        Files.write(jar, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        String answer = Bench.text(app);
        Files.write(jar, next, StandardOpenOption.TRUNCATE_EXISTING);

        assertThat(answer).isEqualTo("one");
        answers("late", "late 2.0.0");
    }

    @Test
    void goesOnWithWhatRunsWhileAJarIsHalfCopiedAndTakesItWhenItIsWhole() throws IOException {
        Path jar = drop(TestJar.good("todo", "1.0.0"), "todo.jar");
        answers("todo", "todo 1.0.0");
        byte[] next = TestJar.good("todo", "2.0.0").bytes();

        Files.write(jar, Arrays.copyOf(next, next.length / 2));
        Bench.until("the half is listed as refused",
                () -> bench.host.reports().stream().anyMatch(report -> report.state() == State.REFUSED));
        assertThat(bench.answerOf("todo")).isEqualTo("todo 1.0.0");
        assertThat(bench.host.report("todo").orElseThrow().reason()).contains("todo.jar", "goes on");
        Files.write(jar, next);

        answers("todo", "todo 2.0.0");
        assertThat(bench.host.reports()).allMatch(report -> report.state() == State.STARTED);
    }

    @Test
    void listsABrokenJarWithItsReasonAndForgetsItWhenItIsGone() throws IOException {
        Path jar = Files.writeString(bench.user.resolve("notes.jar"), "these are my notes");
        Bench.until("it is listed", () -> bench.stateOf("notes") == State.REFUSED);
        assertThat(bench.host.report("notes").orElseThrow().reason()).startsWith("notes.jar cannot be read");

        Files.delete(jar);

        Bench.until("it is forgotten", () -> bench.host.report("notes").isEmpty());
    }

    @Test
    void prefersTheUsersHigherVersionAndComesBackToTheBundledOne() throws IOException {
        drop(TestJar.good("tool", "1.0.0"), bench.bundled.resolve("tool.jar"));
        answers("tool", "tool 1.0.0");

        Path mine = drop(TestJar.good("tool", "1.2.0"), "tool-mine.jar");
        answers("tool", "tool 1.2.0");
        assertThat(bench.host.reports()).filteredOn(report -> report.id().equals("tool"))
                .filteredOn(report -> report.source() == Source.BUNDLED)
                .allSatisfy(report -> assertThat(report.reason()).contains("gives way to 1.2.0"));
        Files.delete(mine);

        answers("tool", "tool 1.0.0");
        assertThat(bench.stateOf("tool")).isEqualTo(State.STARTED);
    }

    @Test
    void keepsTheRunningVersionWhenTheNextOneDoesNotStart() throws IOException {
        drop(TestJar.good("todo", "1.0.0"), "todo.jar");
        answers("todo", "todo 1.0.0");

        drop(TestJar.plugin("todo", "2.0.0").extension(
                TestJar.app("todo.App", "public App() { throw new IllegalStateException(\"no\"); }", "")),
                "todo-2.jar");

        Bench.until("the new one is faulty", () -> bench.host.reports().stream()
                .anyMatch(report -> report.version().equals("2.0.0") && report.state() == State.FAULTY));
        assertThat(bench.answerOf("todo")).isEqualTo("todo 1.0.0");
        assertThat(bench.host.reports()).filteredOn(report -> report.version().equals("2.0.0"))
                .allSatisfy(report -> assertThat(report.reason()).contains("not made: no", "todo 1.0.0 goes on"));
    }

    @Test
    void startsThoseThatNeedAReplacedPluginAnewWithIt() throws IOException {
        drop(base("1.0.0", "one"), "base.jar");
        Bench.until("the base is there", () -> bench.stateOf("base") == State.STARTED);
        drop(TestJar.plugin("upper", "1.0.0").says("Plugin-Dependencies", "base")
                .source("package base; public class Word { public static String word() { return null; } }")
                .extension(TestJar.app("upper.App", "", "\" + base.Word.word() + \"")).leaveOut("base/Word.class"),
                "upper.jar");
        answers("upper", "one");

        drop(base("1.1.0", "two"), "base.jar");

        answers("upper", "two");
    }

    @Test
    void removesCopiesThatNoVersionUses() throws IOException {
        Path jar = drop(TestJar.good("todo", "1.0.0"), "todo.jar");
        answers("todo", "todo 1.0.0");
        drop(TestJar.good("todo", "1.1.0"), "todo.jar");
        answers("todo", "todo 1.1.0");
        Files.delete(jar);
        answers("todo", "");

        Bench.until("its copies are gone", () -> copies() == 0);
    }

    private long copies() {
        try (var all = Files.list(home.resolve("data/.loaded"))) {
            return all.filter(copy -> copy.getFileName().toString().startsWith("todo")).count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static TestJar base(String version, String word) {
        return TestJar.good("base", version).source(
                "package base; public class Word { public static String word() { return \"" + word + "\"; } }");
    }

    private void answers(String plugin, String answer) {
        long began = System.nanoTime();
        Bench.until(plugin + " answers '" + answer + "': " + bench.host.reports(),
                () -> bench.answerOf(plugin).equals(answer));
        assertThat((System.nanoTime() - began) / 1_000_000_000.0).as("seconds it took").isLessThan(10);
    }

    private Path drop(TestJar jar, String name) throws IOException {
        return drop(jar, bench.user.resolve(name));
    }

    /** By rename, as one should. */
    private Path drop(TestJar jar, Path to) throws IOException {
        Path beside = Files.write(outside.resolve(to.getFileName()), jar.bytes());
        return Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
