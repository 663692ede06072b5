"""CSV that people bring: nothing in it is lost in silence."""
import json
import pathlib
import tempfile
import unittest

from program import accord, tool


class Csv(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        (self.folder / 'facts.json').write_text('[{"id": "a", "title": "A", "parties": ["China"], "year": 2020}]')

    def check(self, text, columns, code=0, **data):
        """Checks a table over the CSV; gives what is said."""
        (self.folder / 'd.csv').write_bytes(text if isinstance(text, bytes) else text.encode())
        block = {'block': 'table', 'data': {'url': 'd.csv', **data}, 'columns': columns}
        (self.folder / 'l.json').write_text(json.dumps({'layout': 1, 'facts': ['facts.json'], 'body': [block]}))
        done = accord('check', 'l.json', cwd=self.folder)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr

    def test_good_data_says_nothing(self):
        self.assertEqual(self.check('a,b\n1,x\n2,y\n', ['a', 'b']), '')
        self.assertEqual(self.check('a,b\r\n1,"x, y"\r\n,\r\n', ['a', 'b']), '')
        self.assertEqual(self.check('year,code\n2019,A1\n2020,7\n2021,B2\n', ['year', 'code']), '')

    def test_uneven_rows_are_counted(self):
        said = self.check('a,b\n1,2\n3\n4,5,6\n7\n8\n', ['a', 'b'])
        self.assertIn('d.csv:3:1: warning: the row has 1 field, the head line 2; what it lacks is empty, as in 2 more rows',
                      said)
        self.assertIn('d.csv:4:1: warning: the row has 3 fields, the head line 2; the rest is left out [', said)

    def test_doubled_heads(self):
        self.assertIn('the column "a" is there twice in the head line', self.check('a,b,a\n1,2,3\n', ['a']))

    def test_text_among_numbers(self):
        said = self.check('s,n\nx,3\ny,4\nz,n.a.\nw,\n', ['s', {'field': 'n'}])
        self.assertIn('the column "n" is text and has no sums: 1 of its 4 values is no number, first "n.a." in row 3', said)
        said = self.check('s,n\nx,3\ny,4\nz,n.a.\nw,\n', ['s', 'n'], format={'parse': {'n': 'number'}})
        self.assertIn('1 of 4 values of "n" cannot be read as number and is left empty, first "n.a." in row 3', said)

    def test_dates_that_have_another_form(self):
        said = self.check('d\n2024-03-01\n01/02/2024\n2024-04-01\n', ['d'], format={'parse': {'d': "date:'%d/%m/%Y'"}})
        self.assertIn('2 of 3 values of "d" cannot be read as date:\'%d/%m/%Y\' and are left empty, first "2024-03-01"', said)

    def test_semicolons(self):
        text = 'sector;n\nEnergy;3\n"Wa;ter";4\n'
        self.assertIn('"delimiter": ";"', self.check(text, ['sector'], code=3))
        said = self.check('sector;n\nEnergy;3\n', ['sector'], code=3)
        self.assertIn('the data has one column only, with the head "sector;n"', said)
        self.assertIn('"format": {"type": "dsv", "delimiter": ";"}', said)
        form = {'type': 'dsv', 'delimiter': ';'}
        self.assertEqual(self.check(text, ['sector', {'field': 'n', 'total': 'sum'}], format=form), '')
        done = accord('render', 'l.json', '-o', 'l.pdf', cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = tool('pdftotext', '-layout', self.folder / 'l.pdf', '-')
        self.assertIn('Wa;ter', shown)
        self.assertRegex(shown, r'(?m)\b7$')
        self.assertIn('expected one character', self.check(text, ['sector'], code=3,
                                                           format={'type': 'dsv', 'delimiter': ';;'}))
        self.assertIn('lacks "delimiter"', self.check(text, ['sector'], code=3, format={'type': 'dsv'}))

    def test_other_encodings_and_empty_files(self):
        self.assertIn('save it as UTF-8', self.check('n\u00e9,b\n1,2\n'.encode('latin-1'), ['b'], code=3))
        self.assertIn('there is nothing in it', self.check('', ['a'], code=3))


if __name__ == '__main__':
    unittest.main()
