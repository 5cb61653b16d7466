package dev.telecoder.platform.web.admin;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Style, script and icon of the pages, from the host's own resources, to everybody: they hold nothing secret. */
final class Assets {

    private static final Map<String, String> MEDIA_TYPES = Map.of("css", "text/css; charset=utf-8", "js",
            "text/javascript; charset=utf-8", "svg", "image/svg+xml", "txt", "text/plain; charset=utf-8");

    private final Map<String, Optional<Asset>> read = new ConcurrentHashMap<>();

    private record Asset(String mediaType, byte[] bytes, byte[] gzip, String etag) {}

    void send(Context ctx) {
        Asset asset = find(ctx.pathParam("path"));
        if (asset == null) {
            ctx.status(404).contentType("text/plain; charset=utf-8").result("There is no such file.");
            return;
        }
        ctx.header("Cache-Control", "no-cache").header("ETag", asset.etag()).header("Vary", "Accept-Encoding");
        String known = ctx.header("If-None-Match");
        if (known != null && known.contains(asset.etag())) {
            ctx.status(304);
            return;
        }
        ctx.contentType(asset.mediaType());
        String accepted = ctx.header("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            ctx.header("Content-Encoding", "gzip").result(asset.gzip());
        } else {
            ctx.result(asset.bytes());
        }
    }

    private @Nullable Asset find(String path) {
        String mediaType = MEDIA_TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (mediaType == null || !path.matches("([a-zA-Z0-9_-]+/)*[a-zA-Z0-9_.-]*[a-zA-Z0-9_-]\\.[a-z]+")
                || path.contains("..")) {
            return null;
        }
        // Only what is there is kept, so that asking for what is not fills nothing.
        Optional<Asset> known = read.get(path);
        if (known != null) {
            return known.orElse(null);
        }
        Optional<Asset> found = load(path, mediaType);
        found.ifPresent(asset -> read.put(path, found));
        return found.orElse(null);
    }

    private static Optional<Asset> load(String path, String mediaType) {
        try (InputStream in = Assets.class.getResourceAsStream("/admin/" + path)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            var packed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(packed)) {
                gzip.write(bytes);
            }
            return Optional.of(new Asset(mediaType, bytes, packed.toByteArray(), '"' + digest(bytes) + '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }
}
