package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Changes values in a YAML text and leaves the rest as it stands: comments, order, layout. It finds the place by the parser's
 * own marks and rewrites only that; whoever calls it compares what came of it. For one thread.
 */
final class YamlEdit {

    /** Why a text cannot be changed at that place. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    private final String text;
    private final String newline;

    private YamlEdit(String text) {
        this.text = text;
        this.newline = text.contains("\r\n") ? "\r\n" : "\n";
    }

    static String set(String text, List<String> steps, JsonValue value) throws Refused {
        return new YamlEdit(text).set(steps, value);
    }

    static String remove(String text, List<String> steps) throws Refused {
        return new YamlEdit(text).remove(steps);
    }

    private String set(List<String> steps, JsonValue value) throws Refused {
        Node root = root();
        if (root == null || isEmpty(root)) {
            String before = text.isEmpty() || text.endsWith("\n") ? text : text + newline;
            return before + YamlWriter.members(YamlWriter.nested(steps, value).members(), 0, newline) + newline;
        }
        Node node = root;
        for (int i = 0; i < steps.size(); i++) {
            JsonValue inner = YamlWriter.nested(steps.subList(i + 1, steps.size()), value);
            boolean last = i == steps.size() - 1;
            if (node instanceof MappingNode mapping && !JsonPaths.isIndex(steps.get(i))) {
                NodeTuple found = find(mapping, steps.get(i));
                if (found == null) {
                    return insert(mapping, steps.get(i), inner);
                }
                Node child = own(found.getValueNode(), end(found.getKeyNode()));
                if (last || !(child instanceof CollectionNode<?>)) {
                    return replace(mapping, found, inner);
                }
                node = child;
            } else if (node instanceof SequenceNode sequence && JsonPaths.isIndex(steps.get(i))) {
                int index = JsonPaths.index(steps.get(i));
                if (index >= sequence.getValue().size()) {
                    return append(sequence, inner);
                }
                Node child = own(sequence.getValue().get(index), start(sequence));
                if (last || !(child instanceof CollectionNode<?>)) {
                    return splice(start(child), end(child), YamlWriter.inline(inner));
                }
                node = child;
            } else {
                throw new Refused("is written in another form");
            }
        }
        return text;
    }

    private String remove(List<String> steps) throws Refused {
        Node node = root();
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            if (node instanceof MappingNode mapping && !JsonPaths.isIndex(steps.get(i))) {
                NodeTuple found = find(mapping, steps.get(i));
                if (found == null) {
                    return text;
                }
                Node child = own(found.getValueNode(), end(found.getKeyNode()));
                if (last) {
                    List<NodeTuple> all = mapping.getValue();
                    if (all.size() == 1 && i > 0) {
                        return set(steps.subList(0, i), JsonValue.object().build());
                    }
                    int at = all.indexOf(found);
                    return cut(mapping, start(found.getKeyNode()), end(found),
                            at == 0 ? -1 : end(all.get(at - 1)),
                            at == all.size() - 1 ? -1 : start(all.get(at + 1).getKeyNode()));
                }
                node = child;
            } else if (node instanceof SequenceNode sequence && JsonPaths.isIndex(steps.get(i))) {
                List<Node> all = sequence.getValue();
                int at = JsonPaths.index(steps.get(i));
                if (at >= all.size()) {
                    return text;
                }
                if (last) {
                    if (all.size() == 1) {
                        return set(steps.subList(0, i), JsonValue.array(List.of()));
                    }
                    return cut(sequence, begin(sequence, all.get(at)), end(all.get(at)),
                            at == 0 ? -1 : end(all.get(at - 1)),
                            at == all.size() - 1 ? -1 : begin(sequence, all.get(at + 1)));
                }
                node = own(all.get(at), start(sequence));
            } else {
                return text;
            }
        }
        return text;
    }

    private String replace(MappingNode mapping, NodeTuple found, JsonValue value) {
        int indent = column(found.getKeyNode()) + 2;
        boolean block = mapping.getFlowStyle() != FlowStyle.FLOW;
        int colon = text.indexOf(':', end(found.getKeyNode())) + 1;
        String after = block ? YamlWriter.after(value, indent, newline) : " " + YamlWriter.inline(value);
        Node before = found.getValueNode();
        if (isEmpty(before) || after.startsWith(newline)) {
            return splice(colon, isEmpty(before) ? colon : end(before), after);
        }
        if (before instanceof CollectionNode<?> collection && collection.getFlowStyle() != FlowStyle.FLOW) {
            return splice(colon, end(before), after);
        }
        return splice(start(before), end(before), after.strip());
    }

    private String insert(MappingNode mapping, String key, JsonValue value) {
        List<NodeTuple> all = mapping.getValue();
        if (mapping.getFlowStyle() == FlowStyle.FLOW) {
            String entry = YamlWriter.word(key) + ": " + YamlWriter.inline(value);
            return all.isEmpty() ? splice(start(mapping) + 1, start(mapping) + 1, entry)
                    : splice(end(all.getLast()), end(all.getLast()), ", " + entry);
        }
        int indent = column(all.getFirst().getKeyNode());
        int at = endOfLine(end(all.getLast()));
        return splice(at, at, newline + " ".repeat(indent) + YamlWriter.word(key) + ":"
                + YamlWriter.after(value, indent + 2, newline));
    }

    private String append(SequenceNode sequence, JsonValue value) {
        List<Node> all = sequence.getValue();
        if (sequence.getFlowStyle() == FlowStyle.FLOW) {
            return all.isEmpty() ? splice(start(sequence) + 1, start(sequence) + 1, YamlWriter.inline(value))
                    : splice(end(all.getLast()), end(all.getLast()), ", " + YamlWriter.inline(value));
        }
        int dash = begin(sequence, all.getFirst());
        int indent = dash - lineStart(dash);
        int at = endOfLine(end(all.getLast()));
        return splice(at, at, newline + " ".repeat(indent) + YamlWriter.item(value, indent, newline));
    }

    /** Takes an entry out: with its line where it has one of its own, else with the comma beside it. */
    private String cut(CollectionNode<?> around, int from, int to, int endBefore, int startAfter) {
        if (around.getFlowStyle() == FlowStyle.FLOW) {
            return endBefore >= 0 ? splice(endBefore, to, "") : splice(from, startAfter < 0 ? to : startAfter, "");
        }
        boolean ownLine = text.substring(lineStart(from), from).isBlank();
        if (!ownLine && startAfter >= 0) {
            return splice(from, startAfter, "");
        }
        int next = text.indexOf('\n', endOfLine(to));
        return splice(lineStart(from), next < 0 ? text.length() : next + 1, "");
    }

