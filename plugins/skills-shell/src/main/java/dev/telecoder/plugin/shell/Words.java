package dev.telecoder.plugin.shell;

import dev.telecoder.plugin.shell.Node.Part;
import dev.telecoder.plugin.shell.Node.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Expands words as far as that can be told without running anything. For one thread. */
final class Words {

    private final Map<String, String> known = new HashMap<>();
    private final Map<String, String> partly = new HashMap<>();
    private final Set<String> uncertain = new HashSet<>();

    /**
     * A word as a command gets it.
     *
     * @param text its text; where it is not known, what is known of it
     * @param known whether the text is all of it
     */
    record Argument(String text, boolean known) {

        boolean option() {
            return text.startsWith("-");
        }

        /** Whether it may be this text. */
        boolean is(String... texts) {
            for (String one : texts) {
                if (text.equals(one)) {
                    return true;
                }
            }
            return false;
        }
    }

    void set(String variable, Word value, boolean certain) {
        Argument argument = one(value);
        if (certain && argument.known() && !uncertain.contains(variable)) {
            known.put(variable, argument.text());
            partly.remove(variable);
        } else {
            partly.remove(variable);
            known.remove(variable);
            uncertain.add(variable);
        }
    }

    /** What a loop sets is one of several; of files it is known where they lie. */
    void loop(String variable, List<Word> values) {
        forget(variable);
        List<Argument> all = values.stream().map(this::one).toList();
        boolean here = !all.isEmpty() && all.stream().allMatch(one -> one.known() && !one.text().isEmpty()
                && !one.option() && Places.own(one) && !Places.git(one.text()) && !one.text().startsWith("."));
        if (here) {
            partly.put(variable, all.getFirst().text());
        }
    }

    void forget(String variable) {
        partly.remove(variable);
        known.remove(variable);
        uncertain.add(variable);
    }

    Argument one(Word word) {
        StringBuilder text = new StringBuilder();
        boolean all = true;
        for (Part part : word.parts()) {
            Optional<String> value = value(part);
            text.append(value.orElse(part.kind() == Part.Kind.VARIABLE ? partly.getOrDefault(part.text(), "") : ""));
            all &= value.isPresent();
        }
        return new Argument(text.toString(), all);
    }

    /** The arguments a word becomes: a variable outside quotes is split, and braces are spread. */
    List<Argument> of(Word word) {
        boolean splits = word.parts().stream()
                .anyMatch(
                        part -> part.kind() == Part.Kind.VARIABLE && !part.quoted() && known.containsKey(part.text()));
        Argument whole = one(word);
        if (splits && whole.known()) {
            List<Argument> arguments = new ArrayList<>();
            for (String piece : whole.text().strip().split("\\s+")) {
                if (!piece.isEmpty()) {
                    arguments.add(new Argument(piece, !special(piece)));
                }
            }
            return arguments;
        }
        boolean braces = word.parts().stream().anyMatch(part -> part.kind() == Part.Kind.TEXT && !part.quoted()
                && part.text().matches("(?s).*\\{.*(,|\\.\\.).*}.*"));
        return List.of(braces ? new Argument(whole.text(), false) : whole);
    }

    /** Whether a name is made up only when it runs: by a pattern, say. */
    static boolean special(String name) {
        return name.matches("(?s).*[*?\\[\\]{}].*");
    }

    private Optional<String> value(Part part) {
        return switch (part.kind()) {
            case TEXT -> Optional.of(part.text());
            case VARIABLE -> Optional.ofNullable(known.get(part.text()));
            case UNKNOWN -> Optional.empty();
        };
    }
}
