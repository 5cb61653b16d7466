package dev.telecoder.plugin.github;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.LoopbackServer.Request;
import dev.telecoder.testkit.TestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** GitHub's own description of its REST API, against which requests are checked: the path, the query, the body. */
final class OpenApi {

    private static final int DEEPEST = 12;

    private final JsonValue file;

    private OpenApi(JsonValue file) {
        this.file = file;
    }

    /** Reads it, or skips the test. */
    static OpenApi require() {
        try {
            return new OpenApi(TestContext.with().json()
                    .parse(Files.readString(ContractFiles.require("github/openapi.trimmed.json"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a request, a sentence each. */
    List<String> violations(Request request) {
        String target = request.target().replaceFirst("^/api/v3", "");
        String path = target.replaceFirst("\\?.*", "");
        String what = request.method() + " " + path + ": ";
        Optional<JsonValue> item = file.get("paths").members().entrySet().stream()
                .filter(one -> path.matches(template(one.getKey()))
                        && !one.getValue().get(request.method().toLowerCase(java.util.Locale.ROOT)).isNull())
                .min(Map.Entry.comparingByKey()).map(Map.Entry::getValue);
        if (item.isEmpty()) {
            return List.of(what + "there is no such operation");
        }
        JsonValue operation = item.get().get(request.method().toLowerCase(java.util.Locale.ROOT));
        List<String> wrong = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        for (JsonValue one : operation.get("parameters").items()) {
            JsonValue parameter = resolved(one, 0);
            if (parameter.get("in").text().equals("query")) {
                known.add(parameter.get("name").text());
                query(target, parameter.get("name").text())
                        .filter(value -> !parameter.get("schema").get("enum").isNull()
                                && !parameter.get("schema").get("enum").items().contains(JsonValue.of(value)))
                        .ifPresent(value -> wrong.add(what + parameter.get("name").text() + " is not to be " + value));
            }
        }
        if (target.contains("?")) {
            for (String pair : target.substring(target.indexOf('?') + 1).split("&")) {
                String name = pair.replaceFirst("=.*", "");
                if (!known.contains(name)) {
                    wrong.add(what + "no parameter " + name);
                }
            }
        }
        JsonValue schema = operation.get("requestBody").get("content").get("application/json").get("schema");
        if (!schema.isNull() && !request.body().isEmpty()) {
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(resolved(schema, 0).toString(), InputFormat.JSON)
                    .validate(request.body(), InputFormat.JSON).forEach(one -> wrong.add(what + one));
            JsonValue said = TestContext.with().json().parse(request.body());
            Set<String> fields = resolved(schema, 0).get("properties").members().keySet();
            said.members().keySet().stream().filter(name -> !fields.isEmpty() && !fields.contains(name))
                    .forEach(name -> wrong.add(what + "no member " + name));
        } else if (!request.body().isEmpty()) {
            wrong.add(what + "no body is expected");
        } else if (operation.get("requestBody").get("required").asBoolean(false)) {
            wrong.add(what + "a body is expected");
        }
        return wrong;
    }

    private static Optional<String> query(String target, String name) {
        return Pattern.compile("[?&]" + Pattern.quote(name) + "=([^&]*)").matcher(target).results()
                .map(found -> URLDecoder.decode(found.group(1), StandardCharsets.UTF_8)).findFirst();
    }

    private static String template(String path) {
        return "\\Q" + path.replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q") + "\\E";
    }

    /** What references stand for, and {@code nullable} as JSON Schema says it. */
    private JsonValue resolved(JsonValue value, int depth) {
        if (value instanceof JsonValue.JsonArray array) {
            return JsonValue.array(array.items().stream().map(one -> resolved(one, depth + 1)).toList());
        }
        if (!(value instanceof JsonValue.JsonObject object) || depth > DEEPEST) {
            return value;
        }
        if (object.get("$ref").findText().isPresent()) {
            JsonValue at = file;
            for (String step : object.get("$ref").text().substring(2).split("/")) {
                at = at.get(step);
            }
            return resolved(at, depth + 1);
        }
        JsonValue.ObjectBuilder copy = JsonValue.object();
        boolean nullable = object.get("nullable").asBoolean(false);
        object.members().forEach((name, member) -> {
            if (!name.startsWith("example")) {
                copy.put(name, nullable && name.equals("type") ? List.of(member.text(), "null")
                        : resolved(member, depth + 1));
            }
        });
        return copy.build();
    }
}
