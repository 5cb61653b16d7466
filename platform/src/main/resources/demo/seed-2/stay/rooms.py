"""Which room is free."""

from stay.dates import overlap


class House:
    """Rooms and their stays."""

    def __init__(self, *names):
        self._stays = {name: [] for name in names}

    def book(self, name, stay):
        if not self.is_free(name, stay):
            raise ValueError(f"{name} is taken")
        self._stays[name].append(stay)

    def is_free(self, name, stay):
        return not any(overlap(stay, taken) for taken in self._stays[name])
