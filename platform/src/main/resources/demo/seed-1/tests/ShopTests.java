package tests;

import static tests.Tap.equal;

import java.util.List;
import shop.Bill;
import shop.Discount;
import shop.Money;
import shop.Tax;

/** All tests. */
public final class ShopTests {

    public static void main(String[] arguments) {
        Tap tap = new Tap();
        tap.test("reads and writes amounts", () -> {
            equal(1990L, Money.cents("19.9"));
            equal("19.05", Money.text(1905));
        });
        tap.test("takes a percentage off, in favour of the customer", () -> {
            equal(899L, Discount.percent(999, 10));
        });
        tap.test("gives every third piece for free", () -> {
            equal(1000L, Discount.threeForTwo(250, 5));
        });
        tap.test("finds the tax in a gross price", () -> {
            equal(190L, Tax.contained(1190, 19));
        });
        tap.test("adds up a bill", () -> {
            equal(1240L, new Bill().add(350).add(890).total());
        });
        tap.test("shares a bill without losing or inventing a cent", () -> {
            equal(List.of("33.34", "33.33", "33.33"), Bill.shareAmong(10000, 3));
        });
        System.exit(tap.end());
    }
}
