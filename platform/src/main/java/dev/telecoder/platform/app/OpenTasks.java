package dev.telecoder.platform.app;

import dev.telecoder.platform.config.SandboxConfig;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.repo.Retention;
import dev.telecoder.platform.skill.Places;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.Turns;
import java.time.Instant;
import java.util.Optional;

/**
 * What the host knows of the tasks whose files it may remove: a task's folder is named after its conversation.
 *
 * @param database where turns are
 * @param turns those that go on
 * @param conversations when something was last said
 * @param places what has the folders open
 */
record OpenTasks(Database database, Turns turns, Conversations conversations, Places places)
        implements
            Retention.Tasks {

    static Retention.Limits limits(SandboxConfig.Workspaces config) {
        return new Retention.Limits(config.keep(), config.size().bytes());
    }

    @Override
    public boolean isOpen(String task) {
        return !turns.list(task, null, null, 1).stream().allMatch(turn -> turn.endedAt() != null)
                || turns.open().stream().anyMatch(turn -> turn.conversation().equals(task));
    }

    @Override
    public Optional<Instant> usedAt(String task) {
        return conversations.find(task).map(Conversation::updatedAt);
    }

    @Override
    public void close(String task) {
        places.end(task);
    }
}
