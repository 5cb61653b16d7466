package dev.telecoder.plugin.githubchannel;

import dev.telecoder.api.Setting;
import dev.telecoder.api.repo.Talk.Right;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code channels.github}; the credentials are those of the section {@code github}.
 *
 * @param triggerLabel the label that gives an issue or pull request to TeleCoder
 * @param commandRole what one must be allowed to do to a repository to command there
 */
@Setting("Issues, pull requests and discussions on GitHub. Who it is and where GitHub is says the section github.")
record GithubChannelConfig(
        @Setting(value = "The label that gives an issue or pull request to TeleCoder.",
                examples = "telecoder") @Nullable String triggerLabel,
        @Setting(value = "Who may command: read, triage, write, maintain or admin, as the repository grants it.",
                byDefault = "write", examples = "maintain") @Nullable String commandRole) {

    GithubChannelConfig {
        triggerLabel = triggerLabel == null || triggerLabel.isBlank() ? "telecoder" : triggerLabel.strip();
        commandRole = commandRole == null || commandRole.isBlank() ? "write" : commandRole.strip();
        if (!commandRole.matches("(?i)read|triage|write|maintain|admin")) {
            throw new IllegalArgumentException("channels.github.command_role is \"" + commandRole
                    + "\"; expected read, triage, write, maintain or admin.");
        }
    }

    String label() {
        return Objects.requireNonNullElse(triggerLabel, "");
    }

    Right role() {
        return Right.valueOf(Objects.requireNonNullElse(commandRole, "").toUpperCase(Locale.ROOT));
    }
}
