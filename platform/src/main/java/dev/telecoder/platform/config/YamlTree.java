package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML text as a tree, with the place of each path. Nothing is constructed from tags; plain scalars are read as YAML 1.2
 * does, so that {@code 22:00}, {@code on} and {@code 007} stay words.
 */
final class YamlTree {

    private static final int MOST_NODES = 100_000;
    private static final String USUAL_HINT =
            "that this line is indented like those around it and that quotes and brackets are closed";
    private static final Set<Tag> PLAIN_TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ,
            Tag.MERGE, Tag.TIMESTAMP, Tag.BINARY);

    private final Map<String, Position> positions = new HashMap<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Substitution substitution;
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
    private JsonValue root = new JsonValue.JsonObject(Map.of());
    private boolean readable = true;
    private int nodes;

    private YamlTree(Substitution substitution) {
        this.substitution = substitution;
    }

    /** Reads a text; what is wrong with it is among the problems. */
    static YamlTree read(String text, Substitution substitution) {
        var tree = new YamlTree(substitution);
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(50);
        options.setNestingDepthLimit(50);
        try {
            Node node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (node != null) {
                tree.root = tree.value(node, "");
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            String what = e.getProblem() == null ? "cannot be read" : e.getProblem();
            tree.unreadable(what, substitution.isOff() ? USUAL_HINT : hint(text, mark), position(mark));
        } catch (YAMLException e) {
            tree.unreadable(String.valueOf(e.getMessage()), "", Position.UNKNOWN);
        }
        return tree;
    }

    /** A value by itself, with its variables as they are. */
    static JsonValue literal(String text) {
        YamlTree tree = read(text, Substitution.none());
        return tree.readable ? tree.root : new JsonValue.JsonString(text);
    }

    /** A file of which nothing can be read. */
    static YamlTree failed(String problem) {
        var tree = new YamlTree(new Substitution(Map.of(), new Redaction()));
        tree.readable = false;
        tree.problems.add(ConfigProblem.error("", problem, "").at(new Position(1, 1)));
        return tree;
    }

    /** The same text with other values, such as those of a section that another text had. */
    YamlTree withRoot(JsonValue other) {
        return with(other, problems);
    }

    YamlTree without(List<ConfigProblem> gone) {
        return with(root, problems.stream().filter(problem -> !gone.contains(problem)).toList());
    }

    private YamlTree with(JsonValue other, List<ConfigProblem> rest) {
        var tree = new YamlTree(substitution);
        tree.positions.putAll(positions);
        tree.problems.addAll(rest);
        tree.readable = readable;
        tree.root = other;
        return tree;
    }

    JsonValue root() {
        return root;
    }

    /** Whether the text as a whole is YAML. */
    boolean readable() {
        return readable;
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    /** The place of a path, or of the nearest section around it. */
    Position position(String path) {
        String at = path;
        while (true) {
            Position position = positions.get(at);
            if (position != null) {
                return position;
            }
            int end = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
            if (end <= 0) {
                return Position.UNKNOWN;
            }
            at = at.substring(0, end);
        }
    }

    private static String hint(String text, @Nullable Mark mark) {
        boolean variable = mark != null && text.lines().skip(mark.getLine()).findFirst().orElse("").contains("${");
        return variable ? "that a ${NAME} between braces or brackets stands in quotes"
                : USUAL_HINT;
    }

    private void unreadable(String what, String expected, Position position) {
        readable = false;
        problems.clear();
        problems.add(ConfigProblem.error("", "is not readable as YAML: " + what, expected).at(position));
        root = new JsonValue.JsonObject(Map.of());
    }

    private JsonValue value(Node node, String path) {
        if (++nodes > MOST_NODES) {
            throw new YAMLException("it has more than " + MOST_NODES + " values (aliases count each time)");
        }
        if (open.put(node, true) != null) {
            throw new YAMLException("an alias contains itself");
        }
        try {
            positions.putIfAbsent(path, position(node.getStartMark()));
            if (!PLAIN_TAGS.contains(node.getTag())) {
                problem(path, "has the tag " + node.getTag().getValue(), "a value without a tag", node);
                return JsonValue.NULL;
            }
            return switch (node) {
                case MappingNode mapping -> mapping(mapping, path);
                case SequenceNode sequence -> sequence(sequence, path);
                case ScalarNode scalar -> scalar(scalar, path);
                default -> JsonValue.NULL;
            };
        } finally {
            open.remove(node);
        }
    }

    private JsonValue mapping(MappingNode mapping, String path) {
        var members = new LinkedHashMap<String, JsonValue>();
        var merged = new LinkedHashMap<String, JsonValue>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(path, "has a key that is no word", "words as keys", tuple.getKeyNode());
                continue;
            }
            String name = key.getValue();
            String childPath = RecordBinder.child(path, name);
            if (key.isPlain() && name.equals("<<")) {
                merge(tuple.getValueNode(), path, merged);
                continue;
            }
            if (members.containsKey(name)) {
                problem(childPath, "is given twice", "each key once", key);
                continue;
            }
            positions.put(childPath, position(key.getStartMark()));
            members.put(name, value(tuple.getValueNode(), childPath));
        }
        merged.forEach(members::putIfAbsent);
        return new JsonValue.JsonObject(members);
    }

    private void merge(Node node, String path, Map<String, JsonValue> merged) {
        List<Node> sources = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        for (Node source : sources) {
            if (source instanceof MappingNode mapping) {
                value(mapping, path).members().forEach(merged::putIfAbsent);
            } else {
                problem(path, "merges (<<) what is no section", "an alias of a section", source);
            }
        }
    }

    private JsonValue sequence(SequenceNode sequence, String path) {
        var items = new ArrayList<JsonValue>();
        for (Node item : sequence.getValue()) {
            items.add(value(item, path + "[" + items.size() + "]"));
        }
        return new JsonValue.JsonArray(items);
    }

    private JsonValue scalar(ScalarNode scalar, String path) {
        Substitution.Result result = substitution.apply(scalar.getValue());
        for (String missing : result.missing()) {
            problem(path, "names the environment variable " + missing + ", which is not set",
                    "that it is set where TeleCoder is started", scalar);
        }
        if (!result.missing().isEmpty()) {
            return JsonValue.NULL;
        }
        boolean word = !scalar.isPlain() || (scalar.getTag().equals(Tag.STR) && PlainScalar.isTyped(scalar.getValue()));
        return word ? new JsonValue.JsonString(result.text()) : PlainScalar.value(result.text());
    }

    private void problem(String path, String problem, String expected, Node node) {
        problems.add(ConfigProblem.error(path, problem, expected).at(position(node.getStartMark())));
    }

    private static Position position(@Nullable Mark mark) {
        return mark == null ? Position.UNKNOWN : new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
