package dev.telecoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The API as it is, held against its rules; and each rule broken on purpose, for one that cannot fail says nothing. */
class ApiArchitectureTest {

    private static JavaClasses api;

    @TempDir Path folder;

    @BeforeAll
    static void readTheApi() {
        api = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.telecoder.api");
    }

    @Test
    void seesTheApi() {
        assertThat(api.contain("dev.telecoder.api.skill.Skill")).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void keepsItsRules(ArchRule rule) {
        rule.check(api);
    }

    @ParameterizedTest
    @MethodSource
    void refuses(String offender, ArchRule rule, List<String> sources) throws IOException {
        var classes = CompiledFixture.compile(folder, sources.toArray(String[]::new));

        assertThatThrownBy(() -> rule.check(classes)).isInstanceOf(AssertionError.class).hasMessageContaining(offender);
    }

    @Test
    void breaksEveryRuleTheApiIsHeldTo() {
        var broken = refuses().map(row -> row.get()[1]).toList();

        assertThat(keepsItsRules()).allSatisfy(rule -> assertThat(broken).contains(rule.getPayload()));
    }

    static Stream<Named<ArchRule>> keepsItsRules() {
        return Stream.of(
                Named.of("nothing foreign", ApiRules.NOTHING_FOREIGN),
                Named.of("packages use what they may", ApiRules.PACKAGES_USE_WHAT_THEY_MAY),
                Named.of("packages form no cycle", ApiRules.PACKAGES_FORM_NO_CYCLE),
                Named.of("public classes are final", ApiRules.PUBLIC_CLASSES_ARE_FINAL),
                Named.of("every package is @NullMarked", ApiRules.EVERY_PACKAGE_IS_NULL_MARKED));
    }

    static Stream<Arguments> refuses() {
        return Stream.of(
                Arguments.of("com.vendor.Json", ApiRules.NOTHING_FOREIGN, List.of(
                        "package com.vendor; public class Json {}",
                        "package dev.telecoder.api.skill; public interface Skill { com.vendor.Json run(); }")),
                Arguments.of("org.pf4j.util.Deep", ApiRules.NOTHING_FOREIGN, List.of(
                        "package org.pf4j.util; public class Deep {}",
                        "package dev.telecoder.api.skill; public interface Skill { org.pf4j.util.Deep run(); }")),
                Arguments.of("api.channel.Channel", ApiRules.PACKAGES_USE_WHAT_THEY_MAY,
                        uses("channel.Channel", "skill.Skill")),
                Arguments.of("api.skill.Skill", ApiRules.PACKAGES_USE_WHAT_THEY_MAY,
                        uses("skill.Skill", "monitor.Monitor")),
                Arguments.of("api.http.Http", ApiRules.PACKAGES_USE_WHAT_THEY_MAY, uses("http.Http", "signal.Signals")),
                Arguments.of("api.fresh.Thing", ApiRules.PACKAGES_USE_WHAT_THEY_MAY,
                        uses("fresh.Thing", "skill.Skill")),
                Arguments.of("Cycle detected", ApiRules.PACKAGES_FORM_NO_CYCLE, List.of(
                        "package dev.telecoder.api.repo; public interface A { dev.telecoder.api.sandbox.B b(); }",
                        "package dev.telecoder.api.sandbox; public interface B { dev.telecoder.api.repo.A a(); }")),
                Arguments.of("api.skill.Open", ApiRules.PUBLIC_CLASSES_ARE_FINAL,
                        List.of("package dev.telecoder.api.skill; public class Open {}")),
                Arguments.of("dev.telecoder.api.skill", ApiRules.EVERY_PACKAGE_IS_NULL_MARKED,
                        List.of("package dev.telecoder.api.skill; public interface Plain {}")));
    }

    private static List<String> uses(String from, String to) {
        return List.of(type(from, "dev.telecoder.api." + to + " other();"), type(to, ""));
    }

    private static String type(String name, String body) {
        int dot = name.indexOf('.');
        return "package dev.telecoder.api.%s; public interface %s { %s }".formatted(name.substring(0, dot),
                name.substring(dot + 1), body);
    }
}
