package dev.telecoder.support.version;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which of two versions is the later one, by the rules of one package ecosystem. Any text is ordered: what is no version
 * there comes before everything that is one. Never throws; safe for many threads.
 *
 * @since 1.0
 */
public final class VersionOrder implements Comparator<String> {

    private static final VersionOrder SEMVER = new VersionOrder(SemverOrder.PLAIN::compare, SemverOrder::prerelease);
    private static final VersionOrder RPM = new VersionOrder(RpmOrder::compare, version -> version.contains("~"));
    private static final VersionOrder DPKG = new VersionOrder(DebianOrder::compare, version -> version.contains("~"));
    private static final VersionOrder APK = new VersionOrder(AlpineOrder::compare,
            version -> version.matches(".*_(alpha|beta|pre|rc).*"));
    private static final VersionOrder NUMBERS = new VersionOrder(NumberListOrder::compare, version -> false);

    /** By the names that OSV has, without regard to case. */
    private static final Map<String, VersionOrder> ORDERS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        for (String name : new String[]{"npm", "Go", "crates.io", "Hex", "SwiftURL", "Bitnami", "Bioconductor",
                "VSCode",
                "GitHub Actions", "Julia", "vcpkg"}) {
            ORDERS.put(name, SEMVER);
        }
        for (String name : new String[]{"Red Hat", "AlmaLinux", "Rocky Linux", "openSUSE", "SUSE", "Mageia",
                "openEuler",
                "Photon OS", "Azure Linux", "Fedora", "TuxCare"}) {
            ORDERS.put(name, RPM);
        }
        for (String name : new String[]{"Debian", "Ubuntu", "Echo", "opam"}) {
            ORDERS.put(name, DPKG);
        }
        for (String name : new String[]{"Alpine", "Alpaquita", "Chainguard", "Wolfi", "MinimOS",
                "BellSoft Hardened Containers"}) {
            ORDERS.put(name, APK);
        }
        for (String name : new String[]{"CRAN", "Hackage", "GHC"}) {
            ORDERS.put(name, NUMBERS);
        }
        ORDERS.put("Pub", new VersionOrder(SemverOrder.WITH_BUILD::compare, SemverOrder::prerelease));
        ORDERS.put("Maven", new VersionOrder(MavenOrder::compare, MavenOrder::prerelease));
        ORDERS.put("PyPI", new VersionOrder(PythonOrder::compare, PythonOrder::prerelease));
        ORDERS.put("RubyGems", new VersionOrder(GemOrder::compare, version -> version.matches(".*[A-Za-z-].*")));
        ORDERS.put("Packagist", new VersionOrder(PhpOrder::compare, PhpOrder::prerelease));
        ORDERS.put("NuGet", new VersionOrder(NuGetOrder::compare, SemverOrder::prerelease));
        ORDERS.put("ConanCenter", new VersionOrder(ConanOrder::compare, version -> version.contains("-")));
    }

    private final Comparator<String> order;
    private final Predicate<String> prerelease;

    private VersionOrder(Comparator<String> order, Predicate<String> prerelease) {
        this.order = order;
        this.prerelease = prerelease;
    }

    /**
     * Finds the order of an ecosystem.
     *
     * @param ecosystem its name in OSV, such as {@code PyPI} or {@code Debian:12}
     * @return its order; empty if none is known
     */
    public static Optional<VersionOrder> of(String ecosystem) {
        int suffix = ecosystem.indexOf(':');
        return Optional.ofNullable(ORDERS.get((suffix < 0 ? ecosystem : ecosystem.substring(0, suffix)).strip()));
    }

    /** {@return the order of Semantic Versioning 2.0.0, which also takes versions with fewer or more than three numbers} */
    public static VersionOrder semver() {
        return SEMVER;
    }

    @Override
    public int compare(String left, String right) {
        return order.compare(left.strip(), right.strip());
    }

    /**
     * Tells whether a version comes before a release: an alpha, a candidate, a snapshot.
     *
     * @param version the version
     * @return whether it is one
     */
    public boolean isPrerelease(String version) {
        return prerelease.test(version.strip().toLowerCase(Locale.ROOT));
    }
}
