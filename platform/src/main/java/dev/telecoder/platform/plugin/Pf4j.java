package dev.telecoder.platform.plugin;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.ExtensionWrapper;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.VersionManager;
import org.pf4j.spring.SpringPluginManager;

/**
 * PF4J for one version of one plugin, told what the {@link PluginHost} knows already. It never looks for plugins or
 * extensions by itself: one that is broken would then take all others with it. Each version has a PF4J of its own, so that
 * the old one goes on while the new one starts, and one that hangs while it starts holds up no other.
 */
final class Pf4j extends SpringPluginManager {

    private final PluginFile file;
    private final List<ClassLoader> needs;

    /**
     * Makes it; nothing is loaded yet.
     *
     * @param file what was inspected
     * @param needs the class loaders of the plugins it depends on
     * @param apiVersion the version of the plugin API
     */
    Pf4j(PluginFile file, List<ClassLoader> needs, String apiVersion) {
        // Never the path of a zip: PF4J would unpack it beside itself.
        super(List.of(file.classPath().getFirst()));
        this.file = file;
        this.needs = needs;
        setSystemVersion(apiVersion);
    }

    /** Loads the plugin; no class of it is initialised. */
    PluginWrapper load() {
        return getPlugin(loadPlugin(path()));
    }

    /** Stops the plugin, also one that was loaded by half, and closes its class loader. */
    void forget() {
        unloadPlugin(file.id(), false);
    }

    private Path path() {
        return file.classPath().getFirst();
    }

    @Override
    public void init() {
        throw new UnsupportedOperationException("Plugins are loaded one by one, each under a guard of its own.");
    }

    @Override
    public void loadPlugins() {
        init();
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new ExtensionFactory() {
            @Override
            public <T> T create(Class<T> type) {
                throw askTheHost();
            }
        };
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path path) {
                return path.equals(path());
            }

            @Override
            public PluginDescriptor find(Path path) {
                return alone(file.descriptor());
            }
        };
    }

    /** What it depends on was checked and is handed to its class loader; PF4J would look for it here. */
    private static PluginDescriptor alone(PluginDescriptor of) {
        return new DefaultPluginDescriptor(of.getPluginId(), of.getPluginDescription(), of.getPluginClass(),
                of.getVersion(), of.getRequires(), of.getProvider(), of.getLicense());
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path path) {
                return path.equals(path());
            }

            @Override
            public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                return new PluginClasses(Pf4j.this, descriptor, needs, file.classPath());
            }
        };
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new InspectedExtensions();
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return Pf4j::plugin;
    }

    private static Plugin plugin(PluginWrapper wrapper) {
        String name = wrapper.getDescriptor().getPluginClass();
        if (name.equals(Plugin.class.getName())) {
            return new Plugin();
        }
        try {
            Class<? extends Plugin> type =
                    wrapper.getPluginClassLoader().loadClass(name).asSubclass(Plugin.class);
            for (Constructor<?> constructor : type.getConstructors()) {
                if (constructor.getParameterCount() == 0) {
                    return new GuardedPlugin((Plugin) constructor.newInstance(), wrapper);
                }
                if (List.of(constructor.getParameterTypes()).equals(List.of(PluginWrapper.class))) {
                    return new GuardedPlugin((Plugin) constructor.newInstance(wrapper), wrapper);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new PluginRuntimeException(e, "its Plugin-Class {} cannot be made", name);
        }
        throw new PluginRuntimeException("its Plugin-Class " + name + " has no public constructor without parameters");
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new PluginRepository() {
            @Override
            public List<Path> getPluginPaths() {
                return List.of();
            }

            @Override
            public boolean deletePluginPath(Path path) {
                return false;
            }
        };
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String id) {
                return false;
            }

            @Override
            public void disablePlugin(String id) {
                // A plugin that is switched off is not loaded at all.
            }

            @Override
            public void enablePlugin(String id) {
                // As above.
            }
        };
    }

    @Override
    protected VersionManager createVersionManager() {
        return new Versions();
    }

    /** Answers from the inspection. */
    private final class InspectedExtensions implements ExtensionFinder {

        @Override
        public Set<String> findClassNames(String pluginId) {
            return new LinkedHashSet<>(file.extensionClasses());
        }

        @Override
        public <T> List<ExtensionWrapper<T>> find(Class<T> type) {
            throw askTheHost();
        }

        @Override
        public <T> List<ExtensionWrapper<T>> find(Class<T> type, String pluginId) {
            throw askTheHost();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public List<ExtensionWrapper> find(String pluginId) {
            throw askTheHost();
        }
    }

    private static UnsupportedOperationException askTheHost() {
        return new UnsupportedOperationException("Extensions are made once each, by the host: ask it.");
    }
}
