package dev.telecoder.support.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes reports of many tools from one list of cases, each by a writer that knows its tool's documentation and nothing of
 * the readers. The same seed gives the same report.
 */
final class ReportGenerator {

    /** A case; several may have the same name. */
    record Case(String suite, String name, Outcome outcome, String message) {}

    /** What a tool writes of a list of cases, and whether it tells errors from failures. */
    record Kind(String name, boolean tellsErrors, Function<List<Case>, String> writer) {}

    static final List<Kind> KINDS = List.of(
            new Kind("junit surefire", true, ReportGenerator::surefire),
            new Kind("junit nested", true, ReportGenerator::nested),
            new Kind("junit attributes only", true, ReportGenerator::attributes),
            new Kind("trx", true, ReportGenerator::trx), new Kind("nunit 3", true, ReportGenerator::nunit3),
            new Kind("nunit 2", true, ReportGenerator::nunit2), new Kind("xunit", false, ReportGenerator::xunit),
            new Kind("tap 13", false, ReportGenerator::tap),
            new Kind("tap 14 subtests", false, ReportGenerator::subtests),
            new Kind("go json", false, ReportGenerator::goJson), new Kind("go text", false, ReportGenerator::goText),
            new Kind("cargo", false, ReportGenerator::cargo), new Kind("libtest json", false, ReportGenerator::libtest),
            new Kind("pytest", true, ReportGenerator::pytest),
            new Kind("pytest json", true, ReportGenerator::pytestJson),
            new Kind("jest json", false, ReportGenerator::jestJson), new Kind("jest", false, ReportGenerator::jest),
            new Kind("vitest", false, ReportGenerator::vitest),
            new Kind("mocha json", false, ReportGenerator::mochaJson),
            new Kind("mocha", false, ReportGenerator::mocha), new Kind("rspec json", false, ReportGenerator::rspecJson),
            new Kind("rspec", false, ReportGenerator::rspec), new Kind("phpunit", true, ReportGenerator::phpunit),
            new Kind("teamcity", false, ReportGenerator::teamcity),
            new Kind("surefire text", true, ReportGenerator::surefireText),
            new Kind("gradle", false, ReportGenerator::gradle), new Kind("dotnet", false, ReportGenerator::dotnet),
            new Kind("ctest", false, ReportGenerator::ctest), new Kind("ctrf", false, ReportGenerator::ctrf),
            new Kind("minitest", true, ReportGenerator::minitest), new Kind("bun", false, ReportGenerator::bun),
            new Kind("unittest", true, ReportGenerator::unittest));

    private static final String[] WORDS =
            {"adds", "removes item", "is empty", "handles <&> \"quotes\"", "zählt 'ä'", "ok",
                    "fails: 3 of 4", "FAILED", "skip", "a.b.c", "with # hash", "1..3", "x | y", "[2]", "größer ➤",
                    "test result: ok"};

    private ReportGenerator() {}

    /** {@return some cases in suites; a third of the seeds has none that is bad} */
    static List<Case> cases(long seed) {
        Random random = new Random(seed);
        boolean green = seed % 3 == 0;
        List<Case> cases = new ArrayList<>();
        int suites = 1 + random.nextInt(4);
        for (int s = 0; s < suites; s++) {
            int count = 1 + random.nextInt(9);
            for (int i = 0; i < count; i++) {
                int dice = random.nextInt(10);
                Outcome outcome = dice < 5 || green && dice < 8 ? Outcome.PASSED
                        : dice < 7 && !green ? Outcome.FAILED : dice == 7 && !green ? Outcome.ERROR
                                : dice < 10 && dice > 7 ? Outcome.SKIPPED : Outcome.PASSED;
                cases.add(new Case("acme.Suite" + s, WORDS[random.nextInt(WORDS.length)], outcome,
                        random.nextInt(4) == 0 ? "two\nlines <b> & ]] more" : "expected: 3 but was: 4"));
            }
        }
        return cases;
    }

    static long count(List<Case> cases, Outcome... wanted) {
        return cases.stream().filter(one -> List.of(wanted).contains(one.outcome)).count();
    }

