package dev.telecoder.support.version;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Maven's ComparableVersion, as of Maven 3.9: numbers, words, and lists of them that hyphens and turns to a letter begin. */
final class MavenOrder {

    private static final List<String> QUALIFIERS = List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");
    private static final String RELEASE = String.valueOf(QUALIFIERS.indexOf(""));
    private static final Pattern PRERELEASE =
            Pattern.compile(
                    ".*(alpha|beta|milestone|snapshot|preview|[.-](rc|cr|m|ea|b|a|pre|incubating)[.-]?\\d*([.-].*)?$).*");

    /** A part of a version; compared with {@code null} where the other version has ended. */
    private sealed interface Item {

        boolean isNull();

        int compare(@Nullable Item other);
    }

    private record Number(String digits) implements Item {

        @Override
        public boolean isNull() {
            return Digits.zero(digits);
        }

        @Override
        public int compare(@Nullable Item other) {
            return other == null ? isNull() ? 0 : 1 : other instanceof Number n ? Digits.compare(digits, n.digits) : 1;
        }
    }

    private record Word(String value) implements Item {

        /** A single letter stands for a word where digits follow it at once. */
        static Word of(String text, boolean digitFollows) {
            return new Word(switch (text) {
                case "a" -> digitFollows ? "alpha" : text;
                case "b" -> digitFollows ? "beta" : text;
                case "m" -> digitFollows ? "milestone" : text;
                case "cr" -> "rc";
                case "ga", "final", "release" -> "";
                default -> text;
            });
        }

        @Override
        public boolean isNull() {
            return value.isEmpty();
        }

        private String rank() {
            int known = QUALIFIERS.indexOf(value);
            return known < 0 ? QUALIFIERS.size() + "-" + value : String.valueOf(known);
        }

        @Override
        public int compare(@Nullable Item other) {
            return switch (other) {
                case null -> rank().compareTo(RELEASE);
                case Word word -> rank().compareTo(word.rank());
                default -> -1;
            };
        }
    }

    private record Items(List<Item> list) implements Item {

        @Override
        public boolean isNull() {
            return list.isEmpty();
        }

        void normalize() {
            for (int i = list.size() - 1; i >= 0; i--) {
                if (list.get(i).isNull()) {
                    list.remove(i);
                } else if (!(list.get(i) instanceof Items)) {
                    return;
                }
            }
        }

        @Override
        public int compare(@Nullable Item other) {
            return switch (other) {
                case null -> {
                    for (Item item : list) {
                        int order = item.compare(null);
                        if (order != 0) {
                            yield order;
                        }
                    }
                    yield 0;
                }
                case Number number -> -1;
                case Items items -> {
                    Iterator<Item> left = list.iterator();
                    Iterator<Item> right = items.list.iterator();
                    while (left.hasNext() || right.hasNext()) {
                        Item l = left.hasNext() ? left.next() : null;
                        Item r = right.hasNext() ? right.next() : null;
                        int order = l != null ? l.compare(r) : r == null ? 0 : -r.compare(null);
                        if (order != 0) {
                            yield order;
                        }
                    }
                    yield 0;
                }
                default -> 1;
            };
        }
    }

    private MavenOrder() {}

    static int compare(String left, String right) {
        return parse(left).compare(parse(right));
    }

    static boolean prerelease(String version) {
        return PRERELEASE.matcher(version).matches();
    }

    private static Items parse(String given) {
        String version = given.toLowerCase(Locale.ENGLISH);
        Items list = new Items(new ArrayList<>());
        Items all = list;
        Deque<Items> open = new ArrayDeque<>();
        open.push(list);
        boolean digit = false;
        int start = 0;
        for (int i = 0; i < version.length(); i++) {
            char c = version.charAt(i);
            if (c == '.' || c == '-') {
                list.list().add(i == start ? new Number("0") : item(digit, version.substring(start, i)));
                start = i + 1;
                if (c == '-') {
                    list = nested(list, open);
                }
            } else if (Digits.is(c)) {
                if (!digit && i > start) {
                    // .X is taken for -X, so that 1.0.0.X1 comes before 1.0.0-X2.
                    list = list.list().isEmpty() ? list : nested(list, open);
                    list.list().add(Word.of(version.substring(start, i), true));
                    start = i;
                    list = nested(list, open);
                }
                digit = true;
            } else {
                if (digit && i > start) {
                    list.list().add(item(true, version.substring(start, i)));
                    start = i;
                    list = nested(list, open);
                }
                digit = false;
            }
        }
        if (version.length() > start) {
            list = digit || list.list().isEmpty() ? list : nested(list, open);
            list.list().add(item(digit, version.substring(start)));
        }
        while (!open.isEmpty()) {
            open.pop().normalize();
        }
        return all;
    }

    private static Items nested(Items list, Deque<Items> open) {
        Items inner = new Items(new ArrayList<>());
        list.list().add(inner);
        open.push(inner);
        return inner;
    }

    private static Item item(boolean digit, String text) {
        return digit ? new Number(text) : Word.of(text, false);
    }
}
