package dev.telecoder.support.osv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.support.report.JacksonJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvisoryTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "0 f1.2.0 | 0.0.1 | 1.2.0", "0 f1.2.0 | 1.1.9 | 1.2.0", "0 f1.2.0 | 1.2.0 | no",
            "0 f1.2.0 | 1.2.0-rc1 | 1.2.0",
            "0 f1.2.0 | 0.0.0-alpha | 1.2.0", "i1.0.0 f1.2.0 | 0.9.0 | no", "i1.0.0 l1.2.0 | 1.2.0 | none",
            "i1.0.0 l1.2.0 | 1.2.1 | no", "i1.0.0 f1.2.0 i2.0.0 f2.1.0 | 2.0.5 | 2.1.0",
            "f2.1.0 i2.0.0 f1.2.0 i1.0.0 | 1.1.0 | 1.2.0", "f2.1.0 i2.0.0 f1.2.0 i1.0.0 | 1.5.0 | no",
            "i1.0.0 f1.2.0 i1.2.0 f1.3.0 | 1.2.0 | 1.3.0", "f1.3.0 i1.2.0 f1.2.0 i1.0.0 | 1.1.0 | 1.3.0",
            "i1.0.0 f1.0.0 | 1.0.0 | no", "f1.0.0 i1.0.0 | 1.0.0 | no", "i1.0.0 l1.0.0 | 1.0.0 | none",
            "0 | 99.0.0 | none",
            "i1.0.0 m1.5.0 | 1.4.0 | none", "i1.0.0 m1.5.0 | 1.5.0 | no", "0 m* | 5.0.0 | none",
            "i1.0.0 | 1.0.0 | none",
            "0 f1.2.0 | v1.1.0 | 1.2.0", "0 l1.0.0 i2.0.0 f2.0.3 | 1.0.0 | 2.0.3",
            "0 l1.0.0 i2.0.0 f2.0.3 | 1.0.1 | no"})
    void decidesFromTheEventsInAnyOrder(String events, String version, String expected) {
        StringBuilder json = new StringBuilder();
        for (String event : events.split(" ")) {
            json.append(json.isEmpty() ? "" : ",").append(switch (event.charAt(0)) {
                case 'f' -> "{\"fixed\":\"" + event.substring(1) + "\"}";
                case 'l' -> "{\"last_affected\":\"" + event.substring(1) + "\"}";
                case 'm' -> "{\"limit\":\"" + event.substring(1) + "\"}";
                case 'i' -> "{\"introduced\":\"" + event.substring(1) + "\"}";
                default -> "{\"introduced\":\"0\"}";
            });
        }

        assertThat(verdict(advisory("npm", "a", "\"ranges\":[{\"type\":\"SEMVER\",\"events\":[" + json + "]}]"),
                new PackageVersion("npm", "a", version))).isEqualTo(expected);
    }

    @Test
    void takesVersionsByTheOrderOfTheEcosystem() {
        Advisory listed = advisory("PyPI", "Foo_Bar", "\"versions\":[\"1.0\",\"1.1rc1\"]");

        assertThat(verdict(listed, new PackageVersion("PyPI", "foo.bar", "1.0.0"))).isEqualTo("none");
        assertThat(verdict(listed, new PackageVersion("pypi", "foo-bar", "1.1.c1"))).isEqualTo("none");
        assertThat(verdict(listed, new PackageVersion("PyPI", "foo-bar", "1.1"))).isEqualTo("no");
        assertThat(verdict(advisory("Go", "github.com/a/b",
                "\"ranges\":[{\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"1.4.0\"}]}]"),
                new PackageVersion("Go", "github.com/a/b", "v1.4.0-0.20200101000000-abcdef012345"))).isEqualTo("1.4.0");
    }

    @Test
    void ignoresRangesOfCommitsAndWhatWasWithdrawnAndOtherPackages() {
        String affected = "\"ranges\":[{\"type\":\"GIT\",\"repo\":\"x\",\"events\":[{\"introduced\":\"0\"}]}]";
        String all = "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"}]}]";

        assertThat(verdict(advisory("npm", "a", affected), new PackageVersion("npm", "a", "1.0.0"))).isEqualTo("no");
        assertThat(verdict(advisory("npm", "b", all), new PackageVersion("npm", "a", "1.0.0"))).isEqualTo("no");
        assertThat(verdict(advisory("Maven", "a", all), new PackageVersion("npm", "a", "1.0.0"))).isEqualTo("no");
        assertThat(verdict(advisory("npm", "A", all), new PackageVersion("npm", "a", "1.0.0"))).isEqualTo("no");
        assertThat(verdict(advisory("NuGet", "A.B", all), new PackageVersion("NuGet", "a.b", "1.0.0")))
                .isEqualTo("none");
        assertThat(verdict(advisory("Debian:11", "a", all), new PackageVersion("Debian:12", "a", "1"))).isEqualTo("no");
        assertThat(verdict(advisory("Debian:12", "a", all), new PackageVersion("Debian:12", "a", "1")))
                .isEqualTo("none");
        assertThat(verdict(
                Advisory.of(JacksonJson.INSTANCE.parse("{\"id\":\"X-1\",\"withdrawn\":\"2024-01-01T00:00:00Z\","
                        + "\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"a\"}," + all + "}]}"))
                        .orElseThrow(),
                new PackageVersion("npm", "a", "1.0.0"))).isEqualTo("no");
        assertThat(Advisory.of(JacksonJson.INSTANCE.parse("{\"affected\":[]}"))).isEmpty();
    }

    @Test
    void namesTheSmallestVersionThatNoStretchHolds() {
        Advisory several = advisory("npm", "a", "\"ranges\":[{\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"0\"},"
                + "{\"fixed\":\"1.2.0\"}]},{\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"1.1.0\"},{\"fixed\":\"1.3.0\"}]}]");

        assertThat(verdict(several, new PackageVersion("npm", "a", "1.0.0"))).isEqualTo("1.3.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "CVSS_V3 | CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H | CRITICAL",
            "CVSS_V3 | CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H | HIGH",
            "CVSS_V3 | CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:C/C:L/I:L/A:N | MEDIUM",
            "CVSS_V2 | AV:N/AC:M/Au:N/C:N/I:P/A:N | MEDIUM",
            "CVSS_V4 | CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N | CRITICAL",
            "CVSS_V4 | CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N | LOW",
            "CVSS_V3 | CVSS:3.1/AV:N | UNKNOWN", "CVSS_V3 | 7.5 | HIGH"})
    void rates(String type, String vector, Severity expected) {
        Advisory advisory = Advisory.of(JacksonJson.INSTANCE.parse("{\"id\":\"X-1\",\"severity\":[{\"type\":\"" + type
                + "\",\"score\":\"" + vector + "\"}],\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"a\"},"
                + "\"versions\":[\"1.0.0\"]}]}")).orElseThrow();

        assertThat(advisory.match(new PackageVersion("npm", "a", "1.0.0")).orElseThrow().severity())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N, 9.3",
            "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:L/SI:L/SA:L, 7.7",
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H, 10.0",
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N, 0.0",
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H, 10.0", "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N, 6.1",
            "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H, 7.8", "AV:N/AC:L/Au:N/C:P/I:P/A:P, 7.5"})
    void scoresAsTheCalculatorsOfFirst(String vector, double expected) {
        assertThat(Cvss.score(vector)).hasValue(expected);
    }

    private static String verdict(Advisory advisory, PackageVersion version) {
        Optional<Advisory.Match> match = advisory.match(version);
        return match.map(found -> found.fixed().orElse("none")).orElse("no");
    }

    private static Advisory advisory(String ecosystem, String name, String affected) {
        return Advisory.of(JacksonJson.INSTANCE.parse("{\"id\":\"X-1\",\"affected\":[{\"package\":{\"ecosystem\":\""
                + ecosystem + "\",\"name\":\"" + name + "\"}," + affected + "}]}")).orElseThrow();
    }
}
