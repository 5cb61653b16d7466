package dev.telecoder.support.markdown;

/**
 * Which characters a person sees, and which no platform takes. For any thread.
 *
 * @since 1.0
 */
public final class Visible {

    private Visible() {}

    /**
     * Tells whether a text shows anything. Platforms refuse a message that does not.
     *
     * @param text the text
     * @return whether one of its characters can be seen
     */
    public static boolean isIn(String text) {
        return text.codePoints().anyMatch(Visible::is);
    }

    /** {@return whether a character can be seen} */
    static boolean is(int point) {
        return switch (Character.getType(point)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.CONTROL,
                    Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> !(point == 0x2800 || point == 0x3164 || point == 0x115F || point == 0x1160 || point == 0xFFA0
                    || point == 0x034F || point >= 0xFE00 && point <= 0xFE0F || point == 0x17B4 || point == 0x17B5
                    || point >= 0x180B && point <= 0x180D || point >= 0xE0100 && point <= 0xE01EF);
        };
    }

    /** A text without what no platform takes: half characters, controls; line ends of all kinds are one kind. */
    static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point == '\r') {
                if (i == text.length() || text.charAt(i) != '\n') {
                    out.append('\n');
                }
            } else if (point == 0x85 || point == 0x2028 || point == 0x2029) {
                out.append('\n');
            } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE || point == 0) {
                out.append('\uFFFD');
            } else if (point == '\n' || point == '\t'
                    || !Character.isISOControl(point) && (point & 0xFFFE) != 0xFFFE) {
                out.appendCodePoint(point);
            }
        }
        return out.toString();
    }
}
