"""What the shipped layouts print of money: nothing that is false, and what their sums leave out is said."""
import json
import pathlib
import re
import tempfile
import unittest

from program import ROOT, accord, tool

LAYOUTS = ROOT / 'layouts'


def amount(value, currency, basis=None):
    return {'value': str(value), 'currency': currency, **({'basis': basis} if basis else {})}


def record(name, status, *amounts, **more):
    return {'id': name, 'title': name.title(), 'parties': ['Pakistan', 'China'], 'sector': 'energy', 'date': '2024-02-01',
            'status': status, 'amounts': list(amounts), **more}


FACTS = {'facts': 1, 'partnerships': [
    record('frame', 'signed', amount(1000000000, 'USD', 'committed'), umbrella=True),
    record('pledge', 'announced', amount(3000000000, 'USD', 'announced'), umbrella=True),
    record('part', 'signed', amount(300000000, 'USD', 'committed'), amount(100000000, 'USD', 'disbursed'), part_of='frame'),
    record('gone', 'cancelled', amount(20000000, 'USD', 'committed')),
    record('rest', 'suspended', amount(4000000, 'USD', 'committed')),
    record('euro', 'signed', amount(450000000, 'EUR', 'committed')),
    record('rupee', 'announced', amount(7000000000, 'PKR', 'announced')),
    record('unsaid', 'signed', amount(9000000, 'USD'))]}


class LayoutSums(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        (self.folder / 'facts.json').write_text(json.dumps(FACTS))

    def printed(self, name, *arguments):
        done = accord('render', LAYOUTS / f'{name}.json', '-f', 'facts.json', '-o', 'out.pdf', '--as-of', '2025-01-01',
                      *arguments, cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr.count('warning')), (0, 0), done.stderr)
        return re.sub(r'\s+', ' ', tool('pdftotext', '-layout', self.folder / 'out.pdf', '-'))

    def test_one_page(self):
        text = self.printed('one-page')
        self.assertIn('324 million', text)
        self.assertIn('Umbrella pledges (US$ 3 billion announced, 1 billion committed) are left out', text)
        self.assertIn('US$ 24 million of what is committed was cancelled or suspended', text)
        self.assertIn('In no sum here: 2 amounts in other currencies (EUR, PKR).', text)

    def test_briefing(self):
        text = self.printed('briefing')
        self.assertIn('2 umbrella pledges (US$ 3 billion announced, 1 billion committed)', text)
        self.assertIn('Another US$ 1 billion are committed under umbrella agreements', text)
        self.assertIn('US$ 100 million disbursed, US$ 9 million of which no source says', text)
        self.assertIn('US$ 24 million belong to partnerships that were cancelled or suspended', text)

    def test_others(self):
        for name, arguments in (('country-profile', ['--param', 'partner=China']), ('sector-review', ['--param', 'sector=energy'])):
            self.assertIn('US$ 24 million of what is committed was cancelled or suspended', self.printed(name, *arguments))
        self.assertIn('(EUR, PKR)', self.printed('country-profile', '--param', 'partner=China'))
        self.assertIn('(US$ 3.0 billion announced, 1.0 committed); 0.02 billion were cancelled', self.printed('board-table'))
        self.assertIn('24 million cancelled or suspended', self.printed('slides'))

    def test_translations_hold_the_same_sums(self):
        for language, codes, stopped in (('fr', 'EUR, PKR', '24 '), ('ru', 'EUR, PKR', '24 '), ('zh', 'EUR、PKR', '2,400万')):
            text = self.printed('one-page', '--lang', language)
            self.assertIn(codes, text)
            self.assertIn(stopped, text)


if __name__ == '__main__':
    unittest.main()
