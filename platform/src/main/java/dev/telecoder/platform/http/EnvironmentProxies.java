package dev.telecoder.platform.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} name, in either case.
 * This machine itself is never reached through a proxy.
 */
final class EnvironmentProxies extends ProxySelector implements Authenticator {

    private final @Nullable URI http;
    private final @Nullable URI https;
    private final List<String> without;

    EnvironmentProxies(Map<String, String> environment) {
        URI all = proxy(environment, "ALL_PROXY");
        URI plain = proxy(environment, "HTTP_PROXY");
        URI secure = proxy(environment, "HTTPS_PROXY");
        this.http = plain == null ? all : plain;
        this.https = secure == null ? all : secure;
        String none = read(environment, "NO_PROXY");
        this.without = Arrays.stream(none == null ? new String[0] : none.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isBlank())
                .toList();
    }

    Set<String> hosts() {
        var hosts = new HashSet<String>();
        for (URI proxy : Arrays.asList(http, https)) {
            if (proxy != null) {
                hosts.add(proxy.getHost());
            }
        }
        return Set.copyOf(hosts);
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        URI proxy = "http".equals(uri.getScheme()) || "ws".equals(uri.getScheme()) ? http : https;
        if (proxy == null || direct(host)) {
            return List.of(Proxy.NO_PROXY);
        }
        Proxy.Type type = proxy.getScheme().startsWith("socks") ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
        int port = proxy.getPort() > 0 ? proxy.getPort() : type == Proxy.Type.SOCKS ? 1080 : 8080;
        return List.of(new Proxy(type, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The caller gets the exception.
    }

    /** Answers a proxy that asks who we are, once. */
    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) {
        if (response.request().header("Proxy-Authorization") != null) {
            return null;
        }
        URI proxy = response.request().isHttps() ? https : http;
        String user = proxy == null ? null : proxy.getRawUserInfo();
        if (user == null) {
            return null;
        }
        String[] parts = user.split(":", 2);
        String credentials = Credentials.basic(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
        return response.request().newBuilder().header("Proxy-Authorization", credentials).build();
    }

    private boolean direct(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost") || host.startsWith("127.")
                || host.contains("::1")) {
            return true;
        }
        for (String entry : without) {
            String name = entry.startsWith("*.") ? entry.substring(1) : entry;
            String bare = name.startsWith(".") ? name.substring(1) : name.replaceFirst(":\\d+$", "");
            if (name.equals("*") || host.equals(bare) || host.endsWith("." + bare)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable URI proxy(Map<String, String> environment, String name) {
        String value = read(environment, name);
        if (value == null) {
            return null;
        }
        try {
            URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
            return proxy.getHost() == null ? null : proxy;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String read(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, environment.get(name.toLowerCase(Locale.ROOT)));
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
