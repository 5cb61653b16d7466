package dev.telecoder.platform.plugin;

import java.nio.file.Path;
import java.util.List;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.PluginDependency;

/**
 * A plugin's file, as its manifest and its index describe it; nothing of it was loaded.
 *
 * @param path the file
 * @param source the folder it lies in
 * @param classPath where its classes are: the jar itself, or what the zip holds
 * @param descriptor what the manifest says
 * @param extensionClasses what the index lists
 * @param packsShared whether it packs what the host brings
 */
record PluginFile(
        Path path,
        PluginReport.Source source,
        List<Path> classPath,
        DefaultPluginDescriptor descriptor,
        List<String> extensionClasses,
        boolean packsShared) {

    String id() {
        return descriptor.getPluginId();
    }

    String version() {
        return descriptor.getVersion();
    }

    String requires() {
        return descriptor.getRequires();
    }

    List<PluginDependency> dependencies() {
        return descriptor.getDependencies();
    }
}
