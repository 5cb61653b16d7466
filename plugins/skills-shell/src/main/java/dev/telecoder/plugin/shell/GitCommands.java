package dev.telecoder.plugin.shell;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.plugin.shell.Words.Argument;
import java.util.List;
import java.util.Set;

/** What git does, by its subcommand. */
final class GitCommands {

    private static final Set<String> LOOKS = Set.of("status", "log", "diff", "show", "blame", "annotate", "grep",
            "ls-files",
            "ls-tree", "rev-parse", "rev-list", "describe", "shortlog", "cat-file", "name-rev", "merge-base",
            "whatchanged",
            "show-ref", "for-each-ref", "var", "version", "help", "count-objects", "diff-tree", "diff-files",
            "diff-index",
            "check-ignore", "check-attr", "verify-commit", "verify-tag", "cherry", "range-diff", "fsck", "show-branch",
            "ls-remote", "--version", "--help");

    private GitCommands() {}

    static Assessment of(List<Argument> rest, Assessor assessor) throws NotUnderstood {
        int i = 0;
        Assessment before = Assessment.READS;
        while (i < rest.size() && rest.get(i).option() && !rest.get(i).is("--version", "--help")) {
            Argument option = rest.get(i);
            if (option.is("-c", "--config-env") && i + 1 < rest.size()) {
                before = before.and(setting(rest.get(i + 1), assessor));
            }
            i += option.is("-c", "-C", "--git-dir", "--work-tree", "--namespace", "--config-env", "--exec-path") ? 2
                    : 1;
        }
        if (i >= rest.size()) {
            return before;
        }
        if (!rest.get(i).known()) {
            throw new NotUnderstood("what git shall do is made up while it runs");
        }
        List<Argument> words = rest.subList(i + 1, rest.size());
        return before.and(subcommand(rest.get(i).text(), words, assessor));
    }

    /** Some settings are commands that git runs. */
    private static Assessment setting(Argument setting, Assessor assessor) throws NotUnderstood {
        String text = setting.text();
        int equals = text.indexOf('=');
        if (text.matches("(?i)alias\\..*=!.*")) {
            return assessor.script(new Argument(text.substring(text.indexOf('!') + 1), setting.known()));
        }
        boolean runs =
                text.matches("(?i)(core\\.(sshcommand|pager|editor|fsmonitor|hookspath|gitproxy)|alias\\.|diff\\..*|"
                        + "filter\\..*|credential\\..*|gpg\\..*|sequence\\.editor|protocol\\..*|url\\..*|http\\..*).*");
        return runs || equals < 0 || !setting.known() ? Assessment.of(Risk.EXTERNAL, "sets " + text + " for git")
                : Assessment.READS;
    }

    private static Assessment subcommand(String name, List<Argument> words, Assessor assessor) throws NotUnderstood {
        return switch (name) {
            case "push" -> push(words);
            case "fetch", "pull", "clone", "submodule", "remote", "lfs", "svn", "archive" -> remote(name, words);
            case "send-email", "request-pull", "send-pack", "http-push", "daemon", "p4" ->
                    Assessment.remote(Risk.EXTERNAL, "sends commits to others");
            case "branch" -> branch(words);
            case "tag", "stash", "reflog", "config", "notes", "worktree", "bisect" -> mixed(name, words, assessor);
            case "clean" -> has(words, "x", "X") ? danger("deletes ignored files, which no snapshot holds")
                    : has(words, "n", "n") || any(words, "--dry-run") ? Assessment.READS : write("deletes new files");
            case "filter-branch", "filter-repo", "replace" -> danger("rewrites the history");
            case "gc", "prune" ->
                    words.stream().anyMatch(word -> word.text().startsWith("--prune") || name.equals("prune"))
                            ? danger("throws away commits that no branch holds") : write("tidies the repository");
            case "update-ref", "symbolic-ref" -> has(words, "d", "d") || any(words, "--delete", "--stdin")
                    ? danger("deletes a reference")
                    : words.size() > 1 ? write("changes a reference") : Assessment.READS;
            case "rebase" -> {
                Assessment all = write("rewrites commits that are here only");
                for (int i = 0; i + 1 < words.size(); i++) {
                    if (words.get(i).is("-x", "--exec")) {
                        all = all.and(assessor.script(words.get(i + 1)));
                    }
                }
                yield all;
            }
            case "diff", "log", "show", "grep" -> output(words);
            default -> LOOKS.contains(name) ? Assessment.READS : write("runs git " + name);
        };
    }

    private static Assessment output(List<Argument> words) {
        for (Argument word : words) {
            if (word.text().startsWith("--output=")) {
                return Places.written(new Argument(word.text().substring(9), word.known()), "writes");
            }
            if (word.text().startsWith("--open-files-in-pager") || word.text().matches("-O.+")
                    || word.is("--ext-diff")) {
                return write("runs another program");
            }
        }
        return Assessment.READS;
    }

