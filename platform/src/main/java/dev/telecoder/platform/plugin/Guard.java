package dev.telecoder.platform.plugin;

import dev.telecoder.api.PluginException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where the host calls into a plugin. During a call the thread's context class loader is the plugin's; a
 * {@code PluginException} passes, and whatever else comes out is noted against the plugin. What the plugin answers with
 * is guarded too, if the host will call it. Safe for use by many threads.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private static final String HOST = "dev.telecoder.platform.";

    private final String plugin;
    private final ClassLoader classes;
    private final Proxies proxies = new Proxies();
    private final Object lock = new Object();
    private int faults;
    private String lastFault = "";

    Guard(String plugin, ClassLoader classes) {
        this.plugin = plugin;
        this.classes = classes;
    }

    /** The guarded form of something a plugin made, the same one each time; what implements nothing of the API stays. */
    Object wrap(Object instance) {
        if (instance instanceof Proxy && Proxy.getInvocationHandler(instance) instanceof Guarded) {
            return instance;
        }
        Class<?>[] interfaces = apiInterfaces(instance.getClass());
        if (interfaces.length == 0) {
            return instance;
        }
        return proxies.of(instance,
                () -> Proxy.newProxyInstance(Shared.class.getClassLoader(), interfaces, new Guarded(instance)));
    }

    /** Runs code of the plugin. */
    <T extends @Nullable Object> T call(String what, Callable<T> code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            return code.call();
        } catch (PluginException | PluginFault e) {
            throw e;
        } catch (Throwable e) {
            throw fault(what, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What is wrong with it since it was started; empty if nothing. */
    String faults() {
        synchronized (lock) {
            return switch (faults) {
                case 0 -> "";
                case 1 -> "1 fault: " + lastFault;
                default -> faults + " faults, the last one: " + lastFault;
            };
        }
    }

    private PluginFault fault(String what, Throwable cause) {
        String text = what + " threw " + cause;
        synchronized (lock) {
            faults++;
            lastFault = text;
        }
        LOG.error("Plugin {} is at fault: {}. Report this to its author; TeleCoder goes on without the answer.",
                plugin, text, cause);
        return new PluginFault(plugin, "Plugin " + plugin + " is at fault: " + text, cause);
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

        Guarded(Object instance) {
            this.instance = instance;
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
            String what = instance.getClass().getSimpleName() + "." + method.getName();
            return wrapAnswer(call(what, () -> {
                try {
                    return method.invoke(instance, arguments);
                } catch (InvocationTargetException e) {
                    throw thrown(e.getCause());
                }
            }));
        }

        private static Exception thrown(@Nullable Throwable cause) {
            if (cause instanceof Error error) {
                throw error;
            }
            return cause instanceof Exception exception ? exception : new IllegalStateException(cause);
        }
    }
}
