package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchTest {

    @TempDir Path folder;

    private Bench bench;

    @BeforeEach
    void begin() {
        bench = new Bench(folder);
        bench.write("a.py",
                "class A:\n    def f(self):\n        return 1\n\nclass B:\n    def f(self):\n        return 1\n");
        bench.write("old.txt", "bye\n");
    }

    @Test
    void addsUpdatesMovesAndDeletes() {
        var result = bench.patch("*** Begin Patch", "*** Add File: new/x.txt", "+one", "+two", "*** Update File: a.py",
                "*** Move to: b.py", "@@ class B:", "     def f(self):", "-        return 1", "+        return 2",
                "*** Delete File: old.txt", "*** End Patch");

        assertThat(result.output()).doesNotContain("Nothing");
        assertThat(result.succeeded()).isTrue();
        assertThat(bench.read("new/x.txt")).isEqualTo("one\ntwo\n");
        assertThat(bench.read("b.py"))
                .isEqualTo(
                        "class A:\n    def f(self):\n        return 1\n\nclass B:\n    def f(self):\n        return 2\n");
        assertThat(folder.resolve("a.py")).doesNotExist();
        assertThat(folder.resolve("old.txt")).doesNotExist();
        assertThat(Bench.data(result).get("diff").text()).contains("rename from a.py\nrename to b.py",
                "new file mode 100644",
                "deleted file mode 100644");
        assertThat(result.files()).containsExactlyInAnyOrder(
                Path.of("new/x.txt"), Path.of("b.py"), Path.of("a.py"), Path.of("old.txt"));
    }

    @Test
    void refusesAPartThatFitsTwice() {
        var result =
                bench.patch("*** Begin Patch", "*** Update File: a.py", "@@", "     def f(self):", "-        return 1",
                        "+        return 2", "*** End Patch");

        assertThat(Bench.reason(result)).isEqualTo("ambiguous");
        assertThat(Bench.data(result).get("refused").at(0).get("lines").toString()).isEqualTo("[2,6]");
    }

    @Test
    void refusesAnAnchorThatIsThereTwice() {
        var result = bench.patch("*** Begin Patch", "*** Update File: a.py", "@@ def f(self):", "-        return 1",
                "+        return 2", "*** End Patch");

        assertThat(Bench.reason(result)).isEqualTo("ambiguous");
    }

    @Test
    void readsAnchorsWithinAnchorsAndTheEndOfTheFile() {
        var inner = bench.patch("*** Begin Patch", "*** Update File: a.py", "@@ class A:", "@@     def f(self):",
                "-        return 1", "+        return 3", "*** End Patch");
        var end =
                bench.patch("*** Begin Patch", "*** Update File: a.py", "@@", "-        return 1", "+        return 4",
                        "*** End of File", "*** End Patch");

        assertThat(inner.succeeded()).isTrue();
        assertThat(end.succeeded()).isTrue();
        assertThat(bench.read("a.py"))
                .isEqualTo(
                        "class A:\n    def f(self):\n        return 3\n\nclass B:\n    def f(self):\n        return 4\n");
    }

    @Test
    void appliesSeveralPartsInOrder() {
        bench.write("c.txt", "a\nb\nc\nd\ne\nf\n");

        var result = bench.patch("*** Begin Patch", "*** Update File: c.txt", " a", "-b", "+B", "@@", " e", "+E", " f",
                "*** End Patch");

        assertThat(result.succeeded()).isTrue();
        assertThat(bench.read("c.txt")).isEqualTo("a\nB\nc\nd\ne\nE\nf\n");
    }

    @Test
    void addsLinesThatNameNoPlaceAtTheEnd() {
        var result = bench.patch("*** Begin Patch", "*** Update File: old.txt", "@@", "+more", "*** End Patch");

        assertThat(result.succeeded()).isTrue();
        assertThat(bench.read("old.txt")).isEqualTo("bye\nmore\n");
    }

    @Test
    void isAllOrNothing() throws IOException {
        var result = bench.patch("*** Begin Patch", "*** Delete File: old.txt", "*** Update File: a.py",
                "-no such line here",
                "+x", "*** End Patch");

        assertThat(result.succeeded()).isFalse();
        assertThat(folder.resolve("old.txt")).exists();
        assertThat(Files.list(folder)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "*** Begin Patch\n*** End Patch",
            "*** Begin Patch\n*** Update File: a.py\n*** End Patch",
            "*** Begin Patch\n*** Update File: a.py\n@@\n     def f(self):\n*** End Patch",
            "*** Begin Patch\n*** Add File: x\nno plus\n*** End Patch",
            "*** Begin Patch\n*** Update File: a.py\n-x\n+y",
            "*** Begin Patch\n*** Rename File: a.py\n*** End Patch", "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x\n+y"})
    void refusesWhatIsNoPatch(String patch) {
        var result = bench.patch(patch);

        assertThat(result.succeeded()).isFalse();
        assertThat(Bench.data(result).get("diff").text()).isEmpty();
        assertThat(folder.resolve("x")).doesNotExist();
    }
}
