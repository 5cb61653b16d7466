import unittest
from datetime import date

from stay.dates import Stay, nights, overlap
from stay.prices import price, with_discount
from stay.rooms import House


def stay(first, last):
    return Stay(date(2025, 3, first), date(2025, 3, last))


class StayTest(unittest.TestCase):
    def test_the_day_of_departure_is_no_night(self):
        self.assertEqual(nights(stay(1, 3)), [date(2025, 3, 1), date(2025, 3, 2)])

    def test_a_guest_may_arrive_when_another_departs(self):
        self.assertFalse(overlap(stay(1, 5), stay(5, 8)))

    def test_departure_comes_after_arrival(self):
        with self.assertRaises(ValueError):
            stay(5, 5)


class PriceTest(unittest.TestCase):
    def test_weekend_nights_have_their_own_price(self):
        self.assertEqual(price(stay(6, 9), 8000, 9500), 27000)

    def test_a_week_is_cheaper(self):
        self.assertEqual(with_discount(57599, 7), 51840)


class HouseTest(unittest.TestCase):
    def test_a_taken_room_cannot_be_booked(self):
        house = House("north", "south")
        house.book("north", stay(1, 5))
        self.assertFalse(house.is_free("north", stay(4, 6)))
        self.assertTrue(house.is_free("south", stay(4, 6)))


if __name__ == "__main__":
    unittest.main()
