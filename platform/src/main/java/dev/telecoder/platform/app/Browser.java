package dev.telecoder.platform.app;

import java.io.IOException;
import java.util.Map;

/** Opens an address in the person's browser, where there is one. */
final class Browser {

    private Browser() {}

    static void open(String url, Map<String, String> environment) {
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        boolean screen = mac || environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        if (!screen) {
            return;
        }
        try {
            new ProcessBuilder(mac ? "open" : "xdg-open", url).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            // the address is printed as well
        }
    }
}
