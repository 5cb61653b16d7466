package dev.telecoder.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a plugin may know: the API, what plugins share, and itself. Each rule is held against one plugin's classes at a time. */
final class PluginRules {

    /** What the host's class loader gives to every plugin. */
    private static final Set<String> HOSTS =
            Set.of("dev.telecoder.api.", "dev.telecoder.support.", "org.pf4j.", "org.slf4j.",
                    "org.jspecify.");

    private static final String SKILL = "dev.telecoder.api.skill.Skill";

    private static final List<String> RUN_TAKES =
            List.of("dev.telecoder.api.skill.SkillInput", "dev.telecoder.api.skill.SkillContext");

    static final ArchRule KNOWS_NO_OTHER_PLUGIN = ourTypes("know no other plugin",
            name -> !name.startsWith("dev.telecoder.platform."));

    static final ArchRule DOES_NOT_KNOW_THE_PLATFORM = ourTypes("not know the platform",
            name -> name.startsWith("dev.telecoder.platform."));

    /** Another skill is reached by name through its context, and so through the gate. */
    static final ArchRule RUNS_NO_SKILL_ITSELF = classes().should(new ArchCondition<>("run no skill itself") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
                if (access.getName().equals("run") && access.getTargetOwner().isAssignableTo(SKILL)
                        && access.getTarget().getRawParameterTypes().stream().map(JavaClass::getName).toList()
                                .equals(RUN_TAKES)) {
                    events.add(SimpleConditionEvent.violated(type, access.getDescription() + ": use context.skills()"));
                }
            }
        }
    });

    /** A jar has no libraries beside it: what a plugin needs and the host does not give is packed into it. */
    static final ArchRule CARRIES_WHAT_IT_USES = classes().should(new ArchCondition<>("carry the libraries it uses") {

        private Set<String> own = Set.of();

        @Override
        public void init(Collection<JavaClass> all) {
            own = all.stream().map(JavaClass::getName).collect(Collectors.toSet());
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (!type.getName().startsWith("dev.telecoder.")) {
                return; // a packed library may name things that only some of its users have
            }
            for (var dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String name = target.getName();
                if (!target.isPrimitive() && !own.contains(name) && HOSTS.stream().noneMatch(name::startsWith)
                        && !isJava(name)) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()
                            + ": " + name
                            + " is neither packed nor given by the host; add maven-shade-plugin to the plugin's pom"));
                }
            }
        }
    });

    static final ArchRule PACKS_NOTHING_OF_THE_HOST = classes()
            .should(new ArchCondition<>("not be classes that the host gives to plugins") {

                private final Set<String> hosts =
                        Set.of("dev.telecoder.api.", "dev.telecoder.support.", "org.pf4j.", "org.slf4j.",
                                "org.jspecify.");

                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (HOSTS.stream().anyMatch(type.getName()::startsWith)) {
                        events.add(SimpleConditionEvent.violated(type,
                                type.getName() + " is packed, but the host gives it"));
                    }
                }
            });

    private PluginRules() {}

    private static boolean isJava(String name) {
        try {
            Class.forName(name, false, ClassLoader.getPlatformClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static ArchRule ourTypes(String description, Predicate<String> forbidden) {
        return classes().should(new ArchCondition<>(description) {

            private Set<String> own = Set.of();

            @Override
            public void init(Collection<JavaClass> all) {
                own = all.stream().map(JavaClass::getName).collect(Collectors.toSet());
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (var dependency : type.getDirectDependenciesFromSelf()) {
                    String name = dependency.getTargetClass().getBaseComponentType().getName();
                    if (name.startsWith("dev.telecoder.") && !name.startsWith("dev.telecoder.api.")
                            && !name.startsWith("dev.telecoder.support.") && !own.contains(name)
                            && forbidden.test(name)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        });
    }
}
