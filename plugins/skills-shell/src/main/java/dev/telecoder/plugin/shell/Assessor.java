package dev.telecoder.plugin.shell;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.plugin.shell.Node.Assignment;
import dev.telecoder.plugin.shell.Node.Part;
import dev.telecoder.plugin.shell.Node.Redirect;
import dev.telecoder.plugin.shell.Node.Word;
import dev.telecoder.plugin.shell.Words.Argument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Walks through a script and tells the worst it can do. For one thread. */
final class Assessor {

    private static final Set<String> MEANINGS = Set.of("PATH", "IFS", "ENV", "BASH_ENV", "SHELLOPTS", "LD_PRELOAD",
            "LD_LIBRARY_PATH", "PROMPT_COMMAND", "PS4", "GIT_SSH_COMMAND", "GIT_SSH", "GIT_EXTERNAL_DIFF", "PAGER",
            "GIT_PAGER",
            "EDITOR", "GIT_EDITOR", "NODE_OPTIONS", "PYTHONSTARTUP", "PERL5OPT", "RUBYOPT", "JAVA_TOOL_OPTIONS",
            "HOME");
    private static final Set<String> INPUT = Set.of("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "-");
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh", "fish");
    private static final int MOST_ALIASES = 8;

    /** Where a number or a name is expected, bash runs what stands in a subscript, also of quoted text. */
    private static final Pattern SUBSCRIPT = Pattern.compile("\\w\\[[^\\]]*(?:\\$\\(|`|\\$\\{)", Pattern.DOTALL);

    private final Words words = new Words();
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, Node> functions = new HashMap<>();
    private final Commands commands = new Commands(this);
    private int conditional;
    private int depth;

    /** Tells how risky a script is; one that is not understood is for a person to decide. */
    static Assessment of(String script) {
        try {
            return new Assessor().of(Parser.parse(script));
        } catch (NotUnderstood | StackOverflowError e) {
            String why = e instanceof NotUnderstood ? e.getMessage() : "it is nested too deeply";
            return Assessment.remote(Risk.EXTERNAL, "cannot be understood before it runs: " + why);
        }
    }

    /** A script in a script, with what is set so far. */
    Assessment script(Argument text) throws NotUnderstood {
        if (!text.known()) {
            throw new NotUnderstood("a command is put together while it runs");
        }
        if (++depth > 20) {
            throw new NotUnderstood("it is nested too deeply");
        }
        try {
            return of(Parser.parse(text.text(), depth));
        } finally {
            depth--;
        }
    }

    Assessment of(Node node) throws NotUnderstood {
        return switch (node) {
            case Node.Sequence sequence -> all(sequence.parts());
            case Node.Pipe pipe -> pipe(pipe.parts());
            case Node.Compound compound -> compound(compound);
            case Node.Function function -> function(function);
            case Node.Simple simple -> simple(simple);
        };
    }

    private Assessment all(List<Node> nodes) throws NotUnderstood {
        Assessment all = Assessment.READS;
        for (Node node : nodes) {
            all = all.and(of(node));
        }
        return all;
    }

    private Assessment compound(Node.Compound compound) throws NotUnderstood {
        conditional++;
        try {
            if (!compound.variable().isEmpty()) {
                words.loop(compound.variable(), compound.words());
            }
            Assessment all = all(compound.parts());
            for (Word word : compound.words()) {
                all = all.and(inside(word));
            }
            return all.and(redirects(compound.redirects()));
        } finally {
            conditional--;
        }
    }

    private Assessment function(Node.Function function) throws NotUnderstood {
        boolean callsItself = mentions(function.body(), function.name());
        functions.put(function.name(), function.body());
        conditional++;
        try {
            Assessment body = of(function.body());
            return callsItself ? body.atLeast(Risk.DANGEROUS, "the function " + function.name() + " calls itself")
                    : body;
        } finally {
            conditional--;
        }
    }

    /** A pipe may feed a shell: then what is written is a script, and must be known. */
    private Assessment pipe(List<Node> parts) throws NotUnderstood {
        Assessment all = Assessment.READS;
        conditional++;
        for (int i = 0; i < parts.size(); i++) {
            Node part = parts.get(i);
            if (i > 0 && part instanceof Node.Simple simple && readsScript(simple)) {
                Argument written = written(parts.get(i - 1));
                if (i != 1 || !written.known()) {
                    throw new NotUnderstood("a shell runs what another command writes");
                }
                all = all.and(script(written));
            }
            all = all.and(of(part));
        }
        conditional--;
        return all;
    }

    private boolean readsScript(Node.Simple simple) {
        List<Argument> arguments = arguments(simple.words());
        while (!arguments.isEmpty() && Commands.TRANSPARENT.contains(Commands.base(arguments.getFirst().text()))) {
            arguments = arguments.subList(1, arguments.size());
        }
        if (!arguments.isEmpty() && arguments.getFirst().is("source", ".")) {
            return arguments.size() > 1 && INPUT.contains(arguments.get(1).text());
        }
        if (arguments.isEmpty() || !SHELLS.contains(Commands.base(arguments.getFirst().text()))) {
            return false;
        }
        for (Argument one : arguments.subList(1, arguments.size())) {
            if (one.text().matches("-[a-zA-Z]*c[a-zA-Z]*")) {
                return false;
            }
            if (one.text().matches("-[a-zA-Z]*s[a-zA-Z]*") || INPUT.contains(one.text())) {
                return true;
            }
            if (!one.option()) {
                return false;
            }
        }
        return true;
    }

    private Argument written(Node node) {
        if (node instanceof Node.Simple simple && simple.redirects().isEmpty()) {
            List<Argument> arguments = arguments(simple.words());
            if (!arguments.isEmpty() && arguments.getFirst().is("echo", "printf")
                    && arguments.stream().allMatch(Argument::known)) {
                StringBuilder text = new StringBuilder();
                arguments.stream().skip(1).filter(one -> !one.is("-n", "-e", "--"))
                        .forEach(one -> text.append(one.text())
                                .append(' '));
                String script = text.toString().replace("\\n", "\n");
                return new Argument(script, !script.contains("\\") && !script.contains("%"));
            }
        }
        return new Argument("", false);
    }

    List<Argument> arguments(List<Word> given) {
        List<Argument> arguments = new ArrayList<>();
        given.forEach(word -> arguments.addAll(words.of(word)));
        return arguments;
    }

    private Assessment simple(Node.Simple simple) throws NotUnderstood {
        Assessment all = redirects(simple.redirects());
        for (Word word : simple.words()) {
            all = all.and(inside(word));
        }
        for (Assignment assignment : simple.assignments()) {
            all = all.and(inside(assignment.value()));
            if (assignment.name().equals("PATH") && !simple.words().isEmpty()
                    && Places.nodePrograms(assignment.value())) {
                all = all.atLeast(Risk.WRITE, "may run programs of node_modules");
            } else if (MEANINGS.contains(assignment.name()) || assignment.name().startsWith("LD_")) {
                all = all.atLeast(Risk.EXTERNAL, "sets " + assignment.name() + ", which changes what commands mean");
            }
            words.set(assignment.name(), assignment.value(), simple.words().isEmpty() && conditional == 0);
        }
        List<Argument> arguments = arguments(simple.words());
        if (arguments.isEmpty()) {
            return all;
        }
        return all.and(command(arguments, simple.redirects(), MOST_ALIASES));
    }

    /** A command by its words. */
    Assessment command(List<Argument> arguments, List<Redirect> redirects, int aliasesLeft) throws NotUnderstood {
        Argument name = arguments.getFirst();
        if (!name.known() || Words.special(name.text()) && !name.is("[", "[[", "{", "}")) {
            throw new NotUnderstood("the name of a command is made up while it runs");
        }
        if (aliases.containsKey(name.text()) && aliasesLeft > 0) {
            StringBuilder line = new StringBuilder(aliases.get(name.text()));
            for (Argument argument : arguments.subList(1, arguments.size())) {
                line.append(' ').append(argument.known() ? quoted(argument.text()) : "\"$" + Commands.UNSET + "\"");
            }
            String value = aliases.remove(name.text());
            try {
                return script(new Argument(line.toString(), true));
            } finally {
                aliases.put(name.text(), value);
            }
        }
        if (functions.containsKey(name.text())) {
            // What it does was weighed where it was written; what it gets may steer it.
            return arguments.size() > 1 ? Assessment.of(Risk.WRITE, "calls " + name.text()) : Assessment.READS;
        }
        String base = Commands.base(name.text());
        if (SHELLS.contains(base)) {
            return shell(arguments, redirects);
        }
        switch (base) {
            case "alias" -> {
                return alias(arguments);
            }
            case "eval" -> {
                StringBuilder line = new StringBuilder();
                boolean known = true;
                int first = arguments.size() > 1 && arguments.get(1).is("--") ? 2 : 1;
                for (Argument argument : arguments.subList(first, arguments.size())) {
                    line.append(argument.text()).append(' ');
                    known &= argument.known();
                }
                return script(new Argument(line.toString(), known));
            }
            case "source", "." -> {
                return sourced(arguments, redirects);
            }
            case "read", "mapfile", "readarray", "unset", "getopts" -> {
                arguments.stream().skip(1).filter(one -> !one.option()).forEach(one -> words.forget(one.text()));
                return Assessment.READS;
            }
            case "export", "local", "declare", "typeset", "readonly" -> {
                return declaration(arguments);
            }
            default -> {
                return commands.of(base, arguments, redirects);
            }
        }
    }

    private Assessment declaration(List<Argument> arguments) throws NotUnderstood {
        Assessment all = Assessment.READS;
        if (arguments.stream().skip(1).anyMatch(one -> one.text().matches("-[a-zA-Z]*n[a-zA-Z]*")
                && !arguments.getFirst().is("export"))) {
            throw new NotUnderstood("a variable stands for another");
        }
        for (Argument argument : arguments.subList(1, arguments.size())) {
            int equals = argument.text().indexOf('=');
            String name = equals < 0 ? argument.text() : argument.text().substring(0, equals);
            if (MEANINGS.contains(name) && equals > 0) {
                all = all.atLeast(Risk.EXTERNAL, "sets " + name + ", which changes what commands mean");
            }
            if (equals > 0 && argument.known()) {
                words.set(name, Word.of(argument.text().substring(equals + 1)), conditional == 0);
            } else if (equals > 0) {
                words.forget(name);
            }
        }
        return all;
    }

    private Assessment alias(List<Argument> arguments) throws NotUnderstood {
        Assessment all = Assessment.READS;
        for (Argument argument : arguments.subList(1, arguments.size())) {
            int equals = argument.text().indexOf('=');
            if (!argument.known()) {
                throw new NotUnderstood("an alias is put together while it runs");
            }
            if (equals > 0) {
                String value = argument.text().substring(equals + 1);
                if (value.endsWith(" ") || value.endsWith("\t")) {
                    throw new NotUnderstood("an alias ends in a blank, so that the next word may be one too");
                }
                all = all.and(script(new Argument(value, true)));
                aliases.put(argument.text().substring(0, equals), value);
            }
        }
        return all;
    }

    /** A file of the workspace is the workspace's own; what comes by a pipe or is written on the spot must be known. */
    private Assessment sourced(List<Argument> arguments, List<Redirect> redirects) throws NotUnderstood {
        Argument file = arguments.size() > 1 ? arguments.get(1) : new Argument("", false);
        if (!file.known()) {
            throw new NotUnderstood("a script is read that is made up while it runs");
        }
        return INPUT.contains(file.text()) ? fed(redirects) : Assessment.of(Risk.WRITE, "runs a script");
    }

    /** What a shell does that reads its script from its input. */
    private Assessment fed(List<Redirect> redirects) throws NotUnderstood {
        for (Redirect redirect : redirects) {
            if (redirect.text()) {
                return script(words.one(redirect.target()));
            }
            if (redirect.operator().equals("<") && words.one(redirect.target()).known()) {
                return Assessment.of(Risk.WRITE, "runs a script");
            }
            if (redirect.operator().equals("<")) {
                throw new NotUnderstood("a script is read that is made up while it runs");
            }
        }
        return Assessment.of(Risk.WRITE, "runs a shell");
    }

    private Assessment shell(List<Argument> arguments, List<Redirect> redirects) throws NotUnderstood {
        for (int i = 1; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            if (argument.text().matches("-[a-zA-Z]*c[a-zA-Z]*")) {
                int at = i + 1;
                while (at < arguments.size() && arguments.get(at).text().matches("(?s)[-+].*")) {
                    at += arguments.get(at).text().matches("[-+][oO]") ? 2 : 1;
                }
                if (at >= arguments.size()) {
                    throw new NotUnderstood("a shell gets -c without a script");
                }
                return script(arguments.get(at));
            }
            if (argument.text().matches("-[a-zA-Z]*s[a-zA-Z]*") || INPUT.contains(argument.text())) {
                return fed(redirects);
            }
            if (argument.is("-o", "+o", "-O", "--rcfile", "--init-file")) {
                i++;
            } else if (!argument.known() && argument.text().isEmpty()) {
                throw new NotUnderstood("a shell runs what is put together while it runs");
            } else if (!argument.option() && !argument.text().startsWith("+") || !argument.known()) {
                return Assessment.of(Risk.WRITE, "runs " + argument.text());
            }
        }
        return fed(redirects);
    }

    private Assessment redirects(List<Redirect> redirects) throws NotUnderstood {
        Assessment all = Assessment.READS;
        for (Redirect redirect : redirects) {
            all = all.and(inside(redirect.target()));
            if (redirect.writes()) {
                Argument target = words.one(redirect.target());
                boolean descriptor = redirect.operator().endsWith("&") && target.text().matches("\\d+|-");
                if (!descriptor && !target.is("/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty")) {
                    all = all.and(Places.written(target, "writes"));
                }
            } else if (!redirect.text() && Places.network(words.one(redirect.target()).text())) {
                all = all.and(Assessment.remote(Risk.EXTERNAL, "talks to another machine"));
            }
        }
        return all;
    }

    /** The scripts whose output becomes part of a word. */
    private Assessment inside(Word word) throws NotUnderstood {
        Assessment all = Assessment.READS;
        for (Part part : word.parts()) {
            if (part.kind() == Part.Kind.TEXT && SUBSCRIPT.matcher(part.text()).find()) {
                all = all.atLeast(Risk.EXTERNAL, "has a subscript that may run a command");
            }
            for (Node script : part.scripts()) {
                conditional++;
                all = all.and(of(script));
                conditional--;
            }
        }
        return all;
    }

    private static boolean mentions(Node node, String name) {
        return switch (node) {
            case Node.Sequence sequence -> sequence.parts().stream().anyMatch(part -> mentions(part, name));
            case Node.Pipe pipe -> pipe.parts().stream().anyMatch(part -> mentions(part, name));
            case Node.Compound compound -> compound.parts().stream().anyMatch(part -> mentions(part, name));
            case Node.Function function -> mentions(function.body(), name);
            case Node.Simple simple -> !simple.words().isEmpty() && simple.words().getFirst().parts().size() == 1
                    && simple.words().getFirst().parts().getFirst().text().equals(name);
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
