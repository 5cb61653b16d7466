package dev.telecoder.support.report;

import static dev.telecoder.support.report.Payloads.counts;
import static dev.telecoder.support.report.Payloads.parseText;
import static dev.telecoder.support.report.Payloads.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlReportsTest {

    @Test
    void readsSurefireWithItsRerunsAndFlakes() {
        TestReport report = read("surefire.xml");

        assertThat(report.framework()).isEqualTo("junit");
        assertThat(counts(report)).isEqualTo("6 3 1 1 1");
        assertThat(report.failures()).extracting(Payloads::place).containsExactly(
                "com.acme.CartTest|addsUp|com/acme/CartTest.java:21",
                "com.acme.CartTest|loads|com/acme/CartTest.java:30");
        assertThat(report.failures().get(0).message()).startsWith("org.opentest4j.AssertionFailedError: expected: <3>");
        assertThat(report.succeeded()).isFalse();
        assertThat(report.totals()).isEqualTo("1 failed, 1 error, 3 passed, 1 skipped");
    }

    @Test
    void countsNestedSuitesByCaseAndSuitesWithoutCasesByTheirAttributes() {
        TestReport report = read("nested.xml");

        // inner 2, attributes 5, b to h 7, parent 4
        assertThat(counts(report)).isEqualTo("18 " + (1 + 1 + 1 + 4) + " 2 2 " + (2 + 5));
        assertThat(report.failures()).extracting(TestReport.Failure::name).containsExactly("a", "b");
        assertThat(report.failures().get(1).message()).isEqualTo("m\n\ne");
    }

    @Test
    void readsPytest() {
        TestReport report = read("pytest.xml");

        assertThat(report.framework()).isEqualTo("pytest");
        assertThat(counts(report)).isEqualTo("10 3 3 2 2");
        assertThat(report.failures()).extracting(Payloads::place).contains(
                "pt_test|test_bad|pt_test.py:5", "pt_test.TestCls|test_in|pt_test.py:23",
                "pt_test|test_late|pt_test.py:20");
    }

    @Test
    void readsJest() {
        TestReport report = read("jest.xml");

        assertThat(report.framework()).isEqualTo("jest");
        assertThat(counts(report)).isEqualTo("3 1 1 0 1");
        assertThat(report.failures().get(0).file()).isEqualTo("/home/dev/shop/src/cart.test.js");
        assertThat(report.failures().get(0).line()).isEqualTo(14);
    }

    @Test
    void readsPhpUnit() {
        TestReport report = read("phpunit.xml");

        assertThat(report.framework()).isEqualTo("phpunit");
        assertThat(counts(report)).isEqualTo("3 1 1 1 0");
        assertThat(report.failures()).extracting(TestReport.Failure::line).containsExactly(17, 20);
    }

    @Test
    void readsNodeAndCtest() {
        assertThat(counts(read("node.xml"))).isEqualTo("7 2 4 0 1");
        assertThat(counts(read("ctest.xml"))).isEqualTo("4 1 1 0 2");
    }

    @Test
    void readsTrxByItsInnermostResults() {
        TestReport report = read("run.trx");

        assertThat(report.framework()).isEqualTo("trx");
        assertThat(counts(report)).isEqualTo("8 2 3 1 2");
        assertThat(Payloads.place(report.failures().get(0)))
                .isEqualTo("Shop.Tests.CartTest|AddsUp|/home/dev/shop/CartTest.cs:17");
        assertThat(report.failures().get(0).message()).startsWith("Assert.AreEqual failed. Expected:<3>");
    }

    @Test
    void readsTrxWithoutResultsByItsCounters() {
        TestReport report = parseText(
                """
                <TestRun xmlns="x"><ResultSummary outcome="Failed">
                <Counters total="5" executed="4" passed="2" failed="1" error="1" notExecuted="0"/></ResultSummary></TestRun>""");

        assertThat(counts(report)).isEqualTo("5 2 1 1 1");
    }

    @Test
    void saysThatATrxRunCrashed() {
        TestReport report = parseText("""
                <TestRun><Results><UnitTestResult testName="a" outcome="Passed"/></Results><ResultSummary outcome="Aborted">
                <RunInfos><RunInfo outcome="Error"><Text>The test host crashed</Text></RunInfo></RunInfos></ResultSummary>
                </TestRun>""");

        assertThat(report.problem()).contains("The test host crashed");
        assertThat(report.succeeded()).isFalse();
    }

    @Test
    void readsNUnit3AndTellsErrorsFromFailures() {
        TestReport report = read("nunit3.xml");

        assertThat(counts(report)).isEqualTo("6 2 1 1 2");
        assertThat(report.failures().get(0).file()).isEqualTo("C:\\shop\\CartTest.cs");
        assertThat(report.failures().get(0).line()).isEqualTo(17);
    }

    @Test
    void readsNUnit2() {
        assertThat(counts(read("nunit2.xml"))).isEqualTo("7 2 1 1 3");
        assertThat(counts(parseText("""
                <test-results total="4" errors="1" failures="1" not-run="2" inconclusive="1" ignored="1" skipped="0" invalid="1"/>
                """))).isEqualTo("6 1 1 1 3");
    }

    @Test
    void readsXUnitWithErrorsOutsideItsTests() {
        TestReport report = read("xunit.xml");

        assertThat(counts(report)).isEqualTo("4 1 1 1 2");
        assertThat(report.failures()).hasSize(2);
        assertThat(report.failures().get(1).message()).isEqualTo("could not clean up");
    }

    @Test
    void readsXUnitWithoutTestsByItsAttributes() {
        assertThat(
                counts(parseText("<assemblies><assembly total='4' passed='1' failed='1' skipped='2'/></assemblies>")))
                .isEqualTo("4 1 1 0 2");
    }

    @Test
    void countsEachCaseOfEqualName() {
        assertThat(counts(
                parseText("<testsuite><testcase name='a'/><testcase name='a'/><testcase name='a'><failure/></testcase>"
                        + "</testsuite>")))
                .isEqualTo("3 2 1 0 0");
    }

    @Test
    void readsAReportWithoutTests() {
        assertThat(counts(parseText("<testsuites/>"))).isEqualTo("0 0 0 0 0");
    }

    @Test
    void takesByteOrderMarksOtherEncodingsAndLeadingBlanks() {
        String report = "<testsuite><testcase name='ä'><failure message='ö'/></testcase></testsuite>";

        assertThat(parseText("\uFEFF" + report).failures().get(0).message()).isEqualTo("ö");
        assertThat(parseText("\n  " + report).tests()).isEqualTo(1);
        assertThat(
                Payloads.parse(("<?xml version='1.0' encoding='UTF-16'?>" + report).getBytes(StandardCharsets.UTF_16))
                        .failures().get(0).name())
                .isEqualTo("ä");
        assertThat(Payloads
                .parse(("<?xml version='1.0' encoding='ISO-8859-1'?>" + report).getBytes(StandardCharsets.ISO_8859_1))
                .failures().get(0).name()).isEqualTo("ä");
    }

    @Test
    void neverReadsAFileThatAnEntityNames(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "TOP-SECRET");
        String report = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>"
                + "<testsuite><testcase name='a'><failure message='m'>before &e; after</failure></testcase></testsuite>";

        String seen;
        try {
            seen = TestReports.read(report.getBytes(StandardCharsets.UTF_8), new JacksonJson()).toString();
        } catch (UnreadableReportException e) {
            seen = e.getMessage();
        }

        assertThat(seen).doesNotContain("TOP-SECRET");
    }

    @Test
    void readsAReportWithAHarmlessDocumentType() {
        assertThat(parseText(
                "<!DOCTYPE testsuite SYSTEM 'http://127.0.0.1:1/x.dtd'><testsuite><testcase name='a'/></testsuite>")
                .tests()).isEqualTo(1);
    }

    @Test
    void doesNotExplodeWithEntitiesInEntities() {
        StringBuilder report = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 30; i++) {
            report.append("<!ENTITY a").append(i).append(" '&a").append(i - 1).append(";&a").append(i - 1)
                    .append(";'>");
        }
        report.append("]><testsuite><testcase name='a'><failure>&a29;</failure></testcase></testsuite>");

        String seen;
        try {
            seen = TestReports.read(report.toString().getBytes(StandardCharsets.UTF_8), new JacksonJson()).toString();
        } catch (UnreadableReportException e) {
            seen = e.getMessage();
        }

        assertThat(seen).hasSizeLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "   \n", "<testsuite><testcase name='a'>", "<testsuite", "<html><body/></html>", "<a></b>",
                    "<testsuite><testcase name='a' name='b'/></testsuite>", "plain words", "{\"testResults\":[", "{}",
                    "[]", "<",
                    "<?xml version='1.0'?>", "\u0000\u0001\u0002"})
    void refusesWhatIsBrokenOrEmptyAndSaysWhy(String content) {
        assertThatThrownBy(() -> TestReports.read(content.getBytes(StandardCharsets.UTF_8), new JacksonJson()))
                .isInstanceOf(UnreadableReportException.class).message().startsWith("The report")
                .matches("(?s).{8,300}[.?]");
    }

    @Test
    void refusesAnAbyss() {
        String deep = "<testsuite>".repeat(100_000);

        assertThatThrownBy(() -> TestReports.read(deep.getBytes(StandardCharsets.UTF_8), new JacksonJson()))
                .isInstanceOf(UnreadableReportException.class).hasMessageContaining("nested");
    }

    @Test
    void readsALargeReportFullOfReferences() {
        StringBuilder report = new StringBuilder("<testsuites>");
        for (int i = 0; i < 200_000; i++) {
            report.append("<testcase name='a&lt;").append(i)
                    .append("'><failure message='&#10;&amp;&#x41;'>&lt;&gt;</failure></testcase>");
        }

        TestReport read = parseText(report.append("</testsuites>").toString());

        assertThat(read.failed()).isEqualTo(200_000);
    }

    @Test
    void saysThatATestHostCrashedThoughAllItsTestsPassed() {
        TestReport report = parseText("""
                <TestRun><Results><UnitTestResult testName="a" outcome="Passed"/></Results><ResultSummary outcome="Failed">
                <RunInfos><RunInfo outcome="Error"><Text>Test host process crashed</Text></RunInfo>
                <RunInfo outcome="Warning"><Text>slow</Text></RunInfo></RunInfos></ResultSummary></TestRun>""");

        assertThat(counts(report)).isEqualTo("1 1 0 0 0");
        assertThat(report.problem()).contains("process crashed").doesNotContain("slow");
    }

    @Test
    void takesAnOutcomeThatIsLeftOutForAnErrorAndATimeoutForAFailure() {
        assertThat(counts(parseText(
                "<TestRun><Results><UnitTestResult testName='a'/><UnitTestResult testName='b' outcome='Timeout'/>"
                        + "<UnitTestResult testName='c' outcome='Aborted'/><UnitTestResult testName='d' outcome='NotRunnable'/>"
                        + "</Results></TestRun>")))
                .isEqualTo("4 0 2 1 1");
    }

    @Test
    void readsASuiteOfNUnitByItself() {
        assertThat(counts(parseText("<test-suite><results><test-case name='a' executed='True' success='True'/>"
                + "<test-case name='b' executed='False'/></results></test-suite>"))).isEqualTo("2 1 0 0 1");
    }

    @Test
    void readsTestNgSonarAndCtestsOwn() {
        assertThat(counts(
                parseText("<testng-results><suite><test><class name='a.A'><test-method status='PASS' name='setUp' "
                        + "is-config='true'/><test-method status='PASS' name='x'/><test-method status='FAIL' name='y'><exception>"
                        + "<message>m</message></exception></test-method><test-method status='SKIP' name='z'/></class></test></suite>"
                        + "</testng-results>")))
                .isEqualTo("3 1 1 0 1");
        assertThat(
                counts(parseText("<testExecutions version='1'><file path='a.js'><testCase name='x'/><testCase name='y'>"
                        + "<error message='m'>s</error></testCase><testCase name='z'><skipped message='m'/></testCase></file>"
                        + "</testExecutions>")))
                .isEqualTo("3 1 0 1 1");
        assertThat(counts(parseText(
                "<Site><Testing><TestList><Test>./a</Test></TestList><Test Status='passed'><Name>a</Name></Test>"
                        + "<Test Status='failed'><Name>b</Name></Test><Test Status='notrun'><Name>c</Name></Test></Testing></Site>")))
                .isEqualTo("3 1 1 0 1");
    }

    @Test
    void readsColoursThatXmlDoesNotAllow() {
        assertThat(counts(
                parseText("<testsuite><testcase name='a'><failure message='&#27;[31mred&#x1b;[0m'>\u001B[1mx</failure>"
                        + "</testcase></testsuite>")))
                .isEqualTo("1 0 1 0 0");
    }
}
