"""Keeps the stock of a small shop."""
from dataclasses import dataclass, field
from typing import Dict, List, Optional


class OutOfStock(Exception):
    """Raised when more is taken than there is."""

    def __init__(self, sku: str, wanted: int, left: int) -> None:
        super().__init__(f"{sku}: wanted {wanted}, {left} left")
        self.sku = sku
        self.wanted = wanted
        self.left = left


@dataclass
class Item:
    sku: str
    name: str
    price_cents: int
    tags: List[str] = field(default_factory=list)

    def price(self) -> str:
        """The price as people write it."""
        euros, cents = divmod(self.price_cents, 100)
        return f"{euros}.{cents:02d} EUR"


class Inventory:
    """All items with their amounts."""

    def __init__(self) -> None:
        self._items: Dict[str, Item] = {}
        self._amounts: Dict[str, int] = {}

    def add(self, item: Item, amount: int = 1) -> None:
        if amount < 0:
            raise ValueError("amount must not be negative")
        self._items[item.sku] = item
        self._amounts[item.sku] = self._amounts.get(item.sku, 0) + amount

    def take(self, sku: str, amount: int = 1) -> Item:
        """Takes items out of the stock."""
        left = self._amounts.get(sku, 0)
        if left < amount:
            raise OutOfStock(sku, amount, left)

        self._amounts[sku] = left - amount
        return self._items[sku]

    def find_by_tag(self, tag: str) -> List[Item]:
        found = []
        for item in self._items.values():
            if tag in item.tags:
                found.append(item)
        return found

    def total_cents(self) -> int:
        total = 0
        for sku, amount in self._amounts.items():
            total += self._items[sku].price_cents * amount
        return total


def load(lines: List[str], *, strict: bool = False) -> Inventory:
    inventory = Inventory()
    for number, line in enumerate(lines, start=1):
        parts = [part.strip() for part in line.split(";")]
        if len(parts) < 3:
            if strict:
                raise ValueError(f"line {number}: expected three parts")
            continue
        sku, name, price = parts[:3]
        inventory.add(Item(sku, name, int(price)), int(parts[3]) if len(parts) > 3 else 1)
    return inventory


def cheapest(inventory: Inventory, tag: Optional[str] = None) -> Optional[Item]:
    """The cheapest item, of a tag if one is given."""
    items = inventory.find_by_tag(tag) if tag else list(inventory._items.values())
    return min(items, key=lambda item: item.price_cents, default=None)
