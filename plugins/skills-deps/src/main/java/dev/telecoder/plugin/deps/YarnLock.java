package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** yarn.lock, of the first yarn and of berry: blocks under what was asked for, such as {@code "a@^1.0.0", "a@^1.2.0":}. */
final class YarnLock {

    private static final class Block {
        private final List<String> asked = new ArrayList<>();
        private final Map<String, String> wants = new LinkedHashMap<>();
        private String version = "";
        private String resolution = "";
    }

    private YarnLock() {}

    static List<Dependency> read(String text, JsonValue manifest, String file) {
        List<Block> blocks = blocks(text);
        Graph graph = new Graph();
        Map<String, String> ids = new HashMap<>();
        for (Block block : blocks) {
            String first = block.asked.isEmpty() ? "" : block.asked.getFirst();
            if (block.version.isEmpty() || first.equals("__metadata") || block.resolution.contains("@workspace:")
                    || local(first)) {
                continue;
            }
            String name = name(block, first);
            String id = name + "@" + block.version;
            graph.add(id, name, block.version);
            block.asked.forEach(asked -> ids.put(plain(asked), id));
        }
        for (Block block : blocks) {
            String from = block.asked.isEmpty() ? null : ids.get(plain(block.asked.getFirst()));
            boolean workspace = block.resolution.contains("@workspace:");
            block.wants.forEach((name, range) -> {
                String to = ids.get(plain(name + "@" + range));
                if (to != null && workspace) {
                    graph.direct(to);
                } else if (to != null && from != null) {
                    graph.edge(from, to);
                }
            });
        }
        for (String kind : NpmLock.KINDS) {
            manifest.get(kind).members().forEach((name, range) -> {
                @Nullable String id = ids.get(plain(name + "@" + range.text()));
                if (id != null) {
                    graph.direct(id);
                }
            });
        }
        return graph.dependencies("npm", file);
    }

    private static boolean local(String asked) {
        return asked.contains("@file:") || asked.contains("@link:") || asked.contains("@portal:");
    }

    /** What is installed under another name is asked for as {@code alias@npm:name@range}. */
    private static String name(Block block, String asked) {
        if (!block.resolution.isEmpty() && block.resolution.indexOf('@', 1) > 0) {
            return block.resolution.substring(0, block.resolution.indexOf('@', 1));
        }
        int range = asked.indexOf('@', 1);
        String wanted = range < 0 ? "" : asked.substring(range + 1);
        if (wanted.startsWith("npm:") && wanted.indexOf('@', 5) > 0) {
            return wanted.substring(4, wanted.indexOf('@', 5));
        }
        return range < 0 ? asked : asked.substring(0, range);
    }

    /** Berry writes {@code a@npm:^1.0.0} where others write {@code a@^1.0.0}. */
    private static String plain(String asked) {
        int range = asked.indexOf('@', 1);
        String wanted = range < 0 ? "" : asked.substring(range + 1);
        return range < 0 ? asked : asked.substring(0, range + 1)
                + (wanted.startsWith("npm:") && wanted.indexOf('@', 5) < 0 ? wanted.substring(4) : wanted);
    }

    private static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        Block block = new Block();
        boolean wants = false;
        for (String raw : text.split("\\R")) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int indent = raw.length() - raw.stripLeading().length();
            if (indent == 0) {
                block = new Block();
                blocks.add(block);
                wants = false;
                String keys = line.endsWith(":") ? line.substring(0, line.length() - 1) : line;
                for (String key : keys.replace("\"", "").split(",\\s*")) {
                    block.asked.add(key.strip());
                }
            } else if (indent == 2) {
                wants = line.equals("dependencies:") || line.equals("optionalDependencies:");
                if (line.startsWith("version")) {
                    block.version = value(line, "version");
                } else if (line.startsWith("resolution:")) {
                    block.resolution = value(line, "resolution");
                }
            } else if (wants && indent == 4) {
                int end = line.startsWith("\"") ? line.indexOf('"', 1) + 1
                        : line.indexOf(line.indexOf(": ") > 0 ? ":" : " ");
                if (end > 0) {
                    block.wants.put(line.substring(0, end).replace("\"", ""), value(line.substring(end), ""));
                }
            }
        }
        return blocks;
    }

    private static String value(String line, String key) {
        return line.substring(key.length()).replaceFirst("^\\s*:?\\s*", "").replace("\"", "").strip();
    }
}
