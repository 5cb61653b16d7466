package dev.telecoder.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the packages of the platform may know of each other and of the libraries; README.md of this module says why. */
final class ArchitectureRules {

    static final String ROOT = "dev.telecoder.platform.";

    /** The packages from top to bottom: five ranks, and the order inside each. */
    static final List<String> ORDER = List.of(
            "app", "web",
            "gateway", "agent", "heartbeat", "watch",
            "skill", "memory",
            "task", "consent", "sandbox", "repo", "model", "conversation", "identity",
            "plugin", "signal", "config", "http", "store", "event");

    private static final String SKILL = "dev.telecoder.api.skill.Skill";

    private static final List<String> RUN_TAKES =
            List.of("dev.telecoder.api.skill.SkillInput", "dev.telecoder.api.skill.SkillContext");

    static final ArchRule EVERY_PACKAGE_HAS_ITS_PLACE = classes()
            .should(new ArchCondition<>("stand in a package that has a place in the order") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!ORDER.contains(feature(type))) {
                        events.add(SimpleConditionEvent.violated(type, type.getName()
                                + " is in no package of the order. Give its package a place in ArchitectureRules.ORDER"
                                + " and in platform/README.md."));
                    }
                }
            });

    static final ArchRule EACH_PACKAGE_USES_ONLY_WHAT_STANDS_BELOW_IT = IntStream.range(1, ORDER.size())
            .<ArchRule>mapToObj(place -> noClasses().that().resideInAPackage(packageOf(ORDER.get(place)))
                    .should().dependOnClassesThat().resideInAnyPackage(
                            ORDER.subList(0, place).stream().map(ArchitectureRules::packageOf).toArray(String[]::new))
                    .allowEmptyShould(true))
            .collect(Collectors.collectingAndThen(Collectors.toList(), CompositeArchRule::of));

    static final ArchRule THE_PILLARS_DO_NOT_KNOW_EACH_OTHER = slices()
            .matching("dev.telecoder.platform.(gateway|agent|heartbeat|watch)..")
            .should().notDependOnEachOther()
            .allowEmptyShould(true);

    static final ArchRule PACKAGES_FORM_NO_CYCLE = slices()
            .matching("dev.telecoder.platform.(*)..")
            .should().beFreeOfCycles();

    static final ArchRule SPRING_STAYS_AT_THE_EDGE = only(List.of("app", "plugin"), "org.springframework..");

    /** PF4J's marker and annotation are part of the plugin API; its manager and loaders belong to one package. */
    static final ArchRule ONLY_THE_PLUGIN_PACKAGE_MANAGES_PLUGINS = noClasses()
            .that().resideOutsideOfPackage(packageOf("plugin"))
            .should().dependOnClassesThat(new DescribedPredicate<>("manage plugins with PF4J") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getPackageName().startsWith("org.pf4j")
                            && !Set.of("org.pf4j.Extension", "org.pf4j.ExtensionPoint").contains(type.getName());
                }
            })
            .allowEmptyShould(true);

    static final ArchRule ONLY_WEB_KNOWS_JAVALIN =
            only(List.of("web"), "io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    static final ArchRule ONLY_HEARTBEAT_KNOWS_QUARTZ = only(List.of("heartbeat"), "org.quartz..");

    static final ArchRule ONLY_REPO_KNOWS_JGIT = only(List.of("repo"), "org.eclipse.jgit..");

    static final ArchRule ONLY_HTTP_KNOWS_OKHTTP = only(List.of("http"), "okhttp3..", "okio..");

    static final ArchRule NOTHING_PRINTS_BUT_THE_COMMANDS = noClasses()
            .that().resideOutsideOfPackage(packageOf("app"))
            .should(ACCESS_STANDARD_STREAMS)
            .allowEmptyShould(true);

    /** One gate for every entry: whoever wants a skill run asks the executor, which asks the gate. */
    static final ArchRule ONLY_THE_EXECUTOR_RUNS_SKILLS =
            classes().should(runSkillsFromOnePlace()).allowEmptyShould(true);

    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
            .should(new ArchCondition<>("stand in a package that is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                        events.add(SimpleConditionEvent.violated(type, type.getPackageName()
                                + " has no package-info.java with @NullMarked, seen at " + type.getName()));
                    }
                }
            })
            .allowEmptyShould(true);

    private ArchitectureRules() {}

    private static String packageOf(String feature) {
        return ROOT + feature + "..";
    }

    private static String feature(JavaClass type) {
        String name = type.getPackageName() + ".";
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).replaceFirst("\\..*", "") : "";
    }

    private static ArchRule only(List<String> features, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(features.stream().map(ArchitectureRules::packageOf).toArray(String[]::new))
                .should().dependOnClassesThat().resideInAnyPackage(library)
                .allowEmptyShould(true);
    }

    private static ArchCondition<JavaClass> runSkillsFromOnePlace() {
        return new ArchCondition<>("leave Skill.run to the one executor in " + ROOT + "skill") {

            private final Set<String> executors = new TreeSet<>();

            @Override
            public void init(Collection<JavaClass> all) {
                executors.clear();
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
                    if (!runsASkill(access)) {
                        continue;
                    }
                    String caller = outermost(type).getName();
                    executors.add(caller);
                    if (!outermost(type).getPackageName().equals(ROOT + "skill")) {
                        events.add(SimpleConditionEvent.violated(type,
                                access.getDescription() + ": only the executor may"));
                    }
                }
            }

            @Override
            public void finish(ConditionEvents events) {
                if (executors.size() > 1) {
                    events.add(SimpleConditionEvent.violated(executors,
                            "Skill.run is called in more than one class: " + executors));
                }
            }
        };
    }

    /** Not any method of that name: a skill may have others called {@code run}. */
    private static boolean runsASkill(JavaCodeUnitAccess<?> access) {
        return access.getName().equals("run") && access.getTargetOwner().isAssignableTo(SKILL)
                && access.getTarget().getRawParameterTypes().stream().map(JavaClass::getName).toList()
                        .equals(RUN_TAKES);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureRules::outermost).orElse(type);
    }
}
