package dev.telecoder.platform.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Database;
import dev.telecoder.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsTest {

    @TempDir private Path temp;

    @Test
    void whatWasOnlyToldIsNoTask() {
        var clock = ManualClock.at(Instant.parse("2026-11-23T09:00:00Z"));
        try (Database database = Database.open(temp.resolve("t.db"), temp.resolve("backups"))) {
            Person owner = new People(database, clock).owner();
            var turns = new Turns(database, new HostJson(), clock);
            var conversations = new Conversations(database, clock);
            Conversation held = database.write(h -> conversations.open(h, owner, "Heartbeat", "api"));
            String told = database.write(h -> turns.told(h, held.id(), owner.id(), Entry.HEARTBEAT));
            String waits = database.write(h -> turns.open(h, held.id(), owner.id(), Entry.HEARTBEAT, null));
            String works = database.write(h -> turns.open(h, held.id(), owner.id(), Entry.CHAT, null));

            assertThat(ids(turns.list(held.id(), null, null, 10))).containsExactly(works, waits, told);
            assertThat(ids(turns.tasks(held.id(), null, null, 10))).containsExactly(works, waits);
            assertThat(ids(turns.tasks(null, owner.id(), works, 10))).containsExactly(waits);
        }
    }

    private static List<String> ids(List<Turn> turns) {
        return turns.stream().map(Turn::id).toList();
    }
}
