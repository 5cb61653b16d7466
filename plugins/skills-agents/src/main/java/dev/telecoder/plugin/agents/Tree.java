package dev.telecoder.plugin.agents;

import dev.telecoder.api.repo.Checkout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the clone before an agent works in it, to tell afterwards what it changed.
 *
 * @param head the commit that is checked out
 * @param sections the differences that were there already, by file
 */
record Tree(Optional<String> head, Map<String, String> sections) {

    private static final int COMMITS = 20;

    /**
     * What changed since.
     *
     * @param files the files
     * @param diff the differences from the commit that was checked out before, of these files
     * @param commits what was committed, newest first
     */
    record Changed(List<Checkout.Change> files, String diff, List<Checkout.Commit> commits) {

        Changed {
            files = List.copyOf(files);
            commits = List.copyOf(commits);
        }

        boolean nothing() {
            return files.isEmpty() && commits.isEmpty();
        }

        List<Path> paths() {
            return files.stream().map(file -> Path.of(file.path())).toList();
        }
    }

    static Tree of(Checkout checkout) {
        return new Tree(checkout.head(), sections(checkout.diff("", "", List.of()).text()));
    }

    Changed since(Checkout checkout) {
        Checkout.Diff now = checkout.diff(head.orElse(""), "", List.of());
        Map<String, String> after = sections(now.text());
        List<Checkout.Change> files = new java.util.ArrayList<>();
        List<String> texts = List.copyOf(after.values());
        List<String> names = List.copyOf(after.keySet());
        boolean aligned = texts.size() == now.changes().size();
        StringBuilder diff = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).equals(sections.get(names.get(i)))) {
                continue;
            }
            diff.append(texts.get(i));
            if (aligned) {
                files.add(now.changes().get(i));
            }
        }
        if (!aligned && !diff.isEmpty()) {
            files.addAll(now.changes());
        }
        // What differed before and does not any more was taken back.
        sections.keySet().stream().filter(name -> !after.containsKey(name)).forEach(name -> files
                .add(new Checkout.Change(name.substring(name.indexOf(" b/") + 3), Checkout.Change.Kind.MODIFIED, 0,
                        0)));
        return new Changed(files, diff.toString(), commits(checkout));
    }

    private List<Checkout.Commit> commits(Checkout checkout) {
        Optional<String> now = checkout.head();
        return now.isEmpty() || now.equals(head) ? List.of()
                : checkout.log(now.get(), COMMITS).stream()
                        .takeWhile(commit -> !Optional.of(commit.id()).equals(head)).toList();
    }

    private static Map<String, String> sections(String diff) {
        Map<String, StringBuilder> all = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        for (String line : diff.split("(?<=\n)")) {
            if (line.startsWith("diff --git ")) {
                current = all.computeIfAbsent(line.strip(), name -> new StringBuilder());
            }
            current.append(line);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        all.forEach((name, text) -> texts.put(name, text.toString()));
        return texts;
    }
}
