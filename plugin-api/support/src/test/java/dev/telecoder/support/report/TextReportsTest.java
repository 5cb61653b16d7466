package dev.telecoder.support.report;

import static dev.telecoder.support.report.Payloads.counts;
import static dev.telecoder.support.report.Payloads.parseText;
import static dev.telecoder.support.report.Payloads.read;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextReportsTest {

    @Test
    void readsPytest() {
        TestReport report = read("pytest.txt");

        assertThat(report.framework()).isEqualTo("pytest");
        assertThat(counts(report)).isEqualTo("11 4 3 2 2");
        assertThat(report.failures()).extracting(Payloads::place).containsExactly(
                "pt_test.py|test_bad|pt_test.py:5", "pt_test.py|test_row[2]|pt_test.py:7",
                "pt_test.py|TestCls::test_in|pt_test.py:23",
                "pt_test.py|test_err|pt_test.py:15", "pt_test.py|test_late|pt_test.py:20");
        assertThat(report.failures().get(0).message()).contains("assert 1 == 2");
    }

    @Test
    void readsPytestsQuietSummary() {
        assertThat(counts(parseText(".F\n1 failed, 1 passed in 0.02s\n"))).isEqualTo("2 1 1 0 0");
        assertThat(counts(parseText("=== no tests ran in 0.01s ===\n"))).isEqualTo("0 0 0 0 0");
    }

    @Test
    void readsUnittestWithSubtestsAsOneCase() {
        TestReport report = read("unittest.txt");

        assertThat(report.framework()).isEqualTo("unittest");
        // empty · rows, total, unexpected · boom, setUpClass · skip, expected
        assertThat(counts(report)).isEqualTo("8 1 3 2 2");
        assertThat(report.failures()).extracting(Payloads::place).contains(
                "tests.test_cart.CartTest|test_total|/home/dev/shop/tests/test_cart.py:6",
                "tests.test_cart.CartTest|test_boom|/home/dev/shop/tests/test_cart.py:7");
    }

    @Test
    void readsUnittestThatPassesOrFindsNothing() {
        assertThat(counts(parseText("......\n" + "-".repeat(70) + "\nRan 6 tests in 0.001s\n\nOK (skipped=2)\n")))
                .isEqualTo("6 4 0 0 2");
        assertThat(counts(parseText("\n" + "-".repeat(70) + "\nRan 0 tests in 0.000s\n\nNO TESTS RAN\n")))
                .isEqualTo("0 0 0 0 0");
    }

    @Test
    void readsCargo() {
        TestReport report = read("cargo.txt");

        assertThat(counts(report)).isEqualTo("3 1 1 0 1");
        assertThat(report.failures()).extracting(Payloads::place).containsExactly("tests|bad|src/lib.rs:5");
        assertThat(report.failures().get(0).message()).contains("left: 1");
    }

    @Test
    void sumsCargosBinariesAndSurvivesACrash() {
        assertThat(counts(parseText("""
                test a ... ok
                test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
                test b ... FAILED
                test result: FAILED. 0 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out
                """))).isEqualTo("4 1 1 0 2");
        assertThat(counts(parseText("test a ... ok\ntest b ... FAILED\n"))).isEqualTo("2 1 1 0 0");
    }

    @Test
    void readsCtest() {
        TestReport report = read("ctest.txt");

        assertThat(counts(report)).isEqualTo("4 1 1 0 2");
        assertThat(report.failures()).extracting(Payloads::place).containsExactly("|bad|src/x.c:12");
    }

    @Test
    void readsSurefiresConsole() {
        TestReport report = read("surefire.txt");

        assertThat(counts(report)).isEqualTo("6 3 1 1 1");
        assertThat(report.failures()).extracting(Payloads::place)
                .containsExactly("CartTest|addsUp|CartTest.java:21", "CartTest|loads|CartTest.java:30");
    }

    @Test
    void readsJestAndVitest() {
        assertThat(counts(parseText(
                "FAIL src/a.test.js\n  ● cart › adds up\n\n    x\n      at Object.<anonymous> (src/a.test.js:3:4)\n\n"
                        + "Test Suites: 1 failed, 1 total\nTests:       1 failed, 1 skipped, 2 passed, 4 total\n")))
                .isEqualTo("4 2 1 0 1");
        TestReport vitest =
                parseText(" FAIL  test/a.test.ts > cart > adds up\nAssertionError: x\n ❯ test/a.test.ts:9:3\n\n"
                        + " Test Files  1 failed (1)\n      Tests  1 failed | 5 passed | 1 todo (7)\n");
        assertThat(counts(vitest)).isEqualTo("7 5 1 0 1");
        assertThat(vitest.failures()).extracting(Payloads::place)
                .containsExactly("test/a.test.ts|cart > adds up|test/a.test.ts:9");
    }

    @Test
    void readsMocha() {
        TestReport report = parseText("""
                  cart
                    ✔ is empty
                    1) adds up

                  1 passing (5ms)
                  1 pending
                  1 failing

                  1) cart
                       adds up:
                     AssertionError: 3 == 4
                      at Context.<anonymous> (test/cart.js:9:12)
                """.replaceAll("(?m)^", "  "));

        assertThat(counts(report)).isEqualTo("3 1 1 0 1");
        assertThat(report.failures()).extracting(TestReport.Failure::file).contains("test/cart.js");
    }

    @Test
    void readsRspecPhpunitBunDotnetGradleAndGo() {
        assertThat(counts(parseText("Finished in 0.1 seconds\n6 examples, 1 failure, 2 pending\n")))
                .isEqualTo("6 3 1 0 2");
        assertThat(counts(parseText("OK (6 tests, 9 assertions)\n"))).isEqualTo("6 6 0 0 0");
        assertThat(counts(parseText("FAILURES!\nTests: 6, Assertions: 9, Errors: 1, Failures: 1, Skipped: 1.\n")))
                .isEqualTo("6 3 1 1 1");
        assertThat(counts(parseText("(fail) cart > adds up [0.1ms]\n\n 5 pass\n 1 skip\n 1 fail\n 9 expect() calls\n")))
                .isEqualTo("7 5 1 0 1");
        assertThat(counts(parseText(
                "Failed!  - Failed:     1, Passed:     5, Skipped:     0, Total:     6, Duration: 9 ms - a.dll\n")))
                .isEqualTo("6 5 1 0 0");
        assertThat(counts(parseText(
                "CartTest > addsUp() FAILED\n    E at CartTest.java:21\n\n6 tests completed, 1 failed, 2 skipped\n")))
                .isEqualTo("6 3 1 0 2");
        TestReport go = parseText(
                "--- PASS: TestA (0.00s)\n--- FAIL: TestB (0.00s)\n    a_test.go:7: no\nFAIL\nFAIL\tacme/a\t0.1s\n");
        assertThat(counts(go)).isEqualTo("2 1 1 0 0");
        assertThat(go.failures()).extracting(Payloads::place).containsExactly("|TestB|a_test.go:7");
    }

    @Test
    void seesThroughColours() {
        assertThat(counts(parseText("\u001B[31m=== \u001B[1m1 failed\u001B[0m, 5 passed in 0.1s ===\u001B[0m\n")))
                .isEqualTo("6 5 1 0 0");
    }

    @Test
    void findsNothingInOrdinaryOutput() {
        assertThat(TestReports.ofOutput("Compiling 3 files\nok\nDone in 3s.\n", new JacksonJson())).isEmpty();
        assertThat(TestReports.ofOutput("", new JacksonJson())).isEmpty();
    }

    @Test
    void saysThatARunEndedHalfWay() {
        assertThat(parseText("running 2 tests\ntest a ... ok\n").problem()).contains("half-way");
        assertThat(parseText("1/2 Test #1: a .....   Passed    0.00 sec\n").problem()).contains("half-way");
        assertThat(parseText(
                "{\"Action\":\"start\",\"Package\":\"a\"}\n{\"Action\":\"run\",\"Package\":\"a\",\"Test\":\"T\"}\n"
                        + "{\"Action\":\"pass\",\"Package\":\"a\",\"Test\":\"T\"}\n")
                .problem()).contains("never ended");
    }

    @Test
    void findsADocumentBehindWhatAPackageManagerPrints() {
        assertThat(counts(
                parseText("\n> shop@1.0.0 test\n> mocha --reporter json\n\n{\"stats\":{\"passes\":1},\"passes\":[{}],"
                        + "\"pending\":[],\"failures\":[]}\n")))
                .isEqualTo("1 1 0 0 0");
        assertThat(counts(parseText("> test\n<?xml version='1.0'?>\n<testsuite><testcase name='a'/></testsuite>\n")))
                .isEqualTo("1 1 0 0 0");
    }

    @Test
    void readsTheSummariesOfManyTools() {
        for (String[] one : new String[][]{
                {"6 runs, 9 assertions, 1 failures, 1 errors, 1 skips", "6 3 1 1 1"},
                {"6 tests, 9 assertions, 1 failures, 1 errors, 1 pendings, 1 omissions, 0 notifications", "6 2 1 1 2"},
                {"     Summary [   0.004s] 5 tests run: 4 passed, 1 failed, 2 skipped", "7 4 1 0 2"},
                {"Test summary: total: 6, failed: 1, succeeded: 4, skipped: 1, duration: 1.2s", "6 4 1 0 1"},
                {"Total tests: 6\n     Passed: 4\n     Failed: 1\n    Skipped: 1\n Total time: 1 Second", "6 4 1 0 1"},
                {"DONE 6 tests, 1 skipped, 1 failure in 0.5s", "6 4 1 0 1"},
                {"  Tests:    1 failed, 1 skipped, 4 passed (9 assertions)\n  Duration: 0.1s", "6 4 1 0 1"},
                {"[  PASSED  ] 4 tests.\n[  SKIPPED ] 1 test, listed below:\n[  SKIPPED ] A.b\n[  FAILED  ] 1 test, listed below:\n"
                        + "[  FAILED  ] A.c", "6 4 1 0 1"},
                {"OK (6 tests)", "6 6 0 0 0"}, {"Tests run: 6,  Failures: 1", "6 5 1 0 0"},
                {"[info] Tests: succeeded 4, failed 1, canceled 0, ignored 1, pending 0", "6 4 1 0 1"},
                {"FAILED | 4 passed | 1 failed | 1 ignored (5ms)", "6 4 1 0 1"},
                {"Chrome: Executed 3 of 6 (1 FAILED)\nChrome: Executed 6 of 6 (1 FAILED) (skipped 1) (0.1 secs / 0.1 secs)",
                        "6 4 1 0 1"},
                {"6 specs, 1 failure, 1 pending spec", "6 4 1 0 1"},
                {"\t Executed 6 tests, with 1 test skipped and 1 failure (0 unexpected) in 0.1 (0.2) seconds",
                        "6 4 1 0 1"},
                {"6 tests, 1 failure, 1 skipped", "6 4 1 0 1"},
                {"test cases: 6 | 4 passed | 1 failed | 1 skipped", "6 4 1 0 1"},
                {"6 scenarios (1 failed, 1 skipped, 4 passed)", "6 4 1 0 1"}}) {
            assertThat(counts(parseText("some output\n" + one[0] + "\n"))).as(one[0]).isEqualTo(one[1]);
        }
    }
}
