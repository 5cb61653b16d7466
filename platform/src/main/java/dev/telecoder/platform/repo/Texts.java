package dev.telecoder.platform.repo;

/** Texts that others wrote, made fit for a message. */
final class Texts {

    private Texts() {}

    static String shortened(String text, int max) {
        String plain = text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
        return plain.length() <= max ? plain : plain.substring(0, max) + "…";
    }
}
