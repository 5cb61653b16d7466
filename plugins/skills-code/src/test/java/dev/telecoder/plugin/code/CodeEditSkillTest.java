package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeEditSkillTest {

    @TempDir Path folder;

    private Bench bench;

    @BeforeEach
    void begin() {
        bench = new Bench(folder);
    }

    @Test
    void replacesTextThatIsThereOnceAndTellsWhatChanged() {
        bench.write("src/a.py", "def f():\n    return 1\n\ndef g():\n    return 2\n");

        var result = bench.edit("src/a.py", "return 1", "return 3");

        assertThat(result.succeeded()).isTrue();
        assertThat(bench.read("src/a.py")).isEqualTo("def f():\n    return 3\n\ndef g():\n    return 2\n");
        assertThat(result.files()).containsExactly(Path.of("src/a.py"));
        assertThat(Bench.data(result).get("applied").toString()).contains("\"path\":\"src/a.py\"",
                "\"rung\":\"exact\"");
        assertThat(Bench.data(result).get("diff").text()).isEqualTo("""
                diff --git a/src/a.py b/src/a.py
                --- a/src/a.py
                +++ b/src/a.py
                @@ -1,5 +1,5 @@
                 def f():
                -    return 1
                +    return 3
                \s
                 def g():
                     return 2
                """);
    }

    @Test
    void keepsTabsWithSpacesBehindThemWhereTheSnippetHasOnlyTheSpaces() {
        bench.write("doc.go", "/*\n\t* one\n\t  more of it,\n\t  and the end\n*/\n");

        var result = bench.edit("doc.go", "* one\n  more of it,\n  and the end",
                "* one\n  more of them,\n  and the end");

        assertThat(result.succeeded()).isTrue();
        assertThat(bench.read("doc.go")).isEqualTo("/*\n\t* one\n\t  more of them,\n\t  and the end\n*/\n");
    }

    @Test
    void refusesTextThatIsThereTwiceAndNamesTheLines() {
        bench.write("a.txt", "x = 1\ny = 2\nx = 1\n");

        var result = bench.edit("a.txt", "x = 1", "x = 2");

        assertThat(result.succeeded()).isFalse();
        assertThat(Bench.reason(result)).isEqualTo("ambiguous");
        assertThat(Bench.data(result).get("refused").at(0).get("lines").toString()).isEqualTo("[1,3]");
        assertThat(bench.read("a.txt")).isEqualTo("x = 1\ny = 2\nx = 1\n");
    }

    @Test
    void replacesAllWhereThatIsWantedAlsoTwiceInALine() {
        bench.write("a.txt", "aa aa\r\nb\naa\n");

        var result = bench.run(new CodeEditSkill(),
                "{\"edits\":[{\"path\":\"a.txt\",\"old\":\"aa\",\"new\":\"c\",\"replace_all\":true}]}");

        assertThat(result.succeeded()).isTrue();
        assertThat(bench.read("a.txt")).isEqualTo("c c\r\nb\nc\n");
    }

    @Test
    void replacesAllOfAnEmptyLineBlock() {
        bench.write("a.txt", "a\n\nb\n\nc");

        var result = bench.run(new CodeEditSkill(),
                "{\"edits\":[{\"path\":\"a.txt\",\"old\":\"\\n\\n\",\"new\":\"\\n\",\"replace_all\":true}]}");

        assertThat(result.succeeded()).isTrue();
        assertThat(bench.read("a.txt")).isEqualTo("a\nb\nc");
    }

    @Test
    void keepsEachLineEndTheByteOrderMarkAndTheMissingFinalNewline() {
        bench.write("a.txt", "\uFEFFone\r\ntwo\nthree \r\nfour");

        var result = bench.edit("a.txt", "two\nthree\nfour", "two\n2.5\nthree\nFOUR");

        assertThat(result.succeeded()).isTrue();
        assertThat(bench.read("a.txt")).isEqualTo("\uFEFFone\r\ntwo\n2.5\nthree \r\nFOUR");
    }

    @Test
    void keepsLatinOneAndUtf16() {
        bench.write("latin.txt", "Grüße\nalt\n".getBytes(StandardCharsets.ISO_8859_1));
        bench.write("wide.txt", "\uFEFFalt\r\nGrüße\r\n".getBytes(StandardCharsets.UTF_16LE));

        var latin = bench.edit("latin.txt", "alt", "süß");
        var wide = bench.edit("wide.txt", "alt", "neu");

        assertThat(latin.succeeded()).isTrue();
        assertThat(wide.succeeded()).isTrue();
        assertThat(bench.bytes("latin.txt")).isEqualTo("Grüße\nsüß\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(bench.bytes("wide.txt")).isEqualTo("\uFEFFneu\r\nGrüße\r\n".getBytes(StandardCharsets.UTF_16LE));
    }

    @Test
    void appliesEditsInOrderEachToTheResultOfTheOneBefore() {
        bench.write("a.txt", "one\n");

        var result = bench.run(new CodeEditSkill(), """
                {"edits":[{"path":"a.txt","old":"one","new":"two"},{"path":"a.txt","old":"two","new":"three"},
                {"path":"new/b.txt","old":"","new":"b\\n"},{"path":"new/b.txt","old":"b","new":"c"}]}""");

        assertThat(result.succeeded()).isTrue();
        assertThat(bench.read("a.txt")).isEqualTo("three\n");
        assertThat(bench.read("new/b.txt")).isEqualTo("c\n");
    }

    @Test
    void touchesNoFileIfOneEditIsRefused() throws IOException {
        bench.write("a.txt", "one\n");

        var result = bench.run(new CodeEditSkill(), """
                {"edits":[{"path":"a.txt","old":"one","new":"two"},{"path":"new/b.txt","old":"","new":"b"},
                {"path":"a.txt","old":"missing words","new":"x"}]}""");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.files()).isEmpty();
        assertThat(bench.read("a.txt")).isEqualTo("one\n");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("a.txt"));
        }
    }

    @Test
    void tellsTheNearestLinesWhereNothingMatches() {
        bench.write("a.py", "def f():\n    a = 1\n    b = compute(a)\n    return b\n");

        var result = bench.edit("a.py", "    a = 1\n    b = calculate_it(a, 7)\n", "    b = 2\n");

        assertThat(Bench.reason(result)).isEqualTo("not_found");
        assertThat(result.output()).contains("lines 2-3", "b = compute(a)", "calculate_it");
    }

    @Test
    void saysThatAnEditIsAlreadyApplied() {
        bench.write("a.py", "value = compute(2)\n");

        var again = bench.edit("a.py", "value = compute(1)", "value = compute(2)");
        var same = bench.edit("a.py", "value", "value");

        assertThat(Bench.reason(again)).isEqualTo("already_applied");
        assertThat(same.succeeded()).isFalse();
    }

    @Test
    void refusesAnEmptyOldTextOnAFileThatHasText() {
        bench.write("a.txt", "text\n");

        var result = bench.edit("a.txt", "", "other\n");

        assertThat(result.succeeded()).isFalse();
        assertThat(bench.read("a.txt")).isEqualTo("text\n");
    }

    @Test
    void staysInsideTheWorkspaceAlsoThroughLinks() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Path inside = Files.createDirectories(folder.resolve("inside/.git"));
        Files.writeString(outside.resolve("secret"), "secret\n");
        Files.createSymbolicLink(inside.resolveSibling("link"), outside);
        Files.createSymbolicLink(inside.resolveSibling("dangling"), outside.resolve("new"));
        var narrow = new Bench(inside.getParent());

        for (String path : new String[]{"../outside/secret", "link/secret", "link/new", outside + "/secret",
                ".git/config",
                "x/../../outside/secret", "dangling", "link/../.GIT/hooks/x"}) {
            var result = narrow.edit(path, path.contains("secret") ? "secret" : "", "changed");
            assertThat(result.succeeded()).as(path).isFalse();
            assertThat(Bench.reason(result)).as(path).isEqualTo("outside");
        }
        assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("secret\n");
        assertThat(narrow.edit(inside.getParent() + "/ok.txt", "", "fine\n").succeeded()).isTrue();
    }

    @Test
    void keepsTheRightsOfAFile() throws IOException {
        bench.write("run.sh", "echo 1\n");
        Files.setPosixFilePermissions(folder.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));

        bench.edit("run.sh", "1", "2");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("run.sh"))))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void refusesBinaryFiles() {
        bench.write("a.bin", new byte[]{1, 0, 2});

        var result = bench.edit("a.bin", "\u0001", "x");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("binary");
    }

    @Test
    void tellsOfJsonThatWasRightAndIsWrongNow() {
        bench.write("a.json", "{\n  \"a\": 1\n}\n");

        var result = bench.edit("a.json", "1", "1,,");

        assertThat(result.succeeded()).isTrue();
        assertThat(Bench.data(result).get("syntax_errors").at(0).get("path").text()).isEqualTo("a.json");
        assertThat(Bench.data(result).get("syntax_errors").at(0).get("line").asInt(0)).isEqualTo(2);
    }
}
