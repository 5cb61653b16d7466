package dev.telecoder.plugin.code;

/**
 * Something that a source file defines.
 *
 * @param name its plain name
 * @param qualified with what it is in, by dots
 * @param kind such as class or method
 * @param at where in the file the name stands
 * @param start where the definition begins
 * @param end where it ends
 * @param declared whether it is only said to be somewhere else, such as a prototype in C
 */
record Definition(String name, String qualified, String kind, int at, int start, int end, boolean declared) {

    boolean isType() {
        return switch (kind) {
            case "class", "interface", "enum", "record", "struct", "trait", "union", "object", "annotation", "impl",
                    "namespace", "module" -> true;
            default -> false;
        };
    }

    boolean isCallable() {
        return kind.equals("function") || kind.equals("method") || kind.equals("constructor") || kind.equals("macro");
    }
}
