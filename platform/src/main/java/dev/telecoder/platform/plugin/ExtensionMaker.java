package dev.telecoder.platform.plugin;

import dev.telecoder.api.PluginContext;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Makes the extensions of one plugin. The plugin has a Spring context of its own, whose parent holds the exported services
 * and nothing else. What is made is not registered there: Spring would keep it, and with it the plugin's class loader. For
 * one thread.
 */
final class ExtensionMaker implements AutoCloseable {

    private final GenericApplicationContext context = new GenericApplicationContext();
    private final Collection<Class<?>> services;

    ExtensionMaker(ApplicationContext parent, Collection<Class<?>> services, ClassLoader classes) {
        this.services = services;
        context.setParent(parent);
        // Not refreshed: its beans are never listed nor started, and a refresh for each plugin costs a tenth of the start.
        context.setClassLoader(classes);
    }

    /** Calls the one public constructor with what it asks for. */
    Object make(Class<?> type, PluginContext its) throws Throwable {
        Constructor<?>[] constructors = type.getConstructors();
        if (constructors.length != 1) {
            throw new IllegalStateException("it has " + constructors.length + " public constructors; expected one, "
                    + "which asks for what the extension needs");
        }
        context.getBeanFactory().registerResolvableDependency(PluginContext.class, its);
        var arguments = new Object[constructors[0].getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(new MethodParameter(constructors[0], i), type);
        }
        try {
            return constructors[0].newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object argument(MethodParameter parameter, Class<?> type) {
        Class<?> wanted = parameter.getParameterType();
        // Spring also offers itself and collections of what it has; a plugin gets what the API names.
        if (wanted == PluginContext.class || services.contains(wanted)) {
            try {
                Object found = context.getBeanFactory()
                        .resolveDependency(new DependencyDescriptor(parameter, true), type.getName());
                if (found != null) {
                    return found;
                }
            } catch (BeansException e) {
                throw new IllegalStateException("the host's " + wanted.getName() + " cannot be had", e);
            }
        }
        throw new IllegalStateException("its constructor asks for a " + wanted.getName()
                + ", which the host does not offer; it offers PluginContext" + services.stream()
                        .map(Class::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining(", ", services.isEmpty() ? "" : ", ", "")));
    }

    @Override
    public void close() {
        context.close();
        ResolvableType.clearCache();
    }
}
