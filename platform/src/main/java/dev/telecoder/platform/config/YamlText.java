package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A YAML text other than config.yaml, such as a skill or a job: as a tree, with the place of each path. It is read by the
 * same rules, but a {@code $} is a dollar sign. Immutable.
 */
public final class YamlText {

    private final YamlTree tree;

    private YamlText(YamlTree tree) {
        this.tree = tree;
    }

    /**
     * Reads a text.
     *
     * @param text the text
     * @return what it holds, and what is wrong with it as YAML: not readable, a key twice, a tag, too many values
     */
    public static YamlText read(String text) {
        return new YamlText(YamlTree.read(text, Substitution.none()));
    }

    /** {@return what it holds; an empty object if it cannot be read} */
    public JsonValue root() {
        return tree.root();
    }

    /** {@return what is wrong with it as YAML} */
    public List<ConfigProblem> problems() {
        return List.copyOf(tree.problems());
    }

    /**
     * Says what is wrong with a value, at its place or, where that is not there, at that of the nearest one around it.
     *
     * @param path where, such as {@code parameters.shop.type} or {@code requires[0]}
     * @param problem what is wrong, as a clause that follows the path
     * @param expected what would be right; empty if the problem says so already
     * @param didYouMean the nearest known word, or {@code null}
     * @return the problem
     */
    public ConfigProblem problem(String path, String problem, String expected, @Nullable String didYouMean) {
        Position position = tree.position(path);
        return ConfigProblem.error(path, problem, expected).suggesting(didYouMean)
                .at(position.equals(Position.UNKNOWN) ? new Position(1, 1) : position);
    }
}
