package dev.telecoder.api.sandbox;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.PluginException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An isolated place to run commands in. Closing it stops everything inside and frees it.
 *
 * @since 1.0
 */
public interface Sandbox extends AutoCloseable {

    /**
     * Runs a command to its end.
     *
     * @param command what to run
     * @param output told of each line as it is written, standard output and error alike
     * @param cancellation stops the command, and all it started, when cancelled
     * @return how it ended, also if it failed or ran out of time
     * @throws PluginException of kind {@code UNAVAILABLE} if the sandbox itself is gone
     */
    Exit run(Command command, Consumer<String> output, CancellationToken cancellation);

    /** Ends everything inside at once; the sandbox is gone afterwards. */
    void kill();

    @Override
    void close();

    /**
     * Tells where a file of the host is seen inside.
     *
     * @param host a path in the workspace, the scratch folder or a mount
     * @return its path inside; the same path where the runtime does not move files
     */
    String inside(Path host);

    /**
     * Tells how code inside may ask the model. Give it only to a program whose work that is, such as a coding agent, in the
     * environment of its one command: what it uses counts against the task's budget.
     *
     * @return how, or nothing where the sandbox has no way to the model
     */
    default Optional<ModelAccess> model() {
        return Optional.empty();
    }

    /**
     * How code in a sandbox asks the model: over HTTP in the provider's own protocol, with a key that holds for this task's
     * sandbox alone. The real key is added outside.
     *
     * @param url where the model is, as seen inside, without a version path; {@code /v1/messages}, {@code
     *     /v1/chat/completions} and {@code /v1/responses} follow, as far as the configured provider has them
     * @param key what to send as {@code Authorization: Bearer} or {@code x-api-key}
     */
    record ModelAccess(String url, String key) {

        /** {@return the address, without the key} */
        @Override
        public String toString() {
            return "ModelAccess[url=" + url + "]";
        }
    }

    /**
     * A command. {@code Command.of("mvn", "-q", "test")}: the program and its arguments; no shell takes part unless
     * named. Each {@code with} gives a new command. It runs in the workspace, with no more variables than the runtime sets,
     * no input, ten minutes and 10 MB of output.
     */
    final class Command {

        private final List<String> arguments;
        private final String directory;
        private final Map<String, String> environment;
        private final byte[] stdin;
        private final Duration timeout;
        private final long outputLimit;

        private Command(List<String> arguments, String directory, Map<String, String> environment, byte[] stdin,
                Duration timeout, long outputLimit) {
            this.arguments = List.copyOf(arguments);
            this.directory = directory;
            this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
            this.stdin = stdin;
            this.timeout = timeout;
            this.outputLimit = outputLimit;
        }

        /**
         * Makes a command.
         *
         * @param arguments the program and its arguments
         * @return the command
         */
        public static Command of(String... arguments) {
            return of(List.of(arguments));
        }

        /**
         * Makes a command.
         *
         * @param arguments the program and its arguments
         * @return the command
         */
        public static Command of(List<String> arguments) {
            if (arguments.isEmpty()) {
                throw new IllegalArgumentException("A command names a program; this one is empty.");
            }
            return new Command(arguments, "", Map.of(), new byte[0], Duration.ofMinutes(10), 10L << 20);
        }

        /**
         * Runs it elsewhere.
         *
         * @param relative a directory relative to the workspace, with {@code /}; empty for the workspace
         * @return a new command
         */
        public Command in(String relative) {
            return new Command(arguments, relative, environment, stdin, timeout, outputLimit);
        }

        /**
         * Adds variables for this command alone.
         *
         * @param variables the variables
         * @return a new command
         */
        public Command with(Map<String, String> variables) {
            Map<String, String> all = new LinkedHashMap<>(environment);
            all.putAll(variables);
            return new Command(arguments, directory, all, stdin, timeout, outputLimit);
        }

        /**
         * Gives it input.
         *
         * @param bytes what it reads before the end of its input
         * @return a new command
         */
        public Command stdin(byte[] bytes) {
            return new Command(arguments, directory, environment, bytes.clone(), timeout, outputLimit);
        }

        /**
         * Sets a time limit.
         *
         * @param limit how long it may run
         * @return a new command
         */
        public Command timeout(Duration limit) {
            return new Command(arguments, directory, environment, stdin, limit, outputLimit);
        }

        /**
         * Limits the output, after which the head is kept and the rest counted.
         *
         * @param bytes the limit
         * @return a new command
         */
        public Command outputLimit(long bytes) {
            return new Command(arguments, directory, environment, stdin, timeout, bytes);
        }

        /** {@return the program and its arguments} */
        public List<String> arguments() {
            return arguments;
        }

        /** {@return the directory relative to the workspace; empty for the workspace} */
        public String directory() {
            return directory;
        }

        /** {@return the variables for this command alone} */
        public Map<String, String> environment() {
            return environment;
        }

        /** {@return a copy of its input} */
        public byte[] stdin() {
            return stdin.clone();
        }

        /** {@return how long it may run} */
        public Duration timeout() {
            return timeout;
        }

        /** {@return how much of its output is kept, in bytes} */
        public long outputLimit() {
            return outputLimit;
        }
    }

    /**
     * How a command ended.
     *
     * @param code its exit code, 128 and the number of the signal that ended it; -1 if it was stopped
     * @param timedOut whether it ran out of time
     * @param droppedBytes how much output was left out by the limit
     */
    record Exit(int code, boolean timedOut, long droppedBytes) {

        /**
         * Makes an end whose output was not cut.
         *
         * @param code the exit code
         * @param timedOut whether it ran out of time
         */
        public Exit(int code, boolean timedOut) {
            this(code, timedOut, 0);
        }

        /** {@return whether the command ended by itself, with code 0} */
        public boolean succeeded() {
            return code == 0 && !timedOut;
        }
    }
}
