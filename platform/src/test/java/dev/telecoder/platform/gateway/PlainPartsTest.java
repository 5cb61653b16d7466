package dev.telecoder.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.MessageFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlainPartsTest {

    private static final String FAMILY = "👨‍👩‍👧‍👦";

    private static List<String> split(String text, int max, LengthUnit unit) {
        return PlainParts.split(text, ChannelProfile.builder(max, unit).build()).stream()
                .map(MessageFormat.Part::plainText).toList();
    }

    private static int size(String text, LengthUnit unit) {
        return switch (unit) {
            case UTF16 -> text.length();
            case CODE_POINTS -> text.codePointCount(0, text.length());
            case UTF8_BYTES -> text.getBytes(StandardCharsets.UTF_8).length;
        };
    }

    @Test
    void leavesAShortTextWhole() {
        assertThat(split("hello\n\nworld", 100, LengthUnit.UTF16)).containsExactly("hello\n\nworld");
    }

    @Test
    void breaksBetweenParagraphsThenLinesThenWords() {
        assertThat(split("one two three\n\nfour five six", 20, LengthUnit.UTF16))
                .containsExactly("one two three", "four five six");
        assertThat(split("one two three\nfour five six", 20, LengthUnit.UTF16))
                .containsExactly("one two three", "four five six");
        assertThat(split("one two three four five six", 20, LengthUnit.UTF16))
                .containsExactly("one two three four", "five six");
    }

    @ParameterizedTest
    @EnumSource(LengthUnit.class)
    void neverCutsAnEmoji(LengthUnit unit) {
        for (String emoji : List.of("😀", FAMILY, "👍🏽", "🇩🇪", "e\u0301")) {
            String text = emoji.repeat(60);
            for (int max = 30; max < 60; max++) {
                List<String> parts = split(text, max, unit);
                assertThat(String.join("", parts)).isEqualTo(text);
                assertThat(parts).allSatisfy(part -> {
                    assertThat(part.replace(emoji, "")).isEmpty();
                    assertThat(part).isNotEmpty();
                });
            }
        }
    }

    @Test
    void isNeverEmptyAndEndsWithAnyText() {
        assertThat(split("", 16, LengthUnit.UTF16)).isEmpty();
        assertThat(split(" \n\n \t ", 16, LengthUnit.UTF16)).isEmpty();
        assertThat(split("a" + " \n".repeat(100) + "b", 16, LengthUnit.UTF16)).containsExactly("a", "b");
        String accents = "e" + "\u0301".repeat(500);
        assertThat(String.join("", split(accents, 16, LengthUnit.UTF16))).isEqualTo(accents);
        String halves = "\uD83D".repeat(100);
        assertThat(String.join("", split(halves, 16, LengthUnit.UTF16))).isEqualTo(halves);
    }

    @Test
    void keepsTheLimitAndEveryWordOfAnyText() {
        Random random = new Random(7);
        String[] pieces = {"word ", "länger ", "\n", "\n\n", FAMILY, "x".repeat(40), "  ", "日本語", "e\u0301"};
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 80; i++) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            LengthUnit unit = LengthUnit.values()[round % 3];
            int max = 30 + random.nextInt(80);
            List<String> parts = split(text.toString(), max, unit);
            assertThat(parts).allSatisfy(part -> {
                assertThat(part).isNotBlank();
                assertThat(size(part, unit)).isLessThanOrEqualTo(max);
            });
            assertThat(String.join("", parts).replaceAll("\\s", "")).isEqualTo(text.toString().replaceAll("\\s", ""));
        }
    }
}
