package dev.telecoder.platform.skill.yaml;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.SkillResult.Artifact;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command by {@code sh -eu} and keeps what it writes to its two outputs apart, which sandboxes do not. For one run.
 */
final class ShellRun {

    /**
     * The outer shell: looks for the programs, goes to the folder, runs the inner shell, then tells how it ended and what it
     * wrote to standard error, after a line that only the host can know beforehand.
     */
    private static final String AROUND = """
            script=$1 mark=$2 name=$3 place=$4
            shift 4
            for program; do
              command -v "$program" >/dev/null 2>&1 || { printf '\\n%s missing %s\\n' "$mark" "$program"; exit 127; }
            done
            errors=${TMPDIR:-/tmp}/telecoder-$mark.err
            case $place in
              '') own= ;;
              empty) own=${TMPDIR:-/tmp}/telecoder-$mark; mkdir -p "$own" && cd "$own" || exit 125 ;;
              *) own=; cd "$place" || exit 125 ;;
            esac
            code=0
            sh -eu -c "$script" "$name" 2>"$errors" || code=$?
            printf '\\n%s exit %s\\n' "$mark" "$code"
            tail -c 20000 "$errors"
            rm -rf "$errors" ${own:+"$own"}
            exit "$code"
            """;

    private static final String EMPTY = "empty";
    private static final String IN_A_SANDBOX = "/workspace/repo";
    private static final int HEAD = 10_000;
    private static final int TAIL = 50_000;
    private static final int ERRORS = 10_000;
    private static final long PROGRESS_EVERY = Duration.ofMillis(250).toNanos();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String mark = HexFormat.of().formatHex(random());
    private final Secrets secrets;
    private final Consumer<String> progress;
    private final Kept output = new Kept(HEAD, TAIL);
    private final Kept errors = new Kept(0, ERRORS);
    private long told = System.nanoTime() - PROGRESS_EVERY;
    private boolean ended;
    private @Nullable Integer code;
    private @Nullable String missing;

    ShellRun(Secrets secrets, Consumer<String> progress) {
        this.secrets = secrets;
        this.progress = progress;
    }

    /**
     * How a command ended.
     *
     * @param code its exit code; empty if it was stopped
     * @param output what it wrote to standard output, without the lines that are artifacts
     * @param errors the end of what it wrote to standard error
     * @param leftOut how many characters of the output were left out
     * @param missing the program that was not there; empty if all were
     * @param artifacts what the last lines named
     */
    record Ended(Optional<Integer> code, String output, String errors, long leftOut, String missing,
            List<Artifact> artifacts) {}

    /**
     * Runs it to its end.
     *
     * @param skill what is run
     * @param workspaceInside where the sandbox shows the workspace
     * @param variables for this command alone
     * @param limit after which it is stopped, in case nobody else does
     */
    Ended run(SkillFile skill, Sandbox sandbox, String workspaceInside, Map<String, String> variables, Duration limit,
            CancellationToken cancellation) {
        // Where files are moved, the scratch space is above the checkout; else an empty folder stands for it.
        String place = skill.focus() ? "" : workspaceInside.equals(IN_A_SANDBOX) ? "/workspace" : EMPTY;
        List<String> arguments = new ArrayList<>(List.of("/bin/sh", "-c", AROUND, "telecoder", skill.command(), mark,
                skill.name(), place));
        skill.requires().stream().filter(one -> one.kind() == Requirement.Kind.BIN)
                .forEach(one -> arguments.add(one.name()));
        Sandbox.Exit exit = sandbox.run(Sandbox.Command.of(arguments).with(variables).timeout(limit)
                .outputLimit(Long.MAX_VALUE), this::line, cancellation);
        boolean stopped = exit.timedOut() || exit.code() < 0;
        synchronized (this) {
            List<Artifact> artifacts = artifacts();
            return new Ended(stopped ? Optional.empty() : Optional.of(code == null ? exit.code() : code), output.text(),
                    errors.text(), output.leftOut(), missing == null ? "" : missing, artifacts);
        }
    }

    private synchronized void line(String line) {
        if (!ended && line.startsWith(mark)) {
            ended = true;
            String[] words = line.split(" ", 3);
            if (words.length == 3 && words[1].equals("exit")) {
                code = Integer.valueOf(words[2]);
            } else if (words.length == 3) {
                missing = words[2];
            }
            return;
        }
        String hidden = secrets.hide(line);
        (ended ? errors : output).add(hidden);
        long now = System.nanoTime();
        if (!ended && !hidden.isBlank() && now - told >= PROGRESS_EVERY) {
            told = now;
            progress.accept(hidden.length() > 200 ? hidden.substring(0, 200) : hidden);
        }
    }

    private List<Artifact> artifacts() {
        List<Artifact> found = new ArrayList<>();
        Optional<Artifact> last = Artifacts.parse(output.lastLine());
        while (last.isPresent()) {
            found.addFirst(last.get());
            output.dropLast();
            last = Artifacts.parse(output.lastLine());
        }
        return found;
    }

    private static byte[] random() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
