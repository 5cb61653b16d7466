package dev.telecoder.platform.web;

import dev.telecoder.platform.config.ServerConfig;
import dev.telecoder.platform.store.StoreException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.Graceful;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets Javalin and Jetty up: no access log, no page of theirs, every error as a problem detail. */
final class Engine {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final long STOP_MILLIS = 2_000;
    private static final long IDLE_AT_STOP_MILLIS = 20;

    /** What only somebody at the machine can do something about. */
    private static final Set<StoreException.Kind> OWNERS =
            Set.of(StoreException.Kind.FULL, StoreException.Kind.LOCKED, StoreException.Kind.CORRUPT,
                    StoreException.Kind.INACCESSIBLE);

    private Engine() {}

    static Javalin start(ServerConfig config, Guard guard, Pages pages, Consumer<RoutesConfig> routes)
            throws IOException {
        Javalin server = Javalin.create(javalin -> {
            configure(javalin);
            javalin.jetty.addConnector((jetty, http) -> connector(jetty, http, config));
            javalin.routes.before(guard::check);
            javalin.routes.before(pages::home);
            routes.accept(javalin.routes);
            errors(javalin.routes);
        });
        try {
            return server.start();
        } catch (JavalinBindException e) {
            throw new IOException(
                    "TeleCoder cannot listen on " + config.host() + ":" + config.port() + " (" + e.getMessage()
                            + "). Free the port, or set server.host and server.port in config.yaml.",
                    e);
        }
    }

    /**
     * Stops the server. A request that is not through in time is no failure: what it would have changed is either stored or
     * was never acknowledged. Jetty's own time for this stays 0, since it and Javalin report such a request as an error.
     */
    static void stop(Javalin server) {
        try {
            Graceful.shutdown(server.jettyServer().server()).get(STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.info("Requests that were still running {} ms after the stop are cut.", STOP_MILLIS);
        } catch (ExecutionException e) {
            LOG.warn("Not everything of the HTTP server stopped cleanly: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }

    private static void configure(JavalinConfig javalin) {
        javalin.concurrency.useVirtualThreads = true;
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.http.prefer405over404 = true;
        javalin.router.ignoreTrailingSlashes = false;
        javalin.http.compressionStrategy = CompressionStrategy.NONE;
        javalin.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendXPoweredBy(false);
        });
        javalin.jetty.modifyServer(jetty -> {
            jetty.setStopTimeout(0);
            jetty.setErrorHandler((request, response, callback) -> {
                int status = response.getStatus() == 0 ? 500 : response.getStatus();
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
                response.write(true, ByteBuffer.wrap(unreadable(status)), callback);
                return true;
            });
        });
        javalin.jetty.modifyServletContextHandler(
                context -> context.setErrorHandler((Request.Handler) (request, response, callback) -> {
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
                    response.write(true, ByteBuffer.wrap(unreadable(response.getStatus())), callback);
                    return true;
                }));
    }

    private static ServerConnector connector(Server jetty, HttpConfiguration http, ServerConfig config) {
        ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        // Connections that clients only keep for later would hold up the end of the host by a second.
        connector.setShutdownIdleTimeout(IDLE_AT_STOP_MILLIS);
        return connector;
    }

    private static void errors(RoutesConfig routes) {
        routes.exception(Problem.class, (e, ctx) -> problem(ctx, e));
        routes.exception(HttpResponseException.class, (e, ctx) -> {
            if (e.getStatus() == 405) {
                e.getDetails().values().stream().findFirst().ifPresent(methods -> ctx.header("Allow", methods));
            }
            problem(ctx, Problem.of(e.getStatus(), switch (e.getStatus()) {
                case 404 -> "There is nothing at this address.";
                case 405 -> "This address does not take " + ctx.method() + ".";
                default -> "The request was refused.";
            }));
        });
        routes.exception(EofException.class, (e, ctx) -> LOG.debug("A client went away: {}", e.getMessage()));
        routes.exception(Exception.class, (e, ctx) -> {
            if (ctx.res().isCommitted()) {
                LOG.debug("A response broke off: {}", e.toString());
            } else if (e instanceof StoreException store && store.kind() == StoreException.Kind.INTERRUPTED) {
                problem(ctx, Problem.of(503, "TeleCoder is stopping."));
            } else if (e instanceof StoreException store && OWNERS.contains(store.kind())) {
                // Nothing was stored, so it may be sent again once the owner has made room.
                LOG.error("{} {} failed: {}", ctx.method(), ctx.path(), e.getMessage());
                problem(ctx, Problem.of(503, String.valueOf(e.getMessage())));
            } else {
                LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
                problem(ctx, Problem.of(500, "Something failed inside TeleCoder. Its log has the details."));
            }
        });
    }

    private static void problem(Context ctx, Problem problem) {
        if (ctx.res().isCommitted()) {
            return;
        }
        if (problem.retryAfter() > 0) {
            ctx.header("Retry-After", String.valueOf(problem.retryAfter()));
        }
        if (problem.status() == 401) {
            ctx.header("WWW-Authenticate", "Bearer");
        }
        if (ctx.path().equals("/login") && String.valueOf(ctx.header("Accept")).contains("text/html")) {
            ctx.status(problem.status()).contentType("text/html; charset=utf-8")
                    .result(LoginRoutes.page(problem.getMessage()));
            return;
        }
        try {
            Api.send(ctx, problem.answer());
        } catch (IOException e) {
            LOG.debug("A client went away: {}", e.getMessage());
        }
    }

    private static byte[] unreadable(int status) {
        return Problem.body(status, "The request cannot be read.", List.of()).toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
