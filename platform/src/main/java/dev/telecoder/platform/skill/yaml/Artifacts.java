package dev.telecoder.platform.skill.yaml;

import dev.telecoder.api.skill.SkillResult.Artifact;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lines such as {@code ::artifact deployment Staging of shop https://staging.example.com}. */
final class Artifacts {

    private static final Pattern LINE = Pattern.compile("::artifact\\s+(\\S+)(?:\\s+(.*?))?\\s+(\\S+)\\s*");

    private Artifacts() {}

    static Optional<Artifact> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            URI location = new URI(matcher.group(3));
            String title = matcher.group(2) == null ? "" : matcher.group(2).strip();
            if (title.length() > 1 && title.startsWith("\"") && title.endsWith("\"")) {
                title = title.substring(1, title.length() - 1);
            }
            return location.isAbsolute()
                    ? Optional.of(new Artifact(matcher.group(1), title.isEmpty() ? matcher.group(3) : title, location))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
