package dev.telecoder.platform.plugin;

/**
 * A plugin did what no plugin may: it threw something other than a {@code PluginException}. It is noted against the plugin
 * and logged already; whoever catches this only has to go on without the plugin's answer.
 */
public final class PluginFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The id of the plugin at fault. */
    private final String plugin;

    PluginFault(String plugin, String message, Throwable cause) {
        super(message, cause);
        this.plugin = plugin;
    }

    /** {@return the id of the plugin at fault} */
    public String plugin() {
        return plugin;
    }
}
