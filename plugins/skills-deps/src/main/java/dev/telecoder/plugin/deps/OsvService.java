package dev.telecoder.plugin.deps;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.osv.Advisory;
import dev.telecoder.support.osv.PackageVersion;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The service of OSV: which advisories may be about a package is asked for many packages at once, and each advisory is fetched
 * once, as long as it does not change. Where the service does not answer, what it last said counts. For one run.
 */
final class OsvService implements Advisories {

    private static final int BATCH = 1000;
    private static final int MOST_PAGES = 100;
    private static final int AT_ONCE = 8;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String address;
    private final Http http;
    private final Json json;
    private final OsvCache cache;

    OsvService(String address, Http http, Json json, OsvCache cache) {
        this.address = address;
        this.http = http;
        this.json = json;
        this.cache = cache;
    }

    /** What the service has for a package: an advisory's id, and when it was last changed. */
    record Pointer(String id, String modified) {}

    private record Query(PackageVersion about, String page) {

        JsonValue toJson() {
            return JsonValue.object()
                    .put("package",
                            JsonValue.object().put("name", about.name()).put("ecosystem", about.ecosystem()).build())
                    .put("version", about.plainVersion()).putIfPresent("page_token", page.isEmpty() ? null : page)
                    .build();
        }
    }

    @Override
    public Map<PackageVersion, List<Advisory>> about(Collection<PackageVersion> packages, List<String> notes,
            CancellationToken cancellation) {
        Map<PackageVersion, List<Pointer>> pointers = new LinkedHashMap<>();
        List<PackageVersion> all = List.copyOf(new LinkedHashSet<>(packages));
        try {
            for (int from = 0; from < all.size(); from += BATCH) {
                pointers.putAll(ask(all.subList(from, Math.min(all.size(), from + BATCH)), cancellation));
            }
            pointers.forEach(cache::put);
        } catch (PluginException e) {
            if (e.failure() != Failure.UNAVAILABLE && e.failure() != Failure.RATE_LIMITED) {
                throw e;
            }
            for (PackageVersion one : all) {
                List<Pointer> known = cache.get(one).orElseThrow(() -> PluginException.of(e.failure(),
                        "The service of advisories does not answer, and nothing is known from before of " + one
                                + ". Try again later, set osv.api_url, or pass a folder of OSV records as \"database\". "
                                + e.getMessage(),
                        e));
                pointers.put(one, known);
            }
            notes.add("The service of advisories does not answer; this is what it said before.");
        }
        Set<Pointer> wanted = new LinkedHashSet<>();
        pointers.values().forEach(wanted::addAll);
        Map<String, Advisory> advisories = fetch(wanted, cancellation);
        Map<PackageVersion, List<Advisory>> found = new LinkedHashMap<>();
        pointers.forEach((one, ids) -> found.put(one, ids.stream().map(id -> advisories.get(id.id()))
                .filter(java.util.Objects::nonNull).toList()));
        return found;
    }

    private Map<PackageVersion, List<Pointer>> ask(List<PackageVersion> packages, CancellationToken cancellation) {
        Map<PackageVersion, List<Pointer>> found = new LinkedHashMap<>();
        List<Query> open = packages.stream().map(one -> new Query(one, "")).toList();
        for (int page = 0; page < MOST_PAGES && !open.isEmpty(); page++) {
            JsonValue answer = post("/v1/querybatch",
                    JsonValue.object().put("queries", open.stream().map(Query::toJson).toList()).build(), cancellation);
            List<Query> next = new ArrayList<>();
            for (int i = 0; i < open.size(); i++) {
                JsonValue result = answer.get("results").at(i);
                PackageVersion about = open.get(i).about();
                List<Pointer> of = found.computeIfAbsent(about, key -> new ArrayList<>());
                result.get("vulns").items().stream()
                        .map(one -> new Pointer(one.get("id").text(), one.get("modified").text()))
                        .filter(one -> !one.id().isEmpty() && !of.contains(one)).forEach(of::add);
                if (!result.get("next_page_token").text().isEmpty()) {
                    next.add(new Query(about, result.get("next_page_token").text()));
                }
            }
            open = next;
        }
        return found;
    }

    private Map<String, Advisory> fetch(Set<Pointer> wanted, CancellationToken cancellation) {
        Map<String, Advisory> advisories = new ConcurrentHashMap<>();
        Map<String, PluginException> failed = new ConcurrentHashMap<>();
        Semaphore free = new Semaphore(AT_ONCE);
        List<Thread> threads = new ArrayList<>();
        for (Pointer one : wanted) {
            cache.advisory(one).flatMap(Advisory::of).ifPresentOrElse(known -> advisories.put(one.id(), known),
                    () -> threads.add(Thread.ofVirtual().start(() -> {
                        free.acquireUninterruptibly();
                        try {
                            JsonValue record = get("/v1/vulns/"
                                    + URLEncoder.encode(one.id(), StandardCharsets.UTF_8), cancellation);
                            Advisory.of(record).ifPresent(found -> {
                                advisories.put(one.id(), found);
                                cache.put(one, record);
                            });
                        } catch (PluginException e) {
                            failed.put(one.id(), e);
                        } finally {
                            free.release();
                        }
                    })));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw PluginException.of(Failure.CANCELLED, "The search for advisories was interrupted.", stop);
            }
        }
        failed.entrySet().stream().findFirst().ifPresent(first -> {
            throw PluginException.of(first.getValue().failure(), "The advisory " + first.getKey()
                    + " could not be fetched: " + first.getValue().getMessage(), first.getValue());
        });
        return advisories;
    }

    private JsonValue post(String path, JsonValue body, CancellationToken cancellation) {
        return answer(http.send(HttpRequest.post(URI.create(address + path)).withJson(body).withTimeout(LIMIT)
                .withCancellation(cancellation)), path);
    }

    private JsonValue get(String path, CancellationToken cancellation) {
        return answer(http.send(HttpRequest.get(URI.create(address + path)).withTimeout(LIMIT)
                .withCancellation(cancellation)), path);
    }

    private JsonValue answer(HttpResponse response, String path) {
        if (!response.succeeded()) {
            throw PluginException.of(response.status() >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED,
                    "The service of advisories (osv.api_url) answered " + path + " with status " + response.status()
                            + ".");
        }
        return json.parse(response.text());
    }
}
