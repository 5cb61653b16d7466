package dev.telecoder.plugin.code;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds keys and passwords in a line: by the forms that services give theirs, else by name and randomness. Pure. */
final class Secrets {

    private static final Map<String, Pattern> FORMS = forms();
    private static final Pattern NAMED = Pattern.compile(
            "(?i)[\\w.-]*(?:passw(?:or)?d|passwd|secret|api[_-]?key|access[_-]?key|auth[_-]?token|access[_-]?token|private[_-]?key|credential)[\\w.-]*[\"']?\\s*(?::=|=>|[:=])\\s*[\"']([^\"'\\s]{8,200})[\"']");
    private static final Pattern BARE = Pattern.compile(
            "^\\s*(?:export\\s+)?[A-Z][A-Z0-9_]*(?:PASSWORD|SECRET|TOKEN|API_KEY|ACCESS_KEY|PRIVATE_KEY)[A-Z0-9_]*=([^\\s\"'$<{]{8,200})\\s*$");
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i).*(?:example|sample|dummy|change-?me|placeholder|your[_-]|<|\\$\\{|\\{\\{|%\\(|xxxx|\\*\\*\\*|test|fake|todo|redacted|env[.\\[(]|process\\.|getenv|os\\.environ|1234567).*");

    private Secrets() {}

    /** {@return what kind of secret the line holds; never the secret} */
    static Optional<String> in(String line) {
        for (var form : FORMS.entrySet()) {
            if (form.getValue().matcher(line).find()) {
                return Optional.of(form.getKey());
            }
        }
        Matcher named = NAMED.matcher(line);
        while (named.find()) {
            if (random(named.group(1))) {
                return Optional.of("a password or key");
            }
        }
        Matcher bare = BARE.matcher(line);
        return bare.find() && random(bare.group(1)) ? Optional.of("a password or key") : Optional.empty();
    }

    /** Something chosen to be hard to guess: of several kinds of characters, few of them twice. */
    private static boolean random(String value) {
        if (PLACEHOLDER.matcher(value).matches()) {
            return false;
        }
        boolean digit = value.chars().anyMatch(Character::isDigit);
        boolean other = value.chars().anyMatch(c -> !Character.isLetterOrDigit(c) && "._-/:".indexOf(c) < 0);
        boolean mixed = !value.equals(value.toLowerCase(Locale.ROOT)) && !value.equals(value.toUpperCase(Locale.ROOT));
        return (digit ? 1 : 0) + (other ? 1 : 0) + (mixed ? 1 : 0) >= 1 && entropy(value) > 2.7
                && (digit || other || value.length() >= 24);
    }

    private static double entropy(String value) {
        var counts = new int[128];
        for (char c : value.toCharArray()) {
            counts[Math.min(127, c)]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = count / (double) value.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private static Map<String, Pattern> forms() {
        var forms = new LinkedHashMap<String, Pattern>();
        forms.put("a private key", Pattern.compile("-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----"));
        forms.put("an AWS access key", Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"));
        forms.put("a GitHub token", Pattern.compile("\\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})"));
        forms.put("a GitLab token", Pattern.compile("\\bglpat-[A-Za-z0-9_-]{20,}"));
        forms.put("a Slack token", Pattern.compile("\\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\\bxapp-\\d-[A-Za-z0-9-]{20,}"));
        forms.put("a Slack webhook", Pattern.compile("hooks\\.slack\\.com/services/T\\w+/B\\w+/\\w{16,}"));
        forms.put("a Google API key", Pattern.compile("\\bAIza[0-9A-Za-z_-]{35}"));
        forms.put("a Stripe key", Pattern.compile("\\b[sr]k_live_[0-9A-Za-z]{20,}"));
        forms.put("an npm token", Pattern.compile("\\bnpm_[A-Za-z0-9]{36}"));
        forms.put("a PyPI token", Pattern.compile("\\bpypi-[A-Za-z0-9_-]{50,}"));
        forms.put("an API key of a model provider",
                Pattern.compile("\\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]*[A-Za-z0-9]{32,}"));
        forms.put("a SendGrid key", Pattern.compile("\\bSG\\.[\\w-]{20,}\\.[\\w-]{30,}"));
        forms.put("a Telegram bot token", Pattern.compile("\\b\\d{8,10}:AA[A-Za-z0-9_-]{33}\\b"));
        forms.put("a signed token",
                Pattern.compile("\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"));
        forms.put("a password in an address",
                Pattern.compile(
                        "\\b[a-z][a-z0-9+]*://[^\\s/:@\"'<>$%{}*]+:(?!password|pass\\b|secret|xxx|\\*)[^\\s/:@\"'<>${}*]{4,}@(?!localhost|127\\.)"));
        return forms;
    }
}
