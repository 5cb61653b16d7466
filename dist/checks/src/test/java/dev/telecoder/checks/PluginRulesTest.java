package dev.telecoder.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All bundled plugins as they are shipped, held against the rules of plugins; and each rule broken on purpose. */
class PluginRulesTest {

    private static final List<ArchRule> RULES =
            List.of(PluginRules.KNOWS_NO_OTHER_PLUGIN, PluginRules.DOES_NOT_KNOW_THE_PLATFORM,
                    PluginRules.RUNS_NO_SKILL_ITSELF,
                    PluginRules.CARRIES_WHAT_IT_USES, PluginRules.PACKS_NOTHING_OF_THE_HOST);

    @TempDir Path folder;

    @ParameterizedTest
    @MethodSource("dev.telecoder.checks.Distribution#plugins")
    void everyPluginKeepsTheRules(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            var classes = new ClassFileImporter().importJar(file);

            assertThat(classes).as("classes of %s", jar.getFileName()).isNotEmpty();
            RULES.forEach(rule -> rule.check(classes));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.telecoder.checks.Distribution#plugins")
    void everyPluginSaysWhatItIs(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest().getMainAttributes();

            assertThat(jar.getFileName().toString()).isEqualTo(
                    manifest.getValue("Plugin-Id") + "-" + manifest.getValue("Plugin-Version") + ".jar");
            assertThat(manifest.getValue("Plugin-Requires")).contains("<");
            assertThat(manifest.getValue("Plugin-Description")).isNotBlank();
            assertThat(file.getEntry("META-INF/extensions.idx")).as("the index PF4J's annotation processor writes")
                    .isNotNull();
        }
    }

    @Test
    void everyPluginOfTheSourceTreeIsShipped() throws IOException {
        try (Stream<Path> folders = Files.list(Distribution.sourceTree().resolve("plugins"))) {
            var names = folders.filter(plugin -> Files.exists(plugin.resolve("pom.xml")))
                    .map(plugin -> plugin.getFileName().toString()).sorted().toList();

            assertThat(
                    Distribution.plugins().map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", "")).toList())
                    .as("a new plugin is listed in dist/pom.xml").isEqualTo(names);
        }
    }

    @ParameterizedTest
    @MethodSource
    void refuses(String offender, ArchRule rule, List<String> sources) throws IOException {
        var classes = CompiledFixture.compile(folder, sources.toArray(String[]::new)).that(new OfPlugin());

        assertThatThrownBy(() -> rule.check(classes)).isInstanceOf(AssertionError.class).hasMessageContaining(offender);
    }

    @Test
    void acceptsAPluginThatKnowsTheApiAndItself() throws IOException {
        var classes = CompiledFixture.compile(folder, "package dev.telecoder.plugin.mine; class Part {}",
                "package dev.telecoder.api.http; public interface Http {}",
                "package dev.telecoder.plugin.mine; class Mine { Part part; dev.telecoder.api.http.Http http; String text; }")
                .that(new OfPlugin());

        assertThatCode(() -> RULES.forEach(rule -> rule.check(classes))).doesNotThrowAnyException();
    }

    static Stream<Arguments> refuses() {
        return Stream.of(
                Arguments.of("dev.telecoder.plugin.other.Api", PluginRules.KNOWS_NO_OTHER_PLUGIN, List.of(
                        "package dev.telecoder.plugin.other; public class Api {}",
                        "package dev.telecoder.plugin.mine; class Mine { dev.telecoder.plugin.other.Api api; }")),
                Arguments.of("dev.telecoder.platform.repo.Git", PluginRules.DOES_NOT_KNOW_THE_PLATFORM, List.of(
                        "package dev.telecoder.platform.repo; public class Git {}",
                        "package dev.telecoder.plugin.mine; class Mine { dev.telecoder.platform.repo.Git git; }")),
                Arguments.of("use context.skills()", PluginRules.RUNS_NO_SKILL_ITSELF, List.of(
                        "package dev.telecoder.api.skill; public interface SkillInput {}",
                        "package dev.telecoder.api.skill; public interface SkillContext {}",
                        "package dev.telecoder.api.skill; public interface Skill { void run(SkillInput i, SkillContext c); }",
                        "package dev.telecoder.plugin.mine; class Mine { void go(dev.telecoder.api.skill.Skill s) { s.run(null, null); } }")),
                Arguments.of("com.vendor.Sdk is neither packed nor given", PluginRules.CARRIES_WHAT_IT_USES, List.of(
                        "package com.vendor; public class Sdk {}",
                        "package dev.telecoder.plugin.mine; class Mine { com.vendor.Sdk[] sdk; java.util.List<String> list; }")),
                Arguments.of("org.slf4j.Logger", PluginRules.PACKS_NOTHING_OF_THE_HOST, List.of(
                        "package org.slf4j; public class Logger {}")));
    }

    /** The fixtures stand in for what is outside a plugin as well; only the plugin's own classes are checked. */
    private static final class OfPlugin extends DescribedPredicate<JavaClass> {

        OfPlugin() {
            super("of the plugin");
        }

        @Override
        public boolean test(JavaClass type) {
            return type.getPackageName().equals("dev.telecoder.plugin.mine")
                    || type.getPackageName().startsWith("org.");
        }
    }
}
