package dev.telecoder.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Packs the benchmark's own channel as a plugin. */
final class PluginJar {

    private static final String FOLDER = "dev/telecoder/bench/channel/";
    private static final List<String> CLASSES = List.of("BenchChannel", "BenchConfig");

    private PluginJar() {}

    static void write(Path jar, String version) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(new Attributes.Name("Plugin-Id"), "channel-bench");
        main.put(new Attributes.Name("Plugin-Version"), version);
        main.put(new Attributes.Name("Plugin-Provider"), "the benchmark");
        main.put(new Attributes.Name("Plugin-Requires"), ">=0.1.0 & <1.0.0");
        Files.createDirectories(jar.getParent());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String name : CLASSES) {
                out.putNextEntry(new ZipEntry(FOLDER + name + ".class"));
                try (InputStream code = PluginJar.class.getResourceAsStream("/" + FOLDER + name + ".class")) {
                    code.transferTo(out);
                }
            }
            out.putNextEntry(new ZipEntry("META-INF/extensions.idx"));
            out.write((FOLDER.replace('/', '.') + "BenchChannel\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
