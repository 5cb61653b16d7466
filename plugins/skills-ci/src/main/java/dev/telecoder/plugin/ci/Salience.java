package dev.telecoder.plugin.ci;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much each line of a log has to do with the failure, from what it says and where it stands. */
final class Salience {

    /** How far back from where the job gave up lines count for standing there. */
    private static final double REACH = 30;
    private static final double NEARNESS = 46;
    /** What a line weighs that no tool writes by chance. */
    private static final int SURE = 85;
    private static final int HARMLESS = -60;

    private final List<LogLine> lines;
    private final Steps steps;
    private final Rules.Verdict[] verdicts;
    private final double[] scores;
    private final BitSet passing;

    private Salience(List<LogLine> lines, Steps steps) {
        this.lines = lines;
        this.steps = steps;
        this.verdicts = new Rules.Verdict[lines.size()];
        this.scores = new double[lines.size()];
        this.passing = Passing.in(lines);
    }

    /**
     * What came of looking at a log.
     *
     * @param scores a number for each line; above 0: worth showing
     * @param kinds what each line says, or {@code null}
     * @param failed the step that failed; {@code null} if the log does not tell
     * @param ends whether a job gave up, as far as the log tells
     */
    record Found(double[] scores, @Nullable String[] kinds, @Nullable Step failed, boolean ends) {}

    static Found of(List<LogLine> lines, Steps steps) {
        return new Salience(lines, steps).look();
    }

    private Found look() {
        boolean ends = false;
        for (int i = 0; i < lines.size(); i++) {
            Rules.Verdict verdict = steps.header(i) ? Rules.Verdict.NOTHING : Rules.of(lines.get(i).body());
            verdicts[i] = verdict;
            scores[i] = verdict.weight() + (passing.get(i) && !verdict.end() ? HARMLESS : 0);
            ends |= verdict.end();
        }
        repeated();
        continued();
        double[] own = scores.clone();
        Map<Step, Integer> gaveUp = gaveUp();
        near(gaveUp);
        Step failed = gaveUp.keySet().stream().min((a, b) -> Integer.compare(a.from(), b.from())).orElse(null);
        placed(gaveUp);
        @Nullable String[] kinds = new String[lines.size()];
        for (int i = 0; i < kinds.length; i++) {
            Rule best = verdicts[i].best();
            kinds[i] = best == null ? null : best.kind();
        }
        if (failed == null) {
            failed = steps.all().isEmpty() ? null : steps.at(strongest(own));
        }
        return new Found(scores, kinds, failed, ends || !gaveUp.isEmpty());
    }

    private int strongest(double[] own) {
        int best = 0;
        for (int i = 1; i < own.length; i++) {
            best = own[i] > own[best] ? i : best;
        }
        return best;
    }

