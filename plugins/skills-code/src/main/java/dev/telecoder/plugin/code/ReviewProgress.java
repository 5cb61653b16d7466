package dev.telecoder.plugin.code;

import dev.telecoder.api.repo.Reviews;
import dev.telecoder.plugin.code.ReviewDiff.Changed;
import dev.telecoder.plugin.code.ReviewDiff.Shown;
import dev.telecoder.plugin.code.ReviewMemory.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What of a change is new, and which remarks are worth making. Pure. */
final class ReviewProgress {

    private ReviewProgress() {}

    /** {@return what to remember of a change that was looked at: lines, since commits go when a branch is rebased} */
    static Seen seen(ReviewDiff diff, String head) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        diff.files().forEach(
                file -> file.lines().stream().filter(line -> line.sign() != ' ')
                        .forEach(line -> lines.merge(key(file, line), 1, Integer::sum)));
        return new Seen(head, lines);
    }

    /** {@return the change as if the lines that were seen had been there before; a file without new ones is left out} */
    static ReviewDiff unseen(ReviewDiff diff, Seen before) {
        Map<String, Integer> left = new HashMap<>(before.lines());
        var files = new ArrayList<Changed>();
        for (Changed file : diff.files()) {
            var lines = new ArrayList<Shown>();
            boolean fresh = false;
            for (Shown line : file.lines()) {
                boolean known = line.sign() != ' ' && left.merge(key(file, line), -1, Integer::sum) >= 0;
                fresh |= line.sign() != ' ' && !known;
                if (!known) {
                    lines.add(line);
                } else if (line.added()) {
                    lines.add(new Shown(' ', 0, line.newLine(), line.position(), line.text()));
                }
            }
            if (fresh) {
                files.add(new Changed(file.path(), file.oldPath(), file.kind(), file.binary(), lines));
            }
        }
        return new ReviewDiff(files);
    }

    /** {@return each remark once, without those turned down or made already, by file and line; none off the change} */
    static List<Remark> worthSaying(List<Remark> remarks, Set<String> rejected, List<Reviews.Remark> said,
            ReviewDiff diff) {
        Map<String, Integer> order = new HashMap<>();
        diff.files().forEach(file -> order.putIfAbsent(file.path(), order.size()));
        var places = new HashSet<String>();
        return remarks.stream()
                .filter(remark -> !rejected.contains(remark.id()))
                .filter(remark -> said.stream().noneMatch(one -> same(one, remark)))
                .filter(remark -> shown(remark, diff))
                .filter(remark -> places
                        .add(remark.path() + remark.old() + remark.line() + remark.rule() + remark.body()))
                .sorted(Comparator.comparingInt((Remark remark) -> order.getOrDefault(remark.path(), 0))
                        .thenComparingInt(Remark::position))
                .toList();
    }

    /** {@return the ids of the remarks that somebody settled although their line is as it was} */
    static Set<String> settled(List<Remark> remarks, List<Reviews.Remark> said) {
        return remarks.stream().filter(remark -> said.stream().anyMatch(one -> one.resolved() && same(one, remark)))
                .map(Remark::id).collect(Collectors.toSet());
    }

    private static boolean same(Reviews.Remark said, Remark remark) {
        return said.path().equals(remark.path()) && said.old() == remark.old() && said.line() == remark.line()
                && (said.resolved() || said.markdown().contains(remark.body()));
    }

    /** The last look before a remark goes out: a review API refuses a whole review for one line that is not there. */
    private static boolean shown(Remark remark, ReviewDiff diff) {
        return diff.files().stream().filter(file -> file.path().equals(remark.path()))
                .anyMatch(file -> file.line(remark.line(), remark.old())
                        .filter(line -> line.position() == remark.position()
                                && line.text().equals(remark.text()))
                        .isPresent());
    }

    private static String key(Changed file, Shown line) {
        return Remark.hash(line.sign() + file.path() + "\n" + line.text());
    }
}
