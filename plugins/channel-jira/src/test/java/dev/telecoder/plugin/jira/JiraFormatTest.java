package dev.telecoder.plugin.jira;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.AdfBody;
import dev.telecoder.testkit.MessageFormatContract;
import dev.telecoder.testkit.TestContext;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JiraFormatTest extends MessageFormatContract {

    private final JiraFormat format = new JiraFormat();

    @Override
    protected MessageFormat format() {
        return format;
    }

    @Override
    protected Optional<String> complaint(JsonValue body) {
        return AdfBody.complaint(body);
    }

    @Override
    protected String visible(JsonValue body) {
        return AdfBody.visible(body);
    }

    @Override
    protected String code(JsonValue body) {
        return AdfBody.code(body);
    }

    @Override
    protected boolean readsMarkdown() {
        return true;
    }

    private JsonValue document(String markdown) {
        return format.render(markdown).getFirst().body().get("body");
    }

    @Test
    void makesADocumentOfEachKindOfBlock() {
        assertThat(document("# A\n\nb **c** [`d`](https://e.f)\ng\n\n> h\n\n- i\n  1. j\n- k\n\n---\n\n```js\nl\n```")
                .get("content").items()).extracting(block -> block.get("type").text()).containsExactly("heading",
                        "paragraph", "blockquote", "bulletList", "rule", "codeBlock");
        assertThat(document("b **c**\nd")).isEqualTo(TestContext.with().json().parse("""
                {"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"b "},
                {"type":"text","text":"c","marks":[{"type":"strong"}]},{"type":"hardBreak"},
                {"type":"text","text":"d"}]}]}"""));
    }

    @Test
    void makesWikiTextOfTheSameForServers() {
        assertThat(Wiki.of(document("# A\n\nb **c** *d* ~~e~~ `f` [g](https://h.i)\n\n> j\n\n- k\n  1. l\n- m"
                + "\n\n---\n\n```java\nn\n```\n\n```\no\n```"))).isEqualTo("""
                        h1. A

                        b {*}c{*} {_}d{_} {-}e{-} {{f}} [g|https://h.i]

                        {quote}
                        j
                        {quote}

                        * k
                        *# l
                        * m


                        ----

                        {code:java}
                        n
                        {code}

                        {noformat}
                        o
                        {noformat}""");
    }

    @Test
    void keepsWikiMarksInATextText() {
        assertThat(Wiki.of(document("[~admin] \\*x\\* {code} h1. a"))).isEqualTo(
                "\\[\\~admin\\] \\*x\\* \\{code\\} h1. a");
        assertThat(Wiki.of(document("h1. a"))).isEqualTo("h1\u200B. a");
        assertThat(Wiki.of(document("```\n{code}{noformat}\n```"))).isEqualTo(
                "{noformat}\n{\u200Bcode}{\u200Bnoformat}\n{noformat}");
    }

    @Test
    void theCheckRefusesBadDocuments() {
        for (String bad : List.of("{\"body\":\"text\"}",
                "{\"body\":{\"type\":\"doc\",\"version\":1,\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}",
                "{\"body\":{\"type\":\"doc\",\"version\":1,\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":"
                        + "\"text\",\"text\":\"a\",\"marks\":[{\"type\":\"code\"},{\"type\":\"em\"}]}]}]}}")) {
            assertThat(AdfBody.complaint(TestContext.with().json().parse(bad))).as(bad).isPresent();
        }
    }
}
