package dev.telecoder.platform.plugin;

import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.http.WebSocket;

/** The host's client as one plugin gets it: what the client calls back is guarded, and what
 * it opens is closed with the plugin. Safe for use by many threads. */
record GuardedHttp(Http http, Guard guard, OpenConnections connections) implements Http {

    @Override
    public HttpResponse send(HttpRequest request) {
        return http.send(request);
    }

    @Override
    public HttpStream stream(HttpRequest request) {
        return connections.keep(http.stream(request));
    }

    @Override
    public WebSocket connect(HttpRequest request, WebSocket.Listener listener) {
        return connections.keep(http.connect(request, (WebSocket.Listener) guard.wrap(listener)));
    }
}
