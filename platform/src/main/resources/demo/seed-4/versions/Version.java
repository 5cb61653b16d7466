package versions;

import java.util.Comparator;

/** A version such as {@code 1.4.0-rc.2}. */
public record Version(int major, int minor, int patch, String preRelease) implements Comparable<Version> {

    private static final Comparator<Version> NUMBERS =
            Comparator.comparingInt(Version::major).thenComparingInt(Version::minor).thenComparingInt(Version::patch);

    /** Reads a version; what follows a plus sign says nothing about the order and is left out. */
    public static Version parse(String text) {
        String plain = text.split("\\+", 2)[0];
        String[] parts = plain.split("-", 2);
        String[] numbers = parts[0].split("\\.");
        return new Version(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]),
                parts.length > 1 ? parts[1] : "");
    }

    @Override
    public int compareTo(Version other) {
        int order = NUMBERS.compare(this, other);
        return order != 0 ? order : PreRelease.order(preRelease, other.preRelease);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + (preRelease.isEmpty() ? "" : "-" + preRelease);
    }
}
