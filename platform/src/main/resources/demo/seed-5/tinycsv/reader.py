"""From text to rows."""

from tinycsv.dialect import EXCEL


def parse_row(text, dialect=EXCEL):
    """Splits one row into its fields."""
    fields, field, quoted, i = [], "", False, 0
    while i < len(text):
        char = text[i]
        if quoted and char == dialect.quote:
            if text[i + 1:i + 2] == dialect.quote:
                field += dialect.quote
                i += 1
            else:
                quoted = False
        elif quoted:
            field += char
        elif char == dialect.quote:
            quoted = True
        elif char == dialect.delimiter:
            fields.append(field)
            field = ""
        else:
            field += char
        i += 1
    return fields + [field]
