package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;

/** A workspace, a sandbox and the skill, to run it as the host does. */
final class TestRun {

    final Path workspace;
    final LocalSandbox sandbox;
    private final TestJson json = new TestJson();

    TestRun(Path workspace) {
        this(workspace, "");
    }

    TestRun(Path workspace, String inside) {
        this.workspace = workspace;
        this.sandbox = new LocalSandbox(workspace, inside);
    }

    TestRun file(String path, String text) {
        try {
            Path file = workspace.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SkillResult run(String inputJson) {
        return new TestRunSkill().run(input(inputJson), context());
    }

    SkillInput input(String inputJson) {
        JsonValue value = json.parse(inputJson);
        return new SkillInput() {
            @Override
            public <I extends Record> I as(Class<I> type) {
                return json.bind(value, type);
            }

            @Override
            public JsonValue value() {
                return value;
            }
        };
    }

    /** Of the wide context, the skill needs these; a call of anything else is a fault. */
    private SkillContext context() {
        CancellationToken never = new CancellationToken() {
            @Override
            public boolean isCancelled() {
                return false;
            }

            @Override
            public Registration onCancel(Runnable action) {
                return () -> {};
            }
        };
        return (SkillContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{SkillContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "workspace" -> workspace;
                    case "sandbox" -> (Sandbox) sandbox;
                    case "json" -> json;
                    case "cancellation" -> never;
                    case "progress" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    static String counts(SkillResult result) {
        JsonValue data = result.data().orElseThrow();
        return String.join(" ", data.get("tests").text(), data.get("passed").text(), data.get("failed").text(),
                data.get("errors").text(), data.get("skipped").text(), data.get("exit_code").text()).strip();
    }
}
