package dev.telecoder.platform.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.Plugin;
import org.pf4j.PluginDependency;

/** Reads what a plugin's file says of itself, without loading a class of it. For one thread. */
final class Inspector {

    private static final String INDEX = "META-INF/extensions.idx";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Copies copies;

    Inspector(Copies copies) {
        this.copies = copies;
    }

    PluginFile inspect(Path path, PluginReport.Source source, Stamp stamp) throws Refusal {
        List<Path> classPath;
        try {
            // What came with TeleCoder is replaced with it, by rename, and is too much to be copied.
            boolean own = source == PluginReport.Source.BUNDLED && !path.toString().endsWith(".zip");
            classPath = own ? List.of(path) : copies.of(path, stamp);
        } catch (IOException | RuntimeException e) {
            throw unreadable(path, e);
        }
        var found = new Contents();
        for (Path part : classPath) {
            try {
                found.read(part);
            } catch (IOException | RuntimeException e) {
                throw unreadable(path, e);
            }
        }
        Attributes manifest = found.manifest;
        if (manifest == null) {
            throw new Refusal(name(path), "", "", path.getFileName() + " is no plugin: its manifest names no Plugin-Id."
                    + " Remove it from the plugin folder, or build it with telecoder-plugin-parent.");
        }
        DefaultPluginDescriptor descriptor = descriptor(path, manifest);
        if (!found.indexed) {
            throw new Refusal(descriptor.getPluginId(), descriptor.getVersion(), descriptor.getRequires(),
                    descriptor.getPluginId() + " " + descriptor.getVersion() + " has no " + INDEX
                            + ", so it offers nothing."
                            + " Since Java 23 the compiler runs PF4J's annotation processor only if told to: build it"
                            + " with <proc>full</proc>, or inherit telecoder-plugin-parent, which does.");
        }
        return new PluginFile(path, source, classPath, descriptor, List.copyOf(found.extensions), found.packsShared);
    }

    private static DefaultPluginDescriptor descriptor(Path path, Attributes manifest) throws Refusal {
        String id = value(manifest, "Plugin-Id");
        String version = value(manifest, "Plugin-Version");
        String requires = value(manifest, "Plugin-Requires");
        if (!ID.matcher(id).matches()) {
            throw new Refusal(name(path), version, requires, path.getFileName() + " has the Plugin-Id \"" + id
                    + "\". Expected letters, digits, dots and hyphens, such as channel-telegram; correct its manifest.");
        }
        if (version.isEmpty()) {
            throw new Refusal(id, "", requires, id + " names no Plugin-Version in its manifest."
                    + " Expected one such as 1.2.0; build it with telecoder-plugin-parent.");
        }
        String pluginClass = value(manifest, "Plugin-Class");
        var descriptor = new DefaultPluginDescriptor(id, value(manifest, "Plugin-Description"),
                pluginClass.isEmpty() ? Plugin.class.getName() : pluginClass, version,
                requires.isEmpty() ? "*" : requires, value(manifest, "Plugin-Provider"),
                value(manifest, "Plugin-License"));
        for (String dependency : value(manifest, "Plugin-Dependencies").split(",")) {
            if (!dependency.isBlank()) {
                descriptor.addDependency(new PluginDependency(dependency.strip()));
            }
        }
        return descriptor;
    }

    private static String value(Attributes manifest, String name) {
        String value = manifest.getValue(name);
        return value == null ? "" : value.strip();
    }

    static Refusal unreadable(Path path, Exception why) {
        return new Refusal(name(path), "", "", path.getFileName() + " cannot be read (" + why.getMessage()
                + "). It is no jar, or not all of it arrived: download or build it again.");
    }

    static String name(Path path) {
        return String.valueOf(path.getFileName()).replaceFirst("\\.(jar|zip)$", "");
    }

    /** What the parts of a plugin hold between them. */
    private static final class Contents {

        private final Set<String> extensions = new LinkedHashSet<>();
        private Attributes manifest;
        private boolean indexed;
        private boolean packsShared;

        void read(Path jar) throws IOException {
            try (var zip = new ZipFile(jar.toFile())) {
                ZipEntry said = zip.getEntry(MANIFEST);
                if (said != null && manifest == null) {
                    try (InputStream in = zip.getInputStream(said)) {
                        Attributes main = new Manifest(in).getMainAttributes();
                        manifest = main.getValue("Plugin-Id") == null ? null : main;
                    }
                }
                ZipEntry index = zip.getEntry(INDEX);
                if (index != null) {
                    indexed = true;
                    try (InputStream in = zip.getInputStream(index)) {
                        extensions.addAll(classNames(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
                    }
                }
                packsShared |= zip.stream().anyMatch(entry -> Shared.isEntry(entry.getName()));
            }
        }

        private static List<String> classNames(String index) {
            var names = new ArrayList<String>();
            for (String line : index.lines().toList()) {
                String name = line.replaceFirst("#.*", "").strip();
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
            return names;
        }
    }
}
