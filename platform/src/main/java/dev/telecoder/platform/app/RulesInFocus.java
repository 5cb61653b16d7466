package dev.telecoder.platform.app;

import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.repo.Repos;
import java.util.List;
import java.util.Optional;

/** The rules of the repository that a conversation is about: the one in focus, or the only one there is. */
record RulesInFocus(Conversations conversations, Repos repos) {

    Optional<String> of(String conversation) {
        List<RepoSettings> configured = repos.configured();
        if (configured.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> focus = conversations.find(conversation).map(Conversation::focus);
        return focus.isPresent() || configured.size() != 1 ? focus.flatMap(repos::rules)
                : repos.rules(configured.getFirst().name());
    }
}
