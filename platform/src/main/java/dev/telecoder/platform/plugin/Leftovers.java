package dev.telecoder.platform.plugin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a plugin that was unloaded has left running. Its class loader can only be freed when no thread has it any more: a
 * thread that runs the plugin's own code is interrupted and told of; one of the JDK or the host that merely was started
 * during a call into the plugin, and so inherited its context class loader, gets the host's instead.
 */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    /** Clears what can be cleared; the plugin is stopped and its class loader closed. */
    static void clear(String plugin, ClassLoader classes) {
        List<String> running = new ArrayList<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            // By the class loader first: of another version, which may run already, the classes have the same names.
            if (thread.getContextClassLoader() != classes || thread == Thread.currentThread()) {
                return;
            }
            if (runsCodeOf(classes, stack)) {
                thread.interrupt();
                running.add(thread.getName());
            }
            thread.setContextClassLoader(Leftovers.class.getClassLoader());
        });
        if (!running.isEmpty()) {
            LOG.warn(
                    "Plugin {} was stopped and left threads running: {}. They were interrupted; until they end, its memory is"
                            + " not freed. Its stop() must end them.",
                    plugin, String.join(", ", running));
        }
    }

    private static boolean runsCodeOf(ClassLoader classes, StackTraceElement[] stack) {
        return classes instanceof PluginClasses plugin
                && Arrays.stream(stack).map(StackTraceElement::getClassName).anyMatch(plugin::hasDefined);
    }
}
