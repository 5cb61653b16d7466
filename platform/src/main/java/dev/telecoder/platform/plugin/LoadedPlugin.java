package dev.telecoder.platform.plugin;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.platform.config.SectionUse;
import dev.telecoder.platform.plugin.PluginReport.ExtensionInfo;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;

/** A plugin that is started, with its extensions, each made once. The host locks while it is started and stopped. */
final class LoadedPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);
    private static final List<String> NAMES = List.of("id", "channel", "path", "model");

    private final PluginFile file;
    private final PluginParts parts;
    private final PluginWrapper wrapper;
    private final ClassLoader classes;
    private final Guard guard;
    private final List<Extensions.Extension<Object>> extensions = new ArrayList<>();
    private final List<String> classNames = new ArrayList<>();
    private final List<SectionUse> uses = new CopyOnWriteArrayList<>();
    private final List<String> missingSections = new ArrayList<>();
    private final List<String> wrongSettings = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private @Nullable List<ExtensionInfo> infos;

    private LoadedPlugin(PluginFile file, PluginWrapper wrapper, PluginParts parts) {
        this.file = file;
        this.parts = parts;
        this.wrapper = wrapper;
        this.classes = wrapper.getPluginClassLoader();
        this.guard = new Guard(file.id(), classes);
    }

    /** Loads and starts a plugin and makes its extensions. Whatever it throws, the caller then forgets the plugin. */
    static LoadedPlugin start(Pf4j pf4j, PluginFile file, PluginParts parts, ApplicationContext services)
            throws Throwable {
        var plugin = new LoadedPlugin(file, pf4j.load(file), parts);
        PluginState state = inContext(plugin.classes, () -> pf4j.startPlugin(file.id()));
        if (!state.isStarted()) {
            Throwable why = plugin.wrapper.getFailedException();
            throw why == null ? new IllegalStateException("PF4J left it " + state) : why;
        }
        try (var maker = new ExtensionMaker(services, parts.services().keySet(), plugin.classes)) {
            for (String name : pf4j.getExtensionClassNames(file.id())) {
                plugin.make(name, maker);
            }
        }
        return plugin;
    }

    private void make(String name, ExtensionMaker maker) {
        try {
            inContext(classes, () -> {
                Class<?> type = Class.forName(name, false, classes);
                if (!ExtensionPoint.class.isAssignableFrom(type)) {
                    throw new IllegalStateException("it is in the index but implements no extension of the plugin API");
                }
                HostContext.declaredUse(type).ifPresent(uses::add);
                List<String> missing = HostContext.missingSection(type, parts.config().get());
                if (missing.isEmpty()) {
                    Object made = maker.make(type, new HostContext(file.id(), type, parts, guard, uses::add));
                    extensions.add(new Extensions.Extension<>(file.id(), guard.wrap(made)));
                    classNames.add(name);
                } else {
                    missingSections.addAll(missing);
                }
                return null;
            });
        } catch (PluginException e) {
            LOG.warn("Plugin {} {}: {} was not made: {}", file.id(), file.version(), name, e.getMessage());
            wrongSettings.add(String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            LOG.error("Plugin {} {}: {} was not made.", file.id(), file.version(), name, e);
            faults.add(Reasons.of(name.substring(name.lastIndexOf('.') + 1), e));
        }
    }

    List<Extensions.Extension<Object>> extensions() {
        return extensions;
    }

    /** The class an extension was made of, which names it across restarts. */
    String className(Object extension) {
        for (int i = 0; i < extensions.size(); i++) {
            if (extensions.get(i).instance() == extension) {
                return classNames.get(i);
            }
        }
        throw new IllegalArgumentException("Plugin " + file.id() + " did not make " + extension + ".");
    }

    List<SectionUse> uses() {
        return uses;
    }

    PluginReport.State state() {
        if (!extensions.isEmpty()) {
            return PluginReport.State.STARTED;
        }
        if (!faults.isEmpty()) {
            return PluginReport.State.FAULTY;
        }
        if (!wrongSettings.isEmpty()) {
            return PluginReport.State.REFUSED;
        }
        return missingSections.isEmpty() ? PluginReport.State.STARTED : PluginReport.State.IDLE;
    }

    String reason() {
        var said = new ArrayList<String>(wrongSettings.stream().distinct().toList());
        said.addAll(faults);
        if (!guard.faults().isEmpty()) {
            said.add(guard.faults());
        }
        if (state() == PluginReport.State.IDLE) {
            said.add("config.yaml has no section " + String.join(" or ", missingSections.stream().distinct().toList())
                    + ". Add it to use " + file.id() + ".");
        }
        if (file.packsShared()) {
            said.add("It packs a copy of what the host brings (dev.telecoder.api or support, org.pf4j, org.slf4j or"
                    + " org.jspecify), which is not used. Give these dependencies the scope provided.");
        }
        return String.join("\n", said);
    }

    /** What it offers. Asks the plugin for names, the first time, so nobody holds a lock meanwhile. */
    List<ExtensionInfo> infos() {
        List<ExtensionInfo> known = infos;
        if (known == null) {
            known = new ArrayList<>();
            for (Extensions.Extension<Object> extension : extensions) {
                for (Class<?> kind : Guard.apiInterfaces(extension.instance().getClass())) {
                    if (ExtensionPoint.class.isAssignableFrom(kind)) {
                        known.add(new ExtensionInfo(kindOf(kind), name(kind, extension.instance())));
                    }
                }
            }
            infos = known;
        }
        return known;
    }

    private static String kindOf(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private String name(Class<?> kind, Object instance) {
        try {
            if (instance instanceof Skill skill && kind == Skill.class) {
                return skill.spec().name();
            }
            for (Method method : kind.getMethods()) {
                if (NAMES.contains(method.getName()) && method.getParameterCount() == 0) {
                    return String.valueOf(method.invoke(instance));
                }
            }
            return file.id();
        } catch (ReflectiveOperationException | RuntimeException e) {
            // The guard has noted it; an extension without a name is listed all the same.
            return instance.toString();
        }
    }

    /** Runs code of the plugin before it is started, when what it throws is no fault yet but the reason for a refusal. */
    private static <T extends @Nullable Object> T inContext(ClassLoader classes, Work<T> work) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            return work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Some work. */
    private interface Work<T extends @Nullable Object> {
        T run() throws Throwable;
    }
}
