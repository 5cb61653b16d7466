package dev.telecoder.plugin.slack;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what people wrote: Slack sends links and mentions between angles, and escapes three characters. */
final class Spoken {

    private static final Pattern ANGLE = Pattern.compile("<([^<>|]*)(?:\\|([^<>]*))?>");

    private Spoken() {}

    static String of(String text, UnaryOperator<String> names) {
        Matcher angle = ANGLE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (angle.find()) {
            angle.appendReplacement(out, Matcher.quoteReplacement(said(angle.group(1), angle.group(2), names)));
        }
        return angle.appendTail(out).toString().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    private static String said(String target, @Nullable String label,
            UnaryOperator<String> names) {
        boolean labelled = label != null && !label.isEmpty();
        if (target.startsWith("@")) {
            return "@" + (labelled ? label : names.apply(target.substring(1)));
        } else if (target.startsWith("#")) {
            return "#" + (labelled ? label : target.substring(1));
        } else if (target.startsWith("!")) {
            return labelled ? String.valueOf(label) : "@" + target.substring(1).replaceFirst("^subteam\\^", "");
        }
        String bare = target.replaceFirst("^mailto:", "");
        return !labelled || bare.equals(label) || target.endsWith("://" + label) ? bare
                : "[" + label + "](" + target + ")";
    }
}
