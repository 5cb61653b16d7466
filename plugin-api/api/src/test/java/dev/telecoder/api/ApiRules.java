package dev.telecoder.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What keeps the plugin API small and lasting: nothing foreign in it, and packages that hardly know each other. */
final class ApiRules {

    private static final String ROOT = "dev.telecoder.api";

    /** The root, {@code http} and {@code json} are one group, and everybody may use it. */
    private static final Set<String> BASE = Set.of("", "http", "json");

    /** What a package may use besides itself and the base. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "channel", Set.of(),
            "llm", Set.of(),
            "skill", Set.of("sandbox", "repo", "signal", "memory"),
            "monitor", Set.of("sandbox", "repo", "signal", "memory", "skill"),
            "signal", Set.of(),
            "repo", Set.of(),
            "memory", Set.of(),
            "health", Set.of(),
            "sandbox", Set.of());

    static final ArchRule NOTHING_FOREIGN = classes().should().onlyDependOnClassesThat()
            .resideInAnyPackage(ROOT + "..", "java..", "org.pf4j", "org.jspecify.annotations..");

    static final ArchRule PACKAGES_USE_WHAT_THEY_MAY = classes()
            .should(new ArchCondition<>("use only the packages it may") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    String from = kind(type);
                    for (var dependency : type.getDirectDependenciesFromSelf()) {
                        String to = kind(dependency.getTargetClass().getBaseComponentType());
                        if (!mayUse(from, to)) {
                            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                        }
                    }
                }
            });

    static final ArchRule PACKAGES_FORM_NO_CYCLE = SlicesRuleDefinition.slices().assignedFrom(new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String kind = kind(type);
            return kind == null ? SliceIdentifier.ignore() : SliceIdentifier.of(BASE.contains(kind) ? "base" : kind);
        }

        @Override
        public String getDescription() {
            return "the packages of the API";
        }
    }).should().beFreeOfCycles();

    static final ArchRule PUBLIC_CLASSES_ARE_FINAL = classes().that().arePublic().and().areNotInterfaces()
            .and().areNotEnums().should().haveModifier(JavaModifier.FINAL).allowEmptyShould(true);

    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
            .should(new ArchCondition<>("stand in a package that is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                        events.add(SimpleConditionEvent.violated(type, type.getPackageName()
                                + " has no package-info.java with @NullMarked, seen at " + type.getName()));
                    }
                }
            });

    private ApiRules() {}

    private static boolean mayUse(@Nullable String from, @Nullable String to) {
        return from == null || to == null || from.equals(to) || BASE.contains(to)
                || !BASE.contains(from) && MAY_USE.getOrDefault(from, Set.of()).contains(to);
    }

    /** The package below the API's root, the empty string for the root itself, null for what is not ours. */
    private static @Nullable String kind(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(ROOT)) {
            return "";
        }
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1).replaceFirst("\\..*", "") : null;
    }
}
