package dev.telecoder.plugin.deps;

import dev.telecoder.support.osv.PackageVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who needs whom, as a lock file has it; finds the shortest way from a direct dependency to each package. For one thread. */
final class Graph {

    private record Node(String name, String version) {}

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Set<String>> needs = new HashMap<>();
    private final Set<String> direct = new LinkedHashSet<>();

    void add(String id, String name, String version) {
        nodes.putIfAbsent(id, new Node(name, version));
    }

    boolean has(String id) {
        return nodes.containsKey(id);
    }

    void edge(String from, String to) {
        needs.computeIfAbsent(from, key -> new LinkedHashSet<>()).add(to);
    }

    void direct(String id) {
        direct.add(id);
    }

    void directs(Collection<String> ids) {
        direct.addAll(ids);
    }

    /** {@return the packages; where nothing says which are direct, those that nobody needs} */
    List<Dependency> dependencies(String ecosystem, String file) {
        direct.retainAll(nodes.keySet());
        if (direct.isEmpty()) {
            Set<String> needed = new HashSet<>();
            needs.values().forEach(needed::addAll);
            nodes.keySet().stream().filter(id -> !needed.contains(id)).forEach(direct::add);
        }
        Map<String, List<String>> ways = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        for (String id : direct) {
            ways.put(id, List.of(name(id)));
            open.add(id);
        }
        while (!open.isEmpty()) {
            String id = open.poll();
            for (String next : needs.getOrDefault(id, Set.of())) {
                if (nodes.containsKey(next) && !ways.containsKey(next)) {
                    List<String> way = new ArrayList<>(ways.getOrDefault(id, List.of()));
                    way.add(name(next));
                    ways.put(next, way);
                    open.add(next);
                }
            }
        }
        return nodes.entrySet().stream()
                .map(node -> new Dependency(
                        new PackageVersion(ecosystem, node.getValue().name(), node.getValue().version()),
                        ways.getOrDefault(node.getKey(), List.of()), file))
                .toList();
    }

    private String name(String id) {
        Node node = nodes.get(id);
        return node == null ? id : node.name();
    }
}