    private static Map<String, List<Case>> suites(List<Case> cases) {
        return cases.stream().collect(Collectors.groupingBy(Case::suite, LinkedHashMap::new, Collectors.toList()));
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("\n", "&#10;");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** {@return a name as a tool would have it that allows identifiers only} */
    private static String identifier(Case one, int number) {
        return "test_" + one.name.replaceAll("[^a-z]", "") + "_" + number % 3;
    }

    private static String by(Case one, String passed, String failed, String error, String skipped) {
        return switch (one.outcome) {
            case PASSED -> passed;
            case FAILED -> failed;
            case ERROR -> error;
            case SKIPPED -> skipped;
        };
    }

    private static String each(List<Case> cases, Function<Case, String> writer) {
        return cases.stream().map(writer).collect(Collectors.joining());
    }

    private static String junitCase(Case one) {
        String bad = " message=\"" + xml(one.message) + "\" type=\"X\"><![CDATA[" + one.message.replace("]]", "] ]")
                + "]]></";
        return "<testcase classname=\"" + one.suite + "\" name=\"" + xml(one.name) + "\" time=\"0.01\">"
                + by(one, "", "<failure" + bad + "failure>", "<error" + bad + "error>", "<skipped message=\"later\"/>")
                + "<system-out><![CDATA[not ok 1\nTests run: 9, Failures: 9]]></system-out></testcase>\n";
    }

    private static String counts(List<Case> cases) {
        return " tests=\"" + cases.size() + "\" failures=\"" + count(cases, Outcome.FAILED) + "\" errors=\""
                + count(cases, Outcome.ERROR) + "\" skipped=\"" + count(cases, Outcome.SKIPPED) + "\"";
    }

    private static String surefire(List<Case> cases) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"acme\"" + counts(cases)
                + "><properties/>\n"
                + each(cases, ReportGenerator::junitCase) + "</testsuite>\n";
    }

    private static String nested(List<Case> cases) {
        StringBuilder out =
                new StringBuilder("<testsuites" + counts(cases) + "><testsuite name='all'" + counts(cases) + ">");
        suites(cases)
                .forEach((name, some) -> out.append("<testsuite name='").append(name).append("'").append(counts(some))
                        .append(">").append(each(some, ReportGenerator::junitCase)).append("</testsuite>\n"));
        return out + "<testsuite name='none' tests='0'/></testsuite></testsuites>";
    }

    private static String attributes(List<Case> cases) {
        StringBuilder out = new StringBuilder("<testsuites>");
        suites(cases)
                .forEach((name, some) -> out.append("<testsuite name='").append(name).append("'").append(counts(some))
                        .append("/>\n"));
        return out + "</testsuites>";
    }

    private static String trx(List<Case> cases) {
        return "<?xml version=\"1.0\"?><TestRun xmlns=\"http://microsoft.com/schemas/VisualStudio/TeamTest/2010\"><Results>"
                + each(cases, one -> "<UnitTestResult testName=\"" + xml(one.name) + "\""
                        + by(one, " outcome=\"Passed\"", " outcome=\"Failed\"", "", " outcome=\"NotExecuted\"")
                        + "><Output>"
                        + (one.outcome.bad() ? "<ErrorInfo><Message>" + xml(one.message) + "</Message></ErrorInfo>"
                                : "")
                        + "</Output></UnitTestResult>")
                + "</Results><ResultSummary outcome=\"Completed\"><Counters total=\"" + cases.size()
                + "\"/></ResultSummary></TestRun>";
    }

    private static String nunit3(List<Case> cases) {
        StringBuilder out = new StringBuilder(
                "<test-run id=\"2\" testcasecount=\"" + cases.size() + "\"><test-suite type=\"Assembly\">");
        suites(cases).forEach((name, some) -> out.append("<test-suite type=\"TestFixture\" fullname=\"" + name + "\">"
                + each(some, one -> "<test-case name=\"" + xml(one.name) + "\" classname=\"" + name + "\" "
                        + by(one, "result=\"Passed\"/>",
                                "result=\"Failed\"><failure><message>m</message></failure></test-case>",
                                "result=\"Failed\" label=\"Error\"><failure><message>m</message></failure></test-case>",
                                "result=\""
                                        + (one.name.length() % 2 == 0 ? "Skipped\" label=\"Ignored" : "Inconclusive")
                                        + "\"/>"))
                + "</test-suite>"));
        return out + "</test-suite></test-run>";
    }

    private static String nunit2(List<Case> cases) {
        return "<test-results total=\""
                + cases.size() + "\"><test-suite><results>" + each(cases, one -> "<test-case name=\""
                        + xml(one.name) + "\" " + by(one, "executed=\"True\" result=\"Success\" success=\"True\"",
                                "executed=\"True\" result=\"Failure\" success=\"False\"",
                                "executed=\"True\" result=\"Error\" success=\"False\"",
                                "executed=\"False\" result=\""
                                        + (one.name.length() % 2 == 0 ? "Ignored" : "NotRunnable") + "\"")
                        + "/>")
                + "</results></test-suite></test-results>";
    }

