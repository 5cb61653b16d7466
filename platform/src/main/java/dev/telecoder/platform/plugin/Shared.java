package dev.telecoder.platform.plugin;

import java.util.List;

/** The packages that host and plugins share, and that a plugin therefore never packs. */
final class Shared {

    private static final List<String> PACKAGES =
            List.of("dev.telecoder.api.", "dev.telecoder.support.", "org.pf4j.", "org.slf4j.", "org.jspecify.");

    private static final List<String> PATHS =
            PACKAGES.stream().map(name -> name.replace('.', '/')).toList();

    private Shared() {}

    static boolean isClass(String className) {
        return PACKAGES.stream().anyMatch(className::startsWith);
    }

    static boolean isEntry(String jarEntry) {
        return jarEntry.endsWith(".class") && PATHS.stream().anyMatch(jarEntry::startsWith);
    }

    static boolean isApi(Class<?> type) {
        return type.getName().startsWith(PACKAGES.get(0)) && type.getClassLoader() == Shared.class.getClassLoader();
    }
}
