package tests;

import static tests.Tap.equal;

import versions.PreRelease;
import versions.Range;
import versions.Releases;
import versions.Version;

/** All tests. */
public final class VersionsTests {

    public static void main(String[] arguments) {
        Tap tap = new Tap();
        tap.test("reads a version and writes it again", () -> {
            equal("1.4.0-rc.2", Version.parse("1.4.0-rc.2+build.7").toString());
        });
        tap.test("orders numbers as numbers", () -> {
            equal(true, Version.parse("1.10.0").compareTo(Version.parse("1.9.9")) > 0);
        });
        tap.test("puts a finished release after its candidates", () -> {
            equal("[2.0.0-beta, 2.0.0-rc.1, 2.0.0]", new Releases("2.0.0", "2.0.0-rc.1", "2.0.0-beta").oldestFirst().toString());
        });
        tap.test("puts the tenth candidate after the ninth", () -> {
            equal(-1, Integer.signum(PreRelease.order("rc.9", "rc.10")));
        });
        tap.test("accepts later minor versions for a caret", () -> {
            equal(true, Range.of("^1.2.0").allows(Version.parse("1.9.0")));
            equal(false, Range.of("^1.2.0").allows(Version.parse("2.0.0")));
        });
        tap.test("picks the newest finished release of a range", () -> {
            equal("1.2.7", new Releases("1.2.0", "1.2.7", "1.3.0", "1.2.8-rc.1").newest(Range.of("~1.2.0")).get().toString());
        });
        System.exit(tap.end());
    }
}