    private static String xunit(List<Case> cases) {
        return "<assemblies><assembly name=\"a.dll\"><collection>" + each(cases, one -> "<test name=\"" + xml(one.name)
                + "\" type=\"" + one.suite + "\" result=\"" + by(one, "Pass", "Fail", "Fail", "Skip") + "\">"
                + (one.outcome.bad() ? "<failure><message>" + xml(one.message) + "</message></failure>" : "")
                + "</test>")
                + "</collection></assembly></assemblies>";
    }

    private static String tapName(Case one) {
        return one.name.replace("#", "\\#");
    }

    private static String tap(List<Case> cases) {
        StringBuilder out = new StringBuilder("TAP version 13\n1.." + cases.size() + "\n");
        int number = 0;
        for (Case one : cases) {
            number++;
            out.append(by(one, "ok ", "not ok ", "not ok ", number % 2 == 0 ? "ok " : "not ok ")).append(number)
                    .append(" - ")
                    .append(tapName(one))
                    .append(one.outcome == Outcome.SKIPPED ? number % 2 == 0 ? " # SKIP later" : " # TODO" : "")
                    .append('\n');
            if (one.outcome.bad()) {
                out.append("  ---\n  message: ").append(quoted(one.message)).append("\n  ...\n");
            }
        }
        return out.toString();
    }

    private static String subtests(List<Case> cases) {
        StringBuilder out = new StringBuilder("TAP version 14\n");
        int top = 0;
        for (var suite : suites(cases).entrySet()) {
            top++;
            out.append("# Subtest: ").append(suite.getKey()).append('\n');
            int number = 0;
            for (Case one : suite.getValue()) {
                number++;
                out.append("    ").append(by(one, "ok ", "not ok ", "not ok ", "ok ")).append(number).append(" - ")
                        .append(tapName(one)).append(by(one, "", "", "", " # SKIP")).append('\n');
            }
            out.append("    1..").append(number).append('\n');
            boolean bad = suite.getValue().stream().anyMatch(one -> one.outcome.bad());
            out.append(bad ? "not ok " : "ok ").append(top).append(" - ").append(suite.getKey()).append('\n');
        }
        return out + "1.." + top + "\n";
    }

    private static String goJson(List<Case> cases) {
        StringBuilder out = new StringBuilder();
        suites(cases).forEach((name, some) -> {
            String owner = "\"Package\":\"" + name.replace('.', '/') + "\"";
            out.append("{\"Action\":\"start\",").append(owner).append("}\n");
            int number = 0;
            for (Case one : some) {
                String test = ",\"Test\":\"Test" + identifier(one, number++) + "\"}\n";
                out.append("{\"Action\":\"run\",").append(owner).append(test);
                out.append("{\"Action\":\"output\",").append(owner).append(",\"Output\":\"--- FAIL: x (0.0s)\\n\"")
                        .append(test);
                out.append("{\"Action\":\"").append(by(one, "pass", "fail", "fail", "skip")).append("\",").append(owner)
                        .append(test);
            }
            boolean bad = some.stream().anyMatch(one -> one.outcome.bad());
            out.append("{\"Action\":\"").append(bad ? "fail" : "pass").append("\",").append(owner).append("}\n");
        });
        return out.toString();
    }

    private static String goText(List<Case> cases) {
        StringBuilder out = new StringBuilder();
        suites(cases).forEach((name, some) -> {
            int number = 0;
            for (Case one : some) {
                String test = "Test" + identifier(one, number++);
                out.append("=== RUN   ").append(test).append("\n    a_test.go:7: ").append(one.name).append("\n--- ")
                        .append(by(one, "PASS", "FAIL", "FAIL", "SKIP")).append(": ").append(test).append(" (0.00s)\n");
            }
            boolean bad = some.stream().anyMatch(one -> one.outcome.bad());
            out.append(bad ? "FAIL\nFAIL\t" : "PASS\nok  \t").append(name).append("\t0.01s\n");
        });
        return out.toString();
    }

