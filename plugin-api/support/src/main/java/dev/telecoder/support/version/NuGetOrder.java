package dev.telecoder.support.version;

import java.util.Locale;

/** NuGet: up to four numbers, then Semantic Versioning without regard to case. */
final class NuGetOrder {

    private NuGetOrder() {}

    static int compare(String left, String right) {
        return SemverOrder.PLAIN.compare(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
    }
}