    /** The first of many alike says it all; what a log repeats a hundred times is how it always looks. */
    private void repeated() {
        Map<String, Integer> seen = new HashMap<>();
        Map<Rule, Integer> ofRule = new HashMap<>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] <= 0) {
                continue;
            }
            int same = seen.merge(template(lines.get(i).body()), 1, Integer::sum) - 1;
            if (same > 0) {
                scores[i] *= same == 1 ? 0.72 : same == 2 ? 0.55 : 0.4;
            }
            Rule best = verdicts[i].best();
            int sameRule = best == null ? 0 : ofRule.merge(best, 1, Integer::sum) - 1;
            if (sameRule > 12) {
                scores[i] *= Math.max(0.6, 1 - (sameRule - 12) / 60.0);
            }
        }
    }

    private static String template(String body) {
        StringBuilder template = new StringBuilder();
        boolean digits = false;
        for (int i = 0; i < Math.min(body.length(), 200); i++) {
            char c = body.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (!digit) {
                template.append(c);
            } else if (!digits) {
                template.append('#');
            }
            digits = digit;
        }
        return template.toString().strip();
    }

    /** Hands the weight of a line on to those before and after it that belong to it. */
    private void continued() {
        double[] handed = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            Rule best = verdicts[i].best();
            if (best == null || scores[i] < 30) {
                continue;
            }
            double weight = scores[i];
            boolean inStack = false;
            for (int k = 1; k <= best.after() && i + k < scores.length; k++) {
                LogLine next = lines.get(i + k);
                if (next.blank()) {
                    if (best.until() == Rule.Until.BLANK) {
                        break;
                    }
                    continue;
                }
                if (best.until() == Rule.Until.DEDENT && !frame(next)) {
                    break;
                }
                if (next.body().startsWith("##[group]") || verdicts[i + k].against() < -40) {
                    break;
                }
                boolean stack = next.body().stripLeading().startsWith("at ");
                double share = 0.9 - 0.4 * k / (best.after() + 1.0) - (stack && inStack ? 0.2 : 0);
                inStack |= stack;
                handed[i + k] = Math.max(handed[i + k], weight * share);
            }
            for (int k = 1; k <= best.before() && i - k >= 0; k++) {
                if (!lines.get(i - k).blank() && verdicts[i - k].against() >= 0 && !steps.header(i - k)) {
                    handed[i - k] = Math.max(handed[i - k], weight * (0.8 - 0.3 * k / (best.before() + 1.0)));
                }
            }
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.max(scores[i], handed[i] + Math.min(0, verdicts[i].against()));
        }
    }

    private static boolean frame(LogLine line) {
        String text = line.body();
        String bare = text.stripLeading();
        return line.indented() || bare.startsWith("|") || bare.startsWith("^") || bare.startsWith("-->")
                || bare.startsWith("at ") || bare.startsWith("Caused by") || bare.startsWith("E ")
                || bare.startsWith("goroutine ") || bare.startsWith("[ERROR]   ") || bare.startsWith("[error] ")
                || bare.startsWith("\t");
    }

    /** The steps in which a job gave up, each with the line where it did. */
    private Map<Step, Integer> gaveUp() {
        Map<Step, Integer> told = new HashMap<>();
        Map<Step, Integer> sure = new HashMap<>();
        boolean named = steps.all().stream().anyMatch(step -> !step.name().isEmpty());
        for (int i = 0; i < scores.length; i++) {
            boolean annotated = lines.get(i).body().startsWith("##[error]");
            if (annotated) {
                sure.putIfAbsent(steps.at(i), i);
            } else if (verdicts[i].end()) {
                Step step = steps.at(i);
                boolean aside = step.cleaning() || named && step.name().isEmpty();
                Step before = aside ? before(step) : null;
                if (before != null) {
                    told.putIfAbsent(before, before.to());
                } else if (!step.cleaning()) {
                    told.putIfAbsent(step, i);
                }
            }
        }
        return sure.isEmpty() ? told : sure;
    }

    /** The step that ran before what only cleans up or tells how it ended. */
    private @Nullable Step before(Step aside) {
        List<Step> all = steps.all();
        for (int k = all.indexOf(aside) - 1; k >= 0; k--) {
            if (!all.get(k).cleaning() && !all.get(k).name().isEmpty()) {
                return all.get(k);
            }
        }
        return null;
    }

    /** What stands right before a job gave up counts for that alone, so that unknown tools are heard too. */
    private void near(Map<Step, Integer> gaveUp) {
        if (gaveUp.isEmpty()) {
            Step last = steps.all().stream().filter(step -> !step.cleaning()).reduce((a, b) -> b)
                    .orElse(steps.all().getLast());
            int strong = lastStrong(last);
            near(last, last.to(), strong < 0 ? 1 : 0.5);
            if (strong >= 0) {
                near(last, strong, 0.8);
            }
        }
        gaveUp.forEach((step, end) -> near(step, end, 1));
    }

    private int lastStrong(Step step) {
        for (int i = step.to() - 1; i >= step.from(); i--) {
            if (scores[i] >= SURE) {
                return i;
            }
        }
        return -1;
    }

    private void near(Step step, int end, double share) {
        int distance = 0;
        for (int i = end - 1; i >= step.from() && distance < 150; i--) {
            LogLine line = lines.get(i);
            if (line.blank() || steps.header(i) || verdicts[i].against() <= -50) {
                continue;
            }
            double nearness = share * NEARNESS * Math.exp(-distance / REACH) * (passing.get(i) ? 0.4 : 1);
            scores[i] = scores[i] > 0 ? scores[i] + nearness * 0.5 : nearness + Math.max(-15, scores[i]);
            distance++;
        }
    }

    /** A step that succeeded, and what only cleans up, has less to say than the one that failed. */
    private void placed(Map<Step, Integer> gaveUp) {
        int last = gaveUp.values().stream().max(Integer::compare).orElse(Integer.MAX_VALUE);
        boolean many = steps.all().size() > 1 && !gaveUp.isEmpty();
        double[] factors = new double[scores.length];
        Arrays.fill(factors, 1);
        for (Step step : steps.all()) {
            Integer end = gaveUp.get(step);
            for (int i = step.from(); i < step.to(); i++) {
                if (end == null) {
                    factors[i] = !many ? 1 : i > last || step.cleaning() ? 0.25 : 0.5;
                } else if (i > end + 3 && scores[i] < 90) {
                    factors[i] = 0.6;
                }
            }
        }
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > 0) {
                scores[i] *= factors[i];
            }
        }
    }
}
