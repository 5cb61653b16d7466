package shop;

/** Takes something off a price. */
public final class Discount {

    private Discount() {
    }

    /** Takes off a percentage; the shop rounds in favour of the customer. */
    public static long percent(long cents, int percent) {
        long off = (cents * percent + 99) / 100;
        return cents - off;
    }

    /** Gives every third piece for free. */
    public static long threeForTwo(long cents, int pieces) {
        int free = pieces / 3;
        return cents * (pieces - free);
    }
}
