package dev.telecoder.plugin.shell;

import dev.telecoder.plugin.shell.Node.Assignment;
import dev.telecoder.plugin.shell.Node.Part;
import dev.telecoder.plugin.shell.Node.Redirect;
import dev.telecoder.plugin.shell.Node.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a script as sh and bash do, as far as it takes to know which commands it may run. What it does not understand it
 * refuses rather than guesses. For one thread.
 */
final class Parser {

    private static final Set<String> CLOSERS = Set.of("then", "do", "done", "fi", "else", "elif", "esac", "}", "in");
    private static final Pattern ASSIGNMENT = Pattern.compile("^([A-Za-z_]\\w*)(?:\\[[^\\]]*])?\\+?=");

    private final Reader in;
    private final Redirects redirects;

    private Parser(Reader in) {
        this.in = in;
        this.redirects = new Redirects(in);
    }

    static Node parse(String script) throws NotUnderstood {
        return parse(script, 0);
    }

    static Node parse(String script, int depth) throws NotUnderstood {
        if (script.indexOf('\0') >= 0) {
            throw new NotUnderstood("it holds a zero byte");
        }
        Parser parser = new Parser(new Reader(script.replace("\r\n", "\n"), depth));
        Node all = parser.list(Set.of());
        parser.space();
        if (!parser.in.end()) {
            throw new NotUnderstood("'" + parser.in.peek() + "' stands where no command ends");
        }
        if (parser.redirects.isTextMissing()) {
            throw new NotUnderstood("a here-document is missing");
        }
        return all;
    }

    private Node list(Set<String> ends) throws NotUnderstood {
        List<Node> parts = new ArrayList<>();
        while (true) {
            space();
            if (in.end() || in.peek() == ')' || in.startsWith(";;") || !ends.isEmpty() && ends.contains(ahead())) {
                return new Node.Sequence(parts);
            }
            parts.add(pipeline());
            in.blanks();
            if (in.startsWith(";;")) {
                return new Node.Sequence(parts);
            }
            if (in.startsWith("&&") || in.startsWith("||")) {
                in.skip(2);
            } else if (in.peek() == ';' || in.peek() == '&') {
                in.skip(1);
            } else if (in.peek() != '\n' && in.peek() != ')' && !in.end()) {
                throw new NotUnderstood("'" + in.peek() + "' stands where no command ends");
            }
        }
    }

