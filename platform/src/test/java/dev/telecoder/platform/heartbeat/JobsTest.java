package dev.telecoder.platform.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.platform.heartbeat.Occurrence.State;
import dev.telecoder.platform.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {

    @TempDir Path folder;
    private final Moving clock = new Moving(Instant.parse("2026-11-22T10:00:30Z"));
    private Database database;
    private final Semaphore changes = new Semaphore(0);
    private Occurrences ledger;
    private Work work;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"), folder.resolve("backups"));
        ledger = new Occurrences(database);
        ledger.onChange(changes::release);
        work = new Work();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void runsAJobOnceEachTimeItIsDue() throws Exception {
        job("nightly.yaml", "schedule: '*/5 * * * *'\nprompt: look\n");
        Jobs jobs = jobs();
        jobs.look();
        assertThat(runs()).isEmpty();

        clock.to("2026-11-22T10:05:00Z");
        jobs.look();
        jobs.look();
        assertThat(runs()).containsExactly("10:05 RUNNING");

        work.endings.put("turn-1", new JobWork.Ending(true, null));
        jobs.look();
        clock.to("2026-11-22T10:10:01Z");
        jobs.look();
        assertThat(runs()).containsExactly("10:10 RUNNING", "10:05 DONE");
        assertThat(work.begun).containsExactly("turn-1", "turn-2");
    }

    @Test
    void tellsWhatWasMissedWhileTheHostWasOff() throws Exception {
        job("j.yaml", "schedule: '0 * * * *'\nprompt: look\n");
        jobs().look();

        clock.to("2026-11-22T13:30:00Z");
        jobs().look();

        assertThat(runs()).containsExactly("13:00 MISSED", "12:00 MISSED", "11:00 MISSED");
        assertThat(work.begun).isEmpty();
    }

    @Test
    void aLongPauseLeavesAHundredRowsAndSaysHowManyMore() throws Exception {
        job("j.yaml", "schedule: '@every 1m'\nprompt: look\n");
        jobs().look();

        clock.to("2026-11-22T20:00:20Z");
        jobs().look();

        List<Occurrence> all = ledger.list(null, 1_000);
        assertThat(all).hasSize(100).allMatch(one -> one.state() == State.MISSED);
        assertThat(all.getLast().detail()).contains("So were 499 before it");
    }

    @Test
    void whatIsDueWhileTheOneBeforeRunsIsMissed() throws Exception {
        job("j.yaml", "schedule: '*/5 * * * *'\nprompt: look\n");
        Jobs jobs = jobs();
        jobs.look();
        clock.to("2026-11-22T10:05:00Z");
        jobs.look();
        clock.to("2026-11-22T10:10:00Z");
        jobs.look();

        assertThat(runs()).containsExactly("10:10 MISSED", "10:05 RUNNING");
        assertThatThrownBy(() -> jobs.run("j", "")).hasMessageContaining("runs already");
    }

    @Test
    void aCrashBetweenClaimAndBeginRunsItOnceAndLaterIsMissed() throws Exception {
        job("j.yaml", "schedule: '*/5 * * * *'\nprompt: look\n");
        jobs().look();
        clock.to("2026-11-22T10:05:00Z");
        work.dies = true;
        assertThatThrownBy(() -> jobs().look()).hasMessage("power cut");
        assertThat(runs()).containsExactly("10:05 CLAIMED");

        work.dies = false;
        jobs().recover();
        assertThat(runs()).containsExactly("10:05 RUNNING");
        jobs().recover();
        assertThat(work.begun).containsExactly("turn-1");

        work.endings.put("turn-1", new JobWork.Ending(false, "no model"));
        jobs().look();
        clock.to("2026-11-22T10:10:00Z");
        work.dies = true;
        assertThatThrownBy(() -> jobs().look()).hasMessage("power cut");
        clock.to("2026-11-22T10:12:00Z");
        jobs().recover();
        assertThat(runs()).containsExactly("10:10 MISSED", "10:05 FAILED");
    }

    @Test
    void aSkillThatACrashCutOffIsUnknownAndToldAndNotRunAgain() throws Exception {
        job("j.yaml", "schedule: '@daily'\nskill: deps.audit\nnotify: telegram:1\n");
        work.gate = new CountDownLatch(1);
        jobs().run("j", "");
        await("RUNNING");

        jobs().recover();

        assertThat(runs()).containsExactly("10:00 UNKNOWN");
        assertThat(work.told).singleElement().asString().contains("It was not run again");
        work.gate.countDown();
    }

    @Test
    void aSkillTellsWhatItSaidUnlessItWasSilence() throws Exception {
        job("a.yaml", "schedule: '@daily'\nskill: deps.audit\n");
        work.says = new JobWork.Ending(true, "2 findings");
        jobs().run("a", "");
        await("DONE");
        clock.to("2026-11-22T10:01:00Z");
        work.says = new JobWork.Ending(true, "HEARTBEAT_OK");
        jobs().run("a", "");
        awaitRows(2);

        assertThat(work.told).containsExactly("2 findings");
        assertThat(runs()).containsExactly("10:01 DONE", "10:00 DONE");
    }

    @Test
    void aJobSwitchedOnAgainMissedNothing() throws Exception {
        job("j.yaml", "schedule: '0 * * * *'\nprompt: look\n");
        jobs().look();
        job("j.yaml", "schedule: '0 * * * *'\nprompt: look\nenabled: false\n");
        jobs().look();
        clock.to("2026-11-22T13:30:00Z");
        job("j.yaml", "schedule: '0 * * * *'\nprompt: look\n");
        Jobs jobs = jobs();
        jobs.look();
        assertThat(runs()).isEmpty();

        clock.to("2026-11-22T14:00:00Z");
        jobs.look();
        assertThat(runs()).containsExactly("14:00 RUNNING");
    }

    @Test
    void atHalfPastTwoInTheMissingAndTheDoubledHourItRunsOnce() throws Exception {
        job("j.yaml", "schedule: '30 2 * * *'\ntimezone: Europe/Berlin\nskill: deps.audit\n");
        for (String night : List.of("2027-03-27T23:00:00Z", "2027-10-30T22:00:00Z")) {
            clock.to(night);
            Instant end = clock.instant().plus(Duration.ofHours(8));
            database.write(h -> h.createUpdate("DELETE FROM job").execute());
            int before = runs().size();
            while (clock.instant().isBefore(end)) {
                clock.now = clock.now.plusSeconds(20);
                jobs().look();
                awaitIdle();
            }
            assertThat(runs()).hasSize(before + 1);
        }
        assertThat(ledger.list(null, 9)).extracting(one -> one.due().toString() + " " + one.state())
                .containsExactly("2027-10-31T00:30:00Z DONE", "2027-03-28T01:00:00Z DONE");
    }

    @Test
    void listsWhatIsWrongWithAFileAndTakesWhatIsOnlyUnknown() throws Exception {
        job("a.yaml", "schedule: '61 * * * *'\nprompt: x\n");
        job("b.yaml", "shedule: '@daily'\nprompt: x\n");
        job("c.yaml", "schedule: '@daily'\nprompt: x\nagent: claude\nbudget_usd: 0.5\nrepos: myorg/api\n");
        job("d.yaml", "name: c\nschedule: '@daily'\nprompt: x\n");
        job("e.yaml", "schedule: [\n");
        job("f.yaml", "schedule: '@daily'\n");
        job("g.yaml", "schedule: '@daily'\nprompt: x\nnotify: nowhere\n");

        List<Job> jobs = new JobFolder(folder.resolve("jobs")).read(ZoneOffset.UTC);

        Map<String, String> problems = new HashMap<>();
        jobs.forEach(job -> problems.put(job.file(), job.problem()));
        assertThat(problems.get("a.yaml")).startsWith("a.yaml:1").contains("61");
        assertThat(problems.get("b.yaml")).contains("schedule");
        assertThat(problems.get("c.yaml")).isEmpty();
        assertThat(problems.get("d.yaml")).contains("taken by c.yaml");
        assertThat(problems.get("e.yaml")).startsWith("e.yaml:");
        assertThat(problems.get("f.yaml")).contains("neither prompt nor skill");
        assertThat(problems.get("g.yaml")).contains("telegram:12345");
        assertThat(jobs.get(2).repos()).containsExactly("myorg/api");
        assertThat(jobs.get(2).toJson(jobs.get(2).next(clock.instant())).toString())
                .contains("\"name\":\"c\",\"file\":\"c.yaml\",\"schedule\":\"@daily\",\"timezone\":\"Z\","
                        + "\"enabled\":true,\"next\":\"2026-11-23T00:00:00.000Z\"");
    }

    @Test
    void silenceIsUnderstoodAndNeverShown() {
        for (String silent : List.of("HEARTBEAT_OK", " NO_REPLY\n", "[SILENT]", "**HEARTBEAT_OK**", "HEARTBEAT_OK.",
                "HEARTBEAT_OK NO_REPLY")) {
            assertThat(Silence.spoken(silent)).as(silent).isBlank();
        }
        assertThat(Silence.spoken("HEARTBEAT_OK\nBut the disk is full.")).isEqualTo("But the disk is full.");
        assertThat(Silence.spoken("The disk is full.\n\n[SILENT]")).isEqualTo("The disk is full.");
        assertThat(Silence.spoken("The job says HEARTBEAT_OK when it is well."))
                .isEqualTo("The job says HEARTBEAT_OK when it is well.");
    }

    private Jobs jobs() {
        Jobs jobs = new Jobs(new JobFolder(folder.resolve("jobs")), () -> ZoneOffset.UTC, ledger, work, clock);
        jobs.readAgain();
        return jobs;
    }

    private void job(String file, String text) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("jobs")).resolve(file), text);
    }

    private List<String> runs() {
        return ledger.list(null, 50).stream()
                .map(one -> one.due().toString().substring(11, 16) + " " + one.state()).toList();
    }

    private void await(String state) throws InterruptedException {
        until(() -> runs().getFirst().endsWith(state));
    }

    private void awaitRows(int done) throws InterruptedException {
        until(() -> runs().stream().filter(one -> one.endsWith("DONE")).count() >= done);
    }

    private void awaitIdle() throws InterruptedException {
        until(() -> ledger.open().isEmpty());
    }

    /** Looks again each time the ledger tells of a change. */
    private void until(BooleanSupplier so) throws InterruptedException {
        while (true) {
            int seen = changes.drainPermits();
            if (so.getAsBoolean()) {
                return;
            }
            assertThat(changes.tryAcquire(60, TimeUnit.SECONDS)).as("a change after %d others: %s", seen, runs())
                    .isTrue();
        }
    }

    private static final class Moving extends Clock {

        private Instant now;

        Moving(Instant now) {
            this.now = now;
        }

        void to(String time) {
            now = Instant.parse(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Does what the agent would: turns are numbered and end when the test says so. */
    private static final class Work implements JobWork {

        private final List<String> begun = new CopyOnWriteArrayList<>();
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final Map<String, Ending> endings = new HashMap<>();
        private final List<String> opened = new ArrayList<>();
        private volatile Ending says = new Ending(true, null);
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private boolean dies;

        @Override
        public Turned open(Handle h, Job job, String conversation, String text) {
            if (dies) {
                throw new IllegalStateException("power cut");
            }
            opened.add(text);
            String id = "c-" + job.name();
            h.createUpdate("INSERT INTO conversation (id, title, kind, state, created_at, updated_at)"
                    + " VALUES (:id, '', 'direct', 'active', '', '') ON CONFLICT DO NOTHING").bind("id", id).execute();
            return new Turned(id, "turn-" + opened.size());
        }

        @Override
        public void begin(Turned turned) {
            begun.add(turned.turn());
        }

        @Override
        public Optional<Ending> ending(String turn) {
            return Optional.ofNullable(endings.get(turn));
        }

        @Override
        public Ending run(Job job) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return says;
        }

        @Override
        public void tell(Handle h, String id, Job job, String markdown) {
            told.add(markdown);
        }
    }
}
