package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.Remark.Severity;
import dev.telecoder.plugin.code.ReviewDiff.Changed;
import dev.telecoder.plugin.code.ReviewDiff.Kind;
import dev.telecoder.plugin.code.ReviewDiff.Shown;
import dev.telecoder.plugin.code.ReviewRules.Rule;
import dev.telecoder.plugin.code.ReviewRules.Where;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds in a diff what needs no model to be seen. Pure. */
final class ReviewChecks {

    private static final Pattern TEST = Pattern.compile(
            "(?i)(?:.*/)?(?:tests?|specs?|__tests__|testdata|fixtures)/.*|.*(?:Tests?|IT|_test|_spec|[.-]spec|[.-]test)\\.\\w+|(?:.*/)?(?:test_|conftest)\\w*\\.py");
    private static final Pattern GENERATED = Pattern.compile(
            "(?i)(?:.*/)?(?:package-lock\\.json|npm-shrinkwrap\\.json|yarn\\.lock|pnpm-lock\\.yaml|bun\\.lockb?|Cargo\\.lock|go\\.sum|poetry\\.lock|uv\\.lock|Gemfile\\.lock|composer\\.lock|.*\\.min\\.(?:js|css)|.*\\.map|.*\\.snap|.*\\.svg|.*_pb2?\\.(?:py|go)|.*\\.pb\\.go)|(?:.*/)?(?:node_modules|vendor|dist)/.*");
    private static final Pattern PROSE =
            Pattern.compile("(?i).*\\.(?:md|rst|adoc|txt|html?)|(?:.*/)?(?:LICENSE|NOTICE|CHANGELOG).*");
    private static final Pattern CATCH_OPEN = Pattern.compile("\\bcatch\\s*(?:\\([^)]*\\))?\\s*\\{\\s*$");
    private static final Pattern EXCEPT_OPEN = Pattern.compile("^(\\s*)except\\b[^:]*:\\s*$");
    private static final Pattern ENTRY =
            Pattern.compile("(?i)(?:.*/)?(?:main|cli|.*command.*|.*script.*|bin/.*)(?:\\.\\w+)?");
    private static final Set<String> COMPARED = Set.of("self-comparison");

    private final Changed file;
    private final Optional<Language> language;
    private final boolean test;
    private final Map<Shown, String> code = new HashMap<>();
    private final List<Remark> remarks = new ArrayList<>();

    private ReviewChecks(Changed file) {
        this.file = file;
        this.language = Language.of(file.path());
        this.test = TEST.matcher(file.path()).matches();
    }

    /** {@return what was found, by file and line} */
    static List<Remark> in(ReviewDiff diff) {
        return diff.files().stream().flatMap(file -> new ReviewChecks(file).run().stream()).toList();
    }

    /** {@return whether a person would not read the file: it is written by a program} */
    static boolean generated(String path) {
        return GENERATED.matcher(path).matches();
    }

    private List<Remark> run() {
        if (file.kind() == Kind.DELETED || file.binary()) {
            return List.of();
        }
        for (Shown line : file.added()) {
            conflict(line);
            Secrets.in(line.text()).filter(_ -> !lockfile()).ifPresent(what -> add(line, Severity.CRITICAL, "secret",
                    "This looks like " + what
                            + ". It stays in the history even if a later commit takes it away: take it "
                            + "out, revoke it, and read it from the environment."));
        }
        if (!generated(file.path())) {
            blank();
            for (Shown line : file.added()) {
                rules(line);
            }
            swallowed();
        }
        return remarks.stream().sorted(Comparator.comparingInt(Remark::position)).toList();
    }

    private boolean lockfile() {
        return GENERATED.matcher(file.path()).matches();
    }

    private void conflict(Shown line) {
        String text = line.text().stripTrailing();
        boolean marker = text.matches("(?:<{7}|>{7}|\\|{7})(?: .*)?");
        // A row of seven equal signs alone also underlines headings.
        boolean middle =
                text.equals("=======") && file.added().stream().anyMatch(other -> other.text().startsWith("<<<<<<<")
                        || other.text().startsWith(">>>>>>>"));
        if (marker || middle) {
            add(line, Severity.CRITICAL, "conflict-marker",
                    "A merge conflict was committed unresolved. Choose a side and remove the markers.");
        }
    }

