"""Rows with names for their columns."""


def records(rows):
    """Pairs each row with the head; short rows get empty fields."""
    head, *body = rows
    return [dict(zip(head, row + [""] * (len(head) - len(row)))) for row in body]
