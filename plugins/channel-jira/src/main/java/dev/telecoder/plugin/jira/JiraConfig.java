package dev.telecoder.plugin.jira;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code channels.jira}.
 *
 * @param apiUrl where Jira is
 * @param userEmail the account, on Cloud
 * @param apiToken its token
 * @param webhookSecret what Jira signs with
 * @param triggerLabel the label that gives an issue to TeleCoder
 * @param deployment Cloud, or a server of one's own
 */
@Setting("Issues on Jira.")
record JiraConfig(
        @Setting(value = "Where Jira is.", required = true,
                examples = "https://acme.atlassian.net") @Nullable String apiUrl,
        @Setting(value = "The address of TeleCoder's own account; Cloud needs it. What it writes is not heard.",
                examples = "telecoder@example.org") @Nullable String userEmail,
        @Setting(value = "An API token of that account; on a server a personal access token.", required = true,
                examples = "${JIRA_TOKEN}") @Nullable Secret apiToken,
        @Setting("The webhook's secret, for requests at /hooks/channel-jira/events.") @Nullable Secret webhookSecret,
        @Setting(value = "The label that gives an issue to TeleCoder.",
                examples = "telecoder") @Nullable String triggerLabel,
        @Setting("Cloud, or a server of one's own; each has comments of its own kind.") @Nullable Deployment deployment) {

    /** Where Jira runs. */
    enum Deployment {
        CLOUD, SERVER
    }

    JiraConfig {
        apiToken = given(apiToken);
        webhookSecret = given(webhookSecret);
        userEmail = userEmail == null ? "" : userEmail.strip();
        deployment = deployment == null ? Deployment.CLOUD : deployment;
        triggerLabel = triggerLabel == null || triggerLabel.isBlank() ? "telecoder" : triggerLabel.strip();
        apiUrl = apiUrl == null ? "" : apiUrl.strip().replaceAll("/+$", "");
        if (!apiUrl.matches("(?i)https?://[^/\\s]+.*")) {
            throw new IllegalArgumentException("channels.jira.api_url is \"" + apiUrl
                    + "\"; it must be the address of Jira, such as https://acme.atlassian.net.");
        }
        if (apiToken == null) {
            throw new IllegalArgumentException("channels.jira.api_token is missing. On Cloud it is made at"
                    + " id.atlassian.com under Security, on a server in the account's profile.");
        }
        if (deployment == Deployment.CLOUD && userEmail.isEmpty()) {
            throw new IllegalArgumentException("channels.jira.user_email is missing. Cloud takes a token only together"
                    + " with its account's address; for a server set channels.jira.deployment: server.");
        }
    }

    private static @Nullable Secret given(@Nullable Secret secret) {
        return secret == null || secret.reveal().isBlank() ? null : new Secret(secret.reveal().strip());
    }

    boolean isCloud() {
        return deployment == Deployment.CLOUD;
    }

    /** A name with a token is Basic; a token alone, as servers give it, is a bearer. */
    String authorization() {
        String token = apiToken == null ? "" : apiToken.reveal();
        return String.valueOf(userEmail).isEmpty() ? "Bearer " + token
                : "Basic " + Base64.getEncoder().encodeToString((userEmail + ":" + token)
                        .getBytes(StandardCharsets.UTF_8));
    }

    String label() {
        return String.valueOf(triggerLabel);
    }

    /** Where calls go: version 3 takes documents, version 2 wiki text. */
    String rest() {
        return apiUrl + (isCloud() ? "/rest/api/3" : "/rest/api/2");
    }
}
