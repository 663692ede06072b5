"""The example briefing, as other programs read it."""
import json
import pathlib
import re
import tempfile
import unittest

from program import ROOT, accord, tool

FACTS = sorted((ROOT / 'data/facts').glob('*.json*'))


def partnerships():
    for path in FACTS:
        if path.suffix == '.json':
            yield from json.loads(path.read_text())['partnerships']
            continue
        for line in path.read_text().splitlines():
            record = json.loads(line)
            if record['record'] == 'partnership':
                yield record


def squeezed(text):
    """Without white space, soft hyphens and what a line break may add."""
    return re.sub(r'[\s\u00ad]+', '', text)


class Briefing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name) / 'briefing.pdf'
        done = accord('render', 'layouts/briefing.json', '-o', cls.path)
        assert done.returncode == 0, done.stderr
        cls.text = tool('pdftotext', '-layout', cls.path, '-')
        cls.info = dict(line.split(':', 1) for line in tool('pdfinfo', cls.path).splitlines() if ':' in line)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_two_runs_give_the_same_bytes(self):
        again = self.path.with_name('again.pdf')
        self.assertEqual(accord('render', 'layouts/briefing.json', '-o', again).returncode, 0)
        self.assertEqual(self.path.read_bytes(), again.read_bytes())

    def test_qpdf_finds_nothing_wrong(self):
        self.assertIn('No syntax or stream encoding errors found', tool('qpdf', '--check', self.path))

    def test_every_font_is_embedded_and_subset(self):
        rows = tool('pdffonts', self.path).splitlines()[2:]
        self.assertGreater(len(rows), 1)
        for row in rows:
            embedded, subset, unicode_map = row.split()[-5:-2]
            self.assertEqual((embedded, subset), ('yes', 'yes'), row)

    def test_no_chart_is_a_picture(self):
        self.assertEqual(tool('pdfimages', '-list', self.path).splitlines()[2:], [])

    def test_charts_are_form_objects(self):
        objects = json.loads(tool('qpdf', '--json', self.path))['qpdf'][1]
        forms = [o for o in objects.values()
                 if 'stream' in o and o['stream']['dict'].get('/Subtype') == '/Form']
        self.assertGreaterEqual(len(forms), 5)

    def test_every_partnership_is_printed_once_at_least(self):
        text = squeezed(tool('pdftotext', '-raw', self.path, '-'))
        missing = [p['title'] for p in partnerships() if squeezed(p['title']) not in text]
        self.assertEqual(missing, [])

    def test_pages_are_numbered_to_the_end(self):
        pages = int(self.info['Pages'])
        for page in range(2, pages + 1):
            text = tool('pdftotext', '-f', page, '-l', page, '-layout', self.path, '-')
            self.assertRegex(text, rf'\b{page}\s*(/|of)\s*{pages}\b')

    def test_contents_name_the_pages_of_their_headings(self):
        outline = tool('mutool', 'show', self.path, 'outline')
        entries = re.findall(r'"([^"]+)"\s+#page=(\d+)', outline)
        self.assertGreater(len(entries), 4)
        for title, page in entries:
            text = tool('pdftotext', '-f', page, '-l', page, self.path, '-')
            self.assertIn(squeezed(title), squeezed(text))

    def test_metadata(self):
        self.assertEqual(self.info['PDF version'].strip(), '1.7')
        self.assertEqual(self.info['Tagged'].strip(), 'yes')
        self.assertIn('Pakistan', self.info['Title'])

    def test_dates_do_not_come_from_the_clock(self):
        path = self.path.with_name('dated.pdf')
        done = accord('render', 'layouts/briefing.json', '-o', path, '--as-of', '2025-12-31')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('2025', tool('pdfinfo', '-isodates', path).split('CreationDate:')[1].split()[0])

    def test_links_are_web_addresses(self):
        objects = json.loads(tool('qpdf', '--json', self.path))['qpdf'][1]
        actions = [o['value']['/A']['/URI'] for o in objects.values()
                   if isinstance(o.get('value'), dict) and o['value'].get('/Subtype') == '/Link'
                   and '/A' in o['value']]
        self.assertGreater(len(actions), 100)
        for uri in actions:
            self.assertRegex(uri, r'^u:https?://')

    def test_it_is_small(self):
        self.assertLess(self.path.stat().st_size, 500_000)


if __name__ == '__main__':
    unittest.main()
