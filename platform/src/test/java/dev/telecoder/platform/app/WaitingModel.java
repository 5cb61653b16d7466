package dev.telecoder.platform.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** A plugin whose model answers when it is told to: it makes a file for each question, and waits for the file {@code go}. */
final class WaitingModel {

    private static final String SOURCE = """
            package waiting;
            import dev.telecoder.api.*;
            import dev.telecoder.api.llm.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.function.Consumer;
            @Configured(value = "llm", required = false, settings = WaitingProvider.Settings.class)
            public final class WaitingProvider implements LlmProvider {
                @Setting("What the waiting model reads.")
                public record Settings(@Setting("Where it leaves its files.") String folder) {}
                private final Path folder;
                public WaitingProvider(PluginContext context) {
                    String named = context.config(Settings.class).folder();
                    folder = Path.of(named == null ? "." : named);
                }
                public String id() { return "waiting"; }
                public List<LlmModel> models() { return List.of(LlmModel.builder("patient").build(), LlmModel.builder("other").build()); }
                public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
                    try {
                        Files.createTempFile(folder, "asked", "");
                        while (!Files.exists(folder.resolve("go"))) {
                            Thread.sleep(10);
                        }
                    } catch (Exception e) {
                        throw PluginException.of(Failure.CANCELLED, "It was interrupted.", e);
                    }
                    return new LlmResponse(ChatMessage.text(ChatMessage.Role.ASSISTANT, "All well, says " + request.model() + "."),
                            LlmResponse.Stop.END, LlmResponse.Usage.of(1, 1));
                }
            }
            """;

    private WaitingModel() {}

    static void into(Path plugins, Path work) throws IOException {
        Files.createDirectories(plugins);
        Path source = Files.createDirectories(work.resolve("waiting")).resolve("WaitingProvider.java");
        Files.writeString(source, SOURCE);
        Path classes = Files.createDirectories(work.resolve("classes"));
        int compiled = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-nowarn", "-d",
                classes.toString(), source.toString());
        if (compiled != 0) {
            throw new IllegalStateException("The plugin does not compile.");
        }
        Manifest manifest = new Manifest();
        Attributes said = manifest.getMainAttributes();
        said.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        said.putValue("Plugin-Id", "llm-waiting");
        said.putValue("Plugin-Version", "1.0.0");
        said.putValue("Plugin-Requires", ">=1.0.0 & <2.0.0");
        try (OutputStream out = Files.newOutputStream(plugins.resolve("llm-waiting-1.0.0.jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
            }
            jar.putNextEntry(new ZipEntry("META-INF/extensions.idx"));
            jar.write("waiting.WaitingProvider\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    static long asked(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("asked")).count();
        }
    }

    static void go(Path folder) throws IOException {
        Files.writeString(folder.resolve("go"), "");
    }
}
