package dev.telecoder.platform.app;

import java.lang.reflect.Proxy;

/** Catches Ctrl-C. The JDK has no official way; where the usual one is missing, Ctrl-C ends the process as ever. */
final class Interrupt {

    private Interrupt() {}

    static void call(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object calling = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
                    (proxy, method, given) -> {
                        if (method.getName().equals("handle")) {
                            Thread.ofVirtual().start(action);
                        }
                        return method.getReturnType() == int.class ? 0
                                : method.getReturnType() == boolean.class ? proxy == given[0] : null;
                    });
            signal.getMethod("handle", signal, handler).invoke(null,
                    signal.getConstructor(String.class).newInstance("INT"),
                    calling);
        } catch (ReflectiveOperationException e) {
            // Ctrl-C ends the process then
        }
    }
}
