package dev.telecoder.plugin.shell;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.plugin.shell.Words.Argument;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What curl, wget and their like do: ask for a page, or send something. */
final class WebCommands {

    private static final Pattern SENDS =
            Pattern.compile("(?s)-[a-zA-Z]*[dFTuKbE].*|--(data|data-.*|form|form-.*|upload-file|user|json|"
                    + "config|cookie|cert|key|oauth2-bearer|netrc.*|proxy-user|post-data|post-file|body-data|body-file|http-user|password|"
                    + "http-password|load-cookies|use-askpass|mail-.*|quote|ftp-.*|header|proxy-header)(=.*)?|-H.*|-n|-x|--proxy.*");
    private static final Pattern HARMLESS_HEADER =
            Pattern.compile("(?is)(accept|accept-.*|user-agent|content-type|if-.*|range|cache-control): ?[^$]*");
    private static final Pattern METHOD = Pattern.compile("(?i)(POST|PUT|PATCH|DELETE)");

    private WebCommands() {}

    static Assessment of(String name, List<Argument> rest) {
        Assessment all = Assessment.remote(Risk.WRITE, "fetches from the web");
        for (int i = 0; i < rest.size(); i++) {
            Argument word = rest.get(i);
            Argument next = i + 1 < rest.size() ? rest.get(i + 1) : new Argument("", true);
            String text = word.text();
            if (!word.known()) {
                return Assessment.remote(Risk.EXTERNAL, "sends what is put together while it runs");
            }
            boolean httpie = name.equals("http") || name.equals("https") || name.equals("xh");
            if (httpie && (METHOD.matcher(text).matches()
                    || text.matches("[\\w-]+(=|:=|@|:).*") && !text.contains("://"))) {
                return Assessment.remote(Risk.EXTERNAL, "sends data to another machine");
            }
            if (text.equals("-H") || text.equals("--header") || text.startsWith("--header=")) {
                String header = text.startsWith("--header=") ? text.substring(9) : next.text();
                if (!HARMLESS_HEADER.matcher(header).matches() || !next.known()) {
                    return Assessment.remote(Risk.EXTERNAL, "sends a header that may be a secret");
                }
                i += text.contains("=") ? 0 : 1;
            } else if (text.matches("-X|--request|--method") && METHOD.matcher(next.text()).matches()
                    || text.matches("(?i)(-X|--request=|--method=)(POST|PUT|PATCH|DELETE)")) {
                return Assessment.remote(Risk.EXTERNAL, "asks another machine to change something");
            } else if (text.matches("-[a-zA-Z]*[oO]")
                    || text.matches("--output|--output-document|--directory-prefix|-P")) {
                boolean named = !text.matches("-[a-zA-Z]*O") || name.equals("wget");
                if (named && !next.is("-", "/dev/null")) {
                    all = all.and(Places.written(next, "writes"));
                }
                i += named ? 1 : 0;
            } else if (text.startsWith("--output=") || text.startsWith("--output-document=")) {
                all = all.and(Places.written(new Argument(text.substring(text.indexOf('=') + 1), true), "writes"));
            } else if (SENDS.matcher(text).matches() && !(name.equals("wget") && text.matches("-[a-zA-Z]+"))) {
                return Assessment.remote(Risk.EXTERNAL, "sends data or a secret to another machine");
            } else if (text.toLowerCase(Locale.ROOT)
                    .matches("(s?ftps?|scp|smtps?|telnet|ldaps?|dict|gopher|imaps?|pop3s?|smb)://.*")
                    || text.matches("https?://[^/]*@.*")) {
                return Assessment.remote(Risk.EXTERNAL, "talks to another machine with a secret");
            }
        }
        return all;
    }
}
