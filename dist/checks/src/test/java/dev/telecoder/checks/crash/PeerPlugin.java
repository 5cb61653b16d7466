package dev.telecoder.checks.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/**
 * A plugin of somebody else's, compiled against the distribution's libraries as they are: a channel and skills to
 * count by.
 */
final class PeerPlugin {

    private static final String PACKAGE = "dev/telecoder/checks/peer/";
    private static final List<String> EXTENSIONS = List.of("FakeChannel", "AppendSkill", "OnceSkill", "StubbornSkill");

    private PeerPlugin() {}

    static Path compile(Path folder) throws IOException {
        List<String> sources = new ArrayList<>();
        for (String name : Stream.concat(EXTENSIONS.stream(), Stream.of("Lines")).toList()) {
            Path source = folder.resolve("src").resolve(PACKAGE).resolve(name + ".java");
            Files.createDirectories(source.getParent());
            try (InputStream text = PeerPlugin.class.getResourceAsStream("/crash/" + name + ".java")) {
                Files.write(source, text.readAllBytes());
            }
            sources.add(source.toString());
        }
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(said, manager, null,
                    List.of("-proc:none", "-nowarn", "-cp", libraries(), "-d", classes.toString()), null,
                    manager.getJavaFileObjects(sources.toArray(String[]::new))).call();
            if (!compiled) {
                throw new IllegalStateException("The plugin does not compile:\n" + said);
            }
        }
        return pack(classes, folder.resolve("checks-peer.jar"));
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(new Attributes.Name("Plugin-Id"), "checks-peer");
        main.put(new Attributes.Name("Plugin-Version"), "1.0.0");
        main.put(new Attributes.Name("Plugin-Provider"), "the checks");
        main.put(new Attributes.Name("Plugin-Requires"), ">=1.0.0 & <2.0.0");
        try (OutputStream file = Files.newOutputStream(jar); var out = new JarOutputStream(file, manifest);
                Stream<Path> compiled = Files.list(classes.resolve(PACKAGE))) {
            for (Path entry : compiled.sorted().toList()) {
                out.putNextEntry(new ZipEntry(PACKAGE + entry.getFileName()));
                Files.copy(entry, out);
            }
            out.putNextEntry(new ZipEntry("META-INF/extensions.idx"));
            for (String name : EXTENSIONS) {
                out.write((PACKAGE.replace('/', '.') + name + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static String libraries() {
        try (Stream<Path> jars = Files.list(HostProcess.distribution().resolve("lib"))) {
            return jars.map(Path::toString).filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        } catch (IOException e) {
            throw new UncheckedIOException("There is no distribution. Run `mvn package` in the whole tree first.", e);
        }
    }
}
