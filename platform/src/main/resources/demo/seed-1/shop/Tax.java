package shop;

/** Works out the tax that is contained in a price. */
public final class Tax {

    private Tax() {
    }

    /** The tax in a gross price, rounded to the nearest cent. */
    public static long contained(long grossCents, int percent) {
        long hundredth = 100 + percent;
        return (grossCents * percent * 2 + hundredth) / (hundredth * 2);
    }
}
