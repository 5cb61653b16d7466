package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.Remark.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What can be seen on one line without understanding the program. Pure. */
final class ReviewRules {

    /** Where a rule looks. */
    enum Where {
        /** The line as it is, in any file. */
        RAW,
        /** The line without strings and comments, in the rule's languages. */
        CODE,
        /** The line as it is, in the rule's languages. */
        SOURCE
    }

    /** Which files a rule is for. */
    enum Files {
        ALL, TESTS, OTHER
    }

    /**
     * One rule.
     *
     * @param id its name
     * @param severity how bad what it finds is
     * @param where what it looks at
     * @param files in which files
     * @param languages in which languages; empty for all
     * @param pattern what it finds
     * @param body what to say
     */
    record Rule(String id, Severity severity, Where where, Files files, Set<Language> languages, Pattern pattern,
            String body) {}

    private static final Set<Language> SCRIPT = EnumSet.of(Language.JAVASCRIPT, Language.TYPESCRIPT);
    private static final Set<Language> JVM = EnumSet.of(Language.JAVA, Language.KOTLIN);
    private static final Set<Language> PY = EnumSet.of(Language.PYTHON);
    private static final Set<Language> JAVA = EnumSet.of(Language.JAVA);
    private static final Set<Language> GO = EnumSet.of(Language.GO);
    private static final Set<Language> RUBY = EnumSet.of(Language.RUBY);
    private static final Set<Language> PHP = EnumSet.of(Language.PHP);
    private static final Set<Language> RUST = EnumSet.of(Language.RUST);
    private static final Set<Language> C = EnumSet.of(Language.C, Language.CPP);
    private static final Set<Language> ANY = Set.of();

    private static final List<Rule> ALL = rules();

    private ReviewRules() {}

    static List<Rule> all() {
        return ALL;
    }

    private static List<Rule> rules() {
        var rules = new ArrayList<Rule>();
        leftovers(rules);
        tests(rules);
        mistakes(rules);
        dangers(rules);
        return List.copyOf(rules);
    }

    private static void leftovers(List<Rule> rules) {
        rules.add(code("debugger", Severity.HIGH, Files.ALL, SCRIPT, "^\\s*debugger\\s*;?\\s*$",
                "A debugger statement stops the program where developer tools are open. Remove it."));
        rules.add(code("debugger", Severity.HIGH, Files.ALL, PY,
                "\\b(?:i?pdb|pudb)\\.set_trace\\(|(?<![\\w.])breakpoint\\(\\)|^\\s*import\\s+i?pdb\\b",
                "A breakpoint was left in: the program would wait for a debugger. Remove it."));
        rules.add(code("debugger", Severity.HIGH, Files.ALL, RUBY, "\\bbinding\\.(?:pry|irb)\\b|^\\s*byebug\\b",
                "A breakpoint was left in: the program would wait for a debugger. Remove it."));
        rules.add(code("debug-output", Severity.LOW, Files.OTHER, SCRIPT, "\\bconsole\\.(?:log|debug|trace|dir)\\s*\\(",
                "Debug output was left in. Remove it, or use the project's logger."));
        rules.add(code("debug-output", Severity.LOW, Files.OTHER, JVM,
                "\\bSystem\\.(?:out|err)\\.print(?:ln|f)?\\s*\\(|\\.printStackTrace\\s*\\(\\s*\\)",
                "This writes to the console past the logger. Use the project's logger, or remove it."));
        rules.add(code("debug-output", Severity.LOW, Files.OTHER, RUST, "\\bdbg!\\s*\\(",
                "A dbg! was left in. Remove it."));
        rules.add(code("debug-output", Severity.MEDIUM, Files.OTHER, PHP,
                "(?<![\\w>:$])(?:var_dump|print_r|dd|dump)\\s*\\(", "Debug output was left in. Remove it."));
        rules.add(raw("todo", Severity.INFO,
                "(?:#|//|/\\*|<!--|--|\\*)\\s*(?:TODO|FIXME|XXX|HACK)\\b(?!.*(?:#\\d|[A-Z]{2,}-\\d|https?://))",
                "A note of work left to do, without an issue that would keep it from being forgotten."));
    }

