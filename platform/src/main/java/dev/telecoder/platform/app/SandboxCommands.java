package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.platform.sandbox.SandboxStatus;
import dev.telecoder.platform.sandbox.TaskPlace;
import dev.telecoder.platform.skill.Token;
import dev.telecoder.platform.store.Ids;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about where code of repositories runs. They need no running host. */
final class SandboxCommands {

    private SandboxCommands() {}

    /** {@code sandbox status}. */
    @CommandLine.Command(
            description = "Which sandbox is used, what it lacks, what it may reach, and which agents are in it.")
    static final class Status extends Command {

        Status(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            try (Host host = Host.open(io.home(), io.environment())) {
                SandboxStatus status = host.sandboxes().status();
                var config = host.config().current().settings().sandbox();
                object(JsonValue.object().put("runtime", status.runtime()).put("missing", status.missing())
                        .put("detail", status.detail()).put("egress", config.egress()).put("image", config.image())
                        .put("agents", JsonValue.array(AgentFolders.of(io.home()).installed().stream()
                                .map(one -> asJson
                                        ? JsonValue.object().put("name", one.name()).put("version", one.version())
                                                .build()
                                        : JsonValue.of(one.name() + " " + one.version()))
                                .toList()))
                        .build());
                return status.available() ? 0 : CommandFailure.NO;
            }
        }
    }

    /** {@code sandbox build}. */
    @CommandLine.Command(description = "Makes the image of sandboxes with Docker.")
    static final class Build extends Command {

        @Option(names = "--target", paramLabel = "base|dev", defaultValue = "dev",
                description = "base: git, Python, Node.js; dev: also compilers, Java and Maven (default)") private String target =
                        "dev";

        @Option(names = "--local",
                description = "make the images it begins from here, where no registry of images is reached") private boolean local;

        Build(Io io) {
            super(io);
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path recipe = Host.bundled().toAbsolutePath().resolveSibling("sandbox");
            if (!Files.isRegularFile(recipe.resolve("Dockerfile"))) {
                throw CommandFailure.usage("The recipe of the image is not in " + recipe
                        + ". Start bin/telecoder of an unpacked distribution.");
            }
            if (!List.of("base", "dev").contains(target)) {
                throw CommandFailure.usage("--target is base or dev, not " + target + ".");
            }
            String image;
            try (Host host = Host.open(io.home(), io.environment())) {
                image = host.config().current().settings().sandbox().image();
            }
            List<String> build = new ArrayList<>(List.of("docker", "build", "--target", target, "-t", image));
            if (local) {
                int made = run(List.of("sh", recipe.resolve("import.sh").toString()));
                if (made != 0) {
                    io.tell("The images it begins from could not be made; what is above tells why.");
                    return CommandFailure.NO;
                }
                build.addAll(List.of("--build-arg", "BASE=telecoder-base:trixie", "--build-arg",
                        "NODE_IMAGE=telecoder-node:24"));
            }
            build.add(recipe.toString());
            int code = run(build);
            if (code != 0) {
                io.tell("Docker did not make the image (exit code " + code
                        + "). Where it reaches no registry of images,"
                        + " try --local; where a proxy of your network signs connections, see certs/README.md in "
                        + recipe + ".");
                return CommandFailure.NO;
            }
            if (asJson) {
                io.line(JsonValue.object().put("image", image).put("target", target).build().toString());
            } else {
                io.line(image);
            }
            return 0;
        }

