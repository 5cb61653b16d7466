package dev.telecoder.platform.plugin;

import dev.telecoder.api.PluginContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version of the plugin API this host offers. */
public final class ApiVersion {

    private ApiVersion() {}

    /** {@return the version, from the manifest of the API's jar, or from the build where the API is no jar} */
    public static String current() {
        String packed = PluginContext.class.getPackage().getImplementationVersion();
        return packed == null ? built() : packed;
    }

    private static String built() {
        var properties = new Properties();
        try (InputStream in = ApiVersion.class.getResourceAsStream("api-version.properties")) {
            if (in == null) {
                throw new IllegalStateException("The version of the plugin API is unknown: neither its jar nor the"
                        + " build's api-version.properties says it. Build with Maven.");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
