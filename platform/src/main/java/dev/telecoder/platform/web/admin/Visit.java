package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/**
 * One request of a visitor.
 *
 * @param ctx the request
 * @param asks the API in their name
 */
record Visit(Context ctx, Asks asks) {

    String path(String name) {
        return ctx.pathParam(name);
    }

    String query(String name) {
        return Optional.ofNullable(ctx.queryParam(name)).orElse("").strip();
    }

    String form(String name) {
        return Optional.ofNullable(ctx.formParam(name)).orElse("");
    }

    /** The address of the page with its query. */
    String self() {
        String query = ctx.queryString();
        return ctx.path() + (query == null || query.isEmpty() ? "" : "?" + query);
    }

    /** The page a form stood on; anything but one of ours leads to the first. */
    String back() {
        String back = form("back");
        return back.startsWith(Desk.BASE + "/") && !back.contains("\\") && back.chars().noneMatch(c -> c < ' ')
                ? back.substring(Desk.BASE.length()) : "/";
    }

    /** Reads what somebody typed as an object. */
    JsonValue read(String text) {
        return asks.backend().read(text);
    }

    int openQuestions() {
        try {
            return asks.get(Map.of("state", "pending", "limit", "100"), "approvals").get("items").items().size();
        } catch (Backend.Refused e) {
            return 0;
        }
    }

    JsonValue items(String... path) {
        return asks.get(path).get("items");
    }
}
