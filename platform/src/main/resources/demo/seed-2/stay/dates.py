"""Stays as pairs of dates."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Stay:
    """From the day of arrival to the day of departure."""

    arrival: date
    departure: date

    def __post_init__(self):
        if self.departure <= self.arrival:
            raise ValueError(f"{self.departure} is not after {self.arrival}")


def nights(stay):
    """The dates on whose evening somebody goes to bed here."""
    count = (stay.departure - stay.arrival).days
    return [stay.arrival + timedelta(days=i) for i in range(count)]


def overlap(one, other):
    """Whether two stays need the same bed in the same night."""
    return one.arrival < other.departure and other.arrival <= one.departure
