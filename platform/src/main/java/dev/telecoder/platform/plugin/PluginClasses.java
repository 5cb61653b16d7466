package dev.telecoder.platform.plugin;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * The class loader of one plugin: what is shared comes from the host, everything else from the plugin or the plugins it
 * depends on. Of the host's own classes and libraries it sees nothing, so that we can change them.
 */
final class PluginClasses extends PluginClassLoader {

    private static final ClassLoader HOST = new HostWindow();

    /** Those of the versions it was started with, whatever replaces them later. */
    private final List<? extends ClassLoader> needs;

    PluginClasses(PluginManager manager, PluginDescriptor descriptor, List<? extends ClassLoader> needs,
            List<Path> classPath) {
        super(manager, descriptor, HOST);
        this.needs = needs;
        classPath.forEach(path -> addFile(path.toFile()));
    }

    @Override
    protected boolean shouldDelegateToParent(String className) {
        return Shared.isClass(className) || super.shouldDelegateToParent(className);
    }

    /** {@return whether a class of this name is the plugin's own and has been loaded} */
    boolean hasDefined(String className) {
        Class<?> known = findLoadedClass(className);
        return known != null && known.getClassLoader() == this;
    }

    @Override
    protected @Nullable Class<?> loadClassFromDependencies(String className) {
        for (ClassLoader need : needs) {
            try {
                return need.loadClass(className);
            } catch (ClassNotFoundException e) {
                // the next one may have it
            }
        }
        return null;
    }

    @Override
    protected @Nullable URL findResourceFromDependencies(String name) {
        return needs.stream().map(need -> ((PluginClasses) need).findResource(name)).filter(Objects::nonNull)
                .findFirst().orElse(null);
    }

    @Override
    protected Collection<URL> findResourcesFromDependencies(String name) throws IOException {
        var found = new ArrayList<URL>();
        for (ClassLoader need : needs) {
            found.addAll(Collections.list(((PluginClasses) need).findResources(name)));
        }
        return found;
    }

    /** Shows the Java platform and the shared packages, and hides the rest of the host. */
    private static final class HostWindow extends ClassLoader {

        static {
            registerAsParallelCapable();
        }

        HostWindow() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return Shared.isClass(name)
                    ? PluginClasses.class.getClassLoader().loadClass(name)
                    : super.loadClass(name, resolve);
        }

        @Override
        public @Nullable URL getResource(String name) {
            return Shared.isEntry(name) ? PluginClasses.class.getClassLoader().getResource(name)
                    : super.getResource(name);
        }

        @Override
        protected Enumeration<URL> findResources(String name) {
            return Collections.emptyEnumeration();
        }
    }
}
