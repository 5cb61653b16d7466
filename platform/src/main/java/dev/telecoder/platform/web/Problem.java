package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import java.util.List;

/** An answer that is not a success, as RFC 9457 has it. The detail is for a person and never holds a secret. */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final long retryAfter;
    private final transient List<Field> errors;

    /**
     * What is wrong with one member of the request.
     *
     * @param path such as {@code text}
     * @param message what was expected
     */
    record Field(String path, String message) {}

    private Problem(int status, String detail, long retryAfter, List<Field> errors) {
        super(detail, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
        this.errors = List.copyOf(errors);
    }

    static Problem of(int status, String detail) {
        return new Problem(status, detail, 0, List.of());
    }

    static Problem notLoggedIn() {
        return of(401,
                "Log in first: open the link that `telecoder start` prints, or send a token as Authorization: Bearer.");
    }

    static Problem wrongToken() {
        return of(401,
                "This token is not known. The owner's stands in data/host.json and changes with each start; a login"
                        + " link works once, for ten minutes.");
    }

    static Problem forbidden(String detail) {
        return of(403, detail);
    }

    static Problem notFound(String what) {
        return of(404, "There is no " + what + ".");
    }

    static Problem invalid(String path, String message) {
        return new Problem(422, path.isEmpty() ? message : path + ": " + message, 0, List.of(new Field(path, message)));
    }

    static Problem invalid(List<Field> errors) {
        return new Problem(422, errors.isEmpty() ? "Nothing was changed."
                : String.join(" ", errors.stream().map(field -> field.path() + " " + field.message() + ".").toList()),
                0,
                errors);
    }

    static Problem tooMany(String detail, long seconds) {
        return new Problem(429, detail, Math.max(1, seconds), List.of());
    }

    int status() {
        return status;
    }

    /** Seconds to wait before the next try; 0 where that would not help. */
    long retryAfter() {
        return retryAfter;
    }

    List<Field> errors() {
        return errors;
    }

    Answer answer() {
        return new Answer(status, body(status, String.valueOf(getMessage()), errors));
    }

    static JsonValue body(int status, String detail, List<Field> errors) {
        return JsonValue.object().put("type", "about:blank").put("title", title(status)).put("status", status)
                .put("detail", detail)
                .put("errors", errors.stream().map(field -> JsonValue.object().put("path", field.path())
                        .put("message", field.message()).build()).toList())
                .build();
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Not logged in";
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 413 -> "Too large";
            case 422 -> "Not valid";
            case 429 -> "Too many requests";
            case 503 -> "Not available";
            default -> status < 500 ? "Refused" : "Failed";
        };
    }
}