        /** What it says is progress, so it goes to the error output. */
        private int run(List<String> command) throws IOException, InterruptedException {
            Process process;
            try {
                process = new ProcessBuilder(command).redirectErrorStream(true).start();
            } catch (IOException missing) {
                throw CommandFailure.usage("The program " + command.getFirst()
                        + " is not installed. On Debian: apt install docker.io");
            }
            process.getOutputStream().close();
            try (var said = new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    io.tell(line);
                }
            } finally {
                if (process.isAlive()) {
                    process.destroy();
                }
            }
            return process.waitFor();
        }
    }

    /** {@code sandbox install}. */
    @CommandLine.Command(description = "Installs a coding agent for sandboxes, in a sandbox.")
    static final class Install extends Command {

        private static final Duration PATIENCE = Duration.ofMinutes(15);

        @Parameters(index = "0", paramLabel = "AGENT[@VERSION]",
                description = "pi, claude-code, opencode or codex; without a version, the one that was tried") private String agent =
                        "";

        Install(Io io) {
            super(io);
        }

        @Override
        public Integer call() throws IOException {
            AgentFolders folders = AgentFolders.of(io.home());
            AgentFolders.Agent wanted = folders.wanted(agent);
            try (Host host = Host.open(io.home(), io.environment())) {
                if (!host.sandboxes().isolates()) {
                    throw CommandFailure.no("Agents are installed in a sandbox that isolates, because installing runs"
                            + " programs of strangers. " + host.sandboxes().status().detail());
                }
                Path fresh = folders.prepare(wanted);
                Path scratch = Files.createTempDirectory("telecoder-install");
                String task = "install-" + Ids.next();
                try (Token stop = new Token()) {
                    Interrupt.call(stop::cancel);
                    Sandbox sandbox = host.sandboxes()
                            .forTask(new TaskPlace(task, fresh, scratch, List.of(), Map.of()));
                    Sandbox.Exit exit = sandbox.run(Sandbox.Command.of("npm", "install", "--no-audit", "--no-fund",
                            "--no-progress", wanted.packageAndVersion()).timeout(PATIENCE), io::tell,
                            stop);
                    if (!exit.succeeded()) {
                        io.tell("npm did not install " + wanted.packageAndVersion() + " (exit code " + exit.code()
                                + "). The sandbox needs npm, and sandbox.egress must let it reach registry.npmjs.org.");
                        return CommandFailure.NO;
                    }
                } finally {
                    host.sandboxes().end(task);
                    Folders.delete(scratch);
                }
                folders.install(wanted, fresh);
            }
            if (asJson) {
                io.line(JsonValue.object().put("name", wanted.name()).put("version", wanted.version()).build()
                        .toString());
            } else {
                io.line(wanted.name() + " " + wanted.version());
            }
            return 0;
        }
    }

    /** {@code sandbox shell}. */
    @CommandLine.Command(description = "Runs what is typed, line by line, in a sandbox as tasks have it.")
    static final class Shell extends Command {

        private static final String ENDED = "telecoder-ended";

        @Option(names = "--repo", paramLabel = "DIR",
                description = "the folder to work on; without it, an empty one") private @Nullable Path folder;

        Shell(Io io) {
            super(io);
        }

        @Override
        public Integer call() throws IOException {
            Path scratch = Files.createTempDirectory("telecoder-shell");
            String task = "shell-" + Ids.next();
            try (Host host = Host.open(io.home(), io.environment())) {
                Path work = folder == null ? Files.createDirectories(scratch.resolve("repo")) : folder.toRealPath();
                Sandbox sandbox = host.sandboxes().forTask(new TaskPlace(task, work, scratch, List.of(), Map.of()));
                io.tell("A shell in " + host.sandboxes().status().runtime()
                        + "; what a line leaves in the background ends"
                        + " with it. `exit` ends the shell.");
                try {
                    return lines(sandbox, sandbox.inside(work));
                } finally {
                    host.sandboxes().end(task);
                }
            } catch (PluginException e) {
                throw CommandFailure.no(String.valueOf(e.getMessage()));
            } finally {
                Folders.delete(scratch);
            }
        }

        private int lines(Sandbox sandbox, String begin) throws IOException {
            var in = new BufferedReader(new InputStreamReader(io.in(), StandardCharsets.UTF_8));
            String at = begin;
            int code = 0;
            var running = new AtomicReference<@Nullable Token>();
            Interrupt.call(() -> {
                Token now = running.get();
                if (now != null) {
                    now.cancel();
                } else {
                    System.exit(130);
                }
            });
            for (String line = in.readLine(); line != null && !line.strip().equals("exit"); line = in.readLine()) {
                if (line.isBlank()) {
                    continue;
                }
                var where = new String[]{at};
                // The empty line before the mark is ours; it ends a last line that had no end.
                var held = new int[1];
                Sandbox.Exit exit;
                // Each line is a command of its own, so the folder it went to is carried over.
                try (Token stop = new Token()) {
                    running.set(stop);
                    exit = sandbox.run(Sandbox.Command.of("/bin/sh", "-c",
                            "cd \"$1\" || exit; trap 'echo; echo " + ENDED + " \"$PWD\"' EXIT; eval \"$2\"", "sh", at,
                            line), said -> {
                                if (said.startsWith(ENDED + " ")) {
                                    where[0] = said.substring(ENDED.length() + 1);
                                } else if (said.isEmpty()) {
                                    held[0]++;
                                } else {
                                    for (; held[0] > 0; held[0]--) {
                                        io.line("");
                                    }
                                    io.line(said);
                                }
                            }, stop);
                } finally {
                    running.set(null);
                }
                at = where[0];
                code = exit.code();
                if (code != 0) {
                    io.tell(exit.timedOut() ? "out of time" : "exit code " + code);
                }
            }
            return code == 0 ? 0 : CommandFailure.NO;
        }
    }
}
