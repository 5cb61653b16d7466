package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.channel.MessageFormat.Part;
import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is asked of every {@link MessageFormat}.
 *
 * @since 1.0
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class MessageFormatContract {

    private static final List<String> ODD = List.of("a *b", "**", "`", "```", "```\nopen", "[a](b", "<b>&amp;", "~~x",
            "> ", "- \n- ", "| a |\n|---|\n| b |", "\\*", "![x](y)", "[x](javascript:alert(1))", "@everyone <@1>",
            "\u0000\u200b",
            "# \n## x", "***a** b*", "1. a\n   1. b", "🦞".repeat(50), "<script>", "a\r\nb", "_a_b_", "é\u0301");

    /** For the plugin's test. */
    protected MessageFormatContract() {}

    /** {@return the format} */
    protected abstract MessageFormat format();

    /**
     * Checks a body as strictly as the platform does, its limits included.
     *
     * @param body the body of a part
     * @return what is wrong with it, if anything
     */
    protected abstract Optional<String> complaint(JsonValue body);

    /**
     * Reads a body as a person sees it.
     *
     * @param body the body of a part
     * @return the text, without markup
     */
    protected abstract String visible(JsonValue body);

    /**
     * Reads what of a body is shown as a block of code.
     *
     * @param body the body of a part
     * @return the code; empty if there is none
     */
    protected abstract String code(JsonValue body);

    @Test
    void neverMakesAnInvalidMessage() {
        List<String> texts = new ArrayList<>(ODD);
        texts.add(words(3_000));
        texts.add("```java\n" + words(3_000) + "\n```");
        texts.add("**" + words(3_000) + "**");
        texts.add("x".repeat(20_000));
        texts.add("- " + words(2_000).replace(" ", "\n- "));
        Random random = new Random(4711);
        for (int i = 0; i < 200; i++) {
            texts.add(IntStream.range(0, 12).mapToObj(n -> ODD.get(random.nextInt(ODD.size())))
                    .collect(Collectors.joining(random.nextBoolean() ? " " : "\n")));
        }

        assertThat(texts).allSatisfy(text -> assertThat(format().render(text))
                .allSatisfy(part -> assertThat(complaint(part.body())).as("the body for %s", text).isEmpty()));
    }

    @Test
    void keepsTheText() {
        String markdown = "# Title\n\n" + words(2_000)
                + "\n\n- **bold** and `code`\n- second *item*\n\n> quoted\n\nlast";

        List<Part> parts = format().render(markdown);
        String seen = parts.stream().map(part -> visible(part.body())).collect(Collectors.joining(" "));
        String plain = parts.stream().map(Part::plainText).collect(Collectors.joining(" "));

        List<String> wanted = new ArrayList<>(List.of("Title"));
        wanted.addAll(List.of(words(2_000).split(" ")));
        wanted.addAll(List.of("bold", "code", "second", "item", "quoted", "last"));
        assertThat(List.of(seen, plain))
                .allSatisfy(text -> assertThat(text.split("[^\\p{L}\\p{N}]+")).containsSubsequence(wanted));
    }

    @Test
    void keepsFencesWhole() {
        List<String> lines = IntStream.range(0, 2_000).mapToObj(i -> "int line" + i + " = " + i + ";").toList();

        List<Part> parts = format().render("Before.\n\n```java\n" + String.join("\n", lines) + "\n```\n\nAfter.");
        List<String> code = parts.stream().flatMap(part -> code(part.body()).lines()).toList();

        assertThat(code).as("lines shown as code").containsSubsequence(lines);
        assertThat(parts).noneSatisfy(part -> assertThat(code(part.body())).contains("After."));
    }

    @Test
    void keepsEmojiWhole() {
        String family = "👩‍👩‍👧‍👦";

        List<Part> parts = format().render("🦞".repeat(7_000) + "\n\n" + (family + " ").repeat(800));
        String seen = parts.stream().map(part -> visible(part.body())).collect(Collectors.joining());

        assertThat(seen.codePoints().filter(c -> c == "🦞".codePointAt(0)).count()).isEqualTo(7_000);
        assertThat(parts).allSatisfy(part -> {
            assertThat(loneSurrogates(visible(part.body()))).isZero();
            assertThat(visible(part.body()).strip()).doesNotStartWith("\u200d").doesNotEndWith("\u200d");
        });
    }

    @Test
    void givesTheSamePartsForTheSameText() {
        String markdown = "**a** " + words(3_000);

        assertThat(format().render(markdown)).isEqualTo(format().render(markdown));
        assertThat(format().render("")).isEmpty();
        assertThat(format().render("  \n")).isEmpty();
    }

    @Test
    void takesEachExampleOfTheSpecification() {
        List<String> examples = CommonMarkReference.examples();

        assertThat(examples).hasSize(652).allSatisfy(this::isShown);
    }

    @Test
    void takesWhateverIsThrownAtIt() {
        List<String> pieces = new ArrayList<>(ODD);
        pieces.addAll(CommonMarkReference.examples());
        pieces.addAll(List.of("\n", "\n\n", "    ", "> ", "- ", "1. ", "```\n", "~~~\n", words(60), "x".repeat(700),
                "🦞".repeat(300), "👩‍👩‍👧‍👦", "&amp;", "&#1;", "&#xD800;", "<br>", "<!-- c -->", "[x] done",
                "| a | b |\n|---|---|\n| c |",
                "~~gone~~", "@here", "<!here>", "<#C1>", "</a:1>", "<t:1>", "[@everyone](https://e.com/a_b*c?d=(e)|f)",
                "\u202e",
                "a*b*c", "`a``b`", "``a`b``", "*a `b` c*", "[`a` **b**](http://x.y)", "\ud83e"));
        long seeds = Long.getLong("telecoder.fuzz", 400);
        for (long seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 1 + random.nextInt(20); i > 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())))
                        .append(List.of("", " ", "\n", "\n\n").get(random.nextInt(4)));
            }
            isShown(text.toString());
        }
    }

    /**
     * Tells whether the format reads Markdown, and so shows what it says rather than its source.
     *
     * @return whether it does
     */
    protected boolean readsMarkdown() {
        return false;
    }

    private void isShown(String markdown) {
        List<Part> parts = format().render(markdown);

        assertThat(parts).allSatisfy(part -> assertThat(complaint(part.body())).as("the body %s for %s", part.body(),
                markdown).isEmpty());
        if (readsMarkdown()) {
            String seen = parts.stream().map(part -> visible(part.body())).collect(Collectors.joining());
            String wanted = letters(CommonMarkReference.text(markdown));
            assertThat(isWithin(wanted, letters(seen))).as("%n%s%nis kept in%n%s", markdown, seen).isTrue();
        }
    }

    private static String letters(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static boolean isWithin(String wanted, String text) {
        int at = 0;
        for (char c : wanted.toCharArray()) {
            at = text.indexOf(c, at) + 1;
            if (at == 0) {
                return false;
            }
        }
        return true;
    }

    private static long loneSurrogates(String text) {
        return text.codePoints().filter(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE).count();
    }

    private static String words(int count) {
        return IntStream.range(0, count).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    }
}
