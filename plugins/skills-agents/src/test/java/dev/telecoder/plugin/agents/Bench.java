package dev.telecoder.plugin.agents;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillExample;
import dev.telecoder.testkit.TestCheckout;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A repository with a wrong add(), programs that stand in for agents, and a sandbox that finds them. */
final class Bench {

    static final String WRONG = "def add(a, b):\n    return a - b\n";
    static final String SETTINGS = """
            {"provider":"anthropic","model":"m","agents":{"timeout":"20s","idle":"10s","custom":{
            "writer":{"command":"sed -i 's/a - b/a + b/' calc.py; echo Fixed add."},
            "new-file":{"command":"echo hi > hello.txt; echo \\"$PROMPT\\" | tail -1"},
            "committer":{"command":"sed -i 's/a - b/a + b/' calc.py; git add -A; git -c user.name=a -c user.email=a@b.c commit -qm Fix"},
            "talker":{"command":"echo All done."},
            "breaker":{"command":"sed -i 's/a - b/a + b/' calc.py; echo No key.; exit 3"},
            "sleeper":{"command":"echo Begin; sleep 40"}}}}""";

    static final dev.telecoder.api.json.Json JSON = TestSkillContext.in(Path.of("")).json();

    final TestRepository repository;
    final TestSkillContext context;
    final Path programs;
    private final Path home;

    Bench(Path folder) {
        try {
            repository = TestRepository.in(folder, Map.of("calc.py", WRONG));
            programs = Files.createDirectories(folder.resolve("programs"));
            home = Files.createDirectories(folder.resolve("home"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        context = TestSkillContext.in(repository.directory()).withCheckout(TestCheckout.of(repository));
        context.withSandbox(new Prepared(context.sandbox()));
    }

    /** Puts a shell script into the place of an agent's program. */
    Bench program(String name, String script) {
        try {
            Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
            if (!programs.resolve(name).toFile().setExecutable(true)) {
                throw new IOException("not made executable");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return this;
    }

    /** A script that prints what an agent printed when it was recorded, after doing its edit or not. */
    Bench replays(String name, String stream, boolean edit, int exit) {
        Path file = Path.of("src/test/resources/streams", stream).toAbsolutePath();
        return program(name, (edit ? "sed -i 's/a - b/a + b/' calc.py\n" : "") + "cat '" + file + "'\nexit " + exit);
    }

    SkillResult run(String input) {
        return run(SETTINGS, input);
    }

    SkillResult run(String settings, String input) {
        return new SandboxSkill(TestContext.withJson(settings)).run(input(input), context);
    }

    static SkillInput input(String json) {
        return new SkillExample("", "", Bench.JSON.parse(json), Bench.JSON.parse("{}")).asInput();
    }

    /** Finds the programs, has a home of its own, and a way to a model. */
    private final class Prepared implements Sandbox {

        private final Sandbox plain;

        Prepared(Sandbox plain) {
            this.plain = plain;
        }

        @Override
        public Exit run(Command command, Consumer<String> output, CancellationToken cancellation) {
            return plain.run(command.with(Map.of("HOME", home.toString(),
                    "PATH", programs + ":" + System.getenv("PATH"))), output, cancellation);
        }

        @Override
        public Optional<ModelAccess> model() {
            return Optional.of(new ModelAccess("http://127.0.0.1:9", "task-key-4711"));
        }

        @Override
        public void kill() {
            plain.kill();
        }

        @Override
        public void close() {
            plain.close();
        }

        @Override
        public String inside(Path host) {
            return plain.inside(host);
        }
    }
}
