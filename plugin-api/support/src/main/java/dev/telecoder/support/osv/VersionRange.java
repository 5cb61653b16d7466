package dev.telecoder.support.osv;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.version.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A range of versions, made of events: from where on versions are affected, and where that ends. The events may stand in any
 * order and describe several stretches. Ranges of commits say nothing about versions and are none of these.
 */
final class VersionRange {

    private static final String BEGINNING = "0";

    private enum Kind {
        INTRODUCED, FIXED, LAST_AFFECTED, LIMIT
    }

    private record Event(Kind kind, String version) {}

    private final VersionOrder order;
    private final List<Event> events;

    private VersionRange(VersionOrder order, List<Event> events) {
        this.order = order;
        this.events = events;
    }

    static Optional<VersionRange> of(JsonValue range, String ecosystem) {
        Optional<VersionOrder> order = switch (range.get("type").text()) {
            case "SEMVER" -> Optional.of(VersionOrder.semver());
            case "ECOSYSTEM" -> VersionOrder.of(ecosystem);
            default -> Optional.empty();
        };
        return order.map(known -> new VersionRange(known, events(range, known)));
    }

    private static List<Event> events(JsonValue range, VersionOrder order) {
        List<Event> events = new ArrayList<>();
        for (JsonValue event : range.get("events").items()) {
            for (Map.Entry<String, JsonValue> member : event.members().entrySet()) {
                String version = member.getValue().text().strip();
                Kind kind = switch (member.getKey()) {
                    case "introduced" -> Kind.INTRODUCED;
                    case "fixed" -> Kind.FIXED;
                    case "last_affected" -> Kind.LAST_AFFECTED;
                    case "limit" -> Kind.LIMIT;
                    default -> null;
                };
                if (kind != null && !version.isEmpty()) {
                    events.add(new Event(kind, version));
                }
            }
        }
        events.sort((a, b) -> first(a) || first(b) ? Boolean.compare(first(b), first(a))
                : order.compare(a.version(), b.version()));
        return List.copyOf(events);
    }

    /** "0" comes before every version, whatever the ecosystem makes of it. */
    private static boolean first(Event event) {
        return event.kind() == Kind.INTRODUCED && event.version().equals(BEGINNING);
    }

    boolean contains(String version) {
        boolean affected = false;
        for (int i = 0; i < events.size();) {
            int end = i + 1;
            while (end < events.size() && first(events.get(i)) == first(events.get(end)) && (first(events.get(i))
                    || order.compare(events.get(i).version(), events.get(end).version()) == 0)) {
                end++;
            }
            affected = after(events.subList(i, end), version, affected);
            i = end;
        }
        return affected && beforeLimits(version);
    }

    /** Of events at one version, those that end a stretch come first where one is open, and last where none is. */
    private boolean after(List<Event> together, String version, boolean before) {
        boolean begins = together.stream().anyMatch(event -> event.kind() == Kind.INTRODUCED
                && (first(event) || order.compare(version, event.version()) >= 0));
        boolean ends = together.stream().anyMatch(event -> event.kind() == Kind.FIXED
                && order.compare(version, event.version()) >= 0
                || event.kind() == Kind.LAST_AFFECTED && order.compare(version, event.version()) > 0);
        return before ? !ends || begins : begins && !ends;
    }

    private boolean beforeLimits(String version) {
        List<Event> limits = events.stream().filter(event -> event.kind() == Kind.LIMIT).toList();
        return limits.isEmpty() || limits.stream()
                .anyMatch(limit -> limit.version().equals("*") || order.compare(version, limit.version()) < 0);
    }

    List<String> fixes() {
        return events.stream().filter(event -> event.kind() == Kind.FIXED).map(Event::version).toList();
    }
}
