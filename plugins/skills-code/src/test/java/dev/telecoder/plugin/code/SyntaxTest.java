package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxTest {

    private static final List<String> LANGUAGES = List.of("java", "py", "ts", "go", "js", "php", "rs", "c", "kt");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a.py | def f(x)\\n    return x\\n | 1 | ':' is expected
            a.py | def f(x):\\nreturn x\\n | 2 | an indented block
            a.py | x = 1\\n  y = 2\\n | 2 | without a reason
            a.py | if a:\\n    b\\n  c\\n | 3 | fits no block
            a.py | x = (1,\\n | 1 | never closed
            a.py | if x:\\n | 2 | an indented block
            A.java | class A { void f() { }\\n | 1 | never closed
            A.java | class A { int x = (1]; }\\n | 1 | does not close
            a.js | f(1));\\n | 1 | closes nothing
            a.go | func f() {\\n\\treturn\\n}}\\n | 3 | closes nothing
            """)
    void seesWhatIsWrong(String path, String text, int line, String message) {
        var problem = Syntax.problem(path, text.replace("\\n", "\n").replace("\\t", "\t")).orElseThrow();

        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a.py | def f(x):\\n    '''Doc (\\n  odd [\\n    '''\\n
            a.py | x = [\\n  1,\\n      2]\\ny = 1\\n
            a.py | if a: b = {1: 2}\\nelse: c\\n
            a.py | x = '''\\n( \\n''' % y\\n
            a.py | t = 'a \\\\n  b('\\nu = 2\\n
            a.py | match = {}\\nwith_x = 1\\nclass_name = lambda: 1\\n
            a.py | for x in y:  # note (\\n    pass\\n
            a.js | const r = /[(]/.test("}") ? `${f({a: 1})}(` : '[';\\n
            A.java | class A { char c = '{'; String s = \"""\\n  ( {\\n  \"""; } // }\\n
            a.rb | puts %q(a ] b)\\n
            a.txt | ((((\\n
            """)
    void staysSilentOnWhatIsRight(String path, String text) {
        assertThat(Syntax.problem(path, text.replace("\\n", "\n"))).isEmpty();
    }

    @Test
    void isNeverWrongAboutOurOwnSourcesAndFindsEachLostBracket() throws IOException {
        var random = new Random(20261122);
        int broken = 0;
        for (Path file : sources()) {
            String text = Files.readString(file);
            assertThat(Syntax.problem(file.toString(), text)).as(file.toString()).isEmpty();
            String code = Source.of(Language.of(file.toString()).orElseThrow(), text).code();
            int[] brackets = code.chars().filter(c -> "(){}[]".indexOf(c) >= 0).toArray();
            if (brackets.length > 0) {
                int at = nth(code, random.nextInt(brackets.length));
                broken++;
                assertThat(Syntax.problem(file.toString(), text.substring(0, at) + text.substring(at + 1))).isPresent();
            }
        }
        assertThat(broken).isGreaterThan(50);
    }

    @Test
    void isToldOfEditsThatBreakAFileAndOfNoOthers() {
        var bench = new Bench(folder);
        bench.write("a.py", "def f(x):\n    return g(x)\n");
        bench.write("b.js", "f((1);\n");

        var broken = bench.edit("a.py", "g(x)", "g(x");
        var before = bench.edit("b.js", "1", "2");
        var repaired = bench.edit("a.py", "g(x", "g(x)");

        assertThat(broken.succeeded()).isTrue();
        assertThat(Bench.data(broken).get("syntax_errors").at(0).get("line").asInt(0)).isEqualTo(2);
        assertThat(broken.output()).contains("Syntax error in a.py, line 2");
        assertThat(Bench.data(before).get("syntax_errors").items()).isEmpty();
        assertThat(Bench.data(repaired).get("syntax_errors").items()).isEmpty();
    }

    private static int nth(String code, int wanted) {
        int left = wanted;
        for (int i = 0; i < code.length(); i++) {
            if ("(){}[]".indexOf(code.charAt(i)) >= 0 && left-- == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("There are fewer brackets.");
    }

    private static List<Path> sources() throws IOException {
        var sources = new ArrayList<Path>();
        for (Path root : List.of(Path.of("src/main/java"), Path.of("src/test/resources/samples"))) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> LANGUAGES.contains(file.toString().replaceAll(".*\\.", ""))).sorted()
                        .forEach(sources::add);
            }
        }
        return sources;
    }
}
