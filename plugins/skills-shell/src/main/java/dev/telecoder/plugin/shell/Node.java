package dev.telecoder.plugin.shell;

import java.util.List;

/** What a shell script is made of. */
sealed interface Node {

    /**
     * Commands one after the other, however joined.
     *
     * @param parts the commands
     */
    record Sequence(List<Node> parts) implements Node {}

    /**
     * Commands each of which reads what the one before writes.
     *
     * @param parts the commands
     */
    record Pipe(List<Node> parts) implements Node {}

    /**
     * A loop, a condition, a group or a subshell: its parts may run in any number.
     *
     * @param parts what is in it, words included, as commands
     * @param words the words that are no commands, such as those a loop goes over
     * @param redirects where its input and output go
     * @param variable what a loop sets to each of the words; empty if it is none
     */
    record Compound(List<Node> parts, List<Word> words, List<Redirect> redirects, String variable) implements Node {}

    /**
     * A function.
     *
     * @param name its name
     * @param body what a call runs
     */
    record Function(String name, Node body) implements Node {}

    /**
     * A command.
     *
     * @param assignments what is set before it, or by it if there are no words
     * @param words its name and arguments
     * @param redirects where its input and output go
     */
    record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects) implements Node {}

    /**
     * A variable that is set.
     *
     * @param name the variable
     * @param value its value
     */
    record Assignment(String name, Word value) {}

    /**
     * Where input comes from or output goes.
     *
     * @param operator such as {@code >>}
     * @param target the file; for a here-document its text
     */
    record Redirect(String operator, Word target) {

        boolean writes() {
            return operator.contains(">") && !operator.startsWith("<(");
        }

        boolean text() {
            return operator.startsWith("<<");
        }
    }

    /**
     * A word, before it is expanded.
     *
     * @param parts its parts
     */
    record Word(List<Part> parts) {

        static Word of(String text) {
            return new Word(List.of(new Part(Part.Kind.TEXT, text, List.of(), true)));
        }
    }

    /**
     * A part of a word.
     *
     * @param kind what it is
     * @param text the text, or the name of the variable
     * @param scripts the scripts whose output goes here
     * @param quoted whether it stands in quotes
     */
    record Part(Kind kind, String text, List<Node> scripts, boolean quoted) {

        /** What a part is. */
        enum Kind {
            /** Plain text. */
            TEXT,
            /** A variable. */
            VARIABLE,
            /** What only running it tells. */
            UNKNOWN
        }
    }
}
