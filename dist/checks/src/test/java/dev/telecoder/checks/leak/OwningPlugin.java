package dev.telecoder.checks.leak;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A plugin that owns a thread, a pool and an open stream, compiled here. A tidy one ends the first two; the other ends nothing,
 * and nobody but itself can end its pool.
 */
final class OwningPlugin {

    private static final String SOURCE = """
            package owning;

            import dev.telecoder.api.PluginContext;
            import dev.telecoder.api.http.HttpRequest;
            import dev.telecoder.api.http.HttpStream;
            import dev.telecoder.api.http.WebApp;
            import java.net.URI;
            import java.util.Optional;
            import java.util.concurrent.ExecutorService;
            import java.util.concurrent.Executors;
            import java.util.concurrent.locks.LockSupport;
            import org.pf4j.Extension;

            @Extension
            @dev.telecoder.api.Configured("channels.owning")
            public final class Owner implements WebApp%s {

                record Settings(String apiUrl) {}

                private static final ThreadLocal<Object> MARK = ThreadLocal.withInitial(Object::new);

                private final PluginContext context;
                private final ExecutorService pool = Executors.newFixedThreadPool(2);
                private final Thread thread = new Thread(Owner::waitForTheEnd, "owned-thread");

                public Owner(PluginContext context) {
                    this.context = context;
                    thread.start();
                }

                private static void waitForTheEnd() {
                    MARK.get();
                    while (!Thread.currentThread().isInterrupted()) {
                        LockSupport.park();
                    }
                }

                @Override
                public Optional<Resource> resource(String path) {
                    try {
                        HttpStream stream = context.http().stream(HttpRequest.get(URI.create(
                                context.config(Settings.class).apiUrl() + "/stream")));
                        String first = pool.submit(stream::nextLine).get();
                        Thread.ofPlatform().start(stream::rest);
                        return Optional.of(new Resource("text/plain", first.getBytes()));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }

                public void close() {
                    thread.interrupt();
                    pool.shutdownNow();
                }
            }
            """;

    private OwningPlugin() {}

    static Path jar(Path folder, boolean tidy) throws IOException {
        Path sources = Files.createTempDirectory(folder.getParent(), "owning");
        Path source = Files.writeString(sources.resolve("Owner.java"),
                SOURCE.formatted(tidy ? ", AutoCloseable" : ""));
        Path classes = sources.resolve("classes");
        var said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        if (!compiler.getTask(said, files, null, List.of("-proc:none", "-nowarn", "-d", classes.toString()), null,
                files.getJavaFileObjects(source)).call()) {
            throw new IllegalArgumentException("The plugin does not compile:\n" + said);
        }
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", "owning");
        manifest.getMainAttributes().putValue("Plugin-Version", "1.0.0");
        manifest.getMainAttributes().putValue("Plugin-Requires", ">=1.0.0 & <2.0.0");
        Path jar = folder.resolve("owning-1.0.0.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> made = Files.walk(classes)) {
            out.putNextEntry(new JarEntry("META-INF/extensions.idx"));
            out.write("owning.Owner\n".getBytes(StandardCharsets.UTF_8));
            for (Path file : made.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }
}
