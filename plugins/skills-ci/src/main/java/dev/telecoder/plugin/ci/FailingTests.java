package dev.telecoder.plugin.ci;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the names of failing tests from what the test runners print. */
final class FailingTests {

    private static final int MOST = 200;

    /** A name in the way of one runner; where the line must hold a text, that is looked for first. */
    private record Name(String hint, Pattern pattern) {

        static Name of(String hint, String regex) {
            return new Name(hint, Pattern.compile(regex));
        }
    }

    private static final List<Name> NAMES = List.of(
            Name.of(".py", "^(?:FAILED|ERROR) (\\S+\\.py\\S*)"),
            Name.of(".py::", "^(\\S+\\.py::.+?) (?:FAILED|ERROR)(?:\\s|$)"),
            Name.of(": test", "^(?:FAIL|ERROR): (\\w+ \\([\\w.]+\\))"),
            Name.of("<<< ",
                    "^(?:\\[ERROR\\] )?(?:\\[\\w+\\] )?(\\w[\\w.$]*[\\w(){}\\[\\], .=-]*?)(?: -- |  ?)Time elapsed.*<<< (?:FAILURE|ERROR)!"),
            Name.of("[error]", "^\\[ERROR\\] {2,3}(?:\\w+ )?([\\w$]+\\.[\\w$]+(?:\\[[^\\]]*\\])?)(?::\\d+|»|->)"),
            Name.of("failed", "^(\\w[\\w.$]* > .+?) FAILED$"),
            Name.of("--- fail:", "^\\s*--- FAIL: (\\S+)"),
            Name.of("failed", "^test (\\S+).* \\.\\.\\. FAILED$"),
            Name.of("fail [", "^\\s*FAIL \\[\\s*[\\d.]+s\\] (?:\\(\\s*\\d+/\\d+\\) )?(\\S+(?: \\S+)?)"),
            Name.of("●", "^\\s*● (?!Console|Test suite failed|Deprecation|Validation|Cannot log)(.+)$"),
            Name.of(" > ", "^\\s*(?:FAIL|×|✗) +(?:\\|[^|]+\\| )?(\\S+\\.\\w+ > .+?)(?: \\d+ms)?$"),
            Name.of("›", "^\\s*\\d+\\) (?:\\[\\w+\\] › )?(\\S.* › .+?)(?: ─+)?$"),
            Name.of("rspec ", "^rspec (\\./\\S+)"),
            Name.of("#test_", "(\\w+(?:::\\w+)*#test_\\w+)"),
            Name.of("::test", "^\\d+\\) ((?:\\w+\\\\)*\\w+::test\\w*(?: with data set .*)?)$"),
            Name.of("[fail]", "(\\w[\\w.]*(?:\\([^)]*\\))?) \\[FAIL\\]$"),
            Name.of("failed ", "^\\s*Failed (\\w[\\w.+]*(?:\\(.*\\))?) \\[[\\d.,<]+ ?\\w+.*\\]$"),
            Name.of("[  failed  ]", "^\\[  FAILED  \\] ([\\w/]+\\.[\\w/]+)"),
            Name.of(" - ",
                    "^\\s*\\d+ - (\\S+) \\((?:Failed|Timeout|SEGFAULT|Not Run|Child aborted|Subprocess aborted|ILLEGAL)\\)"),
            Name.of("not ok", "^\\s*not ok \\d+ (?:- )?(?!.*# (?:TODO|SKIP))(.+?)(?: # .*)?$"),
            Name.of("failed", "^Test [Cc]ase '(.+?)' failed"),
            Name.of("*** failed ***", "^(?:\\[info\\] )?- (.+) \\*\\*\\* FAILED \\*\\*\\*"),
            Name.of(" (", "^\\s+\\d+\\) test (.+ \\([\\w.]+\\))$"),
            Name.of("failed in", "^(//\\S+)\\s+FAILED in"));

    private static final Pattern MOCHA = Pattern.compile("^\\s{0,8}\\d{1,3}\\) (\\S.*)$");
    private static final Pattern MOCHA_HEAD = Pattern.compile("^\\s*\\d+ failing$");

    private FailingTests() {}

    static List<String> in(List<LogLine> lines) {
        Set<String> names = new LinkedHashSet<>();
        boolean mocha = false;
        List<String> suite = new ArrayList<>();
        for (LogLine line : lines) {
            String text = line.body();
            if (names.size() >= MOST) {
                break;
            }
            if (text.isBlank()) {
                continue;
            }
            mocha |= text.endsWith(" failing") && MOCHA_HEAD.matcher(text).find();
            if (mocha) {
                mocha(text, suite, names);
            }
            String lower = text.toLowerCase(java.util.Locale.ROOT);
            for (Name name : NAMES) {
                if (!lower.contains(name.hint())) {
                    continue;
                }
                Matcher found = name.pattern().matcher(text);
                if (found.find()) {
                    names.add(found.group(1).strip());
                    break;
                }
            }
        }
        return distinct(names);
    }

    /** Mocha names suite and test over several lines, the last with a colon. */
    private static void mocha(String text, List<String> suite, Set<String> names) {
        Matcher head = MOCHA.matcher(text);
        if (head.find()) {
            suite.clear();
            suite.add(head.group(1).strip());
        } else if (!suite.isEmpty() && suite.size() < 8) {
            suite.add(text.strip());
        } else {
            return;
        }
        if (suite.getLast().endsWith(":")) {
            String whole = String.join(" ", suite);
            names.add(whole.substring(0, whole.length() - 1));
            suite.clear();
        }
    }

    /** A runner that names a test twice, once short and once in full, means one test. */
    private static List<String> distinct(Set<String> names) {
        return names.stream()
                .filter(name -> names.stream().noneMatch(
                        other -> other.length() > name.length()
                                && (other.endsWith("." + name) || other.endsWith(" " + name))))
                .toList();
    }
}