    private Node pipeline() throws NotUnderstood {
        in.blanks();
        while (in.peek() == '!' && ahead().equals("!") || ahead().equals("time")) {
            in.word();
            in.blanks();
            if (ahead().equals("-p")) {
                in.word();
                in.blanks();
            }
        }
        List<Node> parts = new ArrayList<>();
        parts.add(command());
        in.blanks();
        while (in.peek() == '|' && !in.startsWith("||")) {
            in.skip(in.startsWith("|&") ? 2 : 1);
            space();
            parts.add(command());
            in.blanks();
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Pipe(parts);
    }

    private Node command() throws NotUnderstood {
        in.blanks();
        if (in.startsWith("((")) {
            int start = in.position();
            String inner = in.parenthesis();
            if (inner.startsWith("(") && inner.endsWith(")")) {
                return compound(List.of(), List.of(new Word(new Reader(inner, in.depth() + 1).quotedText())));
            }
            in.back(start);
        }
        if (in.peek() == '(') {
            return compound(List.of(Parser.parse(in.parenthesis(), in.depth() + 1)), List.of());
        }
        String word = ahead();
        switch (word) {
            case "{" -> {
                in.word();
                Node body = list(Set.of("}"));
                expect("}");
                return compound(List.of(body), List.of());
            }
            case "if" -> {
                return block("fi", Set.of("then", "elif", "else", "fi"));
            }
            case "while", "until" -> {
                return block("done", Set.of("do", "done"));
            }
            case "for", "select" -> {
                return loop();
            }
            case "case" -> {
                return choice();
            }
            case "[[" -> {
                return test();
            }
            case "function" -> {
                in.word();
                in.blanks();
                String name = Redirects.plain(in.word());
                in.blanks();
                if (in.startsWith("(")) {
                    in.parenthesis();
                }
                space();
                return new Node.Function(name, command());
            }
            case "coproc" -> {
                in.word();
                return command();
            }
            default -> {
                if (CLOSERS.contains(word) && !word.equals("in")) {
                    throw new NotUnderstood("'" + word + "' stands where a command begins");
                }
                return simple();
            }
        }
    }

    private Node block(String end, Set<String> keywords) throws NotUnderstood {
        List<Node> parts = new ArrayList<>();
        in.word();
        while (true) {
            parts.add(list(keywords));
            String keyword = ahead();
            if (!keywords.contains(keyword)) {
                throw new NotUnderstood("'" + end + "' is missing");
            }
            in.word();
            if (keyword.equals(end)) {
                return compound(parts, List.of());
            }
        }
    }

    private Node loop() throws NotUnderstood {
        in.word();
        in.blanks();
        List<Word> words = new ArrayList<>();
        String variable = "";
        if (in.startsWith("((")) {
            words.add(new Word(new Reader(in.parenthesis(), in.depth() + 1).quotedText()));
        } else {
            variable = Redirects.plain(in.word());
            space();
            if (ahead().equals("in")) {
                in.word();
                in.blanks();
                while (in.atWord()) {
                    words.add(in.word());
                    in.blanks();
                }
            }
        }
        in.blanks();
        if (in.peek() == ';') {
            in.skip(1);
        }
        space();
        String open = ahead();
        if (!open.equals("do") && !open.equals("{")) {
            throw new NotUnderstood("'do' is missing");
        }
        in.word();
        String close = open.equals("do") ? "done" : "}";
        Node body = list(Set.of(close));
        expect(close);
        return compound(List.of(body), words, variable);
    }

    private Node choice() throws NotUnderstood {
        in.word();
        in.blanks();
        List<Word> words = new ArrayList<>(List.of(in.word()));
        List<Node> parts = new ArrayList<>();
        space();
        expect("in");
        while (true) {
            space();
            if (ahead().equals("esac")) {
                in.word();
                return compound(parts, words);
            }
            if (in.peek() == '(') {
                in.skip(1);
            }
            in.blanks();
            while (in.atWord() || in.peek() == '|') {
                if (in.peek() == '|') {
                    in.skip(1);
                } else {
                    words.add(in.word());
                }
                in.blanks();
            }
            if (in.peek() != ')') {
                throw new NotUnderstood("a pattern of 'case' has no ')'");
            }
            in.skip(1);
            parts.add(list(Set.of("esac")));
            if (in.startsWith(";;&")) {
                in.skip(3);
            } else if (in.startsWith(";;") || in.startsWith(";&")) {
                in.skip(2);
            }
        }
    }

    private Node test() throws NotUnderstood {
        List<Word> words = new ArrayList<>();
        in.word();
        while (true) {
            space();
            if (in.end()) {
                throw new NotUnderstood("']]' is missing");
            }
            if (!in.atWord()) {
                in.skip(1);
                continue;
            }
            boolean last = ahead().equals("]]");
            Word word = in.word();
            if (last) {
                return compound(List.of(), words);
            }
            words.add(word);
        }
    }

    private Node compound(List<Node> parts, List<Word> words) throws NotUnderstood {
        return compound(parts, words, "");
    }

    private Node compound(List<Node> parts, List<Word> words, String variable) throws NotUnderstood {
        List<Redirect> redirects = new ArrayList<>();
        in.blanks();
        while (this.redirects.read(redirects)) {
            in.blanks();
        }
        return new Node.Compound(parts, words, redirects, variable);
    }

    private Node simple() throws NotUnderstood {
        List<Assignment> assignments = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        List<Redirect> redirects = new ArrayList<>();
        while (true) {
            in.blanks();
            if (this.redirects.read(redirects)) {
                continue;
            }
            if (!in.atWord()) {
                break;
            }
            Word word = in.word();
            Matcher assignment = ASSIGNMENT.matcher(start(word));
            if (words.isEmpty() && assignment.find()) {
                Word value = assigned(word, assignment.end());
                assignments.add(new Assignment(assignment.group(1),
                        assignment.group().endsWith("+=") ? longer(value) : value));
                continue;
            }
            words.add(word);
            in.blanks();
            if (words.size() == 1 && in.startsWith("(") && assignments.isEmpty()) {
                if (!in.parenthesis().isBlank()) {
                    throw new NotUnderstood("'(' stands after a command's name");
                }
                space();
                return new Node.Function(Redirects.plain(word), command());
            }
        }
        if (words.isEmpty() && assignments.isEmpty() && redirects.isEmpty()) {
            throw new NotUnderstood(
                    "a command is missing" + (in.end() ? " at the end" : " before '" + in.peek() + "'"));
        }
        return new Node.Simple(assignments, words, redirects);
    }

    /** What is added to is not known here. */
    private static Word longer(Word value) {
        List<Part> parts = new ArrayList<>(value.parts());
        parts.add(new Part(Part.Kind.UNKNOWN, "", List.of(), true));
        return new Word(parts);
    }

    private Word assigned(Word word, int from) throws NotUnderstood {
        Part first = word.parts().getFirst();
        List<Part> parts = new ArrayList<>(word.parts());
        parts.set(0, new Part(first.kind(), first.text().substring(from), first.scripts(), first.quoted()));
        if (in.peek() == '(' && parts.size() == 1 && parts.getFirst().text().isEmpty()) {
            String items = in.parenthesis();
            List<Node> scripts = new ArrayList<>();
            new Reader(items, in.depth() + 1).quotedText().forEach(part -> scripts.addAll(part.scripts()));
            return new Word(List.of(new Part(Part.Kind.UNKNOWN, "", scripts, true)));
        }
        return new Word(parts);
    }

    /** Skips blanks and line ends; after a line end the text of its here-documents is read. */
    private void space() throws NotUnderstood {
        in.blanks();
        while (in.peek() == '\n') {
            in.skip(1);
            redirects.readTexts();
            in.blanks();
        }
    }

    private void expect(String keyword) throws NotUnderstood {
        space();
        if (!ahead().equals(keyword)) {
            throw new NotUnderstood("'" + keyword + "' is missing");
        }
        in.word();
    }

    /** The word that follows, if it is written as a keyword must be: without quotes and expansions. */
    private String ahead() {
        int start = in.position();
        StringBuilder word = new StringBuilder();
        while (in.atWord()) {
            if ("'\"\\$`".indexOf(in.peek()) >= 0) {
                word.setLength(0);
                break;
            }
            word.append(in.peek());
            in.skip(1);
        }
        in.back(start);
        return word.toString();
    }

    private static String start(Word word) {
        Part first = word.parts().isEmpty() ? null : word.parts().getFirst();
        return first == null || first.quoted() || first.kind() != Part.Kind.TEXT ? "" : first.text();
    }
}
