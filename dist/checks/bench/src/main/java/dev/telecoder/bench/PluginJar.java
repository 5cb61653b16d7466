package dev.telecoder.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Packs classes of the benchmark as plugins. */
final class PluginJar {

    private static final String FOLDER = "dev/telecoder/bench/channel/";

    private PluginJar() {}

    static void channel(Path jar) throws IOException {
        write(jar, "channel-bench", "1.0.0", List.of("BenchChannel", "BenchConfig"));
    }

    static void skill(Path jar, String version) throws IOException {
        write(jar, "skills-bench", version, List.of("BenchSkill", "BenchSkill$Input"));
    }

    /** Under its name stands only a complete jar, as an installer does it. */
    private static void write(Path jar, String id, String version, List<String> classes) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(new Attributes.Name("Plugin-Id"), id);
        main.put(new Attributes.Name("Plugin-Version"), version);
        main.put(new Attributes.Name("Plugin-Provider"), "the benchmark");
        main.put(new Attributes.Name("Plugin-Requires"), ">=1.0.0 & <2.0.0");
        Files.createDirectories(jar.getParent());
        Path partial = jar.resolveSibling("." + jar.getFileName() + ".partial");
        try (var out = new JarOutputStream(Files.newOutputStream(partial), manifest)) {
            for (String name : classes) {
                out.putNextEntry(new ZipEntry(FOLDER + name + ".class"));
                try (InputStream code = PluginJar.class.getResourceAsStream("/" + FOLDER + name + ".class")) {
                    code.transferTo(out);
                }
            }
            out.putNextEntry(new ZipEntry("META-INF/extensions.idx"));
            out.write((FOLDER.replace('/', '.') + classes.getFirst() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Files.move(partial, jar, StandardCopyOption.ATOMIC_MOVE);
    }
}
