package dev.telecoder.plugin.code;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a skill on a folder, the way {@code skills run} does. */
final class Bench {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    final Path workspace;
    volatile boolean cancelled;

    Bench(Path workspace) {
        this.workspace = workspace;
    }

    SkillResult run(Skill skill, String inputJson) {
        JsonValue value = parse(inputJson);
        SkillInput input = new SkillInput() {
            @Override
            public <I extends Record> I as(Class<I> type) {
                throw new UnsupportedOperationException();
            }

            @Override
            public JsonValue value() {
                return value;
            }
        };
        return skill.run(input, context());
    }

    SkillResult edit(String path, String old, String now) {
        return run(new CodeEditSkill(), JsonValue.object().put("edits", List.of(
                JsonValue.object().put("path", path).put("old", old).put("new", now).build())).build().toString());
    }

    SkillResult patch(String... lines) {
        return run(new CodeEditSkill(), JsonValue.object().put("patch", String.join("\n", lines)).build().toString());
    }

    void write(String path, String text) {
        write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    void write(String path, byte[] bytes) {
        try {
            Path file = workspace.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    String read(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    byte[] bytes(String path) {
        try {
            return Files.readAllBytes(workspace.resolve(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String sample(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/samples", name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static JsonValue data(SkillResult result) {
        return result.data().orElseThrow();
    }

    static String reason(SkillResult result) {
        return data(result).get("refused").at(0).get("reason").text();
    }

    static JsonValue parse(String text) {
        try {
            return value(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw PluginException.of(Failure.REJECTED,
                    "line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
        }
    }

    private static JsonValue value(JsonNode node) {
        if (node.isObject()) {
            var object = JsonValue.object();
            node.properties().forEach(member -> object.put(member.getKey(), value(member.getValue())));
            return object.build();
        }
        if (node.isArray()) {
            var items = new ArrayList<JsonValue>();
            node.forEach(item -> items.add(value(item)));
            return JsonValue.array(items);
        }
        return JsonValue.of(node.isNull() ? null : node.isBoolean() ? (Object) node.booleanValue()
                : node.isNumber() ? node.decimalValue() : node.textValue());
    }

    SkillContext context() {
        CancellationToken token = new CancellationToken() {
            @Override
            public boolean isCancelled() {
                return cancelled;
            }

            @Override
            public Registration onCancel(Runnable action) {
                return () -> {};
            }
        };
        Json json = (Json) Proxy.newProxyInstance(Json.class.getClassLoader(), new Class<?>[]{Json.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("parse")) {
                        return parse((String) arguments[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
        return (SkillContext) Proxy.newProxyInstance(SkillContext.class.getClassLoader(),
                new Class<?>[]{SkillContext.class},
                (_, method, _) -> switch (method.getName()) {
                    case "workspace" -> workspace;
                    case "cancellation" -> token;
                    case "json" -> json;
                    case "hasCheckout" -> false;
                    case "model" -> throw PluginException.of(Failure.CONFIGURATION, "No model is set.");
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
