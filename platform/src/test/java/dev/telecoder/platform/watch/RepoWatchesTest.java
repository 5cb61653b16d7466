package dev.telecoder.platform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepoWatchesTest {

    @TempDir private Path temp;

    private WatchBed bed;

    @BeforeEach
    void open() {
        bed = new WatchBed(temp);
        bed.service.run("1", "main", "passed");
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private boolean watch() {
        return bed.repos.watch(bed.conversation.id(), bed.person.id(), "myorg/api");
    }

    @Test
    void tellsChangesAlone() {
        assertThat(watch()).isTrue();
        assertThat(watch()).isFalse();
        bed.service.run("2", "main", "passed");
        bed.signal("workflow_run.completed");
        assertThat(bed.told).as("it was green before").isEmpty();

        bed.service.run("3", "main", "failed");
        bed.signal("workflow_run.completed");
        bed.signal("workflow_run.completed");
        bed.service.run("4", "main", "failed");
        bed.signal("workflow_run.completed");
        bed.service.run("5", "main", "passed");
        bed.signal("workflow_run.completed");

        assertThat(bed.told).hasSize(2);
        assertThat(bed.told.getFirst()).contains("**myorg/api** `verify` on `main` is red", "https://ci.example/3");
        assertThat(bed.told.getLast()).contains("is green again");
    }

    @Test
    void saysNothingOfItsOwnBranchesNorOfWhatIsUnwatchedNorWhereAMonitorTells() {
        watch();
        bed.service.run("2", "telecoder/x", "failed");
        bed.signal("workflow_run.completed");
        bed.monitored = true;
        bed.service.run("3", "main", "failed");
        bed.signal("workflow_run.completed");
        bed.monitored = false;
        assertThat(bed.repos.unwatch(bed.conversation.id(), "MyOrg/API")).containsExactly("myorg/api");
        bed.service.run("4", "main", "passed");
        bed.signal("workflow_run.completed");

        assertThat(bed.told).isEmpty();
        assertThat(bed.repos.of(bed.conversation.id())).isEmpty();
        assertThat(bed.repos.unwatch(bed.conversation.id(), "")).isEmpty();
    }
}
