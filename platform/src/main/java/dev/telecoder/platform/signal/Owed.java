package dev.telecoder.platform.signal;

/**
 * A signal that a listener has not taken yet.
 *
 * @param seq the signal's place in the order of arrival
 * @param source who said it
 * @param deliveryId its name within the source
 * @param order what it is ordered by: signals of one listener about one subject wait for each other
 * @param listener who is to be told
 */
record Owed(long seq, String source, String deliveryId, String order, String listener) {

    String lane() {
        return listener + "\n" + order;
    }
}
