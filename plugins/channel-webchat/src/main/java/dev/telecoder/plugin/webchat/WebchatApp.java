package dev.telecoder.plugin.webchat;

import dev.telecoder.api.http.WebApp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Serves the page to chat in. This is all the web chat needs: what a person writes goes to the host's API, and answers,
 * progress and questions come back over its event stream, straight from the store. So there is nothing to connect to and
 * nothing to deliver, and therefore no {@code Channel} here.
 *
 * <p>The files lie in the jar below {@code web/}. They are read anew for each request: a browser asks once, and memory
 * that nobody uses is worth more than the millisecond. Safe for use by many threads.
 */
@Extension
public final class WebchatApp implements WebApp {

    private static final String ROOT = "/web/";
    private static final String LICENSE = "LICENSE";
    private static final String START_PAGE = "index.html";

    /** What the page is made of. A file of another kind is not served, even if it lies in the jar. */
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            ".html", "text/html; charset=utf-8",
            ".css", "text/css; charset=utf-8",
            ".js", "text/javascript; charset=utf-8",
            ".svg", "image/svg+xml",
            LICENSE, "text/plain; charset=utf-8");

    @Override
    public Optional<Resource> resource(String path) {
        String file = path.isEmpty() ? START_PAGE : path;
        String mediaType = MEDIA_TYPES.get(kindOf(file));
        if (mediaType == null || !isPlain(file)) {
            return Optional.empty();
        }
        return read(file).map(bytes -> new Resource(mediaType, bytes));
    }

    /** The ending, with its dot. A folder has none, so the listing a class loader may give for it is never served. */
    private static String kindOf(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name.equals(LICENSE) ? LICENSE : name.substring(Math.max(name.lastIndexOf('.'), 0));
    }

    /** A class loader over a folder would follow {@code ..} out of it, so only names as we gave them are looked up. */
    private static boolean isPlain(String file) {
        boolean known = file.chars().allMatch(c -> c == '/' || c == '.' || c == '-' || c == '_'
                || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
        return known && List.of(file.split("/", -1)).stream().noneMatch(part -> part.isEmpty() || part.startsWith("."));
    }

    private static Optional<byte[]> read(String file) {
        try (InputStream in = WebchatApp.class.getResourceAsStream(ROOT + file)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " of the web chat could not be read from its jar. "
                    + "If the jar was replaced in place, restart TeleCoder.", e);
        }
    }
}
