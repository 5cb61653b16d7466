package dev.telecoder.platform.heartbeat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be done about an incident, where that is known before anybody has looked: which package goes to which version. Of a
 * red build nobody knows yet what its fix would be, so that nothing can be offered which a yes would be about.
 *
 * @param repo the repository
 * @param summary what would be done, in one line of the host's own; of what others wrote it holds names and versions alone
 */
public record Remedy(String repo, String summary) {

    private static final String DEPENDENCIES = "deps";
    /** As the monitor words it: {@code high: name (mark), title; fixed in version}. */
    private static final Pattern FIXED = Pattern.compile(
            "\\w+: ([\\w@/.:+~-]{1,100}) \\(.*; fixed in ([\\w.:+~!-]{1,40}(?:, [\\w.:+~!-]{1,40}){0,5})");

    static Optional<Remedy> of(MonitorTables.Row incident) {
        if (incident.repo() == null || !incident.monitor().equals(DEPENDENCIES)) {
            return Optional.empty();
        }
        Set<String> updates = new LinkedHashSet<>();
        incident.detail().lines().map(FIXED::matcher).filter(Matcher::matches)
                .forEach(line -> updates.add("`" + line.group(1) + "` to " + line.group(2).replace(", ", " or ")));
        return updates.isEmpty() ? Optional.empty()
                : Optional.of(new Remedy(incident.repo(), "update " + list(List.copyOf(updates)) + " in "
                        + incident.repo() + ", run the build and the tests, and open a pull request"));
    }

    private static String list(List<String> all) {
        return all.size() == 1 ? all.getFirst()
                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
    }
}
