package dev.telecoder.plugin.shell;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.plugin.shell.Node.Redirect;
import dev.telecoder.plugin.shell.Words.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What commands do that run other commands, delete, or talk to others; the rest is in {@link Known}. */
final class Commands {

    /** A variable no script sets, for what is not known. */
    static final String UNSET = "TELECODER_NOT_KNOWN";

    /** Commands that only run what follows them. */
    static final Set<String> TRANSPARENT =
            Set.of("env", "nohup", "nice", "ionice", "time", "stdbuf", "setsid", "command", "builtin", "exec",
                    "timeout", "sudo",
                    "doas", "busybox", "chronic", "unbuffer", "catchsegv", "xvfb-run");

    private static final int MOST_WRAPPERS = 8;

    private final Assessor assessor;

    Commands(Assessor assessor) {
        this.assessor = assessor;
    }

    /** The name of a command without the folder it is in. */
    static String base(String name) {
        String base = name.substring(name.lastIndexOf('/') + 1);
        return base.startsWith("\\") ? base.substring(1) : base;
    }

    Assessment of(String base, List<Argument> arguments, List<Redirect> redirects) throws NotUnderstood {
        List<Argument> rest = arguments.subList(1, arguments.size());
        if (arguments.getFirst().text().contains("/")
                && !arguments.getFirst().text().matches("/(usr/)?(local/)?s?bin/.*")) {
            Assessment program = Assessment.of(Risk.WRITE, "runs " + arguments.getFirst().text());
            return Places.own(arguments.getFirst()) ? program.and(words(rest)) : program.atLeast(Risk.WRITE, "");
        }
        return switch (base) {
            case "env", "nohup", "nice", "ionice", "time", "stdbuf", "setsid", "command", "builtin", "exec", "timeout",
                    "busybox", "chronic", "unbuffer", "catchsegv", "xvfb-run" -> wrapped(base, rest, redirects);
            case "sudo", "doas" -> wrapped(base, rest, redirects).atLeast(Risk.EXTERNAL, "wants to be root");
            case "su", "runuser" -> su(rest).atLeast(Risk.EXTERNAL, "wants to be another user");
            case "xargs", "parallel" -> fed(rest);
            case "find", "fd", "fdfind" -> find(rest);
            case "watch", "entr", "script" -> shellWords(base, rest);
            case "trap" -> trap(rest);
            case "flock" -> flock(rest);
            case "sg", "setarch", "linux32", "linux64", "i386", "x86_64", "chrt", "taskset", "prlimit", "numactl",
                    "runcon", "systemd-run", "strace", "ltrace", "gdb", "valgrind", "perf", "dbus-run-session",
                    "dbus-launch", "faketime", "proot", "fakeroot", "bwrap", "firejail", "setpriv", "capsh" ->
                    throw new NotUnderstood(base + " runs another command in a way that is not read");
            case "rm", "rmdir", "unlink", "shred", "srm", "trash" -> delete(rest);
            case "mv", "cp", "install", "ln", "touch", "mkdir", "tee", "truncate", "chmod", "chown", "chgrp", "mkfifo",
                    "split", "patch", "tar", "unzip", "zip", "gzip", "gunzip", "bunzip2", "xz" -> files(base, rest);
            case "dd" -> dd(rest);
            case "git" -> GitCommands.of(rest, assessor);
            default -> Known.of(base, rest);
        };
    }

    /** Skips what the wrapper takes for itself and weighs the rest as a command. */
    private Assessment wrapped(String base, List<Argument> rest, List<Redirect> redirects) throws NotUnderstood {
        int i = 0;
        Set<String> withValue = switch (base) {
            case "env" -> Set.of("-u", "--unset", "-C", "--chdir");
            case "nice" -> Set.of("-n", "--adjustment");
            case "ionice" -> Set.of("-c", "-n", "-p", "--class", "--classdata");
            case "stdbuf" -> Set.of("-i", "-o", "-e");
            case "timeout" -> Set.of("-k", "-s", "--kill-after", "--signal");
            case "sudo", "doas" ->
                    Set.of("-u", "-g", "-h", "-p", "-C", "-r", "-t", "-D", "-R", "-U", "--user", "--group");
            case "exec" -> Set.of("-a");
            case "xvfb-run" -> Set.of("-s", "-n", "--server-args", "--server-num");
            default -> Set.of();
        };
        while (i < rest.size()) {
            Argument argument = rest.get(i);
            if (!argument.known()) {
                throw new NotUnderstood("the name of a command is made up while it runs");
            }
            if (base.equals("env") && argument.is("-S", "--split-string") && i + 1 < rest.size()) {
                return assessor.script(rest.get(i + 1));
            }
            if (base.equals("env")
                    && (argument.text().startsWith("-S") || argument.text().startsWith("--split-string="))) {
                return assessor.script(new Argument(argument.text().replaceFirst("^(--split-string=|-S)", ""), true));
            }
            if (base.equals("command") && argument.text().matches("-[vV]+")) {
                return Assessment.READS;
            }
            if (argument.is("--")) {
                i++;
                break;
            }
            if (argument.option()) {
                i += withValue.contains(argument.text()) ? 2 : 1;
            } else if ((base.equals("env") || base.equals("sudo")) && argument.text().matches("[A-Za-z_]\\w*=(?s).*")) {
                i++;
            } else {
                break;
            }
        }
        if (base.equals("timeout")) {
            i++;
        }
        if (i >= rest.size()) {
            return Assessment.READS;
        }
        boolean meanings =
                rest.subList(0, i).stream().anyMatch(one -> one.text().matches("(PATH|LD_\\w+|IFS|BASH_ENV|ENV)=.*"));
        Assessment inner = assessor.command(rest.subList(i, rest.size()), redirects, MOST_WRAPPERS);
        return meanings ? inner.atLeast(Risk.EXTERNAL, "changes what commands mean") : inner;
    }

