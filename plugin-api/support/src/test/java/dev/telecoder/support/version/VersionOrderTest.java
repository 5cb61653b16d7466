package dev.telecoder.support.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionOrderTest {

    @ParameterizedTest
    @ValueSource(strings = {"Maven", "PyPI", "npm", "RubyGems", "Packagist", "Debian", "Red Hat"})
    void agreesWithThePackageManagerItself(String ecosystem) throws IOException {
        List<String> lines = lines(ecosystem.replace(" ", "") + ".txt");

        assertThat(lines).hasSizeGreaterThan(500).allSatisfy(line -> holds(ecosystem, line));
    }

    @ParameterizedTest
    @CsvSource({"Go, v1.2.3, =, 1.2.3", "Go, 2.0.0+incompatible, =, 2.0.0",
            "Go, v0.0.0-20190101000000-abcdef012345, <, v0.0.0-20200101000000-000000000000",
            "Go, v1.2.4-0.20190101000000-abcdef012345, >, v1.2.3",
            "Go, v1.2.4-0.20190101000000-abcdef012345, <, v1.2.4",
            "Go, go1.21rc2, <, 1.21.0", "npm, 1.2, =, 1.2.0", "npm, 1.0.0+a, =, 1.0.0+b", "npm, x, <, 0.0.1",
            "crates.io, 1.0.0-alpha.beta, <, 1.0.0-beta", "Hex, 1.0.0-rc.10, >, 1.0.0-rc.9", "Pub, 1.0.0+1, >, 1.0.0",
            "Pub, 1.0.0+1, <, 1.0.0+2", "Pub, 1.0.0-dev, <, 1.0.0", "SwiftURL, 5.0, <, 5.0.1",
            "npm, 99999999999999999999.0.0, >, 99999999999999999998.9.9",
            "NuGet, 1.0, =, 1.0.0.0", "NuGet, 1.0.0.1, >, 1.0.0", "NuGet, 1.0.0-BETA, =, 1.0.0-beta",
            "NuGet, 1.0.0-beta.2, <, 1.0.0-beta.11", "NuGet, 1.0.0-rc, <, 1.0.0", "NuGet, 1.0.0-a+x, =, 1.0.0-A+y",
            "CRAN, 1.0, <, 1.0.0", "CRAN, 1.2-3, =, 1.2.3", "CRAN, 0.10, >, 0.9", "Hackage, 1.0, <, 1.0.0",
            "Hackage, 1.10, >, 1.9", "ConanCenter, 1.1.1w, >, 1.1.1t", "ConanCenter, 1.0, =, 1",
            "ConanCenter, 1.0-a, <, 1.0",
            "ConanCenter, cci.20200101, <, cci.20210101", "ConanCenter, 1.1.1+b, >, 1.1.1",
            "Julia, 1.9.0-rc1, <, 1.9.0", "Bitnami, 1.2.3-4, <, 1.2.3",
            "Alpine:v3.18, 1.2.3-r0, <, 1.2.3-r1", "Alpine, 1.2_rc1, <, 1.2", "Alpine, 1.2_p1, >, 1.2",
            "Alpine, 1.2, <, 1.2.0",
            "Alpine, 1.2a, >, 1.2", "Alpine, 1.2a, <, 1.2b", "Alpine, 1.10, >, 1.9", "Alpine, 1.01, <, 1.1",
            "Alpine, 1.2_alpha2, <, 1.2_beta1", "Alpine, 1.2_git20200101, >, 1.2",
            "Alpine, 0.12.0_pre1-r3, <, 0.12.0-r0",
            "Wolfi, 1.2.3-r10, >, 1.2.3-r9", "Alpine, 1.2_rc1_git1, >, 1.2_rc1",
            "Debian:11, 1.0~rc1-1, <, 1.0-1", "Ubuntu:22.04:LTS, 1.0-1ubuntu1, >, 1.0-1", "Debian, 1:0.1, >, 2.0",
            "Red Hat:enterprise_linux:9::appstream, 0:1.2-3.el9, =, 1.2-3.el9", "Rocky Linux:9, 1:1.0-1, >, 9.0-1",
            "AlmaLinux:8, 1.0^git1-1, >, 1.0-1", "openSUSE, 1.0~rc1, <, 1.0",
            "PyPI, 1.0, =, 1.0.0", "PyPI, notaversion, <, 0.dev0", "PyPI, 2004d-final, <, 2005a",
            "Packagist, v1.2.3, =, 1.2.3", "Packagist, 1.0.0-beta1, <, 1.0.0-RC1", "Packagist, dev-main, <, 0.0.1",
            "Maven, 31.1-jre, >, 31.1-android", "Maven, 1.0.Final, =, 1.0", "Maven, 2.0.1.RELEASE, =, 2.0.1",
            "RubyGems, 1.0.0.rc1, <, 1.0.0", "RubyGems, 1.8.2, <, 1.8.2.1"})
    void knowsThePeculiaritiesOfEachEcosystem(String ecosystem, String left, String sign, String right) {
        holds(ecosystem, left + " " + sign + " " + right);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Maven", "PyPI", "npm", "RubyGems", "Packagist", "Debian", "Red Hat", "Alpine", "CRAN", "NuGet",
                    "ConanCenter", "Pub"})
    void ordersAnyTextWithoutContradiction(String ecosystem) {
        VersionOrder order = VersionOrder.of(ecosystem).orElseThrow();
        List<String> texts =
                new ArrayList<>(List.of("", "0", "v", "-", ".", "..", "#", "~", "^", "1-", "1.", "-1", "1..2", "a",
                        "1.0-", "1.0-.", "1_", "1+", "1.0-a", "1.0.a", "1a", "1.a1", "1-1", "1!", "1!1", ":", "1:",
                        "00", "1.0.0-rc.1",
                        "é", "1.é", "9".repeat(60), "1.0\u0000"));

        for (String a : texts) {
            assertThat(order.compare(a, a)).as(a).isZero();
            for (String b : texts) {
                assertThat(Integer.signum(order.compare(a, b))).as("%s and %s", a, b)
                        .isEqualTo(-Integer.signum(order.compare(b, a)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"npm, 1.0.0-rc.1, true", "npm, 1.0.0, false", "PyPI, 1.0rc1, true", "PyPI, 1.0.post1, false",
            "PyPI, 1.0.dev3, true", "Maven, 1.0-SNAPSHOT, true", "Maven, 1.0-M3, true", "Maven, 31.1-jre, false",
            "Maven, 5.0.0.RC2, true", "Maven, 2.0.Final, false", "RubyGems, 1.0.pre, true", "RubyGems, 1.0, false",
            "Packagist, 1.0-beta2, true", "Packagist, v1.0, false", "NuGet, 1.0.0-preview.1, true",
            "Debian, 1.0~rc1, true"})
    void tellsWhatComesBeforeARelease(String ecosystem, String version, boolean expected) {
        assertThat(VersionOrder.of(ecosystem).orElseThrow().isPrerelease(version)).isEqualTo(expected);
    }

    @Test
    void knowsTheNamesWithoutRegardToCaseAndNoOthers() {
        assertThat(VersionOrder.of("pypi")).isPresent();
        assertThat(VersionOrder.of("Android:12")).isEmpty();
        assertThat(VersionOrder.semver().compare("1.0.0-1", "1.0.0")).isNegative();
    }

    private static void holds(String ecosystem, String line) {
        String[] parts = line.split(" ");
        int expected = switch (parts[1]) {
            case "<" -> -1;
            case ">" -> 1;
            default -> 0;
        };
        VersionOrder order = VersionOrder.of(ecosystem).orElseThrow();
        assertThat(Integer.signum(order.compare(parts[0], parts[2]))).as("%s: %s", ecosystem, line).isEqualTo(expected);
        assertThat(Integer.signum(order.compare(parts[2], parts[0]))).as("%s, turned round: %s", ecosystem, line)
                .isEqualTo(-expected);
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(VersionOrderTest.class.getResourceAsStream("/versions/" + name),
                name.toLowerCase(Locale.ROOT))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
