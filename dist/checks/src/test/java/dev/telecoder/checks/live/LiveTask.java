package dev.telecoder.checks.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A task, and how to see from its result alone whether it was done.
 *
 * @param name what the table calls it
 * @param seed the number of the demo's repository
 * @param text what the person says; empty for what the repository's own index says of its bug
 * @param check looks at the pushed branch
 */
record LiveTask(String name, int seed, String text, Check check) {

    private static final String PUSH = " Commit it on a branch of its own and push that.";

    /** Looks at a fresh clone of what was pushed. */
    interface Check {

        /** Why it is not what was wanted; empty if it is. */
        String wrong(DemoRepository repository, Path clone) throws IOException, InterruptedException;
    }

    static List<LiveTask> all() {
        List<LiveTask> all = new ArrayList<>();
        for (int seed = 1; seed <= 6; seed++) {
            all.add(new LiveTask("fix the bug of sample " + seed, seed, "", LiveTask::fixed));
        }
        all.add(new LiveTask("rename a function", 2, "Rename the function overlap of stay/dates.py to share_a_night,"
                + " everywhere it is used. Change nothing else, not even its bug." + PUSH, LiveTask::renamed));
        all.add(new LiveTask("add a method and its test", 3, "Give LruCache a method size() that tells how many entries"
                + " it holds, and a test of it among the others. Leave everything else as it is." + PUSH,
                LiveTask::sized));
        all.add(new LiveTask("extend a module", 5,
                "Add a dialect TAB, with the tab as delimiter, to tinycsv/dialect.py,"
                        + " and let guess() give it for a line that has more tabs than commas and semicolons." + PUSH,
                LiveTask::tabbed));
        all.add(new LiveTask("fix, and write it down", 6,
                "Fix the failing test. Then begin a file CHANGELOG.md with the"
                        + " heading \"# Changes\" and one list item below it that says what was wrong." + PUSH,
                LiveTask::written));
        return all;
    }

    /** Its tests pass, and they are the tests that failed before. */
    private static String fixed(DemoRepository repository, Path clone) throws IOException, InterruptedException {
        List<String> tests = repository.changed(clone).stream()
                .filter(file -> file.startsWith("test") || file.equals("package.json")).toList();
        return tests.isEmpty() ? repository.failingTests(clone) : "it changed the tests: " + tests;
    }

    private static String renamed(DemoRepository repository, Path clone) throws IOException, InterruptedException {
        try (Stream<Path> files = Files.walk(clone)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".py")).toList()) {
                if (Files.readString(file).matches("(?s).*\\boverlap\\b.*")) {
                    return "overlap is left in " + clone.relativize(file);
                }
            }
        }
        return DemoRepository.failing(clone, "python3", "-c", """
                from datetime import date as d
                from stay.dates import Stay, share_a_night as s
                import stay.rooms
                assert s(Stay(d(2026, 1, 1), d(2026, 1, 3)), Stay(d(2026, 1, 2), d(2026, 1, 4)))
                assert not s(Stay(d(2026, 1, 1), d(2026, 1, 3)), Stay(d(2026, 2, 2), d(2026, 2, 4)))
                stay.rooms.House("a").book("a", Stay(d(2026, 1, 1), d(2026, 1, 3)))
                """);
    }

    private static String sized(DemoRepository repository, Path clone) throws IOException, InterruptedException {
        if (repository.changed(clone).stream().noneMatch(file -> file.startsWith("test/"))) {
            return "there is no test of it";
        }
        return DemoRepository.failing(clone, "node", "--input-type=module", "-e", """
                import { LruCache } from './src/index.js';
                const cache = new LruCache(5);
                const before = cache.size();
                cache.set('a', 1).set('b', 2).set('a', 3);
                process.exit(before === 0 && cache.size() === 2 ? 0 : 1);
                """);
    }

    private static String tabbed(DemoRepository repository, Path clone) throws IOException, InterruptedException {
        return DemoRepository.failing(clone, "python3", "-c", """
                from tinycsv.dialect import EXCEL, SEMICOLON, TAB, guess
                assert TAB.delimiter == chr(9)
                assert guess("a" + chr(9) + "b" + chr(9) + "c;d") == TAB
                assert guess("a;b;c") == SEMICOLON and guess("a,b") == EXCEL and guess("a") == EXCEL
                """);
    }

    private static String written(DemoRepository repository, Path clone) throws IOException, InterruptedException {
        Path changes = clone.resolve("CHANGELOG.md");
        if (!Files.exists(changes)) {
            return "there is no CHANGELOG.md";
        }
        List<String> lines = Files.readString(changes).lines().filter(line -> !line.isBlank()).toList();
        if (lines.size() < 2 || !lines.getFirst().strip().equals("# Changes")
                || !lines.get(1).matches("\\s*[-*+] .+")) {
            return "CHANGELOG.md reads " + lines;
        }
        return fixed(repository, clone);
    }
}