    private Assessment trap(List<Argument> rest) throws NotUnderstood {
        List<Argument> words = !rest.isEmpty() && rest.getFirst().is("--") ? rest.subList(1, rest.size()) : rest;
        return words.isEmpty() || words.getFirst().option() ? Assessment.READS : assessor.script(words.getFirst());
    }

    /** {@code flock FILE COMMAND…}, or {@code flock FILE -c SCRIPT}. */
    private Assessment flock(List<Argument> rest) throws NotUnderstood {
        Assessment lock = Assessment.of(Risk.WRITE, "locks a file");
        for (int i = 0; i + 1 < rest.size(); i++) {
            if (rest.get(i).is("-c", "--command")) {
                return lock.and(assessor.script(rest.get(i + 1)));
            }
            if (rest.get(i).is("-w", "--timeout", "--wait", "-E", "--conflict-exit-code")) {
                i++;
            } else if (!rest.get(i).option()) {
                List<Argument> command = rest.subList(i + 1, rest.size());
                return command.getFirst().option() && !command.getFirst().is("-c", "--command")
                        ? lock.atLeast(Risk.EXTERNAL, "is not understood")
                        : command.getFirst().option() ? lock.and(flock(command))
                                : lock.and(assessor.command(command, List.of(), MOST_WRAPPERS));
            }
        }
        return lock;
    }

    private Assessment su(List<Argument> rest) throws NotUnderstood {
        for (int i = 0; i + 1 < rest.size(); i++) {
            if (rest.get(i).is("-c", "--command")) {
                return assessor.script(rest.get(i + 1));
            }
        }
        return Assessment.of(Risk.WRITE, "becomes another user");
    }

    /** {@code xargs}: a command whose last arguments come from elsewhere. */
    private Assessment fed(List<Argument> rest) throws NotUnderstood {
        int i = 0;
        String replaced = "{}";
        Set<String> withValue =
                Set.of("-I", "-n", "-P", "-L", "-d", "-s", "-a", "-E", "-j", "--max-args", "--max-procs",
                        "--delimiter", "--replace", "--arg-file", "--jobs");
        while (i < rest.size() && rest.get(i).option()) {
            if (rest.get(i).text().startsWith("-I")) {
                replaced = rest.get(i).text().length() > 2 ? rest.get(i).text().substring(2)
                        : i + 1 < rest.size() ? rest.get(i + 1).text() : replaced;
            } else if (rest.get(i).text().startsWith("--replace=")) {
                replaced = rest.get(i).text().substring("--replace=".length());
            }
            i += withValue.contains(rest.get(i).text()) ? 2 : 1;
        }
        if (i >= rest.size()) {
            return Assessment.READS;
        }
        List<Argument> command = new ArrayList<>();
        for (Argument argument : rest.subList(i, rest.size())) {
            if (argument.is(":::", "::::")) {
                break;
            }
            command.add(argument.text().contains(replaced) && !replaced.isEmpty()
                    ? new Argument(argument.text(), false) : argument);
        }
        String name = base(command.getFirst().text());
        if (Set.of("sh", "bash", "dash", "zsh", "ksh").contains(name) && command.size() < 3
                || name.equals("eval") || name.equals("env") && command.size() < 2) {
            throw new NotUnderstood("a shell runs what another command writes");
        }
        command.add(new Argument("{}", false));
        return assessor.command(command, List.of(), MOST_WRAPPERS);
    }

