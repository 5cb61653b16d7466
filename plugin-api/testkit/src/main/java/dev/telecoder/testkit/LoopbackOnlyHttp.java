package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.http.WebSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets requests to loopback through; refuses all others, and remembers their hosts. */
final class LoopbackOnlyHttp implements Http {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

    private final Http http = new JdkHttp();
    private final List<String> outside = new CopyOnWriteArrayList<>();

    List<String> outside() {
        return List.copyOf(outside);
    }

    @Override
    public HttpResponse send(HttpRequest request) {
        return http.send(checked(request));
    }

    @Override
    public HttpStream stream(HttpRequest request) {
        return http.stream(checked(request));
    }

    @Override
    public WebSocket connect(HttpRequest request, WebSocket.Listener listener) {
        return http.connect(checked(request), listener);
    }

    private HttpRequest checked(HttpRequest request) {
        String host = String.valueOf(request.url().getHost());
        if (!LOOPBACK.contains(host)) {
            outside.add(host);
            throw PluginException.of(Failure.REJECTED, "A test calls loopback only, not " + host + ".");
        }
        return request;
    }
}
