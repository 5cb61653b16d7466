package dev.telecoder.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The platform as it is, held against its rules. That each rule bites is {@link ArchitectureRulesBiteTest}'s business. */
class ArchitectureTest {

    private static JavaClasses platform;

    @BeforeAll
    static void readThePlatform() {
        platform = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.telecoder.platform");
    }

    @Test
    void seesThePlatform() {
        assertThat(platform).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void keepsItsRules(ArchRule rule) {
        rule.check(platform);
    }

    static Stream<Named<ArchRule>> rules() {
        return Stream.of(
                Named.of("every package has its place", ArchitectureRules.EVERY_PACKAGE_HAS_ITS_PLACE),
                Named.of("each package uses only what stands below it",
                        ArchitectureRules.EACH_PACKAGE_USES_ONLY_WHAT_STANDS_BELOW_IT),
                Named.of("the pillars do not know each other", ArchitectureRules.THE_PILLARS_DO_NOT_KNOW_EACH_OTHER),
                Named.of("packages form no cycle", ArchitectureRules.PACKAGES_FORM_NO_CYCLE),
                Named.of("Spring stays at the edge", ArchitectureRules.SPRING_STAYS_AT_THE_EDGE),
                Named.of("only plugin manages plugins", ArchitectureRules.ONLY_THE_PLUGIN_PACKAGE_MANAGES_PLUGINS),
                Named.of("only web knows Javalin", ArchitectureRules.ONLY_WEB_KNOWS_JAVALIN),
                Named.of("only heartbeat knows Quartz", ArchitectureRules.ONLY_HEARTBEAT_KNOWS_QUARTZ),
                Named.of("only repo knows JGit", ArchitectureRules.ONLY_REPO_KNOWS_JGIT),
                Named.of("only http knows OkHttp", ArchitectureRules.ONLY_HTTP_KNOWS_OKHTTP),
                Named.of("nothing prints but the commands", ArchitectureRules.NOTHING_PRINTS_BUT_THE_COMMANDS),
                Named.of("only the executor runs skills", ArchitectureRules.ONLY_THE_EXECUTOR_RUNS_SKILLS),
                Named.of("every package is @NullMarked", ArchitectureRules.EVERY_PACKAGE_IS_NULL_MARKED));
    }
}
