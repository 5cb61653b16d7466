package dev.telecoder.api.http;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to send with {@link Http}: {@code HttpRequest.post(url).withJson(body).withHeader("authorization", …)}. Each
 * method gives a new request.
 *
 * @since 1.0
 */
public final class HttpRequest {

    private final String method;
    private final URI url;
    private final Map<String, String> headers;
    private final byte @Nullable [] body;
    private final Duration timeout;
    private final long maxResponseBytes;
    private final @Nullable CancellationToken cancellation;

    private HttpRequest(String method, URI url, Map<String, String> headers, byte @Nullable [] body, Duration timeout,
            long maxResponseBytes, @Nullable CancellationToken cancellation) {
        this.method = method;
        this.url = url;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.body = body;
        this.timeout = timeout;
        this.maxResponseBytes = maxResponseBytes;
        this.cancellation = cancellation;
    }

    /**
     * Begins a request of any method.
     *
     * @param method in upper case
     * @param url where to send it
     * @return a request without body, with a time limit of 30 seconds and an answer of at most 32 MB
     */
    public static HttpRequest of(String method, URI url) {
        return new HttpRequest(Objects.requireNonNull(method, "method"), Objects.requireNonNull(url, "url"), Map.of(),
                null,
                Duration.ofSeconds(30), 32L << 20, null);
    }

    /**
     * Begins a GET.
     *
     * @param url where to send it
     * @return the request
     */
    public static HttpRequest get(URI url) {
        return of("GET", url);
    }

    /**
     * Begins a POST.
     *
     * @param url where to send it
     * @return the request, with no body yet
     */
    public static HttpRequest post(URI url) {
        return of("POST", url);
    }

    /**
     * Adds a header, or replaces it.
     *
     * @param name its name
     * @param value its value
     * @return a new request
     */
    public HttpRequest withHeader(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.keySet().removeIf(name::equalsIgnoreCase);
        all.put(name, value);
        return new HttpRequest(method, url, all, body, timeout, maxResponseBytes, cancellation);
    }

    /**
     * Sets a body.
     *
     * @param bytes the body
     * @param mediaType its type, such as {@code application/json}
     * @return a new request
     */
    public HttpRequest withBody(byte[] bytes, String mediaType) {
        HttpRequest typed = withHeader("content-type", mediaType);
        return new HttpRequest(method, url, typed.headers, bytes.clone(), timeout, maxResponseBytes, cancellation);
    }

    /**
     * Sets a JSON body.
     *
     * @param json the body
     * @return a new request
     */
    public HttpRequest withJson(JsonValue json) {
        return withBody(json.toString().getBytes(StandardCharsets.UTF_8), "application/json");
    }

    /**
     * Sets a time limit: for {@link Http#send} on the whole exchange, for {@link Http#stream} on each silence.
     *
     * @param limit how long
     * @return a new request
     */
    public HttpRequest withTimeout(Duration limit) {
        return new HttpRequest(method, url, headers, body, Objects.requireNonNull(limit, "limit"), maxResponseBytes,
                cancellation);
    }

    /**
     * Sets how large the answer may be.
     *
     * @param bytes the limit
     * @return a new request
     */
    public HttpRequest withMaxResponseBytes(long bytes) {
        return new HttpRequest(method, url, headers, body, timeout, bytes, cancellation);
    }

    /**
     * Ends the exchange when the token is cancelled.
     *
     * @param token the token
     * @return a new request
     */
    public HttpRequest withCancellation(CancellationToken token) {
        return new HttpRequest(method, url, headers, body, timeout, maxResponseBytes, token);
    }

    /** {@return the method, in upper case} */
    public String method() {
        return method;
    }

    /** {@return where to send it} */
    public URI url() {
        return url;
    }

    /** {@return the headers, in order} */
    public Map<String, String> headers() {
        return headers;
    }

    /** {@return a copy of the body, if there is one} */
    public Optional<byte[]> body() {
        return body == null ? Optional.empty() : Optional.of(body.clone());
    }

    /** {@return the time limit} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return how large the answer may be} */
    public long maxResponseBytes() {
        return maxResponseBytes;
    }

    /** {@return what ends the exchange early, if anything} */
    public Optional<CancellationToken> cancellation() {
        return Optional.ofNullable(cancellation);
    }

    /** {@return method and host; no path, query or header, since those may hold a secret} */
    @Override
    public String toString() {
        return method + " " + url.getScheme() + "://" + url.getHost();
    }
}
