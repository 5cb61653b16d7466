package dev.telecoder.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a plugin may know: the API, what plugins share, and itself. Each rule is held against one plugin's classes at a time. */
final class PluginRules {

    private static final String SKILL = "dev.telecoder.api.skill.Skill";

    static final ArchRule KNOWS_NO_OTHER_PLUGIN = ourTypes("know no other plugin",
            name -> !name.startsWith("dev.telecoder.platform."));

    static final ArchRule DOES_NOT_KNOW_THE_PLATFORM = ourTypes("not know the platform",
            name -> name.startsWith("dev.telecoder.platform."));

    /** Another skill is reached by name through its context, and so through the gate. */
    static final ArchRule RUNS_NO_SKILL_ITSELF = classes().should(new ArchCondition<>("run no skill itself") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
                if (access.getName().equals("run") && access.getTargetOwner().isAssignableTo(SKILL)) {
                    events.add(SimpleConditionEvent.violated(type, access.getDescription() + ": use context.skills()"));
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
                    if (hosts.stream().anyMatch(type.getName()::startsWith)) {
                        events.add(SimpleConditionEvent.violated(type,
                                type.getName() + " is packed, but the host gives it"));
                    }
                }
            });

    private PluginRules() {}

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
