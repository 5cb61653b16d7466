package dev.telecoder.platform.agent;

import static dev.telecoder.testkit.ScriptedLlm.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.platform.skill.FakeSkill;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.testkit.ScriptedLlm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Crashes the host in the thread of the turn, after each row of the journal in turn, and starts another over what is there. */
@Timeout(240)
class ResumeTest {

    @TempDir Path root;

    /** Thrown where the host dies. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        private Crash() {
            super("crash", null, false, false);
        }
    }

    /** What is outside of the host and survives it. */
    private static final class World {

        private final Set<String> effects = ConcurrentHashMap.newKeySet();
        private final AtomicInteger pushes = new AtomicInteger();
        private final boolean tells;

        private World(boolean tells) {
            this.tells = tells;
        }

        private FakeSkill[] skills() {
            return new FakeSkill[]{
                    FakeSkill.of("code.read", Risk.READ).does((i, c) -> SkillResult.ok(read(c.workspace()))),
                    FakeSkill.of("code.edit", Risk.WRITE).does((i, c) -> {
                        write(c.workspace(), read(c.workspace()) + "+edit");
                        return SkillResult.ok("edited").withFiles(List.of(Path.of("file.txt")));
                    }),
                    FakeSkill.of("git.commit", Risk.EXTERNAL).shows(new Effect("push", null)).does((i, c) -> {
                        pushes.incrementAndGet();
                        effects.add(c.runId());
                        return SkillResult.ok("pushed");
                    }).finds((run, c) -> !tells ? Reconciled.unknown()
                            : effects.contains(run.id()) ? Reconciled.done(SkillResult.ok("pushed"))
                                    : Reconciled.notDone())};
        }
    }

    /** A model that follows from what it is asked, as a real one would; the ids of its calls are always the same. */
    private static ScriptedLlm model() {
        return ScriptedLlm.by(request -> switch ((int) results(request)) {
            case 0 -> call(0, "code_read");
            case 1 -> call(1, "code_edit");
            case 2 -> call(2, "git_commit");
            default -> text("All done.");
        });
    }

    private static LlmResponse call(int number, String tool) {
        return ScriptedLlm.response(new Content.ToolCall("c" + number, tool, "{}"));
    }

    private static long results(LlmRequest request) {
        return request.messages().stream().flatMap(m -> m.content().stream())
                .filter(Content.ToolResult.class::isInstance).count();
    }

    @Test
    void aTurnEndsTheSameWhereverTheHostDies() throws Exception {
        String expected = "";
        int rows = 0;
        for (int at = 0; at <= rows; at++) {
            World world = new World(true);
            Path folder = Files.createDirectories(root.resolve("w" + at));
            try (Rig rig = new Rig(Files.createDirectories(root.resolve("h" + at)), folder, model(), world.skills())) {
                int written = crashAt(rig, at, world);
                if (at == 0) {
                    rows = written;
                    assertThat(rows).isGreaterThan(14);
                }
                String seen = transcript(rig);
                expected = at == 0 ? seen : expected;

                assertThat(world.pushes).as("pushes after a crash at row " + at).hasValue(1);
                assertThat(folder.resolve("file.txt")).as("crash at row " + at + runs(rig)).hasContent("+edit");
                assertThat(rig.notices).as("crash at row " + at).isEmpty();
                assertThat(seen).as("crash at row " + at).isEqualTo(expected);
            }
        }
    }

    @Test
    void whatCannotBeToldIsSaidOnceAndNeverRunAgain() throws Exception {
        int rows = 0;
        int told = 0;
        for (int at = 0; at <= rows; at++) {
            World world = new World(false);
            Path folder = Files.createDirectories(root.resolve("w" + at));
            try (Rig rig = new Rig(Files.createDirectories(root.resolve("h" + at)), folder, model(), world.skills())) {
                int written = crashAt(rig, at, world);
                rows = at == 0 ? written : rows;

                List<Run> pushes = rig.database.read(h -> h.createQuery("SELECT id FROM run WHERE skill = 'git.commit'")
                        .mapTo(String.class).list()).stream().map(id -> rig.runs.find(id).orElseThrow()).toList();
                assertThat(pushes).as("crash at row " + at).hasSize(1);
                assertThat(world.pushes.get()).as("crash at row " + at).isLessThanOrEqualTo(1);
                if (pushes.getFirst().state() == Run.State.UNKNOWN) {
                    told++;
                    assertThat(rig.notices.values()).as("crash at row " + at).singleElement().asString()
                            .contains("I do not know whether `git.commit` happened");
                } else {
                    assertThat(world.pushes).hasValue(1);
                    assertThat(rig.notices).as("crash at row " + at).isEmpty();
                }
                assertThat(rig.answers()).hasSize(1);
            }
        }
        assertThat(told).as("rows at which it cannot be told").isPositive();
    }

