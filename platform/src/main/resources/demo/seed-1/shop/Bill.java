package shop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a table in the bistro has to pay, together or in parts. */
public final class Bill {

    private final List<Long> items = new ArrayList<>();

    /** Adds one item. */
    public Bill add(long cents) {
        items.add(cents);
        return this;
    }

    /** The sum of all items. */
    public long total() {
        return items.stream().mapToLong(Long::longValue).sum();
    }

    /** Shares an amount among people; the cents that are left over go to the first of them, one each. */
    public static List<String> shareAmong(long cents, int people) {
        long[] shares = new long[people];
        Arrays.fill(shares, cents / people);
        int leftOver = (int) (cents % people);
        for (int i = 0; i <= leftOver; i++) {
            shares[i]++;
        }
        return Arrays.stream(shares).mapToObj(Money::text).toList();
    }
}
