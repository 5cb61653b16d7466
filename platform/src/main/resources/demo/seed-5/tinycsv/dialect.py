"""How a file separates and quotes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    delimiter: str = ","
    quote: str = '"'
    newline: str = "\r\n"


EXCEL = Dialect()
SEMICOLON = Dialect(delimiter=";")


def guess(line):
    """Guesses by which of the usual delimiters the first line has more."""
    return SEMICOLON if line.count(";") > line.count(",") else EXCEL
