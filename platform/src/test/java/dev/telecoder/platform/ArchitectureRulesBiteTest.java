package dev.telecoder.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks each architecture rule on purpose: a rule that cannot fail says nothing. */
class ArchitectureRulesBiteTest {

    private static final String SKILL = """
            package dev.telecoder.api.skill;
            public interface Skill { String run(SkillInput input, SkillContext context); }
            """;

    @TempDir Path folder;

    @ParameterizedTest
    @MethodSource("violations")
    void refuses(String offender, ArchRule rule, List<String> sources) throws IOException {
        var classes = CompiledFixture.compile(folder, sources.toArray(String[]::new));

        assertThatThrownBy(() -> rule.check(classes)).isInstanceOf(AssertionError.class).hasMessageContaining(offender);
    }

    @ParameterizedTest
    @MethodSource("wellBehaved")
    void accepts(ArchRule rule, List<String> sources) throws IOException {
        var classes = CompiledFixture.compile(folder, sources.toArray(String[]::new));

        assertThatCode(() -> rule.check(classes)).doesNotThrowAnyException();
    }

    @Test
    void breaksEveryRuleThePlatformIsHeldTo() {
        var broken = violations().map(row -> row.get()[1]).toList();

        assertThat(ArchitectureTest.rules()).allSatisfy(rule -> assertThat(broken).contains(rule.getPayload()));
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of("platform.helpers.Odd", ArchitectureRules.EVERY_PACKAGE_HAS_ITS_PLACE,
                        List.of("package dev.telecoder.platform.helpers; class Odd {}")),
                Arguments.of("platform.store.Low", ArchitectureRules.EACH_PACKAGE_USES_ONLY_WHAT_STANDS_BELOW_IT,
                        uses("store", "Low", "conversation", "High")),
                Arguments.of("platform.event.Low", ArchitectureRules.EACH_PACKAGE_USES_ONLY_WHAT_STANDS_BELOW_IT,
                        uses("event", "Low", "store", "Neighbour")),
                Arguments.of("platform.consent.Low", ArchitectureRules.EACH_PACKAGE_USES_ONLY_WHAT_STANDS_BELOW_IT,
                        uses("consent", "Low", "task", "Neighbour")),
                Arguments.of("platform.skill.yaml.Low", ArchitectureRules.EACH_PACKAGE_USES_ONLY_WHAT_STANDS_BELOW_IT,
                        uses("skill.yaml", "Low", "agent", "High")),
                Arguments.of("platform.web.Low", ArchitectureRules.EACH_PACKAGE_USES_ONLY_WHAT_STANDS_BELOW_IT,
                        uses("web", "Low", "app", "High")),
                Arguments.of("platform.gateway.Pillar", ArchitectureRules.THE_PILLARS_DO_NOT_KNOW_EACH_OTHER,
                        uses("gateway", "Pillar", "agent", "Loop")),
                Arguments.of("Cycle detected", ArchitectureRules.PACKAGES_FORM_NO_CYCLE,
                        List.of("package dev.telecoder.platform.skill; public class A { dev.telecoder.platform.memory.B b; }",
                                "package dev.telecoder.platform.memory; public class B { dev.telecoder.platform.skill.A a; }")),
                library("agent", "org.springframework.context.ApplicationContext",
                        ArchitectureRules.SPRING_STAYS_AT_THE_EDGE),
                library("app", "org.pf4j.PluginManager", ArchitectureRules.ONLY_THE_PLUGIN_PACKAGE_MANAGES_PLUGINS),
                library("app", "io.javalin.Javalin", ArchitectureRules.ONLY_WEB_KNOWS_JAVALIN),
                library("app", "org.quartz.Job", ArchitectureRules.ONLY_HEARTBEAT_KNOWS_QUARTZ),
                library("task", "org.eclipse.jgit.api.Git", ArchitectureRules.ONLY_REPO_KNOWS_JGIT),
                library("model", "okhttp3.OkHttpClient", ArchitectureRules.ONLY_HTTP_KNOWS_OKHTTP),
                Arguments.of("platform.task.Loud", ArchitectureRules.NOTHING_PRINTS_BUT_THE_COMMANDS,
                        List.of("package dev.telecoder.platform.task; class Loud { void say() { System.out.println(1); } }")),
                Arguments.of("platform.task.Trace", ArchitectureRules.NOTHING_PRINTS_BUT_THE_COMMANDS,
                        List.of("package dev.telecoder.platform.task; class Trace { void say(Exception e) { e.printStackTrace(); } }")),
                Arguments.of("platform.agent.Shortcut", ArchitectureRules.ONLY_THE_EXECUTOR_RUNS_SKILLS,
                        withSkill(caller("agent", "Shortcut", "s.run(null, null)"))),
                Arguments.of("platform.web.Reference", ArchitectureRules.ONLY_THE_EXECUTOR_RUNS_SKILLS,
                        withSkill("""
                                package dev.telecoder.platform.web;
                                class Reference {
                                    Object go(dev.telecoder.api.skill.Skill s) { java.util.function.BiFunction<dev.telecoder.api.skill.SkillInput,
                                            dev.telecoder.api.skill.SkillContext, String> f = s::run; return f; }
                                }
                                """)),
                Arguments.of("platform.app.Implemented", ArchitectureRules.ONLY_THE_EXECUTOR_RUNS_SKILLS,
                        withSkill(
                                "package dev.telecoder.platform.skill.yaml; public class Yaml implements dev.telecoder.api.skill.Skill"
                                        + " { public String run(dev.telecoder.api.skill.SkillInput i, dev.telecoder.api.skill.SkillContext c) { return null; }"
                                        + " String run(int other) { return run(other); } }",
                                "package dev.telecoder.platform.app; class Implemented { void go() {"
                                        + " new dev.telecoder.platform.skill.yaml.Yaml().run(null, null); } }")),
                Arguments.of("more than one class", ArchitectureRules.ONLY_THE_EXECUTOR_RUNS_SKILLS,
                        withSkill(caller("skill", "Executor", "s.run(null, null)"),
                                caller("skill", "Second", "s.run(null, null)"))),
                Arguments.of("dev.telecoder.platform.task", ArchitectureRules.EVERY_PACKAGE_IS_NULL_MARKED,
                        List.of("package dev.telecoder.platform.task; class Plain {}")));
    }

    static Stream<Arguments> wellBehaved() {
        return Stream.of(
                Arguments.of(ArchitectureRules.EACH_PACKAGE_USES_ONLY_WHAT_STANDS_BELOW_IT,
                        uses("app", "Top", "event", "Ground")),
                Arguments.of(ArchitectureRules.EACH_PACKAGE_USES_ONLY_WHAT_STANDS_BELOW_IT,
                        uses("skill", "Executor", "skill.yaml", "Yaml")),
                Arguments.of(ArchitectureRules.THE_PILLARS_DO_NOT_KNOW_EACH_OTHER,
                        uses("app", "Wiring", "agent", "Loop")),
                Arguments.of(ArchitectureRules.ONLY_THE_PLUGIN_PACKAGE_MANAGES_PLUGINS, List.of(
                        "package org.pf4j; public interface ExtensionPoint {}",
                        "package dev.telecoder.platform.app; class Uses implements org.pf4j.ExtensionPoint {}")),
                Arguments.of(ArchitectureRules.NOTHING_PRINTS_BUT_THE_COMMANDS, List.of(
                        "package dev.telecoder.platform.app; class Command { void say() { System.out.println(1); } }")),
                Arguments.of(ArchitectureRules.ONLY_THE_EXECUTOR_RUNS_SKILLS, withSkill("""
                        package dev.telecoder.platform.skill;
                        class Executor {
                            String go(dev.telecoder.api.skill.Skill s) { java.util.function.Supplier<String> f = () -> s.run(null, null); return f.get(); }
                        }
                        """, "package dev.telecoder.platform.agent; class Other { void go(Runnable r) { r.run(); } }")),
                Arguments.of(ArchitectureRules.EVERY_PACKAGE_IS_NULL_MARKED, List.of(
                        "@org.jspecify.annotations.NullMarked package dev.telecoder.platform.task;",
                        "package dev.telecoder.platform.task; class Marked {}")));
    }

    private static List<String> uses(String from, String name, String to, String other) {
        return List.of(
                "package dev.telecoder.platform.%s; public class %s { dev.telecoder.platform.%s.%s other; }"
                        .formatted(from, name, to, other),
                "package dev.telecoder.platform.%s; public class %s {}".formatted(to, other));
    }

    private static List<String> withSkill(String... sources) {
        return Stream.concat(Stream.of(SKILL, "package dev.telecoder.api.skill; public interface SkillInput {}",
                "package dev.telecoder.api.skill; public interface SkillContext {}"), Stream.of(sources)).toList();
    }

    private static String caller(String feature, String name, String call) {
        return "package dev.telecoder.platform.%s; class %s { String go(dev.telecoder.api.skill.Skill s) { return %s; } }"
                .formatted(feature, name, call);
    }

    private static Arguments library(String feature, String type, ArchRule rule) {
        int dot = type.lastIndexOf('.');
        return Arguments.of("platform." + feature + ".Uses", rule, List.of(
                "package %s; public class %s {}".formatted(type.substring(0, dot), type.substring(dot + 1)),
                "package dev.telecoder.platform.%s; class Uses { %s it; }".formatted(feature, type)));
    }
}
