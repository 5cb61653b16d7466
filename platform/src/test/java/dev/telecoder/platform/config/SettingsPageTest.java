package dev.telecoder.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsPageTest {

    private static final Path PAGE = Path.of("..", "dist", "guide", "settings.md");

    @Test
    void theGuidesPageIsWhatTheSchemaSays() throws Exception {
        String page = SettingsPage.of(ConfigSchema.of(List.of()));
        if (Boolean.getBoolean("telecoder.guide.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).as("the page is stale; renew it with: " + SettingsPage.RENEW)
                .isEqualTo(page);
    }
}
