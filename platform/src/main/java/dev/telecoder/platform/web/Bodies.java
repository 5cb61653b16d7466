package dev.telecoder.platform.web;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads the body of a request, and no more of it than is allowed. */
final class Bodies {

    private static final long SLACK = 1024 * 1024;

    private Bodies() {}

    static byte[] read(Context ctx, int limit) throws IOException {
        if (ctx.req().getContentLengthLong() > limit) {
            throw tooLarge(ctx, limit);
        }
        if (ctx.req().getContentLengthLong() >= 0) {
            // As long as it says: room that grows takes thrice as much, which a small heap does not have.
            return ctx.req().getInputStream().readNBytes((int) ctx.req().getContentLengthLong());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        InputStream in = ctx.req().getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (bytes.size() + read > limit) {
                throw tooLarge(ctx, limit);
            }
            bytes.write(buffer, 0, read);
        }
        return bytes.toByteArray();
    }

    /**
     * What is left is read for a while and dropped: a client that is still sending when the connection closes would hear of a
     * reset, not of the reason.
     */
    private static Problem tooLarge(Context ctx, int limit) throws IOException {
        byte[] dropped = new byte[8192];
        InputStream in = ctx.req().getInputStream();
        long left = limit + SLACK;
        for (int read = in.read(dropped); read >= 0 && left > 0; read = in.read(dropped)) {
            left -= read;
        }
        ctx.header("Connection", "close");
        return Problem.of(413, "The body is larger than " + limit / (1024 * 1024) + " MB.");
    }
}
