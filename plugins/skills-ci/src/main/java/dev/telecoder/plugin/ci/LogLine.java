package dev.telecoder.plugin.ci;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a log.
 *
 * @param number its number in the log as it came, from 1
 * @param shown what people read: without colours and time stamps, else as it came
 * @param body what rules read: also without what a tool puts before the lines of others
 * @param named whether job and step stand before it, as {@code gh run view --log} writes them
 */
record LogLine(int number, String shown, String body, boolean named) {

    /** Beyond this a line is data that somebody printed, and no rule would find more in it. */
    private static final int READ = 2_000;

    private static final Pattern ESCAPES = Pattern.compile(
            "\u001b\\[[0-9;:?<=>]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|\u001b_[^\u0007\u001b]*(?:\u0007|\u001b\\\\)?"
                    + "|\u001b[()][0-9A-Za-z]|\u001b[=>78DEHMc]");
    private static final Pattern BUILDKITE = Pattern.compile("_bk;t=\\d+\u0007?");
    private static final Pattern STAMP =
            Pattern.compile("^\\[?\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?"
                    + "(?:Z|[+-]\\d\\d:?\\d\\d)\\]?(?: \\d\\d[OE][+ ]?)?[ \\t]?");
    private static final Pattern JENKINS_STAMP = Pattern.compile("^\\[\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\\] ?");
    private static final Pattern SECTION = Pattern.compile("section_(start|end):\\d+:([\\w.-]+)(?:\\[[^\\]]*])?\r?");
    private static final Pattern GH_CLI =
            Pattern.compile("^([^\\t]{1,200})\\t([^\\t]{1,200})\\t\\uFEFF?\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z ?");
    private static final Pattern CLOCK =
            Pattern.compile("^(?:\\[?\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{3})?\\]?\\s{1,2}|\\d\\d:\\d\\d\\s(?=\\S))");
    private static final Pattern DOCKER = Pattern.compile("^#\\d{1,4} (?:\\d+\\.\\d+ )?");
    private static final Pattern COMPOSE = Pattern.compile("^[\\w.-]{1,60}\\s+\\| ");
    private static final Pattern ACT = Pattern.compile("^\\[[\\w ()./,-]+/[\\w ()./,-]+]\\s+\\| ");

    static LogLine of(int number, String raw) {
        String text = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (text.indexOf('\u001b') >= 0) {
            text = ESCAPES.matcher(text).replaceAll("");
        }
        if (text.contains("_bk;t=")) {
            text = BUILDKITE.matcher(text).replaceAll("");
        }
        if (text.startsWith("section_")) {
            return new LogLine(number, text.replace('\r', ' '), text, false);
        }
        text = lastOfProgress(text);
        Matcher cli = GH_CLI.matcher(text);
        if (cli.lookingAt()) {
            String body = text.substring(cli.end());
            return new LogLine(number, cli.group(1) + "\t" + cli.group(2) + "\t" + body, body(body), true);
        }
        text = JENKINS_STAMP.matcher(text).replaceFirst("");
        text = STAMP.matcher(text).replaceFirst("");
        String shown = text.stripTrailing();
        return new LogLine(number, shown, body(shown), false);
    }

    /** A progress bar writes over itself; its last state is what is seen. */
    private static String lastOfProgress(String text) {
        int carriage = text.lastIndexOf('\r');
        return carriage < 0 || SECTION.matcher(text).find() ? text : text.substring(carriage + 1).isBlank()
                ? text.replace('\r', ' ') : text.substring(carriage + 1);
    }

    private static String body(String text) {
        String body = text.length() > READ ? text.substring(0, READ) : text;
        if (!body.isEmpty() && (body.charAt(0) == '[' || Character.isDigit(body.charAt(0)))) {
            body = CLOCK.matcher(body).replaceFirst("");
        }
        if (body.startsWith("#")) {
            body = DOCKER.matcher(body).replaceFirst("");
        } else if (body.startsWith("[") && body.contains("] ")) {
            body = ACT.matcher(body).replaceFirst("");
        } else if (body.contains(" | ")) {
            body = COMPOSE.matcher(body).replaceFirst("");
        }
        return body.stripTrailing();
    }

    /** The job that stands before the line; empty if none does. */
    String job() {
        return named ? shown.substring(0, shown.indexOf('\t')) : "";
    }

    /** The step that stands before the line; empty if none does. */
    String step() {
        if (!named) {
            return "";
        }
        int first = shown.indexOf('\t') + 1;
        String step = shown.substring(first, shown.indexOf('\t', first));
        return step.equals("UNKNOWN STEP") ? "" : step;
    }

    boolean blank() {
        return body.isBlank();
    }

    boolean indented() {
        return !body.isEmpty() && Character.isWhitespace(body.charAt(0));
    }
}