    @Test
    void theNoticeIsNotLostWhereTheHostDiesBeforeSendingIt() throws Exception {
        World world = new World(false);
        Path folder = Files.createDirectories(root.resolve("w"));
        try (Rig rig = new Rig(Files.createDirectories(root.resolve("h")), folder, model(), world.skills())) {
            rig.asked = question -> rig.consent.answer(question.id(), rig.anna, true, false, null);
            String turn = rig.store("go");
            AtomicBoolean pushing = new AtomicBoolean();
            dies(rig, turn, row -> {
                pushing.set(pushing.get() || row.startsWith("run started"));
                return row.startsWith("run started");
            });
            rig.start(model(), world.skills());
            dies(rig, turn, row -> row.startsWith("run ended"));
            assertThat(rig.notices).isEmpty();

            rig.start(model(), world.skills());
            rig.agent.resume();
            rig.ended(turn);

            assertThat(pushing).isTrue();
            assertThat(rig.notices).hasSize(1);
            assertThat(world.pushes).hasValue(0);
        }
    }

    /** Runs a turn, dies after row {@code at} (never for 0), goes on to the end, and tells how many rows there were. */
    private static int crashAt(Rig rig, int at, World world) throws Exception {
        rig.asked = question -> rig.consent.answer(question.id(), rig.anna, true, false, null);
        String turn = rig.store("go");
        AtomicInteger rows = new AtomicInteger();
        if (at > 0) {
            dies(rig, turn, row -> rows.incrementAndGet() == at);
            rig.start(model(), world.skills());
            rig.agent.resume();
            // The last row ends the turn.
            rig.ended(turn);
        } else {
            rig.watch = row -> rows.incrementAndGet();
            rig.agent.enqueue(rig.conversation, turn);
            rig.ended(turn);
            Rig.until(() -> rig.runs.ofTurn(turn).size() == 3 && !rig.sent.isEmpty());
        }
        assertThat(rig.turns.find(turn).orElseThrow().state()).isEqualTo(Turn.State.DONE);
        return rows.get();
    }

    private interface Where {
        boolean here(String row);
    }

    private static void dies(Rig rig, String turn, Where where) throws Exception {
        CountDownLatch dead = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        rig.watch = row -> {
            if (over.get() || where.here(row)) {
                over.set(true);
                if (Thread.currentThread().getName().startsWith("store-")) {
                    return; // the turn does not wait for this row; it dies at its next
                }
                dead.countDown();
                throw new Crash();
            }
        };
        Thread.UncaughtExceptionHandler usual = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {});
        try {
            rig.agent.enqueue(rig.conversation, turn);
            assertThat(dead.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            // stop() answers false once the lane of the dead turn is gone.
            Rig.until(() -> !rig.agent.stop(rig.conversation).getNow(true));
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(usual);
            rig.agent.close();
            rig.events.close();
            rig.watch = row -> {};
        }
    }

    /** What everybody saw of a turn: what a later turn is told, and what the person got. */
    private static String transcript(Rig rig) {
        ScriptedLlm later = ScriptedLlm.answers(text("later"));
        List<String> answers = rig.answers();
        rig.start(later);
        rig.say("and then?");
        return answers + "\n" + later.requests().getFirst().messages().stream().map(ChatMessage::toString).toList();
    }

    private static String runs(Rig rig) {
        return rig.database
                .read(h -> h.createQuery("SELECT skill || ' ' || state || ' ' || coalesce(result, '') FROM run"
                        + " ORDER BY seq").mapTo(String.class).list())
                .toString();
    }

    private static String read(Path folder) {
        try {
            Path file = folder.resolve("file.txt");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void write(Path folder, String text) {
        try {
            Files.writeString(folder.resolve("file.txt"), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
