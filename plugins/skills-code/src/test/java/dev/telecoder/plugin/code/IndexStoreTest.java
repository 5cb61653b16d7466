package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexStoreTest {

    private static final String SOURCE = Bench.sample("inventory.py");

    @TempDir Path data;
    @TempDir Path workspace;

    @Test
    void knowsAFileInTheNextProcessAndInAnotherClone(@TempDir Path clone) throws IOException {
        Files.writeString(workspace.resolve("a.py"), SOURCE);
        Files.writeString(clone.resolve("a.py"), SOURCE);
        var first = new Index(1 << 20);
        var second = new Index(1 << 20);

        var found = passages(first, workspace);
        long size = size();
        var again = passages(second, clone);

        assertThat(found).isNotEmpty();
        assertThat(size()).as("nothing was added").isEqualTo(size);
        assertThat(again).usingRecursiveComparison().isEqualTo(found);
    }

    @Test
    void addsOnlyWhatChanged() throws IOException {
        Files.writeString(workspace.resolve("a.py"), SOURCE);
        passages(new Index(1 << 20), workspace);
        long before = size();

        Files.writeString(workspace.resolve("a.py"), SOURCE + "\n\ndef later():\n    return 1\n");
        var found = passages(new Index(1 << 20), workspace);

        assertThat(found).extracting(passage -> passage.hit().symbol()).contains("later");
        assertThat(size()).isGreaterThan(before);
    }

    @Test
    void passesOverWhatIsBrokenAndGoesOn() throws IOException {
        Files.writeString(workspace.resolve("a.py"), SOURCE);
        var whole = passages(new Index(1 << 20), workspace);
        byte[] bytes = Files.readAllBytes(file());

        for (int cut : new int[]{0, 1, 3, 5, 20, bytes.length / 2, bytes.length - 1}) {
            Files.write(file(), Arrays.copyOf(bytes, cut));
            assertThat(passages(new Index(1 << 20), workspace)).as("cut at %d", cut).usingRecursiveComparison()
                    .isEqualTo(whole);
            assertThat(passages(new Index(1 << 20), workspace)).usingRecursiveComparison().isEqualTo(whole);
        }
        for (int at = 4; at < bytes.length; at += 97) {
            byte[] odd = bytes.clone();
            odd[at] ^= 0x55;
            Files.write(file(), odd);
            passages(new Index(1 << 20), workspace);
        }
    }

    @Test
    void writesNothingIntoTheWorkspace() throws IOException {
        var bench = new Bench(workspace);
        bench.write("a.py", SOURCE);

        var result = bench.run(new CodeSearchSkill(TestContext.with().withDataDirectory(data)),
                "{\"query\":\"which item is the cheapest\",\"mode\":\"ranked\"}");

        assertThat(Bench.data(result).get("hits").at(0).get("symbol").text()).isEqualTo("cheapest");
        assertThat(file()).exists();
        try (Stream<Path> files = Files.walk(workspace)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    private List<Passage> passages(Index index, Path root) {
        try (var store = IndexStore.open(data, "me/app")) {
            index.sketch(root, "a.py", store);
            return index.passages(root, "a.py", store);
        }
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("index"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private long size() throws IOException {
        return Files.size(file());
    }
}
