package dev.telecoder.testkit;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MessageFormatContractTest {

    private static final int LIMIT = 2_000;

    enum Fault implements FaultMatrix.Fault {
        NONE(""),
        IGNORES_THE_LIMIT_FOR_LISTS("neverMakesAnInvalidMessage"),
        LEAVES_OUT_QUOTES("keepsTheText"),
        FORGETS_THE_FENCE_IN_THE_NEXT_PART("keepsFencesWhole"),
        CUTS_EMOJI("keepsEmojiWhole"),
        IGNORES_THE_LIMIT_FOR_AN_EXAMPLE("takesEachExampleOfTheSpecification"),
        IGNORES_THE_LIMIT_FOR_A_LINK("takesWhateverIsThrownAtIt"),
        NUMBERS_ITS_PARTS("givesTheSamePartsForTheSameText"),
        SENDS_EMPTY_PARTS("givesTheSamePartsForTheSameText");

        private final String row;

        Fault(String row) {
            this.row = row;
        }

        @Override
        public String row() {
            return row;
        }
    }

    private static volatile Fault fault = Fault.NONE;

    @Test
    void eachRowCatchesTheFormatThatBreaksIt() {
        FaultMatrix.check(Plain.class, Fault.class, chosen -> fault = chosen);
    }

    static final class Plain extends MessageFormatContract {

        @Override
        protected MessageFormat format() {
            return new PlainFormat();
        }

        @Override
        protected Optional<String> complaint(JsonValue body) {
            int length = body.get("text").text().length();
            return length <= LIMIT ? Optional.empty() : Optional.of(length + " chars are too many");
        }

        @Override
        protected String visible(JsonValue body) {
            return body.get("text").text();
        }

        @Override
        protected String code(JsonValue body) {
            return body.get("code").asBoolean(false) ? body.get("text").text() : "";
        }
    }

    /** Splits at lines and spaces, shows Markdown as it is, and gives each block of code parts of its own. */
    private static final class PlainFormat implements MessageFormat {

        private static final AtomicInteger COUNT = new AtomicInteger();

        @Override
        public String channel() {
            return "plain";
        }

        @Override
        public List<Part> render(String markdown) {
            List<Part> parts = new ArrayList<>();
            boolean broken = fault == Fault.IGNORES_THE_LIMIT_FOR_AN_EXAMPLE && markdown.equals("\tfoo\tbaz\t\tbim\n")
                    || fault == Fault.IGNORES_THE_LIMIT_FOR_A_LINK && markdown.contains("[@everyone](https://e.com");
            if (broken) {
                return List.of(part("x".repeat(LIMIT + 1), false));
            }
            boolean code = false;
            StringBuilder block = new StringBuilder();
            for (String line : markdown.split("\n")) {
                if (line.startsWith("```")) {
                    flush(block, code, parts);
                    code = !code;
                } else if (fault != Fault.LEAVES_OUT_QUOTES || !line.startsWith("> quoted")) {
                    block.append(line).append('\n');
                }
            }
            flush(block, code, parts);
            return parts;
        }

        private static void flush(StringBuilder block, boolean code, List<Part> parts) {
            String left = block.toString().strip();
            block.setLength(0);
            boolean first = true;
            while (!left.isEmpty() || first && fault == Fault.SENDS_EMPTY_PARTS && parts.isEmpty()) {
                int cut = cut(left);
                boolean shown = code && (first || fault != Fault.FORGETS_THE_FENCE_IN_THE_NEXT_PART);
                parts.add(part(left.substring(0, cut).strip(), shown));
                left = left.substring(cut).strip();
                first = false;
            }
        }

        private static Part part(String text, boolean code) {
            JsonValue.ObjectBuilder body = JsonValue.object().put("text", text).put("code", code);
            if (fault == Fault.NUMBERS_ITS_PARTS) {
                body.put("number", COUNT.incrementAndGet());
            }
            return new Part(body.build(), text);
        }

        private static int cut(String text) {
            if (text.length() <= LIMIT || fault == Fault.IGNORES_THE_LIMIT_FOR_LISTS && text.startsWith("- ")) {
                return text.length();
            }
            if (fault == Fault.CUTS_EMOJI && text.startsWith("🦞")) {
                return LIMIT - 1;
            }
            int line = text.lastIndexOf('\n', LIMIT);
            int space = line > 0 ? line : text.lastIndexOf(' ', LIMIT);
            if (space > 0) {
                return space;
            }
            return Character.isLowSurrogate(text.charAt(LIMIT)) ? LIMIT - 1 : LIMIT;
        }
    }
}
