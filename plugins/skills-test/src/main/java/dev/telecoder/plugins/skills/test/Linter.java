package dev.telecoder.plugins.skills.test;

import java.util.List;

/**
 * A linter or formatter of a project and how it is started.
 *
 * @param name as people call it
 * @param check the shell command that only looks
 * @param fix the shell command that also mends; empty if the tool mends nothing
 * @param reports the regular expression of the report files it leaves; empty if it prints its findings
 * @param names whether it prints the names of files alone, one a line: those that are not formatted
 */
record Linter(String name, String check, String fix, String reports, boolean names) {

    static Linter of(String name, String check, String fix) {
        return new Linter(name, check, fix, "", false);
    }

    static Linter naming(String name, String check, String fix) {
        return new Linter(name, check, fix, "", true);
    }

    static Linter reporting(String name, String check, String fix, String reports) {
        return new Linter(name, check, fix, reports, false);
    }

    /** {@return the words as one line of shell; empty words are left out} */
    static String line(List<String> words) {
        return String.join(" ", words.stream().filter(word -> !word.isEmpty()).map(TestCommand::quote).toList());
    }
}
