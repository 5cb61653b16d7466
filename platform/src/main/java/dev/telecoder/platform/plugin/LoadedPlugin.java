package dev.telecoder.platform.plugin;

import dev.telecoder.api.PluginException;
import dev.telecoder.platform.config.ConfigChange;
import dev.telecoder.platform.config.SectionUse;
import dev.telecoder.platform.plugin.PluginReport.ExtensionInfo;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;

/**
 * One version of a plugin that is started, with its extensions, each made once. The host locks while it is started, stopped
 * and given other settings.
 */
final class LoadedPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);

    private final PluginFile file;
    private final PluginParts parts;
    private final ApplicationContext services;
    private final Limits limits;
    private final Pf4j pf4j;
    private final PluginWrapper wrapper;
    private final ClassLoader classes;
    private final Guard guard;
    private final List<LoadedPlugin> needs;

    /** How many others were started with the classes of this one and have not ended. */
    private final AtomicInteger neededBy = new AtomicInteger();

    private final List<SectionUse> uses = new CopyOnWriteArrayList<>();
    private final OpenConnections connections = new OpenConnections();
    private final List<AutoCloseable> closeables = new CopyOnWriteArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile List<Slot> slots = List.of();
    private volatile @Nullable List<ExtensionInfo> infos;

    /** Who decides about versions. */
    interface Owner {

        @Nullable Object current(String plugin, String className);

        void tooManyFaults(LoadedPlugin plugin);
    }

    private LoadedPlugin(PluginFile file, List<LoadedPlugin> needs, PluginParts parts, ApplicationContext services,
            Limits limits, Owner owner) {
        this.file = file;
        this.needs = List.copyOf(needs);
        this.parts = parts;
        this.services = services;
        this.limits = limits;
        this.pf4j = new Pf4j(file, needs.stream().map(need -> need.classes).toList(), parts.apiVersion());
        this.wrapper = pf4j.load();
        this.classes = wrapper.getPluginClassLoader();
        this.guard = new Guard(file.id(), classes, limits, new Guard.Succession() {
            @Override
            public @Nullable Object current(String className) {
                return owner.current(file.id(), className);
            }

            @Override
            public void tooManyFaults() {
                owner.tooManyFaults(LoadedPlugin.this);
            }
        });
        this.needs.forEach(need -> need.neededBy.incrementAndGet());
    }

    /** Loads and starts a plugin and makes its extensions. Of one that throws nothing is left. */
    static LoadedPlugin start(PluginFile file, List<LoadedPlugin> needs, PluginParts parts, ApplicationContext services,
            Limits limits, Owner owner) throws Throwable {
        var plugin = new LoadedPlugin(file, needs, parts, services, limits, owner);
        try {
            plugin.slots = Watchdog.call("start of " + file.id(), limits.load(), plugin.classes, plugin::begin);
            return plugin;
        } catch (Throwable e) {
            plugin.end();
            throw e;
        }
    }

    private List<Slot> begin() throws Throwable {
        PluginState state = pf4j.startPlugin(file.id());
        if (!state.isStarted()) {
            Throwable why = wrapper.getFailedException();
            throw why == null ? new IllegalStateException("PF4J left it " + state) : why;
        }
        return makeAll(pf4j.getExtensionClassNames(file.id()));
    }

    private List<Slot> makeAll(Collection<String> names) {
        try (var maker = new ExtensionMaker(services, parts.services().keySet(), classes)) {
            return names.stream().map(name -> make(name, maker)).toList();
        }
    }

    private Slot make(String name, ExtensionMaker maker) {
        String section = "";
        try {
            Class<?> type = Class.forName(name, false, classes);
            if (!ExtensionPoint.class.isAssignableFrom(type)) {
                throw new IllegalStateException("it is in the index but implements no extension of the plugin API");
            }
            HostContext.declaredUse(type).ifPresent(uses::add);
            section = HostContext.section(type);
            if (HostContext.waits(type, parts.config().get())) {
                return new Slot(name, section, Slot.State.WAITING, null, section);
            }
            Object made = maker.make(type, new HostContext(file.id(), type, parts, guard, connections, uses::add));
            if (made instanceof AutoCloseable closeable) {
                closeables.add(closeable);
            }
            return new Slot(name, section, Slot.State.MADE,
                    new Extensions.Extension<>(file.id(), guard.extension(made)), "");
        } catch (PluginException e) {
            LOG.warn("Plugin {} {}: {} was not made: {}", file.id(), file.version(), name, e.getMessage());
            return new Slot(name, section, Slot.State.MISCONFIGURED, null, String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            LOG.error("Plugin {} {}: {} was not made.", file.id(), file.version(), name, e);
            return new Slot(name, section, Slot.State.FAULTY, null,
                    Reasons.of(name.substring(name.lastIndexOf('.') + 1), e));
        }
    }

    /** Makes those extensions anew whose settings are others now; tells whether there were any. */
    boolean configured(ConfigChange change) {
        List<String> affected =
                slots.stream().filter(slot -> !slot.section().isEmpty() && change.touches(slot.section()))
                        .map(Slot::className).toList();
        if (affected.isEmpty()) {
            return false;
        }
        List<Slot> made;
        try {
            made = Watchdog.call("settings of " + file.id(), limits.load(), classes, () -> makeAll(affected));
        } catch (Throwable e) {
            LOG.error("Plugin {} {} did not take its new settings and goes on with the old ones.", file.id(),
                    file.version(), e);
            return false;
        }
        Map<String, Slot> anew = made.stream().collect(Collectors.toMap(Slot::className, slot -> slot));
        slots = slots.stream().map(before -> replaced(before, anew.get(before.className()))).toList();
        infos = null;
        return true;
    }

    private static Slot replaced(Slot before, @Nullable Slot now) {
        if (now == null) {
            return before;
        }
        boolean useless = now.state() == Slot.State.MISCONFIGURED || now.state() == Slot.State.FAULTY;
        return useless && before.state() == Slot.State.MADE ? before.keptIn(now) : now;
    }

    PluginFile file() {
        return file;
    }

    ClassLoader classes() {
        return classes;
    }

    Guard guard() {
        return guard;
    }

    /** Whether a version that was replaced may end: nothing runs in it, and nobody needs its classes. */
    boolean isQuiet() {
        return neededBy.get() == 0 && guard.calls().quiet(limits.quiet());
    }

    /** Interrupts what still runs, stops the plugin and closes its class loader; twice does nothing. */
    void end() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        guard.calls().closeDoor();
        guard.calls().interruptAll();
        try {
            Watchdog.call("stop of " + file.id(), limits.stop(), classes, () -> {
                closeables.reversed().forEach(this::close);
                pf4j.forget();
                return "";
            });
        } catch (Throwable e) {
            LOG.warn("Plugin {} {} did not stop in order.", file.id(), file.version(), e);
            closeClasses();
        } finally {
            connections.closeAll();
            Leftovers.clear(file.id(), classes);
            needs.forEach(need -> need.neededBy.decrementAndGet());
        }
    }

    private void close(AutoCloseable extension) {
        try {
            extension.close();
        } catch (Exception | LinkageError | StackOverflowError e) {
            LOG.warn("Plugin {} {}: {} did not close in order.", file.id(), file.version(),
                    extension.getClass().getName(), e);
        }
    }

    private void closeClasses() {
        if (classes instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                LOG.debug("The jar of {} {} was not closed.", file.id(), file.version(), e);
            }
        }
    }

    List<Extensions.Extension<Object>> extensions() {
        var made = new ArrayList<Extensions.Extension<Object>>();
        for (Slot slot : slots) {
            Extensions.Extension<Object> extension = slot.extension();
            if (extension != null) {
                made.add(extension);
            }
        }
        return made;
    }

    /** The classes it lists, and what became of each. */
    List<Slot> slots() {
        return slots;
    }

    /** The sections that its extensions of a kind wait for. Their classes are known since it started. */
    List<String> awaited(Class<? extends ExtensionPoint> kind) {
        return slots.stream().filter(slot -> slot.state() == Slot.State.WAITING && is(slot, kind)).map(Slot::section)
                .toList();
    }

    private boolean is(Slot slot, Class<?> kind) {
        try {
            return kind.isAssignableFrom(Class.forName(slot.className(), false, classes));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    List<SectionUse> uses() {
        return uses;
    }

    PluginReport.State state() {
        List<Slot.State> states = slots.stream().map(Slot::state).toList();
        if (states.contains(Slot.State.MADE)) {
            return PluginReport.State.STARTED;
        }
        if (states.contains(Slot.State.FAULTY)) {
            return PluginReport.State.FAULTY;
        }
        if (states.contains(Slot.State.MISCONFIGURED)) {
            return PluginReport.State.REFUSED;
        }
        return states.contains(Slot.State.WAITING) ? PluginReport.State.IDLE : PluginReport.State.STARTED;
    }

    String reason() {
        var said = new ArrayList<String>(texts(Slot.State.MISCONFIGURED));
        said.addAll(texts(Slot.State.FAULTY));
        said.addAll(texts(Slot.State.MADE));
        if (!guard.faults().isEmpty()) {
            said.add(guard.faults());
        }
        if (state() == PluginReport.State.IDLE) {
            said.add("config.yaml has no section " + String.join(" or ", texts(Slot.State.WAITING)) + ". Add it to use "
                    + file.id() + ".");
        }
        if (file.packsShared()) {
            said.add("It packs a copy of what the host brings (dev.telecoder.api or support, org.pf4j, org.slf4j or"
                    + " org.jspecify), which is not used. Give these dependencies the scope provided.");
        }
        return String.join("\n", said);
    }

    private List<String> texts(Slot.State state) {
        return slots.stream().filter(slot -> slot.state() == state && !slot.text().isEmpty()).map(Slot::text).distinct()
                .toList();
    }

    /** What it offers. Asks the plugin for names, the first time, so nobody holds a lock meanwhile. */
    List<ExtensionInfo> infos() {
        List<ExtensionInfo> known = infos;
        if (known == null) {
            known = Offers.of(file.id(), extensions());
            infos = known;
        }
        return known;
    }
}
