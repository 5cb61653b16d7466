package dev.telecoder.example.signals;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.http.WebApp;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * A page with the signals of the last hours: a web app that is told of them, too. The page asks for {@code signals.json} beside it.
 * Any number of threads may use it.
 */
@Extension
@Configured(value = "signal_page", required = false, settings = SignalPageConfig.class)
public final class SignalPage implements WebApp, SignalListener {

    private static final int KEPT = 50;
    private static final Map<String, String> FILES = Map.of("", "text/html; charset=utf-8", "page.js",
            "text/javascript; charset=utf-8");

    private final Set<String> kinds;
    private final Deque<Signal> last = new ArrayDeque<>();

    /**
     * Made by the host, once.
     *
     * @param context the host's part
     */
    public SignalPage(PluginContext context) {
        kinds = context.config(SignalPageConfig.class).listened();
    }

    @Override
    public Set<String> signals() {
        return kinds;
    }

    @Override
    public void onSignal(Signal signal) {
        synchronized (last) {
            last.addFirst(signal);
            if (last.size() > KEPT) {
                last.removeLast();
            }
        }
    }

    @Override
    public Optional<Resource> resource(String path) {
        if (path.equals("signals.json")) {
            return Optional.of(new Resource("application/json", list().toString().getBytes(StandardCharsets.UTF_8)));
        }
        // Only what is named here: a class loader may find more in a jar than its author thinks of.
        return Optional.ofNullable(FILES.get(path)).map(type -> new Resource(type, read(path)));
    }

    private JsonValue list() {
        synchronized (last) {
            return JsonValue.array(last.stream().map(signal -> JsonValue.object().put("at", signal.at().toString())
                    .put("source", signal.source()).put("kind", signal.kind()).put("repo", signal.repo())
                    .put("subject", signal.subject()).build()).toList());
        }
    }

    private static byte[] read(String path) {
        try (InputStream in = SignalPage.class.getResourceAsStream("/web/" + (path.isEmpty() ? "index.html" : path))) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The jar of signal-page cannot be read.", e);
        }
    }
}
