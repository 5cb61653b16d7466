package dev.telecoder.platform.plugin;

import org.pf4j.Plugin;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin's own Plugin class, called with the plugin's context class loader. Whatever it throws when it stops, it is stopped. */
final class GuardedPlugin extends Plugin {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedPlugin.class);

    private final Plugin plugin;
    private final String id;
    private final ClassLoader classes;

    GuardedPlugin(Plugin plugin, PluginWrapper wrapper) {
        this.plugin = plugin;
        this.id = wrapper.getPluginId();
        this.classes = wrapper.getPluginClassLoader();
    }

    @Override
    public void start() {
        inContext(plugin::start);
    }

    @Override
    public void stop() {
        try {
            inContext(plugin::stop);
        } catch (Throwable e) {
            // PF4J would keep a plugin that stops with an Error.
            LOG.error("Plugin {} did not stop in order; it is stopped all the same.", id, e);
        }
    }

    private void inContext(Runnable code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            code.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
