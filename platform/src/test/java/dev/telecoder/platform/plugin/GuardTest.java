package dev.telecoder.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.telecoder.api.Failure;
import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.TypingIndicator;
import dev.telecoder.api.http.WebApp;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pf4j.ExtensionPoint;

class GuardTest {

    private static final Guard.Succession ALONE = new Guard.Succession() {
        @Override
        public Object current(String className) {
            return null;
        }

        @Override
        public void tooManyFaults() {}
    };

    private static final List<Class<?>> KINDS = kinds();

    private final ClassLoader pluginClasses = new URLClassLoader(new URL[0], null);
    private final Guard guard = new Guard("tested", pluginClasses, Limits.USUAL, ALONE);

    @ParameterizedTest
    @MethodSource("methodsOfPlugins")
    void passesEachMethodOnInTheContextOfThePlugin(Method method) throws ReflectiveOperationException {
        var seen = new ArrayList<String>();
        var context = new AtomicReference<ClassLoader>();
        Object plugin = stub(method.getDeclaringClass(), (proxy, called, arguments) -> {
            seen.add(called.getName() + Arrays.toString(called.getParameterTypes()));
            context.set(Thread.currentThread().getContextClassLoader());
            return zero(called.getReturnType());
        });
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        method.invoke(guard.wrap(plugin), zeros(method));

        assertThat(seen).containsExactly(method.getName() + Arrays.toString(method.getParameterTypes()));
        assertThat(context.get()).isSameAs(pluginClasses);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        assertThat(guard.faults()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("methodsOfPlugins")
    void notesWhatComesOutOfEachMethodAgainstThePlugin(Method method) {
        var cause = new IllegalArgumentException("broken");
        Object guarded = guard.wrap(stub(method.getDeclaringClass(), throwing(cause)));
        PluginException meant = PluginException.of(Failure.REJECTED, "no");
        Object refusing = guard.wrap(stub(method.getDeclaringClass(), throwing(meant)));

        assertThatThrownBy(() -> call(method, guarded))
                .isInstanceOfSatisfying(PluginFault.class, fault -> assertThat(fault.plugin()).isEqualTo("tested"))
                .hasCause(cause);
        assertThatThrownBy(() -> call(method, refusing)).isSameAs(meant);
        assertThat(guard.faults()).startsWith("1 fault: ")
                .endsWith(" threw java.lang.IllegalArgumentException: broken");
    }

    @ParameterizedTest
    @MethodSource("methodsThatGiveMoreToCall")
    void guardsWhatAPluginAnswersWith(Method method) throws ReflectiveOperationException {
        Object more =
                stub(SandboxRuntime.class.isAssignableFrom(method.getDeclaringClass()) ? Sandbox.class : Skill.class,
                        throwing(new IllegalArgumentException("inside")));
        Object plugin = stub(method.getDeclaringClass(),
                (proxy, called, arguments) -> called.getReturnType() == Optional.class ? Optional.of(more)
                        : called.getReturnType() == List.class ? List.of(more) : more);

        Object answer = method.invoke(guard.wrap(plugin), zeros(method));
        Object again = method.invoke(guard.wrap(plugin), zeros(method));

        assertThat(only(answer)).isNotSameAs(more).isSameAs(guard.wrap(more)).isSameAs(only(again));
    }

    @Test
    void looksAtAllThatAPluginImplements() {
        assertThat(KINDS).contains(Channel.class, TypingIndicator.class, Sandbox.class, Skill.class)
                .hasSizeGreaterThan(18);
        assertThat(methodsOfPlugins().filter(Method::isDefault)).hasSizeGreaterThan(5);
        assertThat(methodsThatGiveMoreToCall().map(Method::getDeclaringClass))
                .contains(SandboxRuntime.class, SkillSource.class, Channel.class);
    }

    @Test
    void runsADefaultMethodOnceAndGuardsTheAbilityItFinds() {
        class Both implements WebApp, TypingIndicator {
            @Override
            public Optional<Resource> resource(String path) {
                throw new AssertionError("never");
            }

            @Override
            public void typing(dev.telecoder.api.channel.ChatAddress address) {
                throw new IllegalStateException("broken");
            }
        }

        var both = new Both();
        WebApp app = (WebApp) guard.wrap(both);

        assertThat(app).isInstanceOf(TypingIndicator.class).isEqualTo(guard.wrap(both)).hasToString("tested/Both");
        assertThat(guard.wrap(app)).isSameAs(app);
        assertThat(app.equals(both)).isFalse();
        assertThatThrownBy(() -> app.resource("")).isInstanceOf(PluginFault.class)
                .hasCauseInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> ((TypingIndicator) app).typing(null)).isInstanceOf(PluginFault.class);
        assertThat(guard.faults())
                .isEqualTo("2 faults, the last one: Both.typing threw java.lang.IllegalStateException:"
                        + " broken");
    }

    @Test
    void attributesAFaultToThePluginThatCausedIt() {
        var other = new Guard("other", pluginClasses, Limits.USUAL, ALONE);
        WebApp inner = (WebApp) other.wrap(stub(WebApp.class, throwing(new IllegalStateException("inner"))));
        WebApp outer = (WebApp) guard.wrap(stub(WebApp.class, (proxy, method, arguments) -> inner.resource("")));

        assertThatThrownBy(() -> outer.resource(""))
                .isInstanceOfSatisfying(PluginFault.class, fault -> assertThat(fault.plugin()).isEqualTo("other"));
        assertThat(guard.faults()).isEmpty();
    }

    /** The interfaces of the API that plugins implement: extensions, abilities, and what extensions give. */
    private static List<Class<?>> kinds() {
        return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackagesOf(PluginException.class, Channel.class, WebApp.class, Skill.class, Sandbox.class,
                        dev.telecoder.api.llm.LlmProvider.class, dev.telecoder.api.memory.Embedder.class,
                        dev.telecoder.api.monitor.Monitor.class, dev.telecoder.api.repo.CodeHost.class,
                        dev.telecoder.api.signal.SignalListener.class)
                .stream()
                .filter(type -> type.getPackageName().startsWith("dev.telecoder.api"))
                .filter(type -> type.isInterface() && !type.isAnnotation())
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !isHosts(type))
                .<Class<?>>map(JavaClass::reflect)
                .filter(type -> !type.isSealed())
                .sorted(Comparator.comparing(Class::getName))
                .toList();
    }

