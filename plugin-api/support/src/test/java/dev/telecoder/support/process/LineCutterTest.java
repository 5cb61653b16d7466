package dev.telecoder.support.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineCutterTest {

    private final List<String> lines = new ArrayList<>();

    @Test
    void putsTogetherWhatReadsTookApart() {
        var cutter = new LineCutter(1000, lines::add);

        for (byte one : "h\u00e4\uD83D\uDE00\r\n\nend".getBytes(UTF_8)) {
            cutter.take(new byte[]{one}, 1);
        }
        cutter.finish();

        assertThat(lines).containsExactly("h\u00e4\uD83D\uDE00", "", "end");
    }

    @Test
    void tellsALongLineInPiecesWithoutBreakingACharacter() {
        var cutter = new LineCutter(1 << 20, lines::add);
        String text = "x" + "\uD83D\uDE00".repeat(LineCutter.MAX_LINE);

        byte[] bytes = text.getBytes(UTF_8);
        cutter.take(bytes, bytes.length);
        cutter.finish();

        assertThat(String.join("", lines)).isEqualTo(text);
        assertThat(lines).hasSizeGreaterThan(1).allMatch(line -> line.length() <= LineCutter.MAX_LINE + 1)
                .noneMatch(line -> Character.isHighSurrogate(line.charAt(line.length() - 1)));
    }

    @Test
    void keepsTheHeadAndCountsTheRest() {
        var cutter = new LineCutter(6, lines::add);

        cutter.take("abc\ndef\nghi\n".getBytes(UTF_8), 12);
        cutter.take("more".getBytes(UTF_8), 4);
        cutter.finish();

        assertThat(lines).containsExactly("abc", "de");
        assertThat(cutter.cut()).isEqualTo(10);
    }

    @Test
    void showsBrokenBytesAsReplaced() {
        var cutter = new LineCutter(100, lines::add);

        cutter.take(new byte[]{'a', (byte) 0xff, 'b', '\n', (byte) 0xc3}, 5);
        cutter.finish();

        assertThat(lines).containsExactly("a\uFFFDb", "\uFFFD");
    }
}
