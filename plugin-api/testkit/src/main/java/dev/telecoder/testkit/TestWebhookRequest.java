package dev.telecoder.testkit;

import dev.telecoder.api.http.WebhookHandler;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A callback as the host hands it on. Each {@code with} method gives a new one.
 *
 * @since 1.0
 */
public final class TestWebhookRequest implements WebhookHandler.Request {

    private final String method;
    private final Map<String, String> headers;
    private final Map<String, String> query;
    private final byte[] body;

    private TestWebhookRequest(String method, Map<String, String> headers, Map<String, String> query, byte[] body) {
        this.method = method;
        this.headers = headers;
        this.query = query;
        this.body = body;
    }

    /**
     * Makes a POST.
     *
     * @param body its body
     * @return the request
     */
    public static TestWebhookRequest post(String body) {
        return new TestWebhookRequest("POST", Map.of(), Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return a GET without a body} */
    public static TestWebhookRequest get() {
        return new TestWebhookRequest("GET", Map.of(), Map.of(), new byte[0]);
    }

    /**
     * Sets a header.
     *
     * @param name its name
     * @param value its value
     * @return a new request
     */
    public TestWebhookRequest withHeader(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name.toLowerCase(Locale.ROOT), value);
        return new TestWebhookRequest(method, all, query, body);
    }

    /**
     * Sets a query parameter.
     *
     * @param name its name
     * @param value its value
     * @return a new request
     */
    public TestWebhookRequest withQuery(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(query);
        all.put(name, value);
        return new TestWebhookRequest(method, headers, all, body);
    }

    /**
     * Replaces the body's bytes.
     *
     * @param bytes the body
     * @return a new request
     */
    public TestWebhookRequest withBody(byte[] bytes) {
        return new TestWebhookRequest(method, headers, query, bytes.clone());
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    @Override
    public byte[] body() {
        return body.clone();
    }
}
