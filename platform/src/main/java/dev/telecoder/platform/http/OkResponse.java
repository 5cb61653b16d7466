package dev.telecoder.platform.http;

import dev.telecoder.api.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.MediaType;

/** An answer in memory. */
final class OkResponse implements HttpResponse {

    private final int status;
    private final Headers headers;
    private final byte[] body;

    OkResponse(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Optional<String> header(String name) {
        return headers.values(name).stream().findFirst();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    @Override
    public String text() {
        String type = headers.get("content-type");
        MediaType media = type == null ? null : MediaType.parse(type);
        Charset charset = media == null ? null : media.charset(StandardCharsets.UTF_8);
        return new String(body, charset == null ? StandardCharsets.UTF_8 : charset);
    }
}
