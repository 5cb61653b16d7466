package dev.telecoder.platform.plugin;

import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
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

    PluginClasses(PluginManager manager, PluginDescriptor descriptor, List<Path> classPath) {
        super(manager, descriptor, HOST);
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