    private static String cargo(List<Case> cases) {
        StringBuilder out = new StringBuilder("   Compiling cart v0.1.0\n");
        suites(cases).forEach((name, some) -> {
            out.append("\nrunning ").append(some.size()).append(" tests\n");
            int number = 0;
            for (Case one : some) {
                out.append("test tests::").append(identifier(one, number++)).append(" ... ")
                        .append(by(one, "ok", "FAILED", "FAILED", "ignored, later")).append('\n');
            }
            out.append("\ntest result: ").append(count(some, Outcome.FAILED, Outcome.ERROR) > 0 ? "FAILED" : "ok")
                    .append(". ")
                    .append(count(some, Outcome.PASSED)).append(" passed; ")
                    .append(count(some, Outcome.FAILED, Outcome.ERROR))
                    .append(" failed; ").append(count(some, Outcome.SKIPPED))
                    .append(" ignored; 0 measured; 3 filtered out; finished in 0.00s\n");
        });
        return out.toString();
    }

    private static String libtest(List<Case> cases) {
        return "{ \"type\": \"suite\", \"event\": \"started\", \"test_count\": " + cases.size() + " }\n"
                + each(cases,
                        one -> "{ \"type\": \"test\", \"event\": \"started\", \"name\": \"a::b\" }\n{ \"type\": \"test\", \"name\": "
                                + "\"a::b\", \"event\": \"" + by(one, "ok", "failed", "failed", "ignored") + "\" }\n")
                + "{ \"type\": \"suite\", \"event\": \"ok\", \"passed\": 1 }\n";
    }

    private static String pytest(List<Case> cases) {
        List<String> parts = new ArrayList<>();
        part(parts, count(cases, Outcome.FAILED), "failed");
        part(parts, count(cases, Outcome.PASSED), "passed");
        part(parts, count(cases, Outcome.SKIPPED), "skipped");
        part(parts, 2, "warnings");
        part(parts, count(cases, Outcome.ERROR), count(cases, Outcome.ERROR) == 1 ? "error" : "errors");
        return "===== test session starts =====\ncollected " + cases.size() + " items\n\na_test.py .F\n\n"
                + "===== " + String.join(", ", parts) + " in 0.12s =====\n";
    }

    private static void part(List<String> parts, long count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }

