package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.plugin.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plugins that come, go and do wrong while somebody chats; the good one answers in the same conversation all the while. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HotPluginsTest {

    private HotChat chat;
    private String conversation;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        chat = new HotChat(folder);
    }

    @AfterAll
    void stop() {
        chat.close();
    }

    @BeforeEach
    void begin() {
        conversation = chat.begin();
        assertThat(chat.say(conversation, "use good_word")).isEqualTo("got good word");
    }

    @AfterEach
    void theGoodOneAnswers() {
        assertThat(chat.say(conversation, "use good_word")).isEqualTo("got good word");
    }

    @Test
    void usesAJarThatIsDroppedInReplacesItAndLetsItGoWithoutARestart() throws IOException {
        assertThat(chat.say(conversation, "use lib_word")).startsWith("failed: ");

        Path jar = chat.drop(withLibrary("1.0.0"), "lib.jar");
        chat.untilState("lib", "started");
        assertThat(chat.say(conversation, "use lib_word")).isEqualTo("got library 1.0.0");
        chat.drop(withLibrary("1.1.0"), "lib.jar");
        HotChat.until("the newer one is used", () -> chat.plugin("lib").get("version").text().equals("1.1.0"));
        assertThat(chat.say(conversation, "use lib_word")).isEqualTo("got library 1.1.0");
        Files.delete(jar);
        HotChat.until("it is gone", () -> chat.plugin("lib").isNull());

        assertThat(chat.say(conversation, "use lib_word")).startsWith("failed: ");
    }

    @Test
    void letsARunningSkillEndOnTheOldVersion() throws Exception {
        var entered = new CountDownLatch(1);
        var gate = new Semaphore(0);
        System.getProperties().put("telecoder.test.chat.entered", entered);
        System.getProperties().put("telecoder.test.chat.gate", gate);
        chat.drop(HotChat.skill("slow", "1.0.0", "slow.word", """
                ((java.util.concurrent.CountDownLatch) System.getProperties().get("telecoder.test.chat.entered")).countDown();
                try {
                    ((java.util.concurrent.Semaphore) System.getProperties().get("telecoder.test.chat.gate")).acquire();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return SkillResult.ok("old word");"""), "slow.jar");
        chat.untilState("slow", "started");

        CompletableFuture<String> old = chat.saying(conversation, "use slow_word");
        assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
        chat.drop(HotChat.skill("slow", "2.0.0", "slow.word", "return SkillResult.ok(\"new word\");"), "slow.jar");
        HotChat.until("the newer one is used", () -> chat.plugin("slow").get("version").text().equals("2.0.0"));
        String now = chat.say(chat.begin(), "use slow_word");
        gate.release();

        assertThat(now).isEqualTo("got new word");
        assertThat(old.get(30, TimeUnit.SECONDS)).isEqualTo("got old word");
        System.getProperties().remove("telecoder.test.chat.entered");
        System.getProperties().remove("telecoder.test.chat.gate");
    }

    @Test
    void noneOfFiftyConversationsNoticesAReplacement() throws Exception {
        chat.drop(HotChat.skill("busy", "1.0.0", "busy.word", "return SkillResult.ok(\"busy 1.0.0\");"), "busy.jar");
        chat.untilState("busy", "started");

        List<CompletableFuture<String>> answers = HotChat.upTo(50).stream()
                .map(i -> chat.saying(chat.begin(), "use busy_word")).toList();
        chat.drop(HotChat.skill("busy", "1.1.0", "busy.word", "return SkillResult.ok(\"busy 1.1.0\");"), "busy.jar");

        for (CompletableFuture<String> answer : answers) {
            assertThat(answer.get(60, TimeUnit.SECONDS)).isIn("got busy 1.0.0", "got busy 1.1.0");
        }
        HotChat.until("the newer one is used", () -> chat.plugin("busy").get("version").text().equals("1.1.0"));
        assertThat(chat.say(conversation, "use busy_word")).isEqualTo("got busy 1.1.0");
    }

    /** Each row of the tables of faults: what is dropped in, how it is listed, and what its reason says. */
    static Stream<Arguments> faults() throws IOException {
        TestJar half = TestJar.good("half", "1.0.0");
        return Stream.of(
                fault("a missing dependency", "refused", "needs the plugin nobody",
                        bad().says("Plugin-Dependencies", "nobody")),
                fault("a malformed range of APIs", "refused", "has the Plugin-Requires",
                        bad().says("Plugin-Requires", ">=x || y")),
                fault("a circle of dependencies", "refused", "waits for itself",
                        bad().says("Plugin-Dependencies", "bad")),
                fault("a later plugin API", "refused", "update TeleCoder", bad().says("Plugin-Requires", ">=9.0.0")),
                fault("an earlier plugin API", "refused", "Install a newer bad",
                        bad().says("Plugin-Requires", "<1.0.0")),
                fault("a class file newer than the JVM", "faulty", "was compiled for Java", bad().newerThanTheJvm()),
                fault("a failing static initialiser", "faulty", "its static initialiser threw",
                        made("static final int N = Integer.parseInt(\"x\");")),
                fault("a constructor that throws", "faulty", "threw java.lang.IllegalArgumentException: no",
                        made("public SBad() { throw new IllegalArgumentException(\"no\"); }")),
                fault("a constructor without end", "faulty", "java.lang.StackOverflowError",
                        made("public SBad() { new SBad(); }")),
                fault("no index of extensions", "refused", "has no META-INF/extensions.idx", bad().notIndexed()),
                fault("an index that names what is not there", "faulty", "needs the class bad.Gone",
                        TestJar.plugin("bad", "1.0.0").notIndexed().entry("META-INF/extensions.idx",
                                "bad.Gone\n".getBytes())),
                fault("a class of a library that is not packed", "faulty", "needs the class com.acme.Gone",
                        made("static final com.acme.Gone GONE = new com.acme.Gone();")
                                .source("package com.acme; public class Gone {}").leaveOut("com/acme/Gone.class")),
                fault("a copy of the plugin API", "started", "It packs a copy of what the host brings",
                        bad().source("package dev.telecoder.api.http; public interface WebApp"
                                + " extends org.pf4j.ExtensionPoint {}")),
                fault("a Plugin class that cannot start", "faulty", "java.lang.NoSuchMethodError: gone",
                        bad().says("Plugin-Class", "bad.Its").source("package bad; public class Its extends"
                                + " org.pf4j.Plugin { public void start() { throw new NoSuchMethodError(\"gone\"); } }")),
                fault("a Plugin class with a constructor without parameters", "started", "",
                        bad().says("Plugin-Class", "bad.Its")
                                .source("package bad; public class Its extends org.pf4j.Plugin { public Its() {} }")),
                fault("a version that is none", "refused", "has the Plugin-Version", TestJar.good("bad", "banana")),
                Arguments.of("half a jar", "half", "refused", "cannot be read",
                        Arrays.copyOf(half.bytes(), half.bytes().length / 2)),
                Arguments.of("no jar at all", "notes", "refused", "cannot be read", "my notes".getBytes()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void listsAPluginThatIsWrongAndDisturbsNobody(String what, String id, String state, String reason, byte[] file)
            throws IOException {
        Path jar = Files.write(chat.plugins.resolve(id + ".jar"), file);

        chat.untilState(id, state);
        assertThat(chat.plugin(id).get("reason").text()).contains(reason);
        assertThat(chat.say(conversation, "use good_word")).isEqualTo("got good word");

        Files.delete(jar);
        HotChat.until("it is forgotten", () -> chat.plugin(id).isNull());
    }

    @Test
    void takesASkillOutOfUseThatFailsAgainAndAgain() throws IOException {
        Path jar = chat.drop(HotChat.skill("wrong", "1.0.0", "wrong.word",
                "throw new IllegalStateException(\"broken\");"), "wrong.jar");
        chat.untilState("wrong", "started");

        for (int i = 0; i < 5; i++) {
            assertThat(chat.say(chat.begin(), "use wrong_word")).startsWith("failed: ");
        }

        chat.untilState("wrong", "faulty");
        assertThat(chat.plugin("wrong").get("reason").text())
                .startsWith("wrong 1.0.0 was taken out of use after 5 faults")
                .contains("java.lang.IllegalStateException: broken", "telecoder plugins enable wrong");
        chat.client.post("/api/v1/plugins/wrong/enable", dev.telecoder.api.json.JsonValue.object().build());
        chat.untilState("wrong", "started");
        Files.delete(jar);
        HotChat.until("it is forgotten", () -> chat.plugin("wrong").isNull());
    }

    @Test
    void goesOnWithoutASkillThatNeverSaysWhatItIs() throws IOException {
        Path jar = chat.drop(TestJar.plugin("mute", "1.0.0").extension(HotChat.skillSource("mute.Mute", "mute.word", """
                static void forever() {
                    while (!"off".equals(System.getProperty("telecoder.test.chat.spin"))) { Thread.onSpinWait(); }
                }""", "return SkillResult.ok(\"never\");").replace("return SkillSpec", "forever(); return SkillSpec")),
                "mute.jar");
        HotChat.until("it is listed, though it does not say as what", () -> !chat.plugin("mute").isNull());
        // The list of skills is read anew for the next message, which waits for the mute one once.
        assertThat(chat.say(conversation, "use good_word")).isEqualTo("got good word");
        chat.untilState("mute", "faulty");

        assertThat(chat.plugin("mute").get("reason").text()).contains("a call that does not return", "Mute.spec",
                "mute.Mute.forever");

        System.setProperty("telecoder.test.chat.spin", "off");
        Files.delete(jar);
        HotChat.until("it is forgotten", () -> chat.plugin("mute").isNull());
    }

    private static TestJar bad() {
        return HotChat.skill("bad", "1.0.0", "bad.word", "return SkillResult.ok(\"bad\");");
    }

    private static TestJar made(String members) {
        return TestJar.plugin("bad", "1.0.0").extension(
                HotChat.skillSource("bad.SBad", "bad.word", members, "return SkillResult.ok(\"bad\");"));
    }

    private static Arguments fault(String what, String state, String reason, TestJar jar) throws IOException {
        return Arguments.of(what, "bad", state, reason, jar.bytes());
    }

    /** A plugin that packs a library of its own, which is another one in each version. */
    private static TestJar withLibrary(String version) {
        return HotChat.skill("lib", version, "lib.word", "return SkillResult.ok(com.acme.shaded.Library.word());")
                .source("package com.acme.shaded; public class Library { public static String word() {"
                        + " return \"library %s\"; } }".formatted(version));
    }
}
