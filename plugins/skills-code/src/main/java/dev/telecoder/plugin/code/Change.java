package dev.telecoder.plugin.code;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that an edit or a patch wants done to one file. */
sealed interface Change {

    String path();

    /**
     * Replaces text; with an empty old text, makes the file.
     *
     * @param path the file
     * @param old what to find
     * @param now what to put there
     * @param all whether every place is meant
     */
    record Replace(String path, String old, String now, boolean all) implements Change {}

    /**
     * Makes a file.
     *
     * @param path the file
     * @param content its text
     */
    record Add(String path, String content) implements Change {}

    /**
     * Deletes a file.
     *
     * @param path the file
     */
    record Delete(String path) implements Change {}

    /**
     * Changes a file by the parts of a patch, in order, and may move it.
     *
     * @param path the file
     * @param target where it moves, or null
     * @param parts the parts
     */
    record Update(String path, @Nullable String target, List<Part> parts) implements Change {}

    /**
     * A part of a patch.
     *
     * @param anchors lines that come before it, outermost first
     * @param snippet its lines
     * @param atEnd whether it is the end of the file
     */
    record Part(List<String> anchors, Snippet snippet, boolean atEnd) {}
}
