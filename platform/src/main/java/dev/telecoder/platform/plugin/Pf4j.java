package dev.telecoder.platform.plugin;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * PF4J, told what the {@link PluginHost} knows already. It never looks for plugins or extensions by itself: one that is
 * broken would then take all others with it. Not safe for several threads; the host locks.
 */
final class Pf4j extends SpringPluginManager {

    /** What was inspected, by the path that stands for it. */
    private final Map<Path, PluginFile> files = new HashMap<>();

    Pf4j(Path anyFolder, String apiVersion) {
        super(List.of(anyFolder));
        setSystemVersion(apiVersion);
    }

    /** Loads one plugin; the caller has checked that the plugins it needs are there. */
    PluginWrapper load(PluginFile file) {
        // Never the path of a zip: PF4J would unpack it beside itself.
        Path path = file.classPath().getFirst();
        files.put(path, file);
        return getPlugin(loadPlugin(path));
    }

    /** Forgets a plugin, also one that was loaded by half, and closes its class loader. */
    void forget(PluginFile file) {
        PluginWrapper wrapper = getPlugin(file.id());
        files.remove(file.classPath().getFirst());
        unloadPlugin(file.id(), false);
        if (wrapper != null) {
            Leftovers.clear(file.id(), wrapper.getPluginClassLoader());
        }
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
                return files.containsKey(path);
            }

            @Override
            public PluginDescriptor find(Path path) {
                return files.get(path).descriptor();
            }
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path path) {
                return files.containsKey(path);
            }

            @Override
            public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                return new PluginClasses(Pf4j.this, descriptor, files.get(path).classPath());
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

    /** Answers for one plugin at a time, from its inspection. */
    private final class InspectedExtensions implements ExtensionFinder {

        @Override
        public Set<String> findClassNames(String pluginId) {
            return files.values().stream()
                    .filter(file -> file.id().equals(pluginId))
                    .findFirst()
                    .map(file -> (Set<String>) new LinkedHashSet<>(file.extensionClasses()))
                    .orElse(Set.of());
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
