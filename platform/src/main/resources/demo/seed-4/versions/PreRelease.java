package versions;

import java.util.Comparator;

/** What stands behind the hyphen of a version, such as {@code beta.2}. */
public final class PreRelease {

    private PreRelease() {
    }

    /** Orders two of them; none at all is the finished release and comes last. */
    public static int order(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        String[] left = one.split("\\.");
        String[] right = other.split("\\.");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = identifierOrder(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private static int identifierOrder(String left, String right) {
        boolean leftIsNumber = isNumber(left);
        if (leftIsNumber != isNumber(right)) {
            // Numbers come before words.
            return leftIsNumber ? -1 : 1;
        }
        if (leftIsNumber) {
            return left.compareTo(right);
        }
        return Comparator.<String>naturalOrder().compare(left, right);
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(Character::isDigit);
    }
}
