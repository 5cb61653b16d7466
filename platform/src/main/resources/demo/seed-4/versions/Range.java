package versions;

/** Which versions somebody accepts: {@code ^1.2.0} or {@code ~1.2.0} or one exact version. */
public final class Range {

    private final String text;

    private Range(String text) {
        this.text = text;
    }

    public static Range of(String text) {
        return new Range(text);
    }

    public boolean allows(Version version) {
        if (text.startsWith("^")) {
            Version least = Version.parse(text.substring(1));
            return version.major() == least.major() && version.compareTo(least) >= 0;
        }
        if (text.startsWith("~")) {
            Version least = Version.parse(text.substring(1));
            return version.major() == least.major() && version.minor() == least.minor() && version.compareTo(least) >= 0;
        }
        return version.equals(Version.parse(text));
    }
}
