package dev.telecoder.platform.plugin;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where the host calls into a plugin. During a call the thread's context class loader is the plugin's; a
 * {@code PluginException} passes, and whatever else comes out is noted against the plugin. What the plugin answers with
 * is guarded too, if the host will call it. A call that takes longer than its limit is a fault too. Safe for use by many
 * threads.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private static final String HOST = "dev.telecoder.platform.";

    private final String plugin;
    private final ClassLoader classes;
    private final Limits limits;
    private final Succession succession;
    private final Proxies proxies = new Proxies();
    private final Calls calls = new Calls();
    private final Executor threads = Watchdog.threads();
    private final Faults faults = new Faults();

    /** What becomes of the plugin is not the guard's to decide. */
    interface Succession {

        /** Finds the extension of a class in the version that is used now. */
        @Nullable Object current(String className);

        /** The plugin did wrong so often that it is to be taken out of use. */
        void tooManyFaults();
    }

    Guard(String plugin, ClassLoader classes, Limits limits, Succession succession) {
        this.plugin = plugin;
        this.classes = classes;
        this.limits = limits;
        this.succession = succession;
    }

    /** The guarded form of something a plugin made, the same one each time; what implements nothing of the API stays. */
    Object wrap(Object instance) {
        return wrap(instance, false);
    }

    /** The guarded form of an extension. When its version was replaced, calls go to the one that took its place. */
    Object extension(Object instance) {
        return wrap(instance, true);
    }

    private Object wrap(Object instance, boolean extension) {
        if (instance instanceof Proxy && Proxy.getInvocationHandler(instance) instanceof Guarded) {
            return instance;
        }
        Class<?>[] interfaces = apiInterfaces(instance.getClass());
        if (interfaces.length == 0) {
            return instance;
        }
        return proxies.of(instance, () -> {
            Object proxy = Proxy.newProxyInstance(Shared.class.getClassLoader(), interfaces,
                    new Guarded(instance, extension));
            if (!extension && instance instanceof AutoCloseable) {
                calls.opened(proxy);
            }
            return proxy;
        });
    }

    /** Runs code of the plugin; with a limit on another thread. */
    <T extends @Nullable Object> T call(String what, Optional<Duration> limit, Watchdog.Code<T> code) {
        Calls.Call call = calls.begin();
        try {
            return limit.isPresent() ? Watchdog.call(threads, plugin + "/" + what, limit.get(), classes, code)
                    : inContext(code);
        } catch (PluginException | PluginFault e) {
            throw e;
        } catch (Throwable e) {
            throw fault(what, e);
        } finally {
            calls.end(call);
        }
    }

    private <T extends @Nullable Object> T inContext(Watchdog.Code<T> code) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            return code.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What runs in the plugin. */
    Calls calls() {
        return calls;
    }

    /** What is wrong with it since it was started; empty if nothing. */
    String faults() {
        return faults.summary();
    }

    /** Why it was taken out of use. */
    String verdict(String version) {
        return faults.verdict(plugin, version);
    }

    private PluginFault fault(String what, Throwable cause) {
        String text = what + (cause instanceof Overdue ? " " : " threw ") + cause;
        LOG.error("Plugin {} is at fault: {}. Report this to its author; TeleCoder goes on without the answer.",
                plugin, text, cause);
        if (faults.add(text, cause)) {
            succession.tooManyFaults();
        }
        return new PluginFault(plugin, "Plugin " + plugin + " is at fault: " + text, cause);
    }

    /** Notes that something of a plugin was stopped, did not heed that, and was left behind. */
    static void leftBehind(Object guarded, String what) {
        if (Proxy.isProxyClass(guarded.getClass())
                && Proxy.getInvocationHandler(guarded) instanceof Guarded handler) {
            handler.leftBehind(what);
        }
    }

    /** The interfaces of the plugin API that a class implements, however it comes by them. */
    static Class<?>[] apiInterfaces(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            Stream.of(at.getInterfaces()).forEach(each -> collect(each, found));
        }
        return found.toArray(Class<?>[]::new);
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        if (Shared.isApi(type) && !type.isSealed()) {
            found.add(type);
        }
        Stream.of(type.getInterfaces()).forEach(each -> collect(each, found));
    }

    /** Values of the API and services of the host may be in an answer too; they are no plugin's code. */
    private Object wrapForeign(Object value) {
        Class<?> type = value.getClass();
        boolean hosts = Shared.isApi(type)
                || (type.getName().startsWith(HOST) && type.getClassLoader() == Guard.class.getClassLoader());
        return hosts ? value : wrap(value);
    }

    private @Nullable Object wrapAnswer(@Nullable Object answer) {
        return switch (answer) {
            case null -> null;
            case Optional<?> some -> some.map(this::wrapForeign);
            case List<?> list when holdsPlugins(list) -> new ArrayList<>(list.stream().map(this::wrapForeign).toList());
            case Set<?> set when holdsPlugins(set) -> new LinkedHashSet<>(set.stream().map(this::wrapForeign).toList());
            case Collection<?> other -> other;
            case Map<?, ?> map -> map;
            default -> wrapForeign(answer);
        };
    }

    private boolean holdsPlugins(Collection<?> values) {
        return values.stream().anyMatch(value -> value != null && wrapForeign(value) != value);
    }

    /** Passes the calls of one proxy on. */
    private final class Guarded implements InvocationHandler {

        private final Object instance;
        private final boolean extension;

        Guarded(Object instance, boolean extension) {
            this.instance = instance;
            this.extension = extension;
        }

        private void leftBehind(String what) {
            fault(what, new Overdue("did not stop when it was told to, and is left behind"));
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> proxy == (arguments == null ? null : arguments[0]);
                    case "hashCode" -> System.identityHashCode(instance);
                    default -> plugin + "/" + instance.getClass().getSimpleName();
                };
            }
            String name = method.getName();
            if (extension && calls.doorClosed()) {
                return method.getReturnType() == void.class && (name.equals("stop") || name.equals("close")) ? null
                        : onSuccessor(method, arguments);
            }
            try {
                return wrapAnswer(call(instance.getClass().getSimpleName() + "." + name, limits.of(method), () -> {
                    try {
                        return method.invoke(instance, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
            } finally {
                if (!extension && name.equals("close")) {
                    calls.closed(proxy);
                }
            }
        }

        /** Somebody still holds an extension of a version that is gone, such as a run that waited for a person. */
        private @Nullable Object onSuccessor(Method method, Object @Nullable [] arguments) {
            // What took its place may be replaced in this moment too; then there is yet another one.
            Object now = succession.current(instance.getClass().getName());
            for (Object before = null; now != null && now != before; now =
                    succession.current(instance.getClass().getName())) {
                if (method.getDeclaringClass().isInstance(now)
                        && Proxy.getInvocationHandler(now) instanceof Guarded other && other.isOpen()) {
                    return other.invoke(now, method, arguments);
                }
                before = now;
            }
            throw PluginException.of(Failure.UNAVAILABLE, "The plugin " + plugin
                    + " was switched off, removed or replaced meanwhile. See: telecoder plugins list");
        }

        private boolean isOpen() {
            return !calls.doorClosed();
        }
    }
}