    private @Nullable Node root() {
        return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
    }

    private static @Nullable NodeTuple find(MappingNode mapping, String name) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                return tuple;
            }
        }
        return null;
    }

    /** The value of an alias stands somewhere else, where others use it too. */
    private Node own(Node node, int after) throws Refused {
        if (start(node) < after) {
            throw new Refused("is an alias (*name) of what stands elsewhere");
        }
        return node;
    }

    private boolean isEmpty(Node node) {
        return node instanceof ScalarNode && start(node) == index(node.getEndMark());
    }

    private int end(NodeTuple tuple) {
        return isEmpty(tuple.getValueNode()) ? text.indexOf(':', end(tuple.getKeyNode())) + 1
                : Math.max(end(tuple.getValueNode()), end(tuple.getKeyNode()) + 1);
    }

    /** Where the last character is: the parser's end of a block is the beginning of what follows it. */
    private int end(Node node) {
        if (node instanceof MappingNode mapping && mapping.getFlowStyle() != FlowStyle.FLOW
                && !mapping.getValue().isEmpty()) {
            return end(mapping.getValue().getLast());
        }
        if (node instanceof SequenceNode sequence && sequence.getFlowStyle() != FlowStyle.FLOW
                && !sequence.getValue().isEmpty()) {
            return end(sequence.getValue().getLast());
        }
        int end = index(node.getEndMark());
        while (end > start(node) && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private int start(Node node) {
        return index(node.getStartMark());
    }

    /** Where an item begins, its dash included. */
    private int begin(SequenceNode sequence, Node item) {
        return sequence.getFlowStyle() == FlowStyle.FLOW ? start(item) : text.lastIndexOf('-', start(item) - 1);
    }

    private int column(Node node) {
        return start(node) - lineStart(start(node));
    }

    private int lineStart(int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    private int endOfLine(int at) {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            return text.length();
        }
        return end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** The parser counts characters beyond the first 65,536 as one, Java as two. */
    private int index(Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    private String splice(int from, int to, String replacement) {
        return text.substring(0, from) + replacement + text.substring(to);
    }
}
