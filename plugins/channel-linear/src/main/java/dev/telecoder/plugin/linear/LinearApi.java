package dev.telecoder.plugin.linear;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Asks Linear by GraphQL and tells its failures apart. Safe for many threads. */
final class LinearApi {

    static final String VIEWER = "query { viewer { id name displayName } }";
    static final String ISSUE = "query($id: String!) { issue(id: $id) { id identifier title url creator { id name }"
            + " labels { nodes { name } } state { type } team { states(filter: {type: {eq: \"started\"}})"
            + " { nodes { id position } } } } }";
    static final String SAY = "mutation($input: CommentCreateInput!) { commentCreate(input: $input)"
            + " { success comment { id } } }";
    static final String CHANGE = "mutation($id: String!, $input: CommentUpdateInput!) { commentUpdate(id: $id,"
            + " input: $input) { success } }";
    static final String MOVE = "mutation($id: String!, $input: IssueUpdateInput!) { issueUpdate(id: $id,"
            + " input: $input) { success } }";
    static final String ATTACH = "mutation($input: AttachmentCreateInput!) { attachmentCreate(input: $input)"
            + " { success } }";
    static final String PLACE = "mutation($contentType: String!, $filename: String!, $size: Int!) {"
            + " fileUpload(contentType: $contentType, filename: $filename, size: $size)"
            + " { uploadFile { uploadUrl assetUrl headers { key value } } } }";
    static final String REACT = "mutation($input: ReactionCreateInput!) { reactionCreate(input: $input) { success } }";

    static final List<String> ALL = List.of(VIEWER, ISSUE, SAY, CHANGE, MOVE, ATTACH, PLACE, REACT);

    private final Http http;
    private final Json json;
    private final LinearConfig config;

    LinearApi(Http http, Json json, LinearConfig config) {
        this.http = http;
        this.json = json;
        this.config = config;
    }

    JsonValue ask(String query, JsonValue variables) {
        HttpResponse answer = http.send(HttpRequest.post(URI.create(config.url()))
                .withHeader("authorization", config.authorization())
                .withJson(JsonValue.object().put("query", query).put("variables", variables).build()));
        JsonValue body;
        try {
            body = json.parse(answer.text());
        } catch (PluginException e) {
            body = JsonValue.NULL;
        }
        List<JsonValue> errors = body.get("errors").items();
        if (answer.succeeded() && errors.isEmpty() && !body.get("data").isNull()) {
            return body.get("data");
        }
        String said = errors.stream().map(error -> error.get("message").text()).collect(Collectors.joining("; "));
        String codes = errors.stream().map(error -> error.get("extensions").get("code").text() + " "
                + error.get("extensions").get("type").text()).collect(Collectors.joining(" "))
                .toUpperCase(Locale.ROOT).replace('_', ' ');
        String told = "Linear refused a request (" + answer.status() + ")" + (said.isEmpty() ? "." : ": " + said);
        if (answer.status() == 429 || codes.contains("RATELIMITED")) {
            String after = answer.header("Retry-After").orElse("60");
            throw PluginException.rateLimited(
                    Duration.ofSeconds(after.matches("\\d{1,6}") ? Math.max(1, Long.parseLong(after)) : 60),
                    "Linear asks to slow down.");
        } else if (answer.status() == 401 || answer.status() == 403 || codes.contains("AUTHENTICATION")
                || codes.contains("FORBIDDEN")) {
            throw PluginException.of(Failure.AUTHENTICATION,
                    told.replace(config.authorization(), "***")
                            + " Check channels.linear.api_key in config.yaml and what its account may see.");
        } else if (answer.status() >= 500 || answer.succeeded() && errors.isEmpty()) {
            throw PluginException.of(Failure.UNAVAILABLE, told);
        }
        throw PluginException.of(Failure.REJECTED, told.replace(config.authorization(), "***"));
    }

    /** Puts a file where Linear said; the address is signed, so no key goes with it. */
    void put(JsonValue place, String mediaType, byte[] bytes) {
        HttpRequest request = HttpRequest.of("PUT", URI.create(place.get("uploadUrl").text()))
                .withTimeout(Duration.ofMinutes(2)).withHeader("cache-control", "public, max-age=31536000");
        for (JsonValue header : place.get("headers").items()) {
            request = request.withHeader(header.get("key").text(), header.get("value").text());
        }
        HttpResponse answer = http.send(request.withBody(bytes, mediaType));
        if (!answer.succeeded()) {
            throw PluginException.of(answer.status() >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED,
                    "Linear did not take the file (" + answer.status() + ").");
        }
    }
}
