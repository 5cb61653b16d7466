package dev.telecoder.plugin.whatsapp;

import dev.telecoder.support.markdown.BareMarkup;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.TextRun;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes the marks of WhatsApp. There are no links but addresses that stand there. */
final class WhatsAppText extends BareMarkup {

    /** What WhatsApp takes for a quote or an item at the beginning of a line. */
    private static final Pattern LEAD = Pattern.compile("(>|[-*]|\\d+\\.)(\\s|$)");

    private WhatsAppText() {}

    static String of(List<TextLine> lines) {
        return write(lines, WhatsAppText::new);
    }

    @Override
    protected String escaped(String text) {
        return text;
    }

    @Override
    protected boolean beginsBlock(String text) {
        return LEAD.matcher(text).lookingAt();
    }

    /** WhatsApp hides no address behind a text; it stands behind it. */
    @Override
    protected List<TextRun> linked(List<TextRun> runs) {
        List<TextRun> out = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < runs.size(); i++) {
            TextRun run = runs.get(i);
            String link = run.link();
            if (link == null) {
                out.add(run);
                continue;
            }
            text.append(run.text());
            out.add(run.withoutLink());
            boolean over = i + 1 == runs.size() || !link.equals(runs.get(i + 1).link());
            if (over) {
                if (!text.toString().strip().equals(link)) {
                    out.add(TextRun.plain(" (" + link + ")"));
                }
                text.setLength(0);
            }
        }
        return out;
    }
}
