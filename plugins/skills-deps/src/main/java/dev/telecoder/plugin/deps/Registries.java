package dev.telecoder.plugin.deps;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.osv.PackageVersion;
import dev.telecoder.support.version.VersionOrder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** Asks the registries for the newest release of packages. One that does not answer is named and never a failure. For one run. */
final class Registries {

    private static final Map<String, String> PUBLIC = Map.of("npm", "https://registry.npmjs.org", "PyPI",
            "https://pypi.org", "Maven", "https://repo.maven.apache.org/maven2", "crates.io", "https://crates.io",
            "RubyGems",
            "https://rubygems.org", "Go", "https://proxy.golang.org", "Packagist", "https://repo.packagist.org",
            "NuGet",
            "https://api.nuget.org", "Hex", "https://hex.pm", "Pub", "https://pub.dev");
    private static final int AT_ONCE = 8;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration ALL = Duration.ofSeconds(20);
    private static final int MOST = 300;

    private final Map<String, String> addresses = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Http http;
    private final Json json;
    private final Set<String> silent = new ConcurrentSkipListSet<>();

    Registries(Map<String, String> configured, Http http, Json json) {
        addresses.putAll(PUBLIC);
        addresses.putAll(configured);
        this.http = http;
        this.json = json;
    }

    /**
     * Finds the newest releases.
     *
     * @param packages the packages
     * @param notes takes which registries did not answer
     * @param cancellation ends it early
     * @return the newest release of each package that has a newer one than its own
     */
    Map<PackageVersion, String> newer(Collection<PackageVersion> packages, List<String> notes,
            CancellationToken cancellation) {
        List<PackageVersion> asked = packages.stream().filter(one -> addresses.containsKey(one.ecosystem())).distinct()
                .limit(MOST).toList();
        Map<PackageVersion, String> newer = new ConcurrentHashMap<>();
        Semaphore free = new Semaphore(AT_ONCE);
        long until = System.nanoTime() + ALL.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (PackageVersion one : asked) {
            threads.add(Thread.ofVirtual().start(() -> {
                free.acquireUninterruptibly();
                try {
                    if (!silent.contains(one.ecosystem()) && System.nanoTime() < until && !cancellation.isCancelled()) {
                        latest(one, cancellation).filter(latest -> isNewer(one, latest))
                                .ifPresent(latest -> newer.put(one, latest));
                    }
                } catch (PluginException | IllegalArgumentException unanswered) {
                    silent.add(one.ecosystem());
                } finally {
                    free.release();
                }
            }));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        cancellation.throwIfCancelled();
        if (!silent.isEmpty()) {
            notes.add("Newer versions are not known where the registry did not answer: "
                    + String.join(", ", new TreeSet<>(silent)) + ".");
        }
        return newer;
    }

    private static boolean isNewer(PackageVersion one, String latest) {
        return VersionOrder.of(one.ecosystem()).map(order -> order.compare(latest, one.version()) > 0).orElse(false);
    }

    private Optional<String> latest(PackageVersion one, CancellationToken cancellation) {
        String name = one.name();
        return switch (one.ecosystem()) {
            case "npm" -> get(one, "/" + name.replace("/", "%2F"), cancellation)
                    .map(doc -> doc.get("dist-tags").get("latest"))
                    .flatMap(JsonValue::findText);
            case "PyPI" -> get(one, "/pypi/" + encoded(one.plainName()) + "/json", cancellation)
                    .flatMap(doc -> doc.get("info").get("version").findText());
            case "crates.io" -> get(one, "/api/v1/crates/" + encoded(name), cancellation)
                    .flatMap(doc -> Stream.of("max_stable_version", "max_version", "newest_version")
                            .flatMap(key -> doc.get("crate").get(key).findText().stream()).findFirst());
            case "RubyGems" -> get(one, "/api/v1/versions/" + encoded(name) + "/latest.json", cancellation)
                    .flatMap(doc -> doc.get("version").findText()).filter(version -> !version.equals("unknown"));
            case "Go" -> get(one, "/" + goPath(name) + "/@latest", cancellation)
                    .flatMap(doc -> doc.get("Version").findText());
            case "Packagist" -> get(one, "/p2/" + one.plainName() + ".json", cancellation).flatMap(doc -> newest(one,
                    doc
                            .get("packages").get(one.plainName()).items().stream()
                            .map(version -> version.get("version").text())));
            case "NuGet" -> get(one, "/v3-flatcontainer/" + encoded(name.toLowerCase(Locale.ROOT)) + "/index.json",
                    cancellation)
                    .flatMap(doc -> newest(one, doc.get("versions").items().stream().map(JsonValue::text)));
            case "Hex" -> get(one, "/api/packages/" + encoded(name), cancellation)
                    .flatMap(doc -> doc.get("latest_stable_version").findText());
            case "Pub" -> get(one, "/api/packages/" + encoded(name), cancellation)
                    .flatMap(doc -> doc.get("latest").get("version").findText());
            case "Maven" -> text(one, "/" + name.replace('.', '/').replaceFirst(":.*", "") + "/"
                    + name.replaceFirst(".*:", "") + "/maven-metadata.xml", cancellation).flatMap(Xml::parse)
                    .flatMap(xml -> newest(one, xml.all("version").stream().map(Xml::text)));
            default -> Optional.empty();
        };
    }

    /** A release, but where the version in use comes before one itself. */
    private static Optional<String> newest(PackageVersion one, Stream<String> versions) {
        VersionOrder order = VersionOrder.of(one.ecosystem()).orElse(VersionOrder.semver());
        boolean any = order.isPrerelease(one.version());
        return versions.filter(version -> !version.isBlank() && (any || !order.isPrerelease(version))).max(order);
    }

    private static String goPath(String module) {
        StringBuilder out = new StringBuilder();
        for (char c : module.toCharArray()) {
            out.append(Character.isUpperCase(c) ? "!" + Character.toLowerCase(c) : String.valueOf(c));
        }
        return out.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Optional<JsonValue> get(PackageVersion one, String path, CancellationToken cancellation) {
        return text(one, path, cancellation).map(json::parse);
    }

    private Optional<String> text(PackageVersion one, String path, CancellationToken cancellation) {
        HttpResponse response = http.send(HttpRequest.get(URI.create(addresses.get(one.ecosystem()) + path))
                .withHeader("accept", one.ecosystem().equals("npm") ? "application/vnd.npm.install-v1+json" : "*/*")
                .withHeader("user-agent", "telecoder").withTimeout(LIMIT).withCancellation(cancellation));
        if (response.status() == 404 || response.status() == 410) {
            return Optional.empty();
        }
        if (!response.succeeded()) {
            silent.add(one.ecosystem());
            return Optional.empty();
        }
        return Optional.of(response.text());
    }
}
