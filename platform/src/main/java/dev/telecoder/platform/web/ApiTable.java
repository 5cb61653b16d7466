package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the API once more, to be called without HTTP: what a page shows or does is what its visitor may see or do over
 * the API, because it is the same code. Filled before the server starts, read by many threads.
 */
final class ApiTable {

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String method, List<String> pattern, Api.Route route) {}

    void add(String method, String path, Api.Route route) {
        entries.add(new Entry(method, List.of(path.substring(1).split("/")), route));
    }

    /**
     * Calls a route.
     *
     * @param caller on whose behalf
     * @param method the method
     * @param path the segments after the base; what stands in them is data and needs no encoding
     * @param query the query
     * @param body the object sent; {@code JsonValue.NULL} for none
     * @return the answer
     * @throws Problem if the route refuses, or there is none
     */
    Answer call(Caller caller, String method, List<String> path, Map<String, String> query, JsonValue body)
            throws Exception {
        return call(caller, null, method, path, query, body);
    }

    /** The same with the file that came in a request of a page. */
    Answer upload(Caller caller, Context http, List<String> path) throws Exception {
        return call(caller, http, "UPLOAD", path, Map.of(), JsonValue.NULL);
    }

    private Answer call(Caller caller, @Nullable Context http, String method, List<String> path,
            Map<String, String> query, JsonValue body) throws Exception {
        for (Entry entry : entries) {
            Map<String, String> params = entry.method().equals(method) ? match(entry.pattern(), path) : null;
            if (params != null) {
                return entry.route().handle(new ApiRequest(new Inside(http, params, query), caller, body, null));
            }
        }
        throw Problem.of(404, "There is nothing at this address.");
    }

    private static @Nullable Map<String, String> match(List<String> pattern, List<String> path) {
        if (pattern.size() != path.size()) {
            return null;
        }
        Map<String, String> params = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String part = pattern.get(i);
            if (part.startsWith("{")) {
                params.put(part.substring(1, part.length() - 1), path.get(i));
            } else if (!part.equals(path.get(i))) {
                return null;
            }
        }
        return params;
    }

    private record Inside(@Nullable Context http, Map<String, String> params, Map<String, String> query)
            implements
                ApiRequest.Source {

        @Override
        public String param(String name) {
            return params.getOrDefault(name, "");
        }

        @Override
        public @Nullable String query(String name) {
            return query.get(name);
        }
    }
}
