"""What is for a narrower audience stands nowhere in the file: not on its pages, not in what is attached."""
import json
import pathlib
import tempfile
import unittest

from program import accord, tool

# Words that occur in what the public may not read, and nowhere else.
WITHHELD = ['zebra', 'quagga', 'okapi', 'tapir', 'lemur', 'gecko', 'iguana', 'axolotl', 'cable-7',
            'memo-9', '5000000', '5,000,000']

FACTS = {
    'facts': 1,
    'sources': [
        {'id': 'gazette', 'title': 'Official gazette', 'published': '2025-07-09'},
        {'id': 'cable-7', 'title': 'Cable zebra', 'published': '2025-07-10'},
        {'id': 'memo-9', 'title': 'Memo quagga', 'published': '2025-07-11', 'audience': 'internal'}],
    'partnerships': [
        {'id': 'b', 'title': 'Gecko accord', 'parties': ['Pakistan', 'Iguana republic'], 'sector': 'steel',
         'date': '2025-07-08', 'audience': 'Secret', 'evidence': [{'source': 'cable-7', 'quote': 'axolotl'}]},
        {'id': 'a', 'title': 'Modernisation of the mill', 'parties': ['Pakistan', 'Russia'], 'sector': 'steel',
         'date': '2025-07-08', 'status': 'discussed', 'same_as': ['b'],
         'amounts': [{'value': '5000000', 'currency': 'USD', 'audience': 'restricted'},
                     {'value': '7000000', 'currency': 'USD'}],
         'commitments': [{'text': 'Okapi talks', 'by': 'Russia', 'audience': 'internal'},
                         {'text': 'Publish a study', 'by': 'Pakistan'}],
         'evidence': [{'source': 'memo-9', 'supports': '/status', 'quote': 'a tapir'},
                      {'source': 'gazette', 'supports': '/amounts/1', 'quote': 'seven million'},
                      {'source': 'gazette', 'supports': '/amounts/0', 'quote': 'five lemur million'}]}],
}

LAYOUT = {
    'layout': 1, 'theme': 'plain', 'title': 'Steel', 'facts': ['facts.json'],
    'body': [
        {'block': 'text', 'text': '{{partnerships.count}} worth {{partnerships.sum.amount_usd}}'},
        {'block': 'table', 'data': 'partnerships', 'columns': ['title', 'parties', 'amount_usd'], 'sources': 'column'},
        {'block': 'commitments'},
        {'block': 'chart', 'data': 'partnership_parties',
         'spec': {'mark': 'bar', 'encoding': {'y': {'field': 'party'}, 'x': {'aggregate': 'count'}}}},
        {'block': 'sources'}],
}


class Audience(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        (self.folder / 'facts.json').write_text(json.dumps(FACTS))
        self.layout = self.folder / 'layout.json'
        self.write_layout()

    def write_layout(self, **more):
        self.layout.write_text(json.dumps({**LAYOUT, **more}))

    def render(self, *options):
        path = self.folder / 'report.pdf'
        done = accord('render', self.layout, '-o', path, *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return path, done.stderr

    def everything(self, path):
        """All bytes of a report, inflated, with its text as it is read."""
        plain = self.folder / 'plain.pdf'
        tool('qpdf', '--qdf', '--object-streams=disable', path, plain)
        return plain.read_bytes().decode('latin-1').lower() + tool('pdftotext', path, '-').lower()

    def test_withheld_words_stand_nowhere(self):
        path, said = self.render('--audience', 'public')
        self.assertIn('for audience "public": 3 records and 3 parts of others withheld', said)
        text = self.everything(path)
        for word in WITHHELD:
            self.assertNotIn(word, text)
        self.assertIn('modernisation of the mill', text)
        self.assertIn('1 worth 7000000', text)
        self.assertIn('publish a study', text)
        self.assertNotIn('CONFIDENTIAL', tool('pdftotext', path, '-'))

    def test_facts_of_a_store_are_withheld_too(self):
        store = self.folder / 'facts.db'
        done = accord('facts', 'add', self.folder / 'facts.json', '--store', store)
        self.assertEqual(done.returncode, 0, done.stderr)
        path, said = self.render('--audience', 'public', '--store', store)
        self.assertIn('for audience "public": 3 records and 3 parts of others withheld', said)
        text = self.everything(path)
        for word in WITHHELD:
            self.assertNotIn(word, text)
        self.assertIn('modernisation of the mill', text)

    def test_without_an_audience_all_is_there_and_marked(self):
        path, _ = self.render()
        text = self.everything(path)
        for word in WITHHELD:
            if word != '5,000,000':  # 7,000,000 is the larger amount
                self.assertIn(word, text, word)
        pages = int(next(line.split()[1] for line in tool('pdfinfo', path).splitlines() if line.startswith('Pages')))
        marks = tool('pdftotext', path, '-').split().count('CONFIDENTIAL')
        self.assertEqual(marks, 2 * pages)

    def test_each_audience_reads_what_is_for_wider_ones(self):
        counts = {'public': 3, 'partners': 3, 'internal': 2, 'restricted': 2, 'confidential': 0}
        for audience, records in counts.items():
            _, said = self.render('--audience', audience)
            self.assertIn(f'"{audience}": {records} record', said)

    def test_what_points_to_parts_still_points_to_them(self):
        path, _ = self.render('--audience', 'public')
        accord('extract', path, '-o', self.folder / 'inside')
        lines = (self.folder / 'inside/facts/0/facts.jsonl').read_text().splitlines()
        mill = next(record for record in map(json.loads, lines) if record.get('id') == 'a')
        self.assertEqual([amount['value'] for amount in mill['amounts']], ['7000000'])
        self.assertEqual([(e['supports'], e['quote']) for e in mill['evidence']], [('/amounts/0', 'seven million')])
        self.assertNotIn('same_as', mill)

    def test_the_layout_can_name_it_and_the_report_is_verified(self):
        self.write_layout(audience='internal')
        path, said = self.render()
        self.assertIn('for audience "internal"', said)
        self.assertIn('INTERNAL', tool('pdftotext', path, '-'))
        done = accord('verify', path)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(accord('lint', path).returncode, 0)

    def test_an_unknown_audience_writes_nothing(self):
        path = self.folder / 'none.pdf'
        done = accord('render', self.layout, '-o', path, '--audience', 'pubic')
        self.assertEqual(done.returncode, 3)
        self.assertIn('did you mean "public"?', done.stderr)
        self.assertFalse(path.exists())

    def test_an_unknown_word_in_the_facts_is_for_the_fewest(self):
        facts = json.loads(json.dumps(FACTS))
        facts['partnerships'][1]['audience'] = 'cosmic'
        (self.folder / 'facts.json').write_text(json.dumps(facts))
        self.write_layout(body=[{'block': 'text', 'text': '{{partnerships.count}} left'}])
        _, said = self.render('--audience', 'restricted', '--as-of', '2025-08-01')
        self.assertIn('is no audience of the vocabulary', said)
        self.assertIn('0 left', tool('pdftotext', self.folder / 'report.pdf', '-'))

    def test_a_banner_can_be_asked_for(self):
        self.write_layout(audience='public', classification='For release', banner=True)
        path, _ = self.render()
        self.assertEqual(tool('pdftotext', path, '-').count('FOR RELEASE'), 2)


if __name__ == '__main__':
    unittest.main()
