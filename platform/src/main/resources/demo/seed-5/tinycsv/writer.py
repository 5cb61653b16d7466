"""From rows to text."""

from tinycsv.dialect import EXCEL


def format_row(fields, dialect=EXCEL):
    """Joins fields to one row, without the line break."""
    return dialect.delimiter.join(quote_field(str(field), dialect) for field in fields)


def quote_field(value, dialect):
    """Quotes a field if it could be misread without."""
    if dialect.delimiter in value or "\n" in value:
        return dialect.quote + value.replace(dialect.quote, dialect.quote * 2) + dialect.quote
    return value


def format_rows(rows, dialect=EXCEL):
    """Joins rows to a file."""
    return "".join(format_row(row, dialect) + dialect.newline for row in rows)
