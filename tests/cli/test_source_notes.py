"""Sources at the foot of pages: each page explains the numbers that it cites, once, wherever the table stands."""
import json
import pathlib
import re
import tempfile
import unittest

from program import accord, tool

SOURCES = 5


def facts(count):
    """Partnerships with one to three of the sources each."""
    sources = [{'id': f's{n}', 'title': f'Origin {"ABCDE"[n]}', 'publisher': 'An office', 'published': '2021-05-04',
                'url': f'https://example.org/{n}'} for n in range(SOURCES)]
    rows = [{'id': f'p{n}', 'title': f'Row{n:03}', 'parties': ['Pakistan', 'China'], 'sector': 'energy',
             'date': f'{1900 + n % 100}-05-01', 'status': 'signed',
             'evidence': [{'source': f's{k}', 'quote': 'so'} for k in sorted({n % SOURCES, n // 40 % SOURCES})]}
            for n in range(count)]
    return {'facts': 1, 'sources': sources, 'partnerships': rows}


class SourceNotes(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def pages(self, count, wrap=lambda table: table):
        table = {'block': 'table', 'data': 'partnerships', 'columns': ['title', 'date'], 'sources': 'notes'}
        layout = {'layout': 1, 'title': 'Notes', 'page': {'size': 'A5'}, 'facts': ['facts.json'],
                  'body': [{'block': 'heading', 'text': 'Head'}, wrap(table)]}
        (self.folder / 'facts.json').write_text(json.dumps(facts(count)))
        (self.folder / 'l.json').write_text(json.dumps(layout))
        done = accord('render', 'l.json', '-o', 'l.pdf', '--quiet', cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        return tool('pdftotext', '-layout', self.folder / 'l.pdf', '-').split('\f')[:-1]

    def check(self, pages, count):
        rows = []
        for page in pages:
            lines = page.splitlines()
            notes = re.findall(r'^ *\[(\d)\] *Origin ', page, re.M)
            body = [line for line in lines if re.search(r'Row\d\d\d', line)]
            rows += [re.search(r'Row\d\d\d', line)[0] for line in body]
            cited = {number for line in body for number in re.findall(r'\[(\d)\]', line)}
            self.assertEqual(sorted(notes), sorted(cited))
        self.assertEqual(sorted(rows), [f'Row{n:03}' for n in range(count)])

    def test_a_table_over_pages(self):
        for count in (1, 2, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 60, 130, 300):
            with self.subTest(count):
                self.check(self.pages(count), count)

    def test_a_long_table(self):
        self.check(self.pages(1000), 1000)

    def test_in_a_row_and_in_a_box(self):
        for wrap in (lambda table: {'block': 'row', 'cells': [table, {'block': 'text', 'text': 'Beside'}]},
                     lambda table: {'block': 'box', 'body': [table]}):
            self.check(self.pages(8, wrap), 8)

    def test_texts_cite_the_rows_they_speak_of(self):
        whole = {'block': 'text', 'text': 'All of them.', 'data': 'partnerships', 'sources': 'notes'}
        turn = [{'block': kind, 'text': '{{p.title}}', 'sources': 'notes'} for kind in ('text', 'quote', 'callout')]
        pages = self.pages(3, lambda table: {'block': 'repeat', 'for': {'data': 'partnerships', 'as': 'p'}, 'body': turn})
        text = ''.join(pages)
        for n in range(3):  # row n has the sources 0 and n, which are numbered from 1
            cited = sorted({1, n + 1})
            said = '\\s'.join(f'\\[{number}\\]' for number in cited)
            self.assertEqual(len(re.findall(f'Row00{n}\\s{said}', text)), 3, text)
        notes = [re.findall(r'^ *\[(\d)\] *Origin ', page, re.M) for page in pages]
        self.assertEqual(notes, [['1', '2', '3']])
        for kind in ('text', 'quote', 'callout'):
            text = ''.join(self.pages(3, lambda table: {**whole, 'block': kind}))
            self.assertRegex(text, r'All of them\.\s\[1\]\s\[2\]\s\[3\]')
            self.assertEqual(re.findall(r'^ *\[(\d)\] *Origin ([A-E])', text, re.M), [('1', 'A'), ('2', 'B'), ('3', 'C')])

    def test_the_pdf_is_clean_and_says_each_note_once(self):
        pages = self.pages(130)
        self.assertGreater(len(pages), 3)
        self.assertIn(' 0 failed', accord('lint', self.folder / 'l.pdf').stdout)
        tree = tool('pdfinfo', '-struct-text', self.folder / 'l.pdf')
        self.assertEqual(len(re.findall(r'^ *Note', tree, re.M)), SOURCES)


if __name__ == '__main__':
    unittest.main()
