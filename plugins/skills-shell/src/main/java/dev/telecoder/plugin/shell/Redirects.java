package dev.telecoder.plugin.shell;

import dev.telecoder.plugin.shell.Node.Part;
import dev.telecoder.plugin.shell.Node.Redirect;
import dev.telecoder.plugin.shell.Node.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads where input comes from and output goes, and the texts of here-documents, which stand after the line. For one thread. */
final class Redirects {

    private static final Pattern REDIRECT = Pattern.compile("\\d*(?:&>>|&>|<<<|<<-|<<|>>|<>|<&|>&|>\\||<|>)");

    private final Reader in;
    private final List<PendingText> pending = new ArrayList<>();

    /** A here-document whose text begins after the line. */
    private record PendingText(String end, boolean plain, boolean tabs, List<Redirect> redirects, int index) {}

    Redirects(Reader in) {
        this.in = in;
    }

    boolean isTextMissing() {
        return !pending.isEmpty();
    }

    /** Reads the texts that begin here, after a line's end. */
    void readTexts() throws NotUnderstood {
        for (PendingText text : List.copyOf(pending)) {
            readText(text);
        }
        pending.clear();
    }

    boolean read(List<Redirect> redirects) throws NotUnderstood {
        if (in.startsWith("<(") || in.startsWith(">(")) {
            return false;
        }
        int start = in.position();
        StringBuilder operator = new StringBuilder();
        while (Character.isDigit(in.peek())) {
            operator.append(in.peek());
            in.skip(1);
        }
        while ("<>&|-".indexOf(in.peek()) >= 0 && REDIRECT.matcher(operator.toString() + in.peek()).lookingAt()
                || operator.toString().matches("\\d*") && in.startsWith("&>")) {
            operator.append(in.peek());
            in.skip(1);
            if (in.peek() == '(') {
                break;
            }
            if (!REDIRECT.matcher(operator.toString() + in.peek()).matches() && !operator.toString().equals("&")) {
                break;
            }
        }
        String found = operator.toString();
        if (!REDIRECT.matcher(found).matches()) {
            in.back(start);
            return false;
        }
        in.blanks();
        if (!in.atWord()) {
            throw new NotUnderstood("'" + found + "' names no file");
        }
        Word target = in.word();
        String kind = found.replaceAll("^\\d+", "");
        if (kind.equals("<<") || kind.equals("<<-")) {
            boolean plain = target.parts().stream().anyMatch(Part::quoted);
            pending.add(new PendingText(plain(target), plain, kind.equals("<<-"), redirects, redirects.size()));
        }
        redirects.add(new Redirect(kind, target));
        return true;
    }

    private void readText(PendingText text) throws NotUnderstood {
        StringBuilder body = new StringBuilder();
        while (true) {
            if (in.end()) {
                throw new NotUnderstood("the here-document " + text.end() + " does not end");
            }
            String line = in.line();
            String bare = text.tabs() ? line.replaceFirst("^\t+", "") : line;
            if (bare.equals(text.end())) {
                break;
            }
            body.append(bare).append('\n');
        }
        Word word = text.plain() ? Word.of(body.toString())
                : new Word(new Reader(body.toString(), in.depth() + 1).quotedText());
        text.redirects().set(text.index(), new Redirect("<<", word));
    }

    /** The text of a word that must be plain. */
    static String plain(Word word) throws NotUnderstood {
        StringBuilder plain = new StringBuilder();
        for (Part part : word.parts()) {
            if (part.kind() != Part.Kind.TEXT) {
                throw new NotUnderstood("a name is made up while it runs");
            }
            plain.append(part.text());
        }
        return plain.toString();
    }
}
