package dev.telecoder.plugin.slack;

import dev.telecoder.support.markdown.BareMarkup;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.TextRun;
import dev.telecoder.support.markdown.TextStyle;
import java.util.ArrayList;
import java.util.List;

/** Writes Slack's mrkdwn: bare marks, links between angles, and entities for these and the ampersand. */
final class Mrkdwn extends BareMarkup {

    private Mrkdwn() {}

    static String of(List<TextLine> lines) {
        return write(lines, Mrkdwn::new);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    protected String escaped(String text) {
        return escape(text);
    }

    @Override
    protected boolean beginsBlock(String text) {
        return text.startsWith("&gt;");
    }

    /** A link is one piece: Slack marks nothing within. */
    @Override
    protected List<TextRun> linked(List<TextRun> runs) {
        List<TextRun> out = new ArrayList<>();
        for (TextRun run : runs) {
            TextRun last = out.isEmpty() ? null : out.getLast();
            if (run.link() == null) {
                out.add(run);
            } else if (last != null && run.link().equals(last.link())) {
                TextRun joined = last.withText(last.text() + run.text());
                for (TextStyle style : List.of(TextStyle.BOLD, TextStyle.ITALIC, TextStyle.STRIKE)) {
                    joined = run.styles().contains(style) ? joined : joined.without(style);
                }
                out.set(out.size() - 1, joined);
            } else {
                out.add(run.without(TextStyle.CODE));
            }
        }
        return out;
    }

    @Override
    protected String openLink(String address) {
        return "<" + escape(address.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E")) + "|";
    }

    @Override
    protected String closeLink() {
        return ">";
    }
}
