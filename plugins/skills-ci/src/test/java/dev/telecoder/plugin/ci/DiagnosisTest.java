package dev.telecoder.plugin.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            FAILED tests/test_a.py::TestX::test_b[1] - assert 1 == 2      | tests/test_a.py::TestX::test_b[1]
            ERROR tests/test_a.py                                         | tests/test_a.py
            FAIL: test_x (pkg.Case)                                       | test_x (pkg.Case)
            [ERROR] com.acme.FooTest.bar -- Time elapsed: 0.1 s <<< FAILURE! | com.acme.FooTest.bar
            [ERROR] bar(com.acme.FooTest)  Time elapsed: 0.1 s  <<< ERROR! | bar(com.acme.FooTest)
            [ERROR]   FooTest.bar:12 expected: <1> but was: <2>           | FooTest.bar
            FooTest > bar() FAILED                                        | FooTest > bar()
            --- FAIL: TestFoo (0.00s)                                     | TestFoo
            `    --- FAIL: TestFoo/sub_case (0.00s)`                      | TestFoo/sub_case
            test a::b::c ... FAILED                                       | a::b::c
            `        FAIL [   0.012s] basket total::rounds`               | basket total::rounds
            `  ● Basket › adds up`                                        | Basket › adds up
            ` FAIL  src/a.test.ts > Basket > adds up`                     | src/a.test.ts > Basket > adds up
            rspec ./spec/a_spec.rb:12 # Basket adds up                    | ./spec/a_spec.rb:12
            1) Tests\\BasketTest::testTotal                               | Tests\\BasketTest::testTotal
            [xUnit.net 00:00:01.11]     Acme.BasketTest.Adds [FAIL]       | Acme.BasketTest.Adds
            `  Failed Acme.BasketTest.Adds [12 ms]`                       | Acme.BasketTest.Adds
            [  FAILED  ] Basket.Adds (0 ms)                               | Basket.Adds
            2 - basket (Failed)                                           | basket
            not ok 3 - adds up                                            | adds up
            //src:basket_test FAILED in 0.1s                              | //src:basket_test
            """)
    void namesTheFailingTest(String line, String name) {
        List<String> tests = of("all is well\n" + line + "\n##[error]Process completed with exit code 1.\n", 4_000)
                .failingTests();

        assertThat(tests).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /home/runner/work/api/api/src/main/java/A.java:[12,3] cannot find symbol | src/main/java/A.java:12
            `  File "/builds/group/api/shop/cart.py", line 7, in total`             | shop/cart.py:7
            src/a.ts(3,5): error TS2322: Type 'string' is not assignable            | src/a.ts:3
            ./pkg/a.go:4:2: undefined: x                                             | pkg/a.go:4
            /var/jenkins_home/workspace/nightly/src/a.c:9:1: error: expected ';'     | src/a.c:9
            /__w/api/api/lib/a.rb:4:in 'x': undefined method (NoMethodError)         | lib/a.rb:4
            """)
    void namesThePlaceWithoutTheMachinesFolders(String line, String place) {
        assertThat(of(line + "\n##[error]Process completed with exit code 1.\n", 4_000).suspects()).first()
                .isEqualTo(place);
    }

    @Test
    void showsTheTellingLinesOfAShortLogAlsoInLittleRoom() {
        Diagnosis diagnosis = of("""
                == build
                ##[group]Run mvn test
                [ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0 <<< FAILURE! -- in org.acme.LoginTest
                [ERROR] org.acme.LoginTest.rejectsEmptyPassword -- Time elapsed: 0.01 s <<< FAILURE!
                org.opentest4j.AssertionFailedError: expected: <401> but was: <200>
                ##[error]Process completed with exit code 1.

                """, 1_600);

        assertThat(diagnosis.output()).hasSizeLessThanOrEqualTo(1_600)
                .contains("AssertionFailedError: expected: <401> but was: <200>");
    }

    @Test
    void keepsLibrariesOutOfThePlaces() {
        Diagnosis diagnosis = of("""
                java.lang.IllegalStateException: closed
                \tat org.junit.jupiter.api.AssertEquals.assertEquals(AssertEquals.java:150)
                \tat com.acme.Basket.add(Basket.java:7)
                  File "/usr/lib/python3/dist-packages/x.py", line 3, in y
                ##[error]Process completed with exit code 1.
                """, 4_000);

        assertThat(diagnosis.suspects()).containsExactly("Basket.java:7");
    }

    @Test
    void tellsRangesThatHoldExactlyWhatIsShown() {
        GeneratedLog log = GeneratedLog.of("jest", GeneratedLog.Service.GITHUB, 4, 500);
        Diagnosis diagnosis = of(log.text(), 3_000);
        List<LogLine> lines = LogFile.of(log.text());

        List<String> shown =
                diagnosis.ranges().stream().flatMap(range -> lines.subList(range[0] - 1, range[1]).stream())
                        .map(LogLine::shown).toList();

        assertThat(diagnosis.output().lines().filter(line -> !line.startsWith("--- lines ")).toList())
                .containsAll(shown);
        assertThat(log.numbers()).allMatch(number -> diagnosis.ranges().stream()
                .anyMatch(range -> range[0] <= number && number <= range[1]));
    }

    @Test
    void staysWithinAnyLimit() {
        String log = GeneratedLog.of("docker", GeneratedLog.Service.BUILDKITE, 4, 100).text();

        for (int most : new int[]{1, 10, 60, 200, 999, 8_000}) {
            assertThat(of(log, most).output().length()).as("within %d", most).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void believesWhatAPassingTestPrintsLessThanAFailingOne() {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            log.append("=== RUN   TestOk").append(i).append("\npanic: boom ").append(i).append("\ngoroutine ").append(i)
                    .append(" [running]:\n--- PASS: TestOk").append(i).append(" (0.00s)\n");
        }
        log.append("=== RUN   TestBad\n    a_test.go:3: got 1, want 2\n--- FAIL: TestBad (0.00s)\nFAIL\n");

        assertThat(of(log.toString(), 600).output()).contains("a_test.go:3: got 1, want 2", "--- FAIL: TestBad");
    }

    @Test
    void numbersLinesAsTheFileDoesAlsoWithWindowsEndsAndProgressBars() {
        Diagnosis diagnosis = of("one\r\n 10%\r 50%\r100%\r\n\u001b[31mError: no such thing\u001b[0m\r\n", 500);

        assertThat(diagnosis.ranges()).anySatisfy(range -> assertThat(range[1]).isEqualTo(3));
        assertThat(diagnosis.output()).contains("\nError: no such thing").doesNotContain("\u001b", "\r");
    }

    @Test
    void readsAMillionLinesInBearableTime() {
        int lines = Integer.getInteger("ci.lines", 60_000);
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            log.append("2026-01-01T00:00:00.0000000Z [INFO] copied com/acme/error/Failed").append(i)
                    .append(".class to target\n");
        }
        log.append("E   AssertionError: at last\n");
        long begin = System.nanoTime();

        Diagnosis diagnosis = of(log.toString(), 8_000);

        assertThat(diagnosis.output()).contains("E   AssertionError: at last");
        assertThat((System.nanoTime() - begin) / 1_000_000_000.0).isLessThan(Math.max(20, lines / 10_000.0));
    }

    @Test
    void saysSoWhenNothingFailed() {
        assertThat(of("compiled\nall 12 tests passed\n", 500).ends()).isFalse();
        assertThat(of("", 500).output()).isEqualTo("The log is empty.");
    }

    private static Diagnosis of(String log, int most) {
        return Diagnosis.of(LogFile.of(log), Path.of("."), most);
    }
}
