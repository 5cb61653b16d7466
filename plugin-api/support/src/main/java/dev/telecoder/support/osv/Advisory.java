package dev.telecoder.support.osv;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.version.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A security advisory as an OSV record has it. What a record leaves out or writes wrong is taken as not said: nothing throws.
 * A value, for any thread.
 *
 * @since 1.0
 */
public final class Advisory {

    private final JsonValue record;

    private Advisory(JsonValue record) {
        this.record = record;
    }

    /**
     * Reads a record.
     *
     * @param record an OSV record, parsed
     * @return the advisory; empty if this is none
     */
    public static Optional<Advisory> of(JsonValue record) {
        return record.get("id").text().isBlank() ? Optional.empty() : Optional.of(new Advisory(record));
    }

    /** {@return its id, such as {@code GHSA-jfh8-c2jp-5v3q}} */
    public String id() {
        return record.get("id").text();
    }

    /** {@return the other ids of the same fault} */
    public List<String> aliases() {
        return record.get("aliases").items().stream().map(JsonValue::text).filter(alias -> !alias.isBlank()).toList();
    }

    /** {@return one sentence about it; empty if it has none} */
    public String summary() {
        return record.get("summary").text().strip();
    }

    /** {@return when it was last changed, as written; empty if that is not said} */
    public String modified() {
        return record.get("modified").text();
    }

    /** {@return whether it was taken back} */
    public boolean withdrawn() {
        return !record.get("withdrawn").text().isBlank();
    }

    /** {@return the packages it is about; several times one that it names several times} */
    public List<PackageName> packages() {
        return record.get("affected").items().stream().map(affected -> affected.get("package"))
                .map(named -> new PackageName(named.get("ecosystem").text(), named.get("name").text()))
                .filter(named -> !named.name().isBlank()).toList();
    }

    /**
     * A package, of whatever version.
     *
     * @param ecosystem its ecosystem, as the record writes it
     * @param name its name, as the record writes it
     */
    public record PackageName(String ecosystem, String name) {}

    /**
     * What an advisory says of a version that is affected.
     *
     * @param fixed the smallest later version that is not affected, by the advisory's own words; empty if it names none
     * @param severity how bad it is
     */
    public record Match(Optional<String> fixed, Severity severity) {}

    /**
     * Tells whether a version is affected. A record that was withdrawn affects nothing.
     *
     * @param version the version
     * @return what the advisory says of it; empty if it is not affected
     */
    public Optional<Match> match(PackageVersion version) {
        if (withdrawn()) {
            return Optional.empty();
        }
        List<JsonValue> named = record.get("affected").items().stream()
                .filter(affected -> version.isOf(affected.get("package").get("ecosystem").text(),
                        affected.get("package").get("name").text()))
                .toList();
        Optional<JsonValue> hit = named.stream()
                .filter(affected -> affects(affected, version.ecosystem(), version.plainVersion())).findFirst();
        return hit.map(affected -> new Match(fixed(named, version), Severity.of(record, affected)));
    }

    private static boolean affects(JsonValue affected, String ecosystem, String version) {
        Optional<VersionOrder> order = VersionOrder.of(ecosystem);
        for (JsonValue listed : affected.get("versions").items()) {
            String one = listed.text();
            if (one.equals(version) || !one.isBlank() && order.isPresent() && order.get().compare(one, version) == 0) {
                return true;
            }
        }
        return affected.get("ranges").items().stream().flatMap(range -> VersionRange.of(range, ecosystem).stream())
                .anyMatch(range -> range.contains(version));
    }

    private static Optional<String> fixed(List<JsonValue> named, PackageVersion version) {
        VersionOrder order = VersionOrder.of(version.ecosystem()).orElse(VersionOrder.semver());
        List<String> candidates = new ArrayList<>();
        for (JsonValue affected : named) {
            Stream<VersionRange> ranges = affected.get("ranges").items().stream()
                    .flatMap(range -> VersionRange.of(range, version.ecosystem()).stream());
            ranges.flatMap(range -> range.fixes().stream())
                    .filter(fix -> order.compare(fix, version.plainVersion()) > 0).forEach(candidates::add);
        }
        return candidates.stream().sorted(order)
                .filter(fix -> named.stream().noneMatch(affected -> affects(affected, version.ecosystem(), fix)))
                .findFirst();
    }
}