    private static boolean isHosts(JavaClass type) {
        return type.isAnnotatedWith(HostProvided.class)
                || type.getEnclosingClass().filter(GuardTest::isHosts).isPresent()
                // Given to plugins, though an extension point encloses them.
                || type.getSimpleName().equals("Check") || type.getSimpleName().equals("Request");
    }

    static Stream<Method> methodsOfPlugins() {
        return KINDS.stream().flatMap(kind -> Stream.of(kind.getDeclaredMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic()
                        && Modifier.isPublic(method.getModifiers()));
    }

    static Stream<Method> methodsThatGiveMoreToCall() {
        return methodsOfPlugins().filter(method -> KINDS.contains(method.getReturnType())
                || method.getName().equals("ability")
                || KINDS.stream()
                        .anyMatch(kind -> method.getGenericReturnType().getTypeName().contains("<" + kind.getName())));
    }

    private static Object stub(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(GuardTest.class.getClassLoader(), new Class<?>[]{type, ExtensionPoint.class},
                handler);
    }

    private static InvocationHandler throwing(RuntimeException e) {
        return (proxy, method, arguments) -> {
            throw e;
        };
    }

    private static void call(Method method, Object on) throws Throwable {
        try {
            method.invoke(on, zeros(method));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object only(Object answer) {
        return switch (answer) {
            case Optional<?> some -> some.orElseThrow();
            case List<?> list -> list.getFirst();
            default -> answer;
        };
    }

    private static Object[] zeros(Method method) {
        return Stream.of(method.getParameterTypes()).map(GuardTest::zero).toArray();
    }

    private static Object zero(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type == double.class) {
            return 0.0;
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        return type == List.class ? List.of() : null;
    }
}
