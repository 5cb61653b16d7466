package dev.telecoder.plugin.repo;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import java.util.ArrayList;
import java.util.List;

/**
 * What a look at a repository found.
 *
 * @param languages the languages, the one with most files first
 * @param build the build tool; empty if none was found
 * @param commands how to build, test and lint
 * @param files how many files there are
 * @param docs files that say how things are done here
 * @param ci the files of its CI
 */
record Profile(List<String> languages, String build, Commands commands, int files, List<String> docs, List<String> ci) {

    /**
     * Commands, each empty if none was found.
     *
     * @param build builds it
     * @param test runs its tests
     * @param lint checks its style
     */
    record Commands(String build, String test, String lint) {

        static final Commands NONE = new Commands("", "", "");
    }

    JsonValue json(Checkout checkout, Conventions conventions) {
        return JsonValue.object().put("repo", checkout.repo()).put("branch", checkout.branch().orElse(null))
                .put("default_branch", checkout.defaultBranch()).put("head", checkout.head().orElse(null))
                .put("languages", languages).put("build", build).put("commands", JsonValue.object()
                        .put("build", commands.build()).put("test", commands.test()).put("lint", commands.lint())
                        .build())
                .put("files", files).put("docs", docs).put("ci", ci).put("conventions", conventions.json()).build();
    }

    String text(Checkout checkout, Conventions conventions) {
        List<String> lines = new ArrayList<>();
        lines.add(checkout.repo() + " is open on " + checkout.branch().orElse("no branch") + " at "
                + checkout.head().map(head -> head.substring(0, 10)).orElse("no commit") + ", " + files + " files.");
        lines.add("Languages: " + (languages.isEmpty() ? "none recognised" : String.join(", ", languages)));
        lines.add("Build tool: " + (build.isEmpty() ? "none recognised" : build));
        add(lines, "Build", commands.build());
        add(lines, "Test", commands.test());
        add(lines, "Lint", commands.lint());
        add(lines, "CI", String.join(", ", ci));
        lines.addAll(conventions.lines());
        add(lines, "Read before changing anything", String.join(", ", docs));
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, String name, String value) {
        if (!value.isEmpty()) {
            lines.add(name + ": " + value);
        }
    }
}
