package dev.telecoder.platform.http;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** One request with the redirects that follow from it. For one thread; {@link #close} may come from any. */
final class HttpExchange implements AutoCloseable {

    private static final int REDIRECTS = 5;
    /** What another host may see after a redirect; anything else may be meant for the first one alone. */
    private static final Set<String> HARMLESS =
            Set.of("accept", "accept-language", "user-agent", "range", "if-none-match");

    private final OkHttpClient client;
    private final AddressRules rules;
    private final HttpRequest request;
    private final CancellationToken.@Nullable Registration registration;
    private volatile @Nullable Call call;
    private volatile boolean closed;

    HttpExchange(OkHttpClient client, AddressRules rules, HttpRequest request) {
        this.client = client;
        this.rules = rules;
        this.request = request;
        this.registration = request.cancellation().map(token -> token.onCancel(this::cancel)).orElse(null);
    }

    HttpRequest request() {
        return request;
    }

    /** Sends the request, and each redirect that may be followed. */
    Response start() throws IOException {
        Request next = first(request);
        for (int hop = 0;; hop++) {
            check(next.url(), rules);
            Call current = client.newCall(next);
            call = current;
            if (closed) {
                current.cancel();
            }
            Response response = current.execute();
            Request redirected = redirect(next, response);
            if (redirected == null) {
                return response;
            }
            response.close();
            if (hop == REDIRECTS) {
                throw PluginException.of(
                        Failure.REJECTED, HttpFaults.who(request) + " redirects in a circle, or too often.");
            }
            next = redirected;
        }
    }

    void cancel() {
        closed = true;
        Call current = call;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void close() {
        if (registration != null) {
            registration.close();
        }
    }

    static Request first(HttpRequest request) {
        HttpUrl url = url(request);
        String method = request.method();
        byte[] bytes = request.body().orElse(null);
        boolean needsBody = Set.of("POST", "PUT", "PATCH").contains(method);
        RequestBody body = bytes == null && !needsBody ? null : new Bytes(bytes == null ? new byte[0] : bytes, method);
        try {
            var builder = new Request.Builder().url(url);
            for (Map.Entry<String, String> header : request.headers().entrySet()) {
                builder.header(header.getKey(), header.getValue());
            }
            if (builder.build().header("User-Agent") == null) {
                builder.header("User-Agent", "TeleCoder");
            }
            return builder.method(method, body).build();
        } catch (IllegalArgumentException e) {
            // The cause is left out: it may quote the value.
            throw PluginException.of(
                    Failure.REJECTED,
                    "A request to " + HttpFaults.who(request) + " cannot be sent: a header has a character that is not "
                            + "allowed, or " + method + " does not go with a body.");
        }
    }

    /** OkHttp does not look up a literal address, so it is checked here. */
    static void check(HttpUrl url, AddressRules rules) throws AddressRefused {
        String host = url.host();
        String objection = rules.objectionTo(host);
        if (objection.isEmpty() && (host.indexOf(':') >= 0 || host.matches("[0-9.]+"))) {
            try {
                objection = rules.objectionTo(host, InetAddress.getByName(host));
            } catch (UnknownHostException e) {
                throw new AddressRefused(host, "it is no address");
            }
        }
        if (!objection.isEmpty()) {
            throw new AddressRefused(host, objection);
        }
    }

    private static HttpUrl url(HttpRequest request) {
        String text = request.url().toString();
        String lower = text.toLowerCase(Locale.ROOT);
        String web = lower.startsWith("ws:") || lower.startsWith("wss:") ? "http" + text.substring(2) : text;
        HttpUrl url = HttpUrl.parse(web);
        // "http:///x" has no host, but OkHttp would call the host x.
        if (url == null || request.url().getRawAuthority() == null) {
            throw HttpFaults.badAddress(request);
        }
        return url;
    }

    private @Nullable Request redirect(Request from, Response response) {
        String location = response.header("Location");
        HttpUrl to = location == null ? null : from.url().resolve(location);
        boolean reads = from.method().equals("GET") || from.method().equals("HEAD");
        if (to == null || (from.url().isHttps() && !to.isHttps())) {
            return null;
        }
        boolean same = to.host().equals(from.url().host())
                && to.port() == from.url().port()
                && to.scheme().equals(from.url().scheme());
        Request.Builder next = switch (response.code()) {
            case 301, 302 -> reads ? from.newBuilder() : null;
            case 303 -> from.newBuilder().method(from.method().equals("HEAD") ? "HEAD" : "GET", null)
                    .removeHeader("Content-Type");
            // The body goes to the same host only: it may hold what the other must not see.
            case 307, 308 -> reads || same ? from.newBuilder() : null;
            default -> null;
        };
        if (next == null) {
            return null;
        }
        next.url(to);
        if (!same) {
            from.headers().names().stream()
                    .filter(name -> !HARMLESS.contains(name.toLowerCase(Locale.ROOT)))
                    .forEach(next::removeHeader);
        }
        return next.build();
    }

    /** A body that is sent once where sending it twice could do something twice. */
    private static final class Bytes extends RequestBody {

        private final byte[] bytes;
        private final String method;

        Bytes(byte[] bytes, String method) {
            this.bytes = bytes;
            this.method = method;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }

        @Override
        public boolean isOneShot() {
            return method.equals("POST") || method.equals("PATCH");
        }
    }
}