    private static Assessment push(List<Argument> words) {
        boolean dry = any(words, "-n", "--dry-run");
        boolean force = words.stream().anyMatch(word -> !word.known() || word.text().matches("-[a-zA-Z]*f[a-zA-Z]*")
                || word.text().startsWith("--force") || word.text().startsWith("+")
                || word.is("--mirror", "--delete", "-d", "--prune") || word.text().matches(":.+"));
        return dry ? Assessment.remote(Risk.EXTERNAL, "asks the remote what a push would do")
                : force ? Assessment.remote(Risk.DANGEROUS, "replaces or deletes what the remote has")
                        : Assessment.remote(Risk.EXTERNAL, "pushes commits to the remote");
    }

    private static Assessment remote(String name, List<Argument> words) {
        boolean looks =
                name.equals("remote") && (words.isEmpty() || words.getFirst().is("-v", "show", "get-url", "--verbose"))
                        || name.equals("submodule") && (words.isEmpty() || words.getFirst().is("status", "summary"))
                        || name.equals("lfs") && !words.isEmpty()
                                && words.getFirst().is("ls-files", "status", "env", "version");
        if (looks) {
            return Assessment.READS;
        }
        if (name.equals("lfs") && !words.isEmpty() && words.getFirst().is("push")) {
            return Assessment.remote(Risk.EXTERNAL, "sends files to the remote");
        }
        if (words.stream()
                .anyMatch(word -> word.text().startsWith("ext::") || word.text().startsWith("--upload-pack"))) {
            return Assessment.remote(Risk.EXTERNAL, "lets git run another program");
        }
        return name.equals("archive") ? write("packs files") : Assessment.remote(Risk.WRITE, "fetches from a remote");
    }

    private static Assessment branch(List<Argument> words) {
        if (any(words, "-D", "-M", "-C") || any(words, "--delete", "-d") && any(words, "--force", "-f")) {
            return danger("deletes a branch whose commits may be nowhere else");
        }
        boolean lists = words.isEmpty() || words.stream().allMatch(word -> word.option()
                && word.text()
                        .matches("-(a|r|v|vv|l|av|va|avv)|--(all|remotes|list|verbose|show-current|merged|no-merged|"
                                + "sort=.*|format=.*|column.*|contains.*|points-at.*)"));
        return lists ? Assessment.READS : write("changes branches");
    }

    private static Assessment mixed(String name, List<Argument> words, Assessor assessor) throws NotUnderstood {
        String first = words.isEmpty() ? "" : words.getFirst().text();
        return switch (name) {
            case "tag" -> words.isEmpty() || first.matches("-l|--list|-n\\d*|--contains|--points-at|--sort=.*|-v")
                    ? Assessment.READS
                    : any(words, "-d", "--delete", "-f", "--force") ? write("deletes or moves a tag")
                            : write("makes a tag");
            case "stash" -> first.matches("list|show") ? Assessment.READS
                    : first.matches("drop|clear") ? danger("throws away what was put aside")
                            : write("puts changes aside");
            case "reflog" ->
                    first.matches("expire|delete") ? danger("throws away what commits were") : Assessment.READS;
            case "config" -> config(words);
            case "worktree" -> first.equals("list") ? Assessment.READS : write("changes working trees");
            case "bisect" -> {
                if (!first.equals("run")) {
                    yield first.matches("log|view|visualize") ? Assessment.READS : write("searches the history");
                }
                yield words.size() < 2 ? write("searches the history")
                        : assessor.command(words.subList(1, words.size()), List.of(), 1)
                                .and(write("searches the history"));
            }
            default -> words.isEmpty() || first.matches("list|show") ? Assessment.READS : write("changes notes");
        };
    }

    private static Assessment config(List<Argument> words) {
        boolean looks = words.stream().anyMatch(word -> word.text().matches("-l|--list|--get.*|get|list"))
                || words.stream().filter(word -> !word.option()).count() < 2;
        if (looks) {
            return Assessment.READS;
        }
        boolean wide = any(words, "--global", "--system");
        boolean runs = words.stream().anyMatch(word -> word.text().matches(
                "(?i)(core\\.(sshcommand|pager|editor|fsmonitor|hookspath|gitproxy)|alias\\..*|filter\\..*|credential\\..*|diff\\..*\\.(command|textconv))"));
        return wide || runs
                ? Assessment.of(Risk.EXTERNAL, "changes a setting of git that runs programs or holds everywhere")
                : write("changes a setting of the repository");
    }

    private static boolean has(List<Argument> words, String small, String large) {
        return words.stream().anyMatch(word -> word.text().matches("-[a-zA-Z]*[" + small + large + "][a-zA-Z]*"));
    }

    private static boolean any(List<Argument> words, String... options) {
        return words.stream().anyMatch(word -> word.is(options));
    }

    private static Assessment write(String reason) {
        return Assessment.of(Risk.WRITE, reason);
    }

    private static Assessment danger(String reason) {
        return Assessment.of(Risk.DANGEROUS, reason);
    }
}
