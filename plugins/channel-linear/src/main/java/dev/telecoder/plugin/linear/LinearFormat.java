package dev.telecoder.plugin.linear;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.support.markdown.MarkdownParts;
import java.util.List;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/**
 * Comments on Linear, which are Markdown: what was said goes there as it is, unless it is too long for one comment. Safe for use by
 * many threads.
 */
@Extension
public final class LinearFormat implements MessageFormat {

    /** Linear names no limit; nobody reads longer ones. */
    static final int LONGEST = 50_000;

    /** Linear makes a mention of somebody of the address of a profile, wherever it stands. */
    private static final Pattern PROFILE = Pattern.compile("(?i)(linear\\.app/[^/\\s]+/)(profiles/)");

    @Override
    public String channel() {
        return LinearChannel.ID;
    }

    @Override
    public List<Part> render(String markdown) {
        return MarkdownParts.of(markdown, LONGEST, LinearFormat::mentionsNobody);
    }

    private static String mentionsNobody(String text) {
        return PROFILE.matcher(text).replaceAll("$1\u200B$2");
    }
}
