package dev.telecoder.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.WebApp;
import dev.telecoder.platform.plugin.PluginReport.State;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginUnloadTest {

    private static final int CYCLES = 20;

    @Test
    void leavesNoClassLoaderBehind(@TempDir Path home) throws InterruptedException {
        try (var bench = new Bench(home).configured("channels: {foo: {token: abc}}")) {
            Path jar = TestJar.plugin("foo", "1.0.0")
                    .extension(TestJar.app("foo.App", """
                    public record Settings(String token) {}
                    private final Settings settings;
                    public App(PluginContext context, dev.telecoder.api.signal.Signals signals) {
                        settings = context.config(Settings.class);
                        context.json().toJson(context.json().bind(context.json().parse("{\\"token\\":\\"x\\"}"), Settings.class));
                    }""", "\" + settings.token() + \"").replace("public class",
                            "@Configured(\"channels.foo\") public class"))
                    .into(bench.user);
            var loaders = new ArrayList<WeakReference<ClassLoader>>();

            for (int i = 0; i < CYCLES; i++) {
                loaders.add(cycle(bench, jar));
            }

            Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
            while (alive(loaders) > 0 && Instant.now().isBefore(deadline)) {
                System.gc();
                // Collecting without a pause would hold up the threads that are to let go.
                LockSupport.parkNanos(50_000_000);
            }
            assertThat(alive(loaders)).as("class loaders left of " + CYCLES).isZero();
        }
    }

    private static WeakReference<ClassLoader> cycle(Bench bench, Path jar) {
        assertThat(bench.host.load(jar).state()).isEqualTo(State.STARTED);
        assertThat(bench.answerOf("foo")).isEqualTo("abc");
        assertThat(bench.host.sectionUses()).hasSize(1);
        ClassLoader loader = bench.host.sectionUses().getFirst().type().getClassLoader();
        WebApp app = bench.host.of(WebApp.class).getFirst().instance();
        assertThat(Proxy.isProxyClass(app.getClass())).isTrue();
        bench.host.unload("foo");
        assertThat(bench.host.reports()).isEmpty();
        return new WeakReference<>(loader);
    }

    private static long alive(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }
}
