package dev.telecoder.platform.config;

import java.util.Locale;

/** The two ways one name is written: {@code bot_token} in files, {@code botToken} in Java. */
final class Names {

    private Names() {}

    /** An underscore at the end is for words that Java does not allow as a name, such as {@code notify_}. */
    static String snake(String name) {
        String camel = name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
        var snake = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c)) {
                if (i > 0) {
                    snake.append('_');
                }
                snake.append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }

    /** {@code in-progress}, {@code in_progress} and {@code IN_PROGRESS} name the same constant. */
    static String constant(String text) {
        return text.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    static String shown(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
