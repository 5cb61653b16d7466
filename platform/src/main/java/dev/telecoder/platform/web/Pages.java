package dev.telecoder.platform.web;

import dev.telecoder.api.http.WebApp;
import dev.telecoder.platform.plugin.Extensions;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of pages: the dashboard from the host's own resources, the rest from plugins. They hold nothing secret and are
 * given to everybody; a page without a login asks for one.
 */
final class Pages {

    private static final String HOME = "channel-webchat";
    private static final List<String> RESERVED =
            List.of("/api", "/hooks", "/apps", "/admin", "/healthz", "/readyz", "/metrics",
                    "/login", "/v1");
    private static final Map<String, String> MEDIA_TYPES = Map.of("html", "text/html; charset=utf-8", "css",
            "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private final Extensions extensions;

    Pages(Extensions extensions) {
        this.extensions = extensions;
    }

    void register(RoutesConfig routes) {
        routes.get("/admin", ctx -> move(ctx, "/admin/"));
        routes.get("/admin/", ctx -> send(ctx, own("index.html")));
        routes.get("/admin/<path>", ctx -> send(ctx, own(ctx.pathParam("path"))));
        routes.get("/apps/{plugin}", ctx -> move(ctx, "/apps/" + ctx.pathParam("plugin") + "/"));
        routes.get("/apps/{plugin}/", ctx -> send(ctx, of(ctx.pathParam("plugin"), "")));
        routes.get("/apps/{plugin}/<path>", ctx -> send(ctx, of(ctx.pathParam("plugin"), ctx.pathParam("path"))));
    }

    /** Whatever has no address of its own is a file of the chat page. */
    void home(Context ctx) throws IOException {
        String path = ctx.path();
        boolean reads = ctx.method().equals(HandlerType.GET) || ctx.method().equals(HandlerType.HEAD);
        if (!reads || RESERVED.stream().anyMatch(one -> path.equals(one) || path.startsWith(one + "/"))) {
            return;
        }
        boolean there = extensions.of(WebApp.class).stream().anyMatch(app -> app.plugin().equals(HOME));
        if (!there && path.equals("/")) {
            move(ctx, "/admin/");
        } else {
            send(ctx, of(HOME, path.substring(1)));
        }
        ctx.skipRemainingHandlers();
    }

    private Optional<WebApp.Resource> of(String plugin, String path) {
        return extensions.of(WebApp.class).stream().filter(app -> app.plugin().equals(plugin))
                .flatMap(app -> app.instance().resource(path).stream()).findFirst();
    }

    private static Optional<WebApp.Resource> own(String path) throws IOException {
        String mediaType = MEDIA_TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (mediaType == null || !path.matches("([a-zA-Z0-9_-]+/)*[a-zA-Z0-9_-]+\\.[a-z]+")) {
            return Optional.empty();
        }
        try (InputStream in = Pages.class.getResourceAsStream("/admin/" + path)) {
            return in == null ? Optional.empty() : Optional.of(new WebApp.Resource(mediaType, in.readAllBytes()));
        }
    }

    private static void send(Context ctx, Optional<WebApp.Resource> found) {
        WebApp.Resource file = found.orElseThrow(() -> Problem.notFound("such page"));
        String etag = '"' + digest(file.bytes()) + '"';
        ctx.header("Cache-Control", "no-cache").header("ETag", etag);
        String known = ctx.header("If-None-Match");
        if (known != null && known.contains(etag)) {
            ctx.status(304);
            return;
        }
        ctx.contentType(file.mediaType()).result(file.bytes());
    }

    private static void move(Context ctx, String to) {
        ctx.status(302).header("Location", to);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }
}