    /** Strings and comments are told from code with what stands around them, as far as the diff shows it. */
    private void blank() {
        if (language.isEmpty()) {
            return;
        }
        List<Shown> block = new ArrayList<>();
        for (Shown line : file.lines()) {
            if (line.sign() == '-') {
                continue;
            }
            if (!block.isEmpty() && line.newLine() != block.getLast().newLine() + 1) {
                blank(block);
                block.clear();
            }
            block.add(line);
        }
        blank(block);
    }

    private void blank(List<Shown> block) {
        var text = new StringBuilder(language.orElseThrow() == Language.PHP ? "<?php "
                : language.orElseThrow() == Language.PYTHON ? Docstring.before(block) : "");
        int head = text.length();
        block.forEach(line -> text.append(line.text()).append('\n'));
        String[] lines = new Blanking(language.orElseThrow(), text.toString()).run().substring(head).split("\n", -1);
        for (int i = 0; i < block.size(); i++) {
            String inside = lines[i];
            // What begins inside a comment looks like code: a line of a documentation comment begins with a star.
            code.put(block.get(i), block.get(i).text().strip().startsWith("* ") ? "" : inside);
        }
    }

    private void rules(Shown line) {
        for (Rule rule : ReviewRules.all()) {
            if (applies(rule) && rule.pattern().matcher(seen(rule, line)).find()
                    && !(COMPARED.contains(rule.id()) && line.text().contains("NaN"))) {
                if (remarks.stream()
                        .noneMatch(one -> one.position() == line.position() && one.rule().equals(rule.id()))) {
                    add(line, rule.severity(), rule.id(), rule.body());
                }
            }
        }
    }

    private boolean applies(Rule rule) {
        boolean prose = PROSE.matcher(file.path()).matches();
        boolean place = switch (rule.files()) {
            case ALL -> true;
            case TESTS -> test;
            case OTHER -> !test;
        };
        boolean mine = rule.languages().isEmpty() ? rule.where() == Where.RAW || language.isPresent()
                : language.isPresent() && rule.languages().contains(language.get());
        boolean printer = rule.id().equals("debug-output") && ENTRY.matcher(file.path()).matches();
        return place && mine && !prose && !printer;
    }

    private String seen(Rule rule, Shown line) {
        if (rule.where() == Where.CODE) {
            return code.getOrDefault(line, "");
        }
        boolean comment = rule.where() == Where.SOURCE && code.getOrDefault(line, "x").isBlank();
        return comment ? "" : line.text();
    }

    /** An empty handler over two lines. */
    private void swallowed() {
        List<Shown> now = file.lines().stream().filter(line -> line.sign() != '-').toList();
        for (int i = 0; i + 1 < now.size(); i++) {
            Shown line = now.get(i);
            String here = code.getOrDefault(line, "").stripTrailing();
            String next = code.getOrDefault(now.get(i + 1), "").strip();
            boolean empty = CATCH_OPEN.matcher(here).find() && next.startsWith("}") && now.get(i + 1).text().strip()
                    .startsWith("}");
            boolean pass = language.filter(one -> one == Language.PYTHON).isPresent()
                    && EXCEPT_OPEN.matcher(here).find() && next.equals("pass");
            if (line.added() && (empty || pass) && now.get(i + 1).newLine() == line.newLine() + 1) {
                add(line, Severity.MEDIUM, "swallowed-error",
                        "The error is swallowed: nobody hears that it happened. Handle it, log it or let it through.");
            }
        }
    }

    private void add(Shown line, Severity severity, String rule, String body) {
        remarks.add(Remark.at(file, line, severity, rule, body));
    }

    /** {@return a word for how many there are of each severity, such as {@code 1 critical, 2 low}} */
    static String counts(List<Remark> remarks) {
        var parts = new ArrayList<String>();
        for (Severity severity : Severity.values()) {
            long count = remarks.stream().filter(one -> one.severity() == severity).count();
            if (count > 0) {
                parts.add(count + " " + severity.name().toLowerCase(Locale.ROOT));
            }
        }
        return String.join(", ", parts);
    }
}
