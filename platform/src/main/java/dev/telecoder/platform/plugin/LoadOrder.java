package dev.telecoder.platform.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;

/** In which order plugins are loaded, and which cannot be because of what they need. */
final class LoadOrder {

    private final Versions versions;
    private final Set<String> failed;
    private final List<PluginFile> order = new ArrayList<>();
    private final Map<PluginFile, String> refused = new LinkedHashMap<>();

    LoadOrder(Versions versions, Collection<PluginFile> candidates, Set<String> failed) {
        this.versions = versions;
        this.failed = failed;
        Map<String, PluginFile> left = new LinkedHashMap<>();
        candidates.forEach(file -> left.put(file.id(), file));
        refuseWhatNeedsMore(left);
        while (!left.isEmpty()) {
            List<PluginFile> ready = left.values().stream()
                    .filter(file -> file.dependencies().stream()
                            .noneMatch(need -> left.containsKey(need.getPluginId())))
                    .toList();
            if (ready.isEmpty()) {
                refuseCycle(left);
                refuseWhatNeedsMore(left);
            }
            ready.forEach(file -> left.remove(file.id()));
            order.addAll(ready);
        }
    }

    /** What to load, each after what it needs. */
    List<PluginFile> order() {
        return order;
    }

    /** What cannot be loaded, and why. */
    Map<PluginFile, String> refused() {
        return refused;
    }

    private void refuseWhatNeedsMore(Map<String, PluginFile> left) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (PluginFile file : List.copyOf(left.values())) {
                String objection = objection(file, left);
                if (objection != null) {
                    refused.put(file, objection);
                    left.remove(file.id());
                    changed = true;
                }
            }
        }
    }

    private @Nullable String objection(PluginFile file, Map<String, PluginFile> left) {
        for (PluginDependency need : file.dependencies()) {
            PluginFile other = left.get(need.getPluginId());
            if (other == null) {
                other = order.stream().filter(each -> each.id().equals(need.getPluginId())).findFirst().orElse(null);
            }
            if (other == null && !need.isOptional()) {
                boolean known = refused.keySet().stream().anyMatch(each -> each.id().equals(need.getPluginId()));
                return file.id() + " " + file.version() + " needs the plugin " + need.getPluginId() + ", which "
                        + (known ? "was refused itself; see there." : failed.contains(need.getPluginId())
                                ? "did not start; see there." : "is not installed or not enabled. Install "
                                        + need.getPluginId() + ", or remove " + file.id() + ".");
            }
            String versionSupport = need.getPluginVersionSupport();
            if (other != null && !fits(other.version(), versionSupport)) {
                return file.id() + " " + file.version() + " needs " + need.getPluginId() + " " + versionSupport
                        + "; installed is " + other.version() + ". Install a " + need.getPluginId() + " that fits.";
            }
        }
        return null;
    }

    private boolean fits(String version, String constraint) {
        try {
            return versions.fits(version, constraint);
        } catch (RuntimeException malformed) {
            return false;
        }
    }

    /** Refuses one circle of plugins that wait for each other. */
    private void refuseCycle(Map<String, PluginFile> left) {
        List<String> path = new ArrayList<>();
        String at = left.keySet().iterator().next();
        while (!path.contains(at)) {
            path.add(at);
            at = left.get(at).dependencies().stream()
                    .map(PluginDependency::getPluginId)
                    .filter(left::containsKey)
                    .findFirst()
                    .orElseThrow();
        }
        List<String> circle = path.subList(path.indexOf(at), path.size());
        String shown = circle.stream().collect(Collectors.joining(" needs ", "", " needs " + at));
        for (String id : circle) {
            PluginFile file = left.remove(id);
            refused.put(file, id + " " + file.version() + " waits for itself: " + shown
                    + ". One of them must drop its dependency.");
        }
    }
}