    private Assessment find(List<Argument> rest) throws NotUnderstood {
        Assessment all = Assessment.READS;
        List<Argument> places = new ArrayList<>();
        boolean options = false;
        for (int i = 0; i < rest.size(); i++) {
            Argument argument = rest.get(i);
            options |= argument.option() || argument.is("(", "!");
            if (!options) {
                places.add(argument);
            }
            if (argument.is("-exec", "-execdir", "-ok", "-okdir", "-x", "--exec", "-X", "--exec-batch")) {
                List<Argument> command = new ArrayList<>();
                for (i++; i < rest.size() && !rest.get(i).is(";", "+"); i++) {
                    Argument word = rest.get(i);
                    command.add(word.text().contains("{}") ? found(word, places) : word);
                }
                if (command.isEmpty()) {
                    throw new NotUnderstood("find -exec names no command");
                }
                all = all.and(assessor.command(command, List.of(), MOST_WRAPPERS));
            } else if (argument.is("-delete")) {
                for (Argument place : places.isEmpty() ? List.of(new Argument(".", true)) : places) {
                    all = all.and(Places.written(place, "deletes"));
                }
            } else if (argument.is("-fprint", "-fprintf", "-fls", "-fprint0") && i + 1 < rest.size()) {
                all = all.and(Places.written(rest.get(++i), "writes"));
            }
        }
        return all;
    }

    /** What find finds is below where it looks. */
    private static Argument found(Argument word, List<Argument> places) {
        boolean own = places.stream().allMatch(Places::own);
        return own && word.text().equals("{}") ? new Argument("./{}", true)
                : new Argument(own ? word.text() : "/{}", own && word.known());
    }

    private Assessment shellWords(String base, List<Argument> rest) throws NotUnderstood {
        List<Argument> words = rest;
        while (!words.isEmpty() && words.getFirst().option()) {
            if (words.getFirst().text().matches("-[a-zA-Z]*c") && words.size() > 1 && base.equals("script")) {
                return assessor.script(words.get(1));
            }
            words = words.subList(words.getFirst().is("-n", "-i", "--interval") ? Math.min(2, words.size()) : 1,
                    words.size());
        }
        if (words.isEmpty() || base.equals("script")) {
            return Assessment.of(Risk.WRITE, "runs " + base);
        }
        if (words.size() == 1) {
            return assessor.script(words.getFirst());
        }
        return assessor.command(words, List.of(), MOST_WRAPPERS);
    }

    private static Assessment delete(List<Argument> rest) {
        Assessment all = Assessment.of(Risk.WRITE, "deletes files of the workspace");
        for (Argument argument : rest) {
            if (!argument.option() || !argument.known()) {
                all = all.and(Places.deleted(argument));
            } else if (argument.is("--no-preserve-root")) {
                all = all.atLeast(Risk.DANGEROUS, "deletes everything");
            }
        }
        return all;
    }

    private static Assessment files(String base, List<Argument> rest) {
        Assessment all = Assessment.of(Risk.WRITE, "changes files of the workspace");
        List<Argument> operands = rest.stream().filter(one -> !one.option() || !one.known()).toList();
        boolean copies = base.equals("cp") || base.equals("ln") || base.equals("install");
        boolean lists = base.equals("tar") && rest.stream().findFirst()
                .filter(one -> one.text().matches("-?-?(t[a-z]*|list)")).isPresent();
        if (lists) {
            return Assessment.READS;
        }
        if (copies && operands.size() > 1) {
            return all.and(Places.written(operands.getLast(), "writes"));
        }
        if (Set.of("tar", "unzip", "zip", "patch", "gzip", "gunzip", "xz", "bunzip2", "split").contains(base)) {
            for (int i = 0; i + 1 < rest.size(); i++) {
                if (rest.get(i).is("-C", "--directory", "-d", "-o", "--output")) {
                    all = all.and(Places.written(rest.get(i + 1), "writes"));
                }
            }
            return all;
        }
        boolean owner = Set.of("chmod", "chown", "chgrp").contains(base);
        for (Argument operand : owner && !operands.isEmpty() ? operands.subList(1, operands.size()) : operands) {
            all = all.and(Places.written(operand, base.equals("mv") ? "moves" : "changes"));
        }
        return all;
    }

    private static Assessment dd(List<Argument> rest) {
        Assessment all = Assessment.READS;
        for (Argument argument : rest) {
            if (argument.text().startsWith("of=")) {
                all = all.and(Places.written(new Argument(argument.text().substring(3), argument.known()), "writes"));
            }
        }
        return all;
    }

    /** Paths among the words of a program whose doing is not known. */
    private static Assessment words(List<Argument> rest) {
        return rest.stream().map(Argument::text).anyMatch(Places::network)
                ? Assessment.remote(Risk.EXTERNAL, "talks to another machine") : Assessment.READS;
    }
}
