package dev.telecoder.platform.gateway;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Words that the host understands by itself: a yes, a no, a stop. A message that says anything else beside is not one. */
final class Words {

    private static final Set<String> YES = Set.of("yes", "y", "ok", "go", "go ahead", "go for it", "yes go for it",
            "yeah go for it", "do it", "sure", "please do");
    private static final Set<String> NO = Set.of("no", "n", "dont", "not now");
    private static final Set<String> STOP = Set.of("stop", "abort", "halt", "please stop");

    private Words() {}

    /** Whether a text is a yes or a no and nothing else. */
    static Optional<Boolean> answer(String text) {
        String bare = bare(text);
        return YES.contains(bare) ? Optional.of(true) : NO.contains(bare) ? Optional.of(false) : Optional.empty();
    }

    static boolean isStop(String text) {
        return STOP.contains(bare(text)) || text.strip().equalsIgnoreCase("!stop");
    }

    private static String bare(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("['’‘`´]", "")
                .replaceAll("[\\p{Punct}\\p{IsPunctuation}]+", " ").strip()
                .replaceAll("\\s+", " ");
    }
}
