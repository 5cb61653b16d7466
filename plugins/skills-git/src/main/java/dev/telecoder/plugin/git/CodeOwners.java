package dev.telecoder.plugin.git;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is to review which files, as the repository's {@code CODEOWNERS} says: the last rule that matches wins, in each section by
 * itself (GitLab's; elsewhere all is one section).
 */
final class CodeOwners {

    private static final List<String> PLACES = List.of(".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS",
            ".gitlab/CODEOWNERS");
    private static final int LONGEST = 1 << 20;
    private static final Pattern SECTION = Pattern.compile("\\^?\\[([^\\]]+)\\](\\[\\d+\\])?(.*)");
    private static final Pattern OWNER = Pattern.compile("@[\\w.-]+(/[\\w.-]+)*");

    private final List<Section> sections;

    private CodeOwners(List<Section> sections) {
        this.sections = sections;
    }

    private record Section(String name, List<String> owners, List<Line> lines) {}

    private record Line(Pattern pattern, List<String> owners) {}

    /**
     * Whom to ask.
     *
     * @param people accounts, without {@code @}
     * @param teams teams, by their short name
     */
    record Owners(List<String> people, List<String> teams) {

        static Owners of(Collection<String> names) {
            List<String> people = new ArrayList<>();
            List<String> teams = new ArrayList<>();
            for (String name : names) {
                String bare = name.startsWith("@") ? name.substring(1) : name;
                if (bare.contains("/")) {
                    teams.add(bare.substring(bare.lastIndexOf('/') + 1));
                } else if (!bare.isBlank()) {
                    people.add(bare);
                }
            }
            return new Owners(List.copyOf(people), List.copyOf(teams));
        }

        boolean isEmpty() {
            return people.isEmpty() && teams.isEmpty();
        }
    }

    /** Reads the first of the files a code host would read; empty if there is none. */
    static Optional<CodeOwners> in(Path root) {
        return PLACES.stream().flatMap(name -> RepoFile.read(root, name, LONGEST).stream()).findFirst()
                .map(CodeOwners::parse);
    }

    static CodeOwners parse(String text) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("", List.of(), new ArrayList<>()));
        Section now = sections.getFirst();
        for (String line : text.lines().toList()) {
            String rule = line.replaceFirst("(^|\\s)#.*", "").strip();
            Matcher head = SECTION.matcher(rule);
            if (head.matches()) {
                String name = head.group(1).toLowerCase(Locale.ROOT);
                List<String> owners = owners(head.group(3));
                // A section may be taken up again further down.
                now = sections.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
                if (now == null) {
                    now = new Section(name, owners, new ArrayList<>());
                    sections.add(now);
                }
            } else if (!rule.isEmpty()) {
                String[] parts = rule.replace("\\ ", "\u0000").split("\\s+", 2);
                List<String> owners = parts.length > 1 ? owners(parts[1]) : now.owners();
                now.lines().add(new Line(pattern(parts[0].replace('\u0000', ' ')), owners));
            }
        }
        return new CodeOwners(List.copyOf(sections));
    }

    /** Accounts and teams; what is written as an address of mail cannot be asked. */
    private static List<String> owners(String text) {
        List<String> all = new ArrayList<>();
        for (String word : text.strip().split("\\s+")) {
            if (OWNER.matcher(word).matches()) {
                all.add(word);
            }
        }
        return List.copyOf(all);
    }

    /** Tells who owns some files, in the order they are named. */
    Owners of(Collection<String> paths) {
        Set<String> all = new LinkedHashSet<>();
        for (String path : paths) {
            for (Section section : sections) {
                section.lines().stream().filter(line -> line.pattern().matcher(path).matches())
                        .reduce((first, second) -> second).ifPresent(line -> all.addAll(line.owners()));
            }
        }
        return Owners.of(all);
    }

    /** As in .gitignore, but a star at the end stays in its folder. */
    private static Pattern pattern(String glob) {
        String body = glob.startsWith("/") ? glob.substring(1) : glob;
        boolean anywhere = !glob.startsWith("/") && !body.replaceFirst("/$", "").contains("/");
        boolean folder = body.endsWith("/");
        boolean flat = body.endsWith("/*");
        StringBuilder regex = new StringBuilder(anywhere ? "(?:.*/)?" : "");
        String rest = folder ? body.substring(0, body.length() - 1) : body;
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (rest.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (rest.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex + (folder ? "/.*" : flat ? "" : "(?:/.*)?"));
    }
}
