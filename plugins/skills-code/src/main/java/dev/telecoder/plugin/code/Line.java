package dev.telecoder.plugin.code;

/**
 * One line of a file with its own line end, so that a file can be put together again byte for byte. The last line of a
 * file has no end; a file that ends with a line break has an empty last line.
 *
 * @param text the line without its end
 * @param end {@code "\n"}, {@code "\r\n"}, {@code "\r"} or empty
 */
record Line(String text, String end) {

    boolean isBlank() {
        return text.isBlank();
    }
}
