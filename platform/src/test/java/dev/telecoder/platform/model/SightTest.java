package dev.telecoder.platform.model;

import static dev.telecoder.testkit.ScriptedLlm.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SightTest {

    private final Sight sight = new Sight();
    private final List<Integer> shown = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"REJECTED, Invalid content type.", "UNAVAILABLE, this model is missing data required for image input",
            "CONFIGURATION, No endpoints found that support image input"})
    void whoRefusesImagesIsAskedOnceMoreWithoutAnyAndNotShownThemAgain(Failure failure, String said) {
        Function<Prompt, LlmResponse> blind = prompt -> {
            if (images(prompt) > 0) {
                throw PluginException.of(failure, said);
            }
            return text("I see nothing");
        };

        Sight.Seen first = sight.ask("a/b", prompt("one"), counted(blind), () -> {});
        Sight.Seen again = sight.ask("a/b", prompt("one"), counted(blind), () -> {});
        Sight.Seen another = sight.ask("a/b", prompt("one", "two"), counted(blind), () -> {});

        assertThat(List.of(first.unseen(), again.unseen(), another.unseen())).containsExactly(true, false, true);
        assertThat(shown).as("images in each question").containsExactly(1, 0, 0, 1, 0);
    }

    @Test
    void anotherModelIsShownWhatOneRefused() {
        sight.ask("a/b", prompt("one"), prompt -> {
            if (images(prompt) > 0) {
                throw PluginException.of(Failure.REJECTED, "no");
            }
            return text("blind");
        }, () -> {});

        Sight.Seen seen = sight.ask("c/d", prompt("one"), counted(prompt -> text("a dot")), () -> {});

        assertThat(seen.unseen()).isFalse();
        assertThat(shown).containsExactly(1);
    }

    @Test
    void whereItFailsWithoutThemTooTheFirstFailureIsToldAndTheImagesStay() {
        List<String> told = new ArrayList<>(List.of("the words are refused", "the other words are refused"));
        Function<Prompt, LlmResponse> strict = prompt -> {
            throw PluginException.of(Failure.REJECTED, told.removeFirst());
        };

        assertThatThrownBy(() -> sight.ask("a/b", prompt("one"), strict, () -> {})).hasMessage("the words are refused");
        sight.ask("a/b", prompt("one"), counted(prompt -> text("fine")), () -> {});

        assertThat(shown).containsExactly(1);
    }

    @Test
    void aFailureThatHasNothingToDoWithImagesIsNotTriedHere() {
        Function<Prompt, LlmResponse> down = counted(prompt -> {
            throw PluginException.of(Failure.UNAVAILABLE, "out of order");
        });

        assertThatThrownBy(() -> sight.ask("a/b", prompt("one"), down, () -> {})).hasMessage("out of order");

        assertThat(shown).containsExactly(1);
    }

    private Function<Prompt, LlmResponse> counted(Function<Prompt, LlmResponse> ask) {
        return prompt -> {
            shown.add(images(prompt));
            return ask.apply(prompt);
        };
    }

    private static int images(Prompt prompt) {
        return (int) prompt.messages().getFirst().content().stream().filter(Content.Image.class::isInstance).count();
    }

    private static Prompt prompt(String... images) {
        List<Content> content = new ArrayList<>(List.of(new Content.Text("Look.")));
        for (String image : images) {
            content.add(new Content.Image("image/png", image, image + ".png"));
        }
        return Prompt.plain("turn", "", List.of(new ChatMessage(ChatMessage.Role.USER, content)));
    }
}