    private static void tests(List<Rule> rules) {
        rules.add(code("focused-test", Severity.HIGH, Files.ALL, SCRIPT,
                "(?<![\\w.$])(?:(?:describe|context|suite|it|test|specify|bench)(?:\\.(?:concurrent|sequential|each))?\\.only|fdescribe|fcontext|fit|ftest)\\s*[(`.]",
                "Only this test would run; all others are left out without a word. Take the focus away."));
        rules.add(code("focused-test", Severity.HIGH, Files.TESTS, RUBY,
                "^\\s*(?:fit|fdescribe|fcontext|fexample)\\b|\\bfocus:\\s*true\\b|:focus\\b",
                "Only this test would run. Take the focus away."));
        rules.add(code("skipped-test", Severity.MEDIUM, Files.ALL, SCRIPT,
                "(?<![\\w.$])(?:(?:describe|context|suite|it|test|specify)\\.(?:skip|todo|failing)|xdescribe|xcontext|xit|xtest)\\s*\\(",
                "This test does not run any more. Say why, or repair it."));
        rules.add(code("skipped-test", Severity.MEDIUM, Files.ALL, JVM, "^\\s*@(?:Disabled|Ignore|Ignored)\\b",
                "This test does not run any more. Say why, or repair it."));
        rules.add(code("skipped-test", Severity.MEDIUM, Files.ALL, PY,
                "^\\s*@(?:pytest\\.mark\\.(?:skip|xfail)|unittest\\.skip|skip)\\b(?!if)|\\bpytest\\.skip\\s*\\(",
                "This test does not run any more. Say why, or repair it."));
        rules.add(code("skipped-test", Severity.MEDIUM, Files.TESTS, GO, "\\bt\\.Skip(?:f|Now)?\\s*\\(",
                "This test does not run any more. Say why, or repair it."));
        rules.add(code("skipped-test", Severity.MEDIUM, Files.ALL, RUST, "^\\s*#\\[ignore\\b",
                "This test does not run any more. Say why, or repair it."));
        rules.add(code("sleeping-test", Severity.LOW, Files.TESTS, ANY,
                "\\b(?:Thread\\.sleep|time\\.[sS]leep|TimeUnit\\.\\w+\\.sleep)\\s*\\(",
                "A test that sleeps is slow, and fails on a busy machine. Wait for what must happen instead."));
    }

    private static void mistakes(List<Rule> rules) {
        rules.add(code("swallowed-error", Severity.MEDIUM, Files.ALL, ANY,
                "\\bcatch\\s*(?:\\([^)]*\\))?\\s*\\{\\s*\\}|^\\s*except[^:]*:\\s*pass\\b",
                "The error is swallowed: nobody hears that it happened. Handle it, log it or let it through."));
        rules.add(code("bare-except", Severity.MEDIUM, Files.ALL, PY, "^\\s*except\\s*:",
                "A bare except also catches SystemExit and KeyboardInterrupt. Name what you expect."));
        rules.add(code("mutable-default", Severity.HIGH, Files.ALL, PY,
                "^\\s*(?:async\\s+)?def\\s+\\w+\\s*\\(.*=\\s*(?:\\[\\s*\\]|\\{\\s*\\}|set\\(\\)|list\\(\\)|dict\\(\\))\\s*[,)]",
                "The default is made once and shared by all calls. Use None and make it inside."));
        rules.add(source("identity-of-literal", Severity.HIGH, PY,
                "\\bis\\s+(?:not\\s+)?(?:[\"'\\d]|\\(\\s*\\))(?!.*\\bprint)",
                "`is` compares identity; whether equal literals are one object is chance. Use == or !=."));
        rules.add(source("string-identity", Severity.HIGH, JAVA,
                "(?:[!=]=\\s*\"(?!.*\\bcharAt)|(?<!\\\\)\"\\s*[!=]=\\s*[\\w(])(?![^\"]*'\")",
                "This compares references, not the text. Use equals."));
        rules.add(code("off-by-one", Severity.HIGH, Files.ALL, ANY,
                "\\bfor\\s*\\(?[^;]*=\\s*0\\s*;\\s*\\w+\\s*<=\\s*(?:[\\w.>\\[\\]-]+\\.(?:length|size|count|Length|Count)(?:\\(\\))?|len\\([^)]*\\)|(?:count|sizeof|strlen)\\([^)]*\\))\\s*;",
                "The index goes up to the length itself, one past the last element. Use < instead of <=."));
        rules.add(code("off-by-one", Severity.HIGH, Files.ALL, PY,
                "\\brange\\(\\s*(?:0\\s*,\\s*)?len\\([^()]*\\)\\s*\\+\\s*1\\s*\\)",
                "The index goes one past the last element. Use range(len(…))."));
        rules.add(code("assignment-in-condition", Severity.HIGH, Files.ALL,
                EnumSet.of(Language.JAVASCRIPT, Language.TYPESCRIPT, Language.C, Language.CPP, Language.PHP),
                "\\bif\\s*\\(\\s*[$\\w.\\[\\]>-]+\\s=\\s[^=()]+\\)\\s*(?:\\{|$|\\w)",
                "This assigns where a comparison is probably meant. Use == or ===."));
        rules.add(code("self-comparison", Severity.MEDIUM, Files.OTHER, ANY,
                "(?<![\\w.)\\]\"'>$-])([a-zA-Z_$][\\w.]*)\\s*(?:===?|!==?|<=|>=)\\s*\\1(?![\\w.(\\[\"'-])",
                "Both sides are the same, so the result never changes."));
        rules.add(code("unsafe-function", Severity.HIGH, Files.ALL, C,
                "(?<![\\w.>])(?:gets|strcpy|strcat|sprintf|vsprintf)\\s*\\(",
                "This writes without looking at the size of its target. Use the bounded form."));
    }

