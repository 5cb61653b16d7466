package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.support.report.TestReport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words for the model: totals, then each failure, then the end of the output, then the exit code. */
final class ResultText {

    /** The most characters of one answer, of all its failures, and of one message. */
    private static final int LIMIT = 28_000;
    private static final int FAILURES_LIMIT = 18_000;
    private static final int MESSAGE_LIMIT = 1_500;
    private static final Pattern NOT_FOUND = Pattern.compile(
            "(?m)^(?:\\S*sh: (?:line )?(?:\\d+: )?)([^:\\n]+): (?:command )?not found|env: ['‘]?([^'’:\\n]+)['’]?: No such file");

    private ResultText() {}

    static String ofReport(TestReport report, String named) {
        StringBuilder out =
                new StringBuilder(totals(report)).append("\nRead from ").append(named).append(", nothing was run.\n");
        if (report.tests() == 0) {
            out.append("The report holds no test.\n");
        }
        details(report, out);
        return out.toString();
    }

    static String ofRun(TestReport report, boolean recognised, String command, Sandbox.Exit exit, String output,
            boolean succeeded) {
        StringBuilder out = new StringBuilder();
        if (recognised) {
            out.append(totals(report)).append('\n');
            if (report.executed() == 0) {
                out.append("No test was executed. Check that the command, path or test names tests that exist.\n");
            }
        } else {
            out.append("No totals of a known test tool stand in the output, so how many tests ran is unknown.\n");
        }
        out.append("Command: ").append(command).append('\n');
        if (exit.timedOut()) {
            out.append("The command was stopped because it ran longer than the 10 minutes a test run may take. "
                    + "Run one file or one test with path or test.\n");
        } else if (!succeeded && exit.code() != 0 && recognised && report.succeeded() && report.executed() > 0) {
            out.append("All tests passed, but the command itself failed; the output tells why.\n");
        }
        details(report, out);
        String end = "Exit code: " + (exit.timedOut() ? "none, it was stopped" : exit.code()) + "\n";
        String plain = output.replaceAll("\\u001B\\[[0-9;?]*[ -/]*[@-~]", "").stripTrailing();
        // What passed needs no long proof.
        int room = Math.min(LIMIT - out.length() - end.length() - 60, succeeded ? 2_000 : LIMIT);
        if (!plain.isEmpty() && room > 200) {
            out.append(plain.length() > room ? "\nOutput (its end):\n" : "\nOutput:\n").append(tail(plain, room))
                    .append("\n\n");
        }
        return out.append(end).toString();
    }

    static String notFound(String command, String output) {
        Matcher missing = NOT_FOUND.matcher(output);
        String program = missing.find() ? missing.group(1) != null ? missing.group(1) : missing.group(2)
                : command.split("\\s+", 2)[0];
        return "The tests could not be started: the program '" + program.strip() + "' is not there in the sandbox. "
                + "Install it in the sandbox's image, or pass another command.\nCommand: " + command + "\n"
                + tail(output.strip(), 2_000) + "\nExit code: 127\n";
    }

    private static String totals(TestReport report) {
        return report.totals() + " (" + report.tests() + (report.tests() == 1 ? " test, " : " tests, ")
                + report.framework() + ")";
    }

    private static void details(TestReport report, StringBuilder out) {
        if (report.problem() != null) {
            out.append("\nOutside the tests: ").append(head(report.problem(), MESSAGE_LIMIT)).append('\n');
        }
        int shown = 0;
        for (TestReport.Failure failure : report.failures()) {
            StringBuilder one = new StringBuilder("\nFAILED ").append(failure.name());
            if (!failure.suite().isBlank()) {
                one.append(" [").append(failure.suite()).append(']');
            }
            one.append('\n');
            if (failure.file() != null) {
                one.append("  at ").append(failure.file()).append(failure.line() > 0 ? ":" + failure.line() : "")
                        .append('\n');
            }
            if (!failure.message().isBlank()) {
                one.append(head(failure.message(), MESSAGE_LIMIT).indent(2));
            }
            if (out.length() + one.length() > FAILURES_LIMIT) {
                out.append("\n… and ").append(report.failures().size() - shown).append(" more failures.\n");
                return;
            }
            out.append(one);
            shown++;
        }
    }

    private static String head(String text, int most) {
        return text.length() <= most ? text
                : text.substring(0, whole(text, most)) + "\n[… " + (text.length() - most) + " more characters]";
    }

    private static String tail(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int from = whole(text, text.length() - most);
        int line = text.indexOf('\n', from);
        return text.substring(line >= 0 && line - from < 500 ? line + 1 : from);
    }

    /** Never between the halves of one character. */
    private static int whole(String text, int index) {
        return Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
    }
}
