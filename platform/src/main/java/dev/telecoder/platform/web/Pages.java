package dev.telecoder.platform.web;

import dev.telecoder.api.http.WebApp;
import dev.telecoder.platform.plugin.Extensions;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The files of plugins' pages. They hold nothing secret and are given to everybody; a page without a login asks for one. */
final class Pages {

    private static final String HOME = "channel-webchat";
    private static final List<String> RESERVED =
            List.of("/api", "/hooks", "/apps", "/admin", "/healthz", "/readyz", "/metrics",
                    "/login", "/v1");

    private final Extensions extensions;

    Pages(Extensions extensions) {
        this.extensions = extensions;
    }

    void register(RoutesConfig routes) {
        routes.get("/apps/{plugin}", ctx -> move(ctx, "/apps/" + ctx.pathParam("plugin") + "/"));
        routes.get("/apps/{plugin}/", ctx -> send(ctx, of(ctx.pathParam("plugin"), "")));
        routes.get("/apps/{plugin}/<path>", ctx -> send(ctx, of(ctx.pathParam("plugin"), ctx.pathParam("path"))));
    }

    /** Whatever has no address of its own is a file of the chat page. */
    void home(Context ctx) {
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
