package dev.telecoder.plugin.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses as a model gives them. */
final class Address {

    private static final int LONG_QUERY = 300;
    private static final Pattern SECRET =
            Pattern.compile("(?i)[?&#;][\\w-]*(token|secret|passw(or)?d|api_?key|apikey|signature|"
                    + "credential|auth|session)[\\w-]*=[^&]{6,}|(ghp|gho|ghs|ghu|github_pat|glpat|xox[abprs]|sk|pk|rk|npm|pypi|hf)[-_]"
                    + "[A-Za-z0-9_-]{16,}|AKIA[0-9A-Z]{16}|eyJ[\\w-]{10,}\\.[\\w-]{10,}|AIza[\\w-]{30,}");

    private Address() {}

    /** Thrown for what is no address of a page. */
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    static URI of(String given) throws Wrong {
        String text = given.strip();
        if (text.isEmpty()) {
            throw new Wrong("The url is empty. Give one such as https://example.com/docs.");
        }
        if (!text.contains("://") && text.matches("[\\w-]+(\\.[\\w-]+)+(:\\d+)?([/?#].*)?")) {
            text = "https://" + text;
        }
        URI uri;
        try {
            uri = new URI(text.replace(" ", "%20").replace("|", "%7C").replace("{", "%7B").replace("}", "%7D"));
        } catch (URISyntaxException e) {
            throw new Wrong(
                    "'" + given + "' is no address: " + e.getReason() + ". Give one such as https://example.com/docs.");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new Wrong("Only http and https addresses can be fetched, not '" + scheme
                    + "'. Files of the workspace are read with code.read.");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new Wrong("'" + given + "' names no host. Give an address such as https://example.com/docs.");
        }
        if (uri.getUserInfo() != null) {
            throw new Wrong("The address holds a name or password, which is not sent. Leave it out.");
        }
        return withoutFragment(uri);
    }

    private static URI withoutFragment(URI uri) {
        String text = uri.toString();
        int fragment = text.indexOf('#');
        return URI.create(fragment < 0 ? text : text.substring(0, fragment));
    }

    /** Whether asking for it may give something away: what looks like a secret, or much text, stands in it. */
    static boolean tells(String given) {
        int query = given.indexOf('?');
        int at = given.indexOf('@');
        int path = given.indexOf('/', given.indexOf("://") + 3);
        return SECRET.matcher(given).find() || query >= 0 && given.length() - query > LONG_QUERY
                || at > 0 && (path < 0 || at < path) || given.length() > 4 * LONG_QUERY;
    }
}
