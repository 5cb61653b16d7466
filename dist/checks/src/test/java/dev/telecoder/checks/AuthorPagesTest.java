package dev.telecoder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages for plugin authors: what they quote is in the source they name, and what they link to is there. */
class AuthorPagesTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern QUOTE = Pattern.compile("<!-- (\\S+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    @Test
    void quoteTheirSourcesWordForWord() throws IOException {
        List<String> stale = new ArrayList<>();
        int quotes = 0;
        for (Path page : pages()) {
            for (MatchResult quote : QUOTE.matcher(Files.readString(page)).results().toList()) {
                quotes++;
                // The archetype's own words stand where a newcomer's will.
                String source = squeezed(Files.readString(ROOT.resolve(quote.group(1)))
                        .replace("${className}", "WordsSkill").replace("${skill}", "text.words"));
                for (String piece : quote.group(2).split("(?m)^\\s*…\\s*$")) {
                    if (!source.contains(squeezed(piece))) {
                        stale.add(ROOT.relativize(page) + " quotes what is not in " + quote.group(1) + ":\n" + piece);
                    }
                }
            }
        }

        assertThat(stale).isEmpty();
        assertThat(quotes).as("quotes in all pages").isGreaterThan(12);
    }

    @Test
    void linkToWhatIsThere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
                String target = link.group(1).replaceFirst("#.*", "");
                if (!target.isEmpty() && !target.contains("://") && !Files.exists(page.resolveSibling(target))) {
                    broken.add(ROOT.relativize(page) + " links to " + target);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void nameEachExample() throws IOException {
        String all = Files.readString(ROOT.resolve("plugin-api/README.md"));
        try (Stream<Path> folders = Files.list(ROOT.resolve("examples"))) {
            assertThat(folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).map(Path::getFileName))
                    .isNotEmpty().allSatisfy(name -> assertThat(all).contains("../examples/" + name));
        }
    }

    private static String squeezed(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of("plugin-api", "examples")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md") && !file.toString().contains("/target/")
                        && !file.toString().contains("/src/")).forEach(pages::add);
            }
        }
        return pages;
    }
}
