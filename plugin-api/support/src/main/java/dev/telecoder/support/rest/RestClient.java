package dev.telecoder.support.rest;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a service's REST API. What was answered before is sent again only if it changed; pages follow the {@code Link} header,
 * never to another server; failures are told apart by {@link RestFailures}. Any number of threads may use it.
 *
 * @since 1.0
 */
public final class RestClient {

    private static final int REMEMBERED = 500;
    private static final int MOST_PAGES = 100;
    private static final int LOG_BYTES = 64 * 1024 * 1024;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"next\"");

    private final Http http;
    private final Json json;
    private final RestFailures failures;
    private final UnaryOperator<HttpRequest> authorize;
    private final Map<URI, Known> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Known> eldest) {
            return size() > REMEMBERED;
        }
    });

    /**
     * Makes a client.
     *
     * @param context the plugin's
     * @param service whom it asks, for what it says of failures
     * @param authorize adds the credentials and what else each request carries
     */
    public RestClient(PluginContext context, RestFailures.Service service, UnaryOperator<HttpRequest> authorize) {
        this.http = context.http();
        this.json = context.json();
        Clock clock = context.clock();
        this.failures = new RestFailures(service, clock);
        this.authorize = authorize;
    }

    /**
     * Reads something.
     *
     * @param about what it is asked about, such as the repository; for messages
     * @param url where it is
     * @return the answer
     * @throws PluginException by {@link RestFailures}
     */
    public JsonValue get(String about, URI url) {
        return json.parse(read(about, url).body());
    }

    /**
     * Reads something that may not be there.
     *
     * @param about what it is asked about
     * @param url where it is
     * @return the answer, or empty where the service says that there is no such thing
     */
    public Optional<JsonValue> find(String about, URI url) {
        return look(about, url).map(found -> json.parse(found.body()));
    }

    /**
     * Reads page after page, until there are enough.
     *
     * @param about what it is asked about
     * @param url the first page
     * @param items what a page lists
     * @param limit the most to list
     * @return the items
     */
    public List<JsonValue> pages(String about, URI url, Function<JsonValue, List<JsonValue>> items, int limit) {
        List<JsonValue> all = new ArrayList<>();
        Optional<URI> next = Optional.of(url);
        for (int page = 0; page < MOST_PAGES && next.isPresent() && all.size() < limit; page++) {
            Known found = read(about, next.get());
            all.addAll(items.apply(json.parse(found.body())));
            next = found.next();
        }
        return all.size() > limit ? all.subList(0, limit) : all;
    }

    /**
     * Reads a text, such as a log. Where the service answers with a redirect to its storage, that does not see the
     * credentials.
     *
     * @param about what it is asked about
     * @param url where it is
     * @param mediaType the form to ask for, or {@code null}
     * @return the text, or empty where the service cannot show it in this form (406)
     */
    public Optional<String> text(String about, URI url, @Nullable String mediaType) {
        HttpRequest request = authorize.apply(HttpRequest.get(url)).withMaxResponseBytes(LOG_BYTES);
        HttpResponse answer = http.send(mediaType == null ? request : request.withHeader("accept", mediaType));
        if (answer.status() == 406 && mediaType != null) {
            return Optional.empty();
        }
        failures.check(about, answer);
        return Optional.of(answer.text());
    }

    /**
     * Reads a file, such as what a build left behind. Where the service answers with a redirect to its storage, that does not
     * see the credentials.
     *
     * @param about what it is asked about
     * @param url where it is
     * @param maxBytes the most that is read; more is refused
     * @return its bytes
     */
    public byte[] bytes(String about, URI url, long maxBytes) {
        HttpResponse answer = http.send(authorize.apply(HttpRequest.get(url)).withMaxResponseBytes(maxBytes));
        failures.check(about, answer);
        return answer.body();
    }

    /**
     * Changes something.
     *
     * @param about what it is asked about
     * @param method such as {@code POST}
     * @param url where it is
     * @param body what to send, or {@code null} for nothing
     * @return the answer; {@link JsonValue#NULL} where it has no body
     */
    public JsonValue send(String about, String method, URI url, @Nullable JsonValue body) {
        HttpRequest request = authorize.apply(HttpRequest.of(method, url));
        HttpResponse answer = http.send(body == null ? request : request.withJson(body));
        failures.check(about, answer);
        String text = answer.text();
        return text.isBlank() ? JsonValue.NULL : json.parse(text);
    }

    /**
     * Looks whether something changed since somebody saw it, without remembering it here: a poller keeps the tag itself, so
     * that it outlives a restart.
     *
     * @param about what it is asked about
     * @param url where it is
     * @param tag the tag of what was seen; empty for none
     * @return what there is now; empty if it did not change
     */
    public Optional<Seen> changed(String about, URI url, String tag) {
        HttpRequest request = authorize.apply(HttpRequest.get(url));
        HttpResponse answer = http.send(tag.isEmpty() ? request : request.withHeader("if-none-match", tag));
        if (answer.status() == 304) {
            return Optional.empty();
        }
        failures.check(about, answer);
        return Optional.of(new Seen(answer.header("etag").orElse(""), json.parse(answer.text())));
    }

    /** {@return what tells failures apart, for requests that are sent otherwise} */
    public RestFailures failures() {
        return failures;
    }

    private Known read(String about, URI url) {
        return look(about, url).orElseThrow(() -> failures.missing(about));
    }

    /** Reads what is remembered, if it did not change; empty if there is no such thing. */
    private Optional<Known> look(String about, URI url) {
        Known before = known.get(url);
        HttpRequest request = authorize.apply(HttpRequest.get(url));
        HttpResponse answer = http.send(before == null ? request : request.withHeader("if-none-match", before.tag()));
        if (answer.status() == 304 && before != null) {
            return Optional.of(before);
        }
        if (answer.status() == 404) {
            known.remove(url);
            return Optional.empty();
        }
        failures.check(about, answer);
        var found = new Known(answer.header("etag").orElse(""), answer.text(), next(answer, url));
        if (found.tag().isEmpty()) {
            known.remove(url);
        } else {
            known.put(url, found);
        }
        return Optional.of(found);
    }

    /** The address of the next page, if it is at the same server: a token goes nowhere else. */
    private static Optional<URI> next(HttpResponse answer, URI asked) {
        Matcher link = NEXT.matcher(answer.header("link").orElse(""));
        if (!link.find()) {
            return Optional.empty();
        }
        URI next = asked.resolve(link.group(1));
        return String.valueOf(next.getAuthority()).equals(asked.getAuthority()) ? Optional.of(next) : Optional.empty();
    }

    /**
     * What there is now.
     *
     * @param tag names this state of it, for the next look; may be empty
     * @param body the answer
     */
    public record Seen(String tag, JsonValue body) {}

    private record Known(String tag, String body, Optional<URI> next) {}
}
