package dev.telecoder.plugin.githubchannel;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.support.markdown.MarkdownParts;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/** Comments on GitHub, which are Markdown. Text never becomes a mention. Safe for use by many threads. */
@Extension
public final class GithubFormat implements MessageFormat {

    /** GitHub takes 65,536; the mark of our own and the answers to pick from need some. */
    static final int LONGEST = 60_000;

    /** Code, in which nobody is mentioned, or the sign of a mention. */
    private static final Pattern SIGN = Pattern.compile("(?m)^ {0,3}(`{3,}|~{3,})[\\s\\S]*?(?:^ {0,3}\\1[`~]*\\s*$|\\z)"
            + "|(`+)(?!`)[^\\n]*?[^`\\n]\\2(?!`)|(?<![\\p{L}\\p{N}_/])@(?=[A-Za-z0-9])");

    @Override
    public String channel() {
        return GithubChannel.ID;
    }

    @Override
    public List<Part> render(String markdown) {
        return MarkdownParts.of(markdown, LONGEST, GithubFormat::mentionsNobody);
    }

    private static String mentionsNobody(String text) {
        return SIGN.matcher(text).replaceAll(
                found -> found.group().equals("@") ? "@\u200B" : Matcher.quoteReplacement(found.group()));
    }
}
