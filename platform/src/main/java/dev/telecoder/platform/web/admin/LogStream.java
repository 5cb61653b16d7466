package dev.telecoder.platform.web.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells open pages that the log has grown; what is new they ask for themselves. Each stream is a request on its own thread. */
final class LogStream implements AutoCloseable {

    private static final int HEARTBEAT_SECONDS = 15;

    private final Backend backend;
    private final Set<Semaphore> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    LogStream(Backend backend) {
        this.backend = backend;
    }

    void stream(Context ctx) throws IOException {
        if (closed || backend.visitor(ctx).filter(Backend.Visitor::admin).isEmpty()) {
            ctx.status(closed ? 503 : 403).contentType("text/plain; charset=utf-8").result("The log is for the owner.");
            return;
        }
        ctx.status(200).contentType("text/event-stream").header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
        OutputStream out = ctx.res().getOutputStream();
        Semaphore grown = new Semaphore(0);
        open.add(grown);
        try (AutoCloseable watch = backend.onLog(grown::release)) {
            write(out, "retry: 1000\n: connected\n\n");
            while (!closed && watch != null) {
                boolean told = grown.tryAcquire(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                grown.drainPermits();
                if (closed || backend.visitor(ctx).isEmpty()) {
                    return;
                }
                write(out, told ? "event: log\ndata: {}\n\n" : ": \n\n");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the watch of the log could not be ended", e);
        } finally {
            open.remove(grown);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Semaphore::release);
    }
}
