import unittest

from tinycsv.dialect import SEMICOLON, guess
from tinycsv.reader import parse_row
from tinycsv.table import records
from tinycsv.writer import format_row, format_rows


class ReaderTest(unittest.TestCase):
    def test_a_quoted_field_keeps_its_commas_and_quotes(self):
        self.assertEqual(parse_row('7,"a, ""b""",c'), ["7", 'a, "b"', "c"])

    def test_the_delimiter_is_guessed(self):
        self.assertEqual(guess("name;price;pieces, all"), SEMICOLON)


class WriterTest(unittest.TestCase):
    def test_a_field_with_a_comma_is_quoted(self):
        self.assertEqual(format_row(["1", "nuts, salted"]), '1,"nuts, salted"')

    def test_a_field_with_a_quote_is_quoted(self):
        self.assertEqual(format_row(["2", '3" nails']), '2,"3"" nails"')

    def test_rows_end_as_spreadsheets_expect(self):
        self.assertEqual(format_rows([["a", "b"], [1, 2]]), "a,b\r\n1,2\r\n")


class TableTest(unittest.TestCase):
    def test_short_rows_are_filled(self):
        self.assertEqual(records([["a", "b"], ["1"]]), [{"a": "1", "b": ""}])


if __name__ == "__main__":
    unittest.main()
