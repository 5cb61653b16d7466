package dev.telecoder.plugin.ollama;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Reads {@code OLLAMA_HOST} the way Ollama's own client does: scheme and port may be missing. */
final class Address {

    private static final String USUAL = "http://127.0.0.1:11434";

    private Address() {}

    /** The address without a slash at the end; this machine's if nothing is told, or nothing that can be read. */
    static String of(@Nullable String host) {
        String told = host == null ? "" : host.strip().replaceAll("/+$", "");
        if (told.isEmpty()) {
            return USUAL;
        }
        boolean scheme = told.matches("(?i)https?://.*");
        String withScheme = scheme ? told : "http://" + (told.startsWith(":") ? "127.0.0.1" + told : told);
        try {
            URI url = URI.create(withScheme);
            if (url.getHost() == null) {
                return USUAL;
            }
            // To listen on all addresses is said as 0.0.0.0; nobody can call it.
            String name = url.getHost().equals("0.0.0.0") || url.getHost().equals("[::]") ? "127.0.0.1" : url.getHost();
            int usual = scheme ? url.getScheme().equalsIgnoreCase("https") ? 443 : 80 : 11434;
            return url.getScheme() + "://" + name + ":" + (url.getPort() < 0 ? usual : url.getPort())
                    + (url.getPath() == null ? "" : url.getPath());
        } catch (IllegalArgumentException unreadable) {
            return USUAL;
        }
    }
}
