package dev.telecoder.platform.http;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes out of a text what must not be seen: what some headers and query keys carry, and what looks like a token. */
public final class Redacted {

    private static final Set<String> HEADERS = Set.of("authorization", "proxy-authorization", "x-api-key", "api-key",
            "x-goog-api-key", "cookie", "set-cookie", "private-token", "x-gitlab-token", "dd-api-key",
            "dd-application-key");
    private static final Pattern QUERY = Pattern.compile(
            "(?i)([?&](?:[a-z_-]*(?:key|token|secret|signature|sig|password|code))=)[^&\\s\"']+");
    private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic|token|bot)\\s+[a-z0-9._~+/=:-]{8,}");
    private static final Pattern USER_INFO = Pattern.compile("(?i)\\b([a-z][a-z0-9+.-]*://)[^/\\s@]+@");
    private static final Pattern TOKEN =
            Pattern.compile("\\b(sk-[A-Za-z0-9_-]{8,}|xox[abpr]-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{8,}"
                    + "|gh[pousr]_[A-Za-z0-9]{8,}|github_pat_[A-Za-z0-9_]{8,}|glpat-[A-Za-z0-9_-]{8,}|AIza[A-Za-z0-9_-]{20,}"
                    + "|\\d{6,12}:[A-Za-z0-9_-]{30,})");

    private Redacted() {}

    /**
     * Cleans a text.
     *
     * @param text such as an error message or a part of an answer
     * @return the text with {@code ***} for what must not be seen
     */
    public static String text(String text) {
        String clean = USER_INFO.matcher(text).replaceAll("$1***@");
        clean = QUERY.matcher(clean).replaceAll("$1***");
        clean = SCHEME.matcher(clean).replaceAll("$1 ***");
        return TOKEN.matcher(clean).replaceAll("***");
    }

    /** Cleans a text that came of a request, of that request's own secrets too. */
    static String text(String text, Map<String, String> headers) {
        String clean = text;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (sensitive(header.getKey()) && header.getValue().length() >= 4) {
                clean = clean.replace(header.getValue(), "***");
            }
        }
        return text(clean);
    }

    /**
     * Tells whether the value of a header must not be seen.
     *
     * @param header the name, in any case
     * @return whether it must not
     */
    public static boolean sensitive(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return HEADERS.contains(name) || name.endsWith("-token") || name.endsWith("-secret")
                || name.endsWith("-signature");
    }
}
