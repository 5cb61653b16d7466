package dev.telecoder.plugins.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.exception.DockerException;
import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.support.process.LineCutter;
import dev.telecoder.support.process.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A container that waits for commands; one at a time. Any thread may kill it. */
final class Warm {

    /**
     * Runs the command with a time limit, which also holds when nobody is left to stop it, and ends whatever it left behind:
     * all that is this user's, which is nothing else. The first process is another user's.
     */
    private static final String SCRIPT = """
            [ -d "$HOME" ] || mkdir -p "$HOME"
            exec 3>&1 4<"$2" >/dev/null 2>&1
            seconds=$1
            shift 2
            if command -v timeout; then
              timeout -k 5 "$seconds" "$@" <&4 >&3 2>&3 3>&- 4<&-
            else
              "$@" <&4 >&3 2>&3 3>&- 4<&-
            fi
            code=$?
            kill -9 -1
            exit $code
            """;

    /** A day; whoever asks for longer means for ever, and `timeout` of some systems cannot count further. */
    private static final long LONGEST_SECONDS = 86_400;

    private final DockerClient client;
    private final Containers containers;
    private final String id;
    private final Mark mark;
    private final AtomicBoolean killed = new AtomicBoolean();
    private volatile boolean dead;

    Warm(DockerClient client, Containers containers, String id, Mark mark) {
        this.client = client;
        this.containers = containers;
        this.id = id;
        this.mark = mark;
    }

    Mark mark() {
        return mark;
    }

    String id() {
        return id;
    }

    /** Starts a command; the input stands in the file, or nowhere. */
    Started start(Command command, Map<String, String> environment, Owner owner, String directory, String input,
            LineCutter lines) {
        long seconds = Math.min(LONGEST_SECONDS, command.timeout().toSeconds()
                + (command.timeout().toNanosPart() > 0 ? 1 : 0));
        List<String> words = new ArrayList<>(
                List.of("/bin/sh", "-c", SCRIPT, "telecoder", Long.toString(Math.max(1, seconds)), input));
        words.addAll(command.arguments());
        String exec;
        try (ExecCreateCmd create = client.execCreateCmd(id)) {
            exec = create.withUser(owner.text()).withWorkingDir(directory).withAttachStdout(true).withAttachStderr(true)
                    .withEnv(environment.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList())
                    .withCmd(words.toArray(String[]::new)).exec().getId();
        }
        return client.execStartCmd(exec).withDetach(false).withTty(false).exec(new Started(client, exec, lines));
    }

    /** Ends all that runs in it, and it; again, if the daemon did not hear it before. */
    void kill() {
        killed.set(true);
        if (!dead) {
            dead = containers.kill(id);
        }
    }

    boolean isKilled() {
        return killed.get();
    }

    /** Whether it can take another command; asked after a command that ended by a signal, which may have been the script's. */
    boolean cleanUp(Owner owner) {
        try (ExecCreateCmd create = client.execCreateCmd(id)) {
            String exec = create.withUser(owner.text()).withAttachStdout(true)
                    .withCmd("/bin/sh", "-c", "kill -9 -1; :").exec().getId();
            Started started = client.execStartCmd(exec).exec(new Started(client, exec, new LineCutter(0, line -> {})));
            started.awaitLastOutput(2_000);
            return started.code() == 0;
        } catch (DockerException gone) {
            return false;
        }
    }

    /** Writes what a command shall read into a file that is seen inside. */
    static Path input(Path folder, byte[] bytes) throws IOException {
        Path file = Files.createTempFile(folder, "in", "");
        Files.write(file, bytes);
        if (!file.toFile().setReadable(true, false)) {
            throw new IOException("the file " + file + " cannot be made readable");
        }
        return file;
    }
}
