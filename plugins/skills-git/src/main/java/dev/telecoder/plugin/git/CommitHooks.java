package dev.telecoder.plugin.git;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The hooks that a repository brings along for its commits: those of husky, of a {@code .githooks} folder, and of the
 * pre-commit framework. They are code of the repository, so {@code shell.exec} runs them, through the gate and in the sandbox,
 * with an index of their own in which the chosen files are staged, as git does for a commit of some files. What they change
 * is not committed: the commit is refused, and made when somebody has looked at it. The script is one that the gate lets run
 * in the sandbox without a question: of the search path it says no more than husky does, that the tools of
 * {@code node_modules} come first.
 *
 * @param context the run
 * @param paths what is to be committed; empty for all
 * @param message the message
 */
record CommitHooks(SkillContext context, List<String> paths, String message) {

    private static final String CHANGED = "-- changed by the hook --";
    /** A place the gate can read: where a script writes to must not depend on what it runs. */
    private static final String MESSAGE = "/tmp/telecoder-commit-message";
    private static final int SHOWN_LINES = 60;
    private static final int SECONDS = 300;
    private static final int NOT_THERE = 127;
    private static final List<String> FOLDERS = List.of(".husky", ".githooks");
    private static final String PROGRAMS = "node_modules/.bin";
    private static final String FRAMEWORK = ".pre-commit-config.yaml";

    /**
     * What came of them.
     *
     * @param refusal why nothing may be committed
     * @param note what was not run, and why; empty if all is well
     */
    record Verdict(Optional<SkillResult> refusal, String note) {

        private static Verdict fine(String note) {
            return new Verdict(Optional.empty(), note);
        }
    }

    /** Runs what there is. */
    Verdict run() {
        List<String> notes = new ArrayList<>();
        for (String name : List.of("pre-commit", "commit-msg")) {
            Optional<String> hook = find(name);
            if (hook.isPresent()) {
                Verdict verdict = run(hook.get(), script(name, hook.get()));
                if (verdict.refusal().isPresent()) {
                    return verdict;
                }
                notes.add(verdict.note());
            }
        }
        return Verdict.fine(notes.stream().filter(note -> !note.isEmpty()).collect(Collectors.joining(" ")));
    }

    private Optional<String> find(String name) {
        for (String folder : FOLDERS) {
            if (isFile(folder + "/" + name)) {
                return Optional.of(folder + "/" + name);
            }
        }
        return name.equals("pre-commit") && isFile(FRAMEWORK) ? Optional.of(FRAMEWORK) : Optional.empty();
    }

    private boolean isFile(String path) {
        return Files.isRegularFile(context.workspace().resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    private Verdict run(String hook, String script) {
        SkillResult ran;
        try {
            ran = context.skills().run("shell.exec",
                    JsonValue.object().put("command", script).put("timeout", SECONDS).build());
        } catch (PluginException e) {
            if (e.failure() == Failure.CANCELLED) {
                throw e;
            }
            return notRun(hook, String.valueOf(e.getMessage()));
        }
        JsonValue data = ran.data().orElse(JsonValue.NULL);
        String said = data.get("output").findText().orElse(ran.output());
        if (data.get("timed_out").asBoolean(false)) {
            return tooLong(hook, data.get("exit_code").asInt(-1), said);
        }
        if (data.get("exit_code").isNull()) {
            return notRun(hook, ran.output());
        }
        int exit = data.get("exit_code").asInt(0);
        if (exit == NOT_THERE || hook.equals(FRAMEWORK) && exit > 1) {
            return notRun(hook, "what it needs is not in the sandbox");
        }
        if (exit != 0) {
            return refused(
                    "The hook " + hook + " refused the commit (exit " + exit + "). Nothing was committed. Put right"
                            + " what it says, and commit again:\n" + end(said),
                    hook, exit, List.of());
        }
        int at = said.lastIndexOf(CHANGED);
        List<String> changed = at < 0 ? List.of() : said.substring(at + CHANGED.length()).lines().map(String::strip)
                .filter(line -> Files.exists(context.workspace().resolve(line)) && !line.isEmpty()).toList();
        return changed.isEmpty() ? Verdict.fine("")
                : refused("The hook " + hook + " changed " + String.join(", ", changed)
                        + ". Nothing was committed. Look at it, and commit again.", hook, exit, changed);
    }

    private static Verdict notRun(String hook, String why) {
        return Verdict.fine("The hook " + hook + " was not run: " + why.lines().findFirst().orElse("").strip()
                .replaceFirst("[.]$", "") + ".");
    }

    private static Verdict tooLong(String hook, int exit, String said) {
        String last = end(said).strip();
        return refused("The hook " + hook + " took longer than " + SECONDS + " s and was stopped; it neither passed nor"
                + " refused the commit. Nothing was committed. Commit fewer files at once with \"paths\", or have the"
                + " hook check the staged files only and leave long checks to test.run; if it waits for an answer,"
                + " nobody gives one."
                + (last.isEmpty() ? " It had said nothing." : " The last it said:\n" + last), hook, exit, List.of(),
                true);
    }

    private static Verdict refused(String text, String hook, int exit, List<String> changed) {
        return refused(text, hook, exit, changed, false);
    }

    private static Verdict refused(String text, String hook, int exit, List<String> changed, boolean timedOut) {
        return new Verdict(Optional.of(SkillResult.failed(text).withData(JsonValue.object().put("hook", hook)
                .put("exit_code", exit).put("changed", changed).put("timed_out", timedOut).build())), "");
    }

    private static String end(String said) {
        List<String> lines = said.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    private String script(String name, String hook) {
        String chosen = paths.isEmpty() ? "." : paths.stream().map(CommitHooks::quoted)
                .collect(Collectors.joining(" "));
        String start = path() + (byItself(hook) ? "./" : "sh -e ") + hook;
        String call = hook.equals(FRAMEWORK) ? "command -v pre-commit >/dev/null || exit 127\n" + path()
                + "pre-commit run || exit $?"
                : name.equals("commit-msg") ? "printf '%s\\n' " + quoted(message) + " > " + MESSAGE + "\n" + start
                        + " " + MESSAGE + " || exit $?"
                        : start + " || exit $?";
        // husky up to version 8 brings a file of its own only where it was installed.
        String installed = hook.startsWith(".husky/") ? "[ -e .husky/_/husky.sh ] || ! grep -q _/husky.sh " + hook
                + " || exit 127\n" : "";
        return """
                # the hook %s of the repository
                command -v git >/dev/null || exit 127
                %sown=$(mktemp -d) || exit 127
                export GIT_INDEX_FILE="$own/index"
                git read-tree HEAD 2>/dev/null
                git add -A -- %s || exit 127
                %s
                echo '%s'
                git diff --name-only
                """.formatted(hook, installed, chosen, call, CHANGED);
    }

    /** Where husky, lint-staged and npm find the tools that a package.json names. */
    private String path() {
        return Files.isDirectory(context.workspace().resolve(PROGRAMS)) ? "PATH=\"$PWD/" + PROGRAMS + ":$PATH\" " : "";
    }

    /** Husky hands its hooks to sh whatever they say; git starts those of a folder, which may be in any language. */
    private boolean byItself(String hook) {
        Path file = context.workspace().resolve(hook);
        if (hook.startsWith(".husky/") || !Files.isExecutable(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(2), StandardCharsets.ISO_8859_1).equals("#!");
        } catch (IOException e) {
            return false;
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
