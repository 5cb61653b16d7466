package dev.telecoder.platform.web;

import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.plugin.Extensions;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives callbacks from outside to the plugins they are for. The signature, which the plugin checks, is the login. */
final class HookRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(HookRoutes.class);
    private static final int BODY_LIMIT = 25 * 1024 * 1024;

    private final Extensions extensions;
    private final Counters counters;

    HookRoutes(Extensions extensions, Counters counters) {
        this.extensions = extensions;
        this.counters = counters;
    }

    void register(RoutesConfig routes) {
        routes.get("/hooks/{plugin}/<path>", this::handle);
        routes.post("/hooks/{plugin}/<path>", this::handle);
    }

    private void handle(Context ctx) throws IOException {
        String plugin = ctx.pathParam("plugin");
        WebhookHandler handler =
                find(plugin, ctx.pathParam("path")).orElseThrow(() -> Problem.notFound("such webhook"));
        String outcome = "refused";
        try {
            WebhookHandler.Response response = handler.handle(new Received(ctx, Bodies.read(ctx, BODY_LIMIT)));
            // A hook that says 404 is not configured, and what comes to it is not counted.
            outcome = response.status() == 404 ? ""
                    : response.duplicate() ? "duplicate" : response.status() < 300 ? "accepted" : "refused";
            ctx.status(response.status()).header("Cache-Control", "no-store").contentType("text/plain; charset=utf-8");
            response.headers().forEach((name, value) -> {
                if (!name.toLowerCase(Locale.ROOT).equals("set-cookie")) {
                    ctx.header(name, value);
                }
            });
            ctx.result(response.body().getBytes(StandardCharsets.UTF_8));
        } catch (Problem e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("The webhook {} of {} failed", handler.path(), plugin, e);
            throw Problem.of(500, "The webhook failed.");
        } finally {
            if (!outcome.isEmpty()) {
                counters.count("telecoder_webhooks_total", "plugin", plugin, "outcome", outcome);
            }
        }
    }

    private Optional<WebhookHandler> find(String plugin, String path) {
        return extensions.of(WebhookHandler.class).stream().filter(one -> one.plugin().equals(plugin))
                .map(Extensions.Extension::instance).filter(handler -> handler.path().equals(path)).findFirst();
    }

    /** A callback as it came. */
    private record Received(Context ctx, byte[] bytes) implements WebhookHandler.Request {

        @Override
        public String method() {
            return ctx.method().toString();
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(ctx.header(name));
        }

        @Override
        public Optional<String> query(String name) {
            return Optional.ofNullable(ctx.queryParam(name));
        }

        @Override
        public byte[] body() {
            return bytes.clone();
        }
    }
}
