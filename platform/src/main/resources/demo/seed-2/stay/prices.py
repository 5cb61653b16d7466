"""What a stay costs, in cents."""

from stay.dates import nights

WEEKEND = (4, 5)


def price(stay, weekday, weekend):
    """Adds up the nights; those to Saturday and Sunday cost the weekend's price."""
    return sum(weekend if night.weekday() in WEEKEND else weekday for night in nights(stay))


def with_discount(cents, count):
    """A tenth off from seven nights on, rounded down to whole cents."""
    return cents - cents // 10 if count >= 7 else cents