    private static String pytestJson(List<Case> cases) {
        return "{\"created\":1.0,\"exitcode\":0,\"root\":\"/x\",\"summary\":{\"total\":" + cases.size()
                + "},\"tests\":["
                + cases.stream().map(one -> "{\"nodeid\":\"a.py::t\",\"lineno\":3,\"outcome\":\""
                        + by(one, "passed", "failed", "error", one.name.length() % 2 == 0 ? "skipped" : "xfailed")
                        + "\"}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String jestJson(List<Case> cases) {
        return "{\"numTotalTests\":"
                + cases.size() + ",\"success\":false,\"testResults\":[" + suites(cases).entrySet().stream()
                        .map(suite -> "{\"name\":\"/x/a.test.js\",\"status\":\"passed\",\"assertionResults\":["
                                + suite.getValue().stream()
                                        .map(one -> "{\"title\":" + quoted(one.name) + ",\"ancestorTitles\":["
                                                + quoted(one.suite)
                                                + "],\"failureMessages\":["
                                                + (one.outcome.bad() ? quoted(one.message) : "") + "],\"status\":\""
                                                + by(one, "passed", "failed", "failed",
                                                        one.name.length() % 2 == 0 ? "pending" : "todo")
                                                + "\"}")
                                        .collect(Collectors.joining(","))
                                + "]}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String jest(List<Case> cases) {
        List<String> parts = new ArrayList<>();
        part(parts, count(cases, Outcome.FAILED, Outcome.ERROR), "failed");
        part(parts, count(cases, Outcome.SKIPPED), "skipped");
        part(parts, count(cases, Outcome.PASSED), "passed");
        return "PASS src/a.test.js\nTest Suites: 1 passed, 1 total\nTests:       " + String.join(", ", parts) + ", "
                + cases.size()
                + " total\nSnapshots:   0 total\nTime:        0.5 s\n";
    }

    private static String vitest(List<Case> cases) {
        List<String> parts = new ArrayList<>();
        part(parts, count(cases, Outcome.FAILED, Outcome.ERROR), "failed");
        part(parts, count(cases, Outcome.PASSED), "passed");
        part(parts, count(cases, Outcome.SKIPPED), "skipped");
        return " RUN  v1.0.0 /x\n\n Test Files  1 passed (1)\n      Tests  " + String.join(" | ", parts) + " ("
                + cases.size()
                + ")\n   Start at  12:00:00\n";
    }

    private static String list(List<Case> cases, Outcome... wanted) {
        return cases.stream().filter(one -> List.of(wanted).contains(one.outcome))
                .map(one -> "{\"title\":" + quoted(one.name)
                        + ",\"fullTitle\":" + quoted(one.suite + " " + one.name) + ",\"err\":{\"message\":"
                        + quoted(one.message) + "}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String mochaJson(List<Case> cases) {
        return "{\"stats\":{\"tests\":" + cases.size() + ",\"passes\":" + count(cases, Outcome.PASSED)
                + "},\"tests\":[],\"pending\":"
                + list(cases, Outcome.SKIPPED) + ",\"failures\":" + list(cases, Outcome.FAILED, Outcome.ERROR)
                + ",\"passes\":"
                + list(cases, Outcome.PASSED) + "}";
    }

    private static String mocha(List<Case> cases) {
        long failed = count(cases, Outcome.FAILED, Outcome.ERROR);
        long pending = count(cases, Outcome.SKIPPED);
        return "\n\n  " + count(cases, Outcome.PASSED) + " passing (12ms)\n"
                + (pending > 0 ? "  " + pending + " pending\n" : "")
                + (failed > 0 ? "  " + failed + " failing\n\n" : "\n");
    }

    private static String rspecJson(List<Case> cases) {
        return "{\"version\":\"3.13\",\"examples\":[" + cases.stream().map(one -> "{\"description\":" + quoted(one.name)
                + ",\"full_description\":" + quoted(one.suite + " " + one.name) + ",\"status\":\""
                + by(one, "passed", "failed", "failed", "pending")
                + "\",\"file_path\":\"./a_spec.rb\",\"line_number\":3}")
                .collect(Collectors.joining(",")) + "],\"summary\":{\"example_count\":" + cases.size() + "}}";
    }

    private static String rspec(List<Case> cases) {
        long failed = count(cases, Outcome.FAILED, Outcome.ERROR);
        return "Finished in 0.1 seconds\n" + cases.size() + " example" + (cases.size() == 1 ? "" : "s") + ", " + failed
                + " failure"
                + (failed == 1 ? "" : "s")
                + (count(cases, Outcome.SKIPPED) > 0 ? ", " + count(cases, Outcome.SKIPPED) + " pending" : "")
                + "\n";
    }

    private static String phpunit(List<Case> cases) {
        if (count(cases, Outcome.PASSED) == cases.size()) {
            return "PHPUnit 10.5\n\nOK (" + cases.size() + (cases.size() == 1 ? " test" : " tests")
                    + ", 9 assertions)\n";
        }
        List<String> parts = new ArrayList<>(List.of("Tests: " + cases.size(), "Assertions: 9"));
        Map.of("Errors: ", count(cases, Outcome.ERROR), "Failures: ", count(cases, Outcome.FAILED), "Skipped: ",
                count(cases, Outcome.SKIPPED)).forEach((word, count) -> {
                    if (count > 0) {
                        parts.add(word + count);
                    }
                });
        return "PHPUnit 10.5\n\nFAILURES!\n" + String.join(", ", parts) + ".\n";
    }

    private static String teamcity(List<Case> cases) {
        return each(cases, one -> {
            String name = "name='"
                    + one.name.replace("|", "||").replace("'", "|'").replace("[", "|[").replace("]", "|]") + "'";
            return "##teamcity[testStarted " + name + " flowId='7']\n" + by(one, "", "##teamcity[testFailed " + name
                    + " message='m' details='d' flowId='7']\n",
                    "##teamcity[testFailed " + name + " message='m' flowId='7']\n",
                    "##teamcity[testIgnored " + name + " message='m' flowId='7']\n") + "##teamcity[testFinished " + name
                    + " duration='0' flowId='7']\n";
        });
    }

    private static String surefireText(List<Case> cases) {
        StringBuilder out = new StringBuilder("[INFO]  T E S T S\n");
        suites(cases).forEach(
                (name, some) -> out.append("[INFO] Running ").append(name).append("\n[INFO] ").append(run(some))
                        .append(", Time elapsed: 0.05 s -- in ").append(name).append('\n'));
        return out + "[INFO]\n[INFO] Results:\n[INFO]\n[ERROR] " + run(cases) + "\n[INFO]\n[INFO] BUILD DONE\n";
    }

    private static String run(List<Case> cases) {
        return "Tests run: " + cases.size() + ", Failures: " + count(cases, Outcome.FAILED) + ", Errors: "
                + count(cases, Outcome.ERROR) + ", Skipped: " + count(cases, Outcome.SKIPPED);
    }

    private static String gradle(List<Case> cases) {
        long skipped = count(cases, Outcome.SKIPPED);
        return "> Task :test FAILED\n\n" + cases.size() + (cases.size() == 1 ? " test" : " tests") + " completed, "
                + count(cases, Outcome.FAILED, Outcome.ERROR) + " failed"
                + (skipped > 0 ? ", " + skipped + " skipped" : "") + "\n";
    }

    private static String dotnet(List<Case> cases) {
        long failed = count(cases, Outcome.FAILED, Outcome.ERROR);
        return (failed > 0 ? "Failed!  - Failed: " : "Passed!  - Failed: ")
                + "%5d, Passed: %5d, Skipped: %5d, Total: %5d, Duration: 9 ms - a.dll (net8.0)\n"
                        .formatted(failed, count(cases, Outcome.PASSED), count(cases, Outcome.SKIPPED), cases.size());
    }

    private static String ctest(List<Case> cases) {
        StringBuilder out = new StringBuilder("Test project /x/build\n");
        int number = 0;
        for (Case one : cases) {
            number++;
            out.append("      Start  ").append(number).append(": ").append(identifier(one, number))
                    .append("\n %d/%d Test  #%d: %s ......"
                            .formatted(number, cases.size(), number, identifier(one, number)))
                    .append(by(one, "   Passed ", "***Failed ", "***Failed ", "***Skipped ")).append("   0.00 sec\n");
        }
        return out + "\n50% tests passed, 1 tests failed out of " + cases.size() + "\n";
    }

    private static String ctrf(List<Case> cases) {
        return "{\"reportFormat\":\"CTRF\",\"specVersion\":\"0.0.0\",\"results\":{\"tool\":{\"name\":\"acme\"},\"summary\":{\"tests\":0},"
                + "\"tests\":["
                + cases.stream().map(one -> "{\"name\":" + quoted(one.name) + ",\"duration\":1,\"status\":\"" + by(one,
                        "passed", "failed", "failed", List.of("skipped", "pending", "other").get(one.name.length() % 3))
                        + "\"}")
                        .collect(Collectors.joining(","))
                + "]}}";
    }

    private static String minitest(List<Case> cases) {
        return "Run options: --seed 1\n\n# Running:\n\n..F\n\n" + cases.size() + " runs, 9 assertions, "
                + count(cases, Outcome.FAILED)
                + " failures, " + count(cases, Outcome.ERROR) + " errors, " + count(cases, Outcome.SKIPPED)
                + " skips\n";
    }

    private static String bun(List<Case> cases) {
        long skipped = count(cases, Outcome.SKIPPED);
        return "bun test v1.1\n\na.test.ts:\n\n " + count(cases, Outcome.PASSED) + " pass\n"
                + (skipped > 0 ? " " + skipped + " skip\n" : "")
                + " " + count(cases, Outcome.FAILED, Outcome.ERROR) + " fail\n 9 expect() calls\nRan " + cases.size()
                + " tests\n";
    }

    private static String unittest(List<Case> cases) {
        StringBuilder out = new StringBuilder("..\n");
        int number = 0;
        for (Case one : cases) {
            number++;
            if (one.outcome.bad()) {
                String name = identifier(one, number);
                out.append("=".repeat(70)).append('\n').append(one.outcome == Outcome.FAILED ? "FAIL: " : "ERROR: ")
                        .append(name)
                        .append(" (").append(one.suite).append('.').append(name).append(")\n").append("-".repeat(70))
                        .append("\nTraceback (most recent call last):\n  File \"/x/a.py\", line 3, in f\nAssertionError: 1\n\n");
            }
        }
        List<String> parts = new ArrayList<>();
        part(parts, count(cases, Outcome.FAILED), "failures");
        part(parts, count(cases, Outcome.ERROR), "errors");
        part(parts, count(cases, Outcome.SKIPPED), "skipped");
        String verdict = parts.stream().map(text -> text.split(" ")[1] + "=" + text.split(" ")[0])
                .collect(Collectors.joining(", "));
        return out + "-".repeat(70) + "\nRan " + cases.size() + " tests in 0.001s\n\n"
                + (count(cases, Outcome.FAILED, Outcome.ERROR) > 0 ? "FAILED" : "OK")
                + (verdict.isEmpty() ? "" : " (" + verdict + ")") + "\n";
    }
}
