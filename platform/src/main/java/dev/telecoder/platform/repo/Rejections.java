package dev.telecoder.platform.repo;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import org.jspecify.annotations.Nullable;

/** What is said when a remote, or git itself, says no. */
final class Rejections {

    private Rejections() {}

    static PluginException moved(String repo, String branch) {
        return PluginException.of(Failure.REJECTED, "The remote of " + repo + " has commits on " + branch
                + " that are not here, so nothing was pushed. Fetch them and rebase or merge, then push again; or commit on "
                + "another branch.");
    }

    static PluginException refused(String repo, String branch, String reason, String messages) {
        String said = messages.isBlank() ? "" : " It said: " + Texts.shortened(messages.strip(), 1000);
        return PluginException.of(Failure.REJECTED, "The remote of " + repo + " refused " + branch + ": " + reason + "."
                + said + " Nothing was pushed.");
    }

    static PluginException missing(GitAddress address, @Nullable Throwable cause) {
        String text =
                "There is no git repository at " + address.url() + ". Check the address; repositories with a name "
                        + "stand under repos in config.yaml.";
        return cause == null ? PluginException.of(Failure.REJECTED, text)
                : PluginException.of(Failure.REJECTED, text, cause);
    }

    static PluginException rejected(String text) {
        return PluginException.of(Failure.REJECTED, text);
    }

    static PluginException broken(String repo, Exception cause) {
        return PluginException.of(Failure.REJECTED, "The git data of " + repo + " cannot be read ("
                + Texts.shortened(String.valueOf(cause.getMessage()), 300)
                + "). If a command damaged the folder .git, undo "
                + "it or open the repository again.", cause);
    }
}
