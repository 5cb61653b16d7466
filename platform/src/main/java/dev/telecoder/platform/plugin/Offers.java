package dev.telecoder.platform.plugin;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.platform.plugin.PluginReport.ExtensionInfo;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pf4j.ExtensionPoint;

/** What extensions are, and what they call themselves. */
final class Offers {

    private static final List<String> NAMES = List.of("id", "channel", "path", "model");

    private Offers() {}

    static List<ExtensionInfo> of(String plugin, List<Extensions.Extension<Object>> extensions) {
        var infos = new ArrayList<ExtensionInfo>();
        for (Extensions.Extension<Object> extension : extensions) {
            for (Class<?> kind : Guard.apiInterfaces(extension.instance().getClass())) {
                if (ExtensionPoint.class.isAssignableFrom(kind)) {
                    infos.add(new ExtensionInfo(kindOf(kind), name(plugin, kind, extension.instance())));
                }
            }
        }
        return List.copyOf(infos);
    }

    private static String kindOf(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static String name(String plugin, Class<?> kind, Object instance) {
        try {
            if (instance instanceof Skill skill && kind == Skill.class) {
                return skill.spec().name();
            }
            for (Method method : kind.getMethods()) {
                if (NAMES.contains(method.getName()) && method.getParameterCount() == 0) {
                    return String.valueOf(method.invoke(instance));
                }
            }
            return plugin;
        } catch (ReflectiveOperationException | RuntimeException e) {
            // The guard has noted it; an extension without a name is listed all the same.
            return instance.toString();
        }
    }
}