    private static void dangers(List<Rule> rules) {
        rules.add(code("shell-injection", Severity.HIGH, Files.OTHER, PY,
                "\\bshell\\s*=\\s*True\\b|\\bos\\.system\\s*\\(",
                "A shell reads this command: whatever comes from outside becomes code. Pass a list without a shell."));
        rules.add(code("eval", Severity.HIGH, Files.OTHER,
                EnumSet.of(Language.JAVASCRIPT, Language.TYPESCRIPT, Language.PYTHON, Language.PHP, Language.RUBY),
                "(?<![\\w.>:$])eval\\s*\\(|\\bnew\\s+Function\\s*\\(",
                "Text is run as code here. If any of it comes from outside, so does the code."));
        rules.add(source("sql-injection", Severity.HIGH,
                ANY,
                "(?i)[\"'`](?:\\s*(?:select\\b.{1,200}\\bfrom|insert\\s+into|update\\s+[\\w.]+\\s+set|delete\\s+from)\\b[^\"'`]*)(?:'?[\"'`]\\s*(?:\\+|\\.|%|\\|\\|)\\s*[\\w$(]|\\$\\{|\\{\\w)",
                "The statement is put together from values. Use placeholders, so that no value can be SQL."));
        rules.add(source("sql-injection", Severity.HIGH, PY,
                "(?i)\\bf[\"']{1,3}\\s*(?:select|insert|update|delete)\\b.*\\{",
                "The statement is put together from values. Use placeholders, so that no value can be SQL."));
        rules.add(code("certificate-check", Severity.HIGH, Files.OTHER, ANY,
                "\\bverify\\s*=\\s*False\\b|\\bInsecureSkipVerify:\\s*true\\b|\\brejectUnauthorized:\\s*false\\b|CERT_NONE\\b|\\bVERIFY_NONE\\b",
                "The other side's certificate is not checked, so anybody in between can answer."));
        rules.add(code("unsafe-load", Severity.HIGH, Files.OTHER, PY,
                "\\byaml\\.load\\s*\\((?!.*(?:Safe|Base)Loader)|\\b(?:c?[pP]ickle|marshal|dill)\\.loads?\\s*\\(",
                "What is loaded can run code while it is loaded. Use a safe loader or another format."));
        rules.add(code("unsafe-html", Severity.MEDIUM, Files.OTHER, SCRIPT,
                "\\.(?:innerHTML|outerHTML)\\s*\\+?=(?!=)|\\bdangerouslySetInnerHTML\\b|\\bdocument\\.write\\s*\\(",
                "Text becomes HTML here: what comes from outside can be a script. Use textContent, or clean it."));
        rules.add(source("weak-hash", Severity.MEDIUM, ANY,
                "(?i)getInstance\\(\\s*\"(?:MD5|SHA-?1)\"|\\bhashlib\\.(?:md5|sha1)\\(|createHash\\(\\s*['\"](?:md5|sha1)['\"]",
                "This hash can be forged. For anything that guards something use SHA-256."));
        rules.add(raw("world-writable", Severity.MEDIUM,
                "\\bchmod\\s+(?:-R\\s+)?(?:0?777|a\\+w)\\b|\\bos\\.chmod\\([^)]*0o?777",
                "Everybody on the machine may change this. Give only the rights that are needed."));
        rules.add(raw("pipe-to-shell", Severity.MEDIUM,
                "\\b(?:curl|wget)\\b[^|;&]*\\|\\s*(?:sudo\\s+)?(?:ba|z|da)?sh\\b",
                "What the address serves at that moment is run unseen. Fetch a fixed version and check its checksum."));
    }

    private static Rule code(String id, Severity severity, Files files, Set<Language> languages, String pattern,
            String body) {
        return new Rule(id, severity, Where.CODE, files, languages, Pattern.compile(pattern), body);
    }

    private static Rule source(String id, Severity severity, Set<Language> languages, String pattern, String body) {
        return new Rule(id, severity, Where.SOURCE, Files.OTHER, languages, Pattern.compile(pattern), body);
    }

    private static Rule raw(String id, Severity severity, String pattern, String body) {
        return new Rule(id, severity, Where.RAW, Files.ALL, ANY, Pattern.compile(pattern), body);
    }
}
