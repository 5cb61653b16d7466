package dev.telecoder.platform.skill;

import dev.telecoder.platform.plugin.Extensions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pf4j.ExtensionPoint;

/** Extensions that are simply there. Safe for many threads. */
public final class FakeExtensions implements Extensions {

    private final List<ExtensionPoint> all = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public FakeExtensions(ExtensionPoint... instances) {
        all.addAll(List.of(instances));
    }

    public void add(ExtensionPoint more) {
        all.add(more);
        listeners.forEach(Runnable::run);
    }

    @Override
    public <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind) {
        List<Extension<T>> found = new ArrayList<>();
        all.stream().filter(kind::isInstance).forEach(one -> found.add(new Extension<>("fake", kind.cast(one))));
        return found;
    }

    @Override
    public void onChange(Runnable changed) {
        listeners.add(changed);
    }
}
