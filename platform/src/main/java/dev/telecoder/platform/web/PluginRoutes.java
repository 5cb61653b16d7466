package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.plugin.InstallRefused;
import dev.telecoder.platform.plugin.InstallRequest;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Plugins: what there is, installing, removing, switching and checking them. Changes are for the owner and admins. */
final class PluginRoutes {

    private final HostView host;

    PluginRoutes(HostView host) {
        this.host = host;
    }

    void register(Api api) {
        api.get("/plugins", request -> Answer.items(host.plugins()));
        api.get("/plugins/{id}",
                request -> Answer.ok(host.plugin(request.path("id")).orElseThrow(() -> unknown(request))));
        api.postOrUpload("/plugins", this::install, this::upload);
        api.delete("/plugins/{id}", this::remove);
        api.post("/plugins/{id}/enable", request -> enable(request, true));
        api.post("/plugins/{id}/disable", request -> enable(request, false));
        api.post("/plugins/{id}/verify", request -> {
            request.requireAdmin();
            return Answer.ok(refusable(() -> host.verifyPlugin(request.path("id"))));
        });
    }

    private Answer install(ApiRequest request) {
        request.requireAdmin();
        JsonValue body = request.body();
        String source = body.get("source").findText().filter(text -> !text.isBlank())
                .orElseThrow(() -> Problem.invalid("source",
                        "expected the path of a plugin's file on the host's machine, or an http(s) address"));
        return installed(new InstallRequest(source, body.get("sha256").findText().orElse(""),
                flag(body, "force"), flag(body, "insecure")));
    }

    /** The file itself: as the body, or as the part {@code file} of a form. */
    private Answer upload(ApiRequest request) throws IOException {
        request.requireAdmin();
        Path folder = Files.createTempDirectory("telecoder-upload");
        Path file = folder.resolve("upload.jar");
        try {
            keep(request.ctx(), file);
            return installed(new InstallRequest(file.toString(), field(request, "sha256").orElse(""),
                    field(request, "force").filter("true"::equals).isPresent(), false));
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private static void keep(Context ctx, Path file) throws IOException {
        if (ctx.req().getContentLengthLong() > InstallRequest.MAX_BYTES) {
            throw tooLarge(ctx);
        }
        if (!ctx.isMultipartFormData()) {
            copy(ctx, ctx.req().getInputStream(), file);
            return;
        }
        UploadedFile uploaded = ctx.uploadedFile("file");
        if (uploaded == null) {
            throw Problem.invalid("file", "expected the plugin's jar or zip as the part \"file\" of the form");
        }
        try (InputStream in = uploaded.content()) {
            copy(ctx, in, file);
        }
    }

    private static void copy(Context ctx, InputStream in, Path file) throws IOException {
        long size = 0;
        byte[] buffer = new byte[65_536];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > InstallRequest.MAX_BYTES) {
                    throw tooLarge(ctx);
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private static Problem tooLarge(Context ctx) {
        ctx.header("Connection", "close");
        return Problem.of(413, "The file is larger than " + (InstallRequest.MAX_BYTES >> 20) + " MB.");
    }

    private static Optional<String> field(ApiRequest request, String name) {
        return request.query(name).or(() -> Optional.ofNullable(
                request.ctx().isMultipartFormData() ? request.ctx().formParam(name) : null))
                .filter(text -> !text.isBlank());
    }

    private static boolean flag(JsonValue body, String name) {
        return body.get(name) instanceof JsonValue.JsonBoolean(boolean value) && value;
    }

    private Answer installed(InstallRequest wanted) {
        return new Answer(201, refusable(() -> host.installPlugin(wanted)));
    }

    private Answer remove(ApiRequest request) {
        request.requireAdmin();
        refusable(() -> {
            host.removePlugin(request.path("id"));
            return JsonValue.NULL;
        });
        return Answer.none();
    }

    private Answer enable(ApiRequest request, boolean enabled) {
        request.requireAdmin();
        String id = request.path("id");
        if (!host.enablePlugin(id, enabled)) {
            throw unknown(request);
        }
        return Answer.accepted(JsonValue.object().put("id", id).put("enabled", enabled).build());
    }

    private static JsonValue refusable(Supplier<JsonValue> work) {
        try {
            return work.get();
        } catch (InstallRefused e) {
            String why = String.valueOf(e.getMessage());
            throw switch (e.kind()) {
                case UNKNOWN -> Problem.of(404, why);
                case INVALID -> Problem.of(422, why);
                case CONFLICT -> Problem.of(409, why);
                case TOO_LARGE -> Problem.of(413, why);
                case UNAVAILABLE -> Problem.of(503, why);
            };
        }
    }

    private static Problem unknown(ApiRequest request) {
        return Problem.notFound("plugin " + request.path("id"));
    }
}
