package dev.telecoder.platform.web;

import dev.telecoder.platform.config.ServerConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What holds for every request before it reaches a route: the Host and Origin it may name, the headers it gets. */
final class Guard {

    private static final String POLICY =
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none';"
                    + " form-action 'self'; object-src 'none'";

    private final String boundHost;
    private final Optional<URI> publicUrl;

    Guard(ServerConfig config) {
        this.boundHost = config.host().toLowerCase(Locale.ROOT);
        this.publicUrl = config.publicUrl();
    }

    void check(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY).header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer").header("X-Frame-Options", "DENY")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin");
        if (ctx.path().startsWith("/hooks/")) {
            return;
        }
        String authority = ctx.header("Host");
        if (authority == null || !mayBeNamed(host(authority), ctx)) {
            throw Problem.forbidden(
                    "This host does not answer to the name in Host. Set server.public_url to the address people"
                            + " use.");
        }
        String origin = ctx.header("Origin");
        if (origin != null && !origin.equalsIgnoreCase("http://" + authority) && !fitsPublicUrl(origin, authority)) {
            throw Problem.forbidden(
                    "The Origin of this request is another site. Set server.public_url to the address people use.");
        }
    }

    /** Whether the request came from this machine, over no proxy, to this machine's own name. */
    boolean local(Context ctx) {
        String authority = ctx.header("Host");
        return loopback(ctx.req().getRemoteAddr()) && authority != null && loopback(host(authority))
                && ctx.header("X-Forwarded-For") == null && ctx.header("Forwarded") == null;
    }

    boolean secure() {
        return publicUrl.filter(url -> "https".equalsIgnoreCase(url.getScheme())).isPresent();
    }

    private boolean mayBeNamed(String host, Context ctx) {
        return loopback(host) || host.equals(boundHost) || host.equals(bare(ctx.req().getLocalAddr()))
                || publicUrl.filter(
                        url -> url.getHost().equalsIgnoreCase(host) || bare(url.getHost()).equalsIgnoreCase(host))
                        .isPresent();
    }

    private boolean fitsPublicUrl(String origin, String authority) {
        if (publicUrl.isEmpty()) {
            return false;
        }
        URI url = publicUrl.get();
        return origin.equalsIgnoreCase(url.getScheme() + "://" + url.getRawAuthority())
                || host(authority).equalsIgnoreCase(bare(url.getHost()))
                        && origin.equalsIgnoreCase(url.getScheme() + "://" + authority);
    }

    private static boolean loopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.equals("0:0:0:0:0:0:0:1")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    /** The name of an authority, in lower case, without port and brackets. */
    private static String host(String authority) {
        String name = authority.toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            int end = name.indexOf(']');
            return end < 0 ? "" : name.substring(1, end);
        }
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    private static String bare(@Nullable String address) {
        String text = address == null ? "" : address;
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }
}
