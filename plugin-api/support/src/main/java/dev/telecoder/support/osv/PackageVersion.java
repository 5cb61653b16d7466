package dev.telecoder.support.osv;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One version of a package.
 *
 * @param ecosystem the ecosystem by OSV's name, such as {@code PyPI}, {@code crates.io} or {@code Debian:12}
 * @param name the name there; of Maven {@code group:artifact}
 * @param version the version
 * @since 1.0
 */
public record PackageVersion(String ecosystem, String name, String version) {

    private static final Map<String, String> ECOSYSTEMS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        for (String name : new String[]{"npm", "PyPI", "Maven", "Go", "crates.io", "RubyGems", "Packagist", "NuGet",
                "Hex",
                "Pub", "ConanCenter", "CRAN", "Hackage", "SwiftURL", "Debian", "Ubuntu", "Alpine", "Red Hat",
                "GitHub Actions",
                "Julia", "Bitnami", "Rocky Linux", "AlmaLinux", "openSUSE", "SUSE", "Wolfi", "Chainguard"}) {
            ECOSYSTEMS.put(name, name);
        }
        ECOSYSTEMS.putAll(Map.of("cargo", "crates.io", "crates", "crates.io", "golang", "Go", "gem", "RubyGems",
                "composer",
                "Packagist", "pip", "PyPI", "gradle", "Maven", "yarn", "npm", "pnpm", "npm", "conan", "ConanCenter"));
    }

    /** Checks that all parts are there, and writes the ecosystem as OSV does. */
    public PackageVersion {
        ecosystem = canonical(Objects.requireNonNull(ecosystem, "ecosystem").strip());
        name = Objects.requireNonNull(name, "name").strip();
        version = Objects.requireNonNull(version, "version").strip();
    }

    private static String canonical(String given) {
        int suffix = given.indexOf(':');
        String base = suffix < 0 ? given : given.substring(0, suffix);
        return ECOSYSTEMS.getOrDefault(base, base) + (suffix < 0 ? "" : given.substring(suffix));
    }

    /** {@return the version as the ecosystem's advisories write it} */
    public String plainVersion() {
        boolean go = ecosystem.equals("Go");
        return go && version.startsWith("v") ? version.substring(1) : go && version.startsWith("go1")
                ? version.substring(2) : version;
    }

    /** {@return the name in the form in which two names of one package are equal} */
    public String plainName() {
        return plainName(ecosystem, name);
    }

    static String plainName(String ecosystem, String name) {
        return switch (ecosystem) {
            case "PyPI" -> name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
            case "NuGet", "Packagist", "GitHub Actions", "Pub", "Hex" -> name.toLowerCase(Locale.ROOT);
            case "SwiftURL" -> name.replaceFirst("^https?://", "").replaceFirst("\\.git$", "").toLowerCase(Locale.ROOT);
            default -> name;
        };
    }

    /** A release of a distribution is not another one; without a release, all of them are meant. */
    boolean isOf(String otherEcosystem, String otherName) {
        String other = canonical(otherEcosystem);
        return (other.equals(ecosystem) || other.equals(release(ecosystem)) || release(other).equals(ecosystem)
                || ecosystem.startsWith("Ubuntu") && variant(other).equals(variant(ecosystem)))
                && plainName(release(other), otherName).equals(plainName(release(ecosystem), name));
    }

    private static String release(String ecosystem) {
        int suffix = ecosystem.indexOf(':');
        return suffix < 0 ? ecosystem : ecosystem.substring(0, suffix);
    }

    private static String variant(String ecosystem) {
        return ecosystem.replace(":Pro", "").replace(":LTS", "");
    }

    @Override
    public String toString() {
        return ecosystem + " " + name + " " + version;
    }
}
