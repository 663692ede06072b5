"""Every word that was set can be read back: by poppler and by mutool, in every shipped layout and script."""
import json
import pathlib
import re
import tempfile
import unicodedata
import unittest
from collections import Counter

from program import ROOT, accord, tool

SCRIPTS = {
    'en': ('English', 'The efficient office affirms flying 1,234 fjords — “naïve” Æsop; total 56 %.'),
    'fr': ('Français', 'L’été, cœur à l’œuvre ; 1 234 567 €.'),
    'ru': ('Русский', 'Соглашение о сотрудничестве, 25 млн долларов.'),
    'zh': ('中文', '中国与巴基斯坦签署能源合作协议，总额达三十亿美元。'),
    'ur': ('اردو', 'پاکستان اور چین کے درمیان توانائی کا معاہدہ'),
    'astral': ('Astral', 'Gothic 𐌰𐌱𐌲 and mathematics 𝑥𝑦'),
}


def words(text):
    """Words without regard to order, hyphenation and presentation forms."""
    text = unicodedata.normalize('NFKC', text)
    text = re.sub('[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]', '', text)
    return Counter(re.findall(r'\w+', text))


def joined(text):
    return ''.join(words_in_order(text))


def words_in_order(text):
    text = unicodedata.normalize('NFKC', text)
    return re.sub('[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]', '', text).split()


def is_rtl(word):
    return any(unicodedata.bidirectional(c) in ('R', 'AL') for c in word)


def set_texts(layout, *options):
    """The texts of the placed pages, in drawing order."""
    done = accord('render', layout, '--format', 'json', '-o', '-', *options)
    assert done.returncode == 0, done.stderr
    for page in json.loads(done.stdout)['pages']:
        for item in page['items']:
            if isinstance(item.get('text'), str):
                yield item['text']


class Text(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def render(self, layout):
        path = self.folder / 'report.pdf'
        done = accord('render', layout, '-o', path)
        self.assertEqual(done.returncode, 0, done.stderr)
        return path

    def readings(self, path):
        yield 'pdftotext', tool('pdftotext', path, '-')
        yield 'mutool', tool('mutool', 'draw', '-F', 'text', '-o', '-', path)

    def assert_reads(self, text, reader, found):
        if reader == 'mutool' and is_rtl(text):  # gives letters in the order of their places
            self.assertLessEqual(Counter(joined(text)), Counter(joined(found)))
        else:
            self.assertIn(joined(text), joined(found))

    def test_shipped_layouts_read_back(self):
        for layout in sorted((ROOT / 'layouts').glob('*.json')):
            expected = Counter()
            for text in set_texts(layout):
                expected.update(words(text))
            self.assertGreater(sum(expected.values()), 100)
            for reader, text in self.readings(self.render(layout)):
                with self.subTest(layout=layout.name, reader=reader):
                    found = words(text)
                    missing = {w: n - found[w] for w, n in expected.items() if not is_rtl(w) and n > found[w]}
                    # A reader may join words of neighbouring columns, or cut one where a line ends.
                    everything = joined(text)
                    missing = {w: n for w, n in missing.items() if w not in everything}
                    self.assertEqual(missing, {})

    def test_scripts_read_back(self):
        for language, (title, text) in SCRIPTS.items():
            layout = {'layout': 1, 'title': title, 'facts': [str(ROOT / 'data/facts/press.json')],
                      'body': [{'block': 'text', 'text': text}]}
            path = self.folder / f'{language}.json'
            path.write_text(json.dumps(layout))
            if 'missing-glyph' in accord('check', path).stderr:
                continue  # no font of this machine has the script
            for reader, found in self.readings(self.render(path)):
                with self.subTest(language=language, reader=reader):
                    self.assert_reads(text, reader, found)

    def test_structure_has_the_words_in_reading_order(self):
        layout = {'layout': 1, 'title': 'Order', 'facts': [str(ROOT / 'data/facts/press.json')],
                  'body': [{'block': 'text', 'text': 'alpha beta ' * 40},
                           {'block': 'row', 'columns': ['1fr', '1fr'], 'gap': 12,
                            'cells': [{'block': 'text', 'text': 'left one two three four five six seven ' * 6},
                                      {'block': 'text', 'text': 'right eight nine ten ' * 6}]}]}
        path = self.folder / 'order.json'
        path.write_text(json.dumps(layout))
        text = tool('pdfinfo', '-struct-text', self.render(path))
        found = re.findall(r'\w+', ' '.join(re.findall(r'"(.*)"', text)))
        expected = ('alpha beta ' * 40 + 'left one two three four five six seven ' * 6
                    + 'right eight nine ten ' * 6).split()
        self.assertEqual(found, expected)

    def test_labels_of_charts_are_text_of_the_page_s_own_fonts(self):
        path = self.render(ROOT / 'layouts/briefing.json')
        objects = json.loads(tool('qpdf', '--json', path))['qpdf'][1]
        forms = [o['stream']['dict'] for o in objects.values()
                 if 'stream' in o and o['stream']['dict'].get('/Subtype') == '/Form']
        self.assertGreater(len(forms), 3)
        for form in forms:
            resources = form.get('/Resources', {})
            if isinstance(resources, str):
                resources = objects['obj:' + resources]['value']
            self.assertNotIn('/Font', resources)
        names = [line.split()[0] for line in tool('pdffonts', path).splitlines()[2:]]
        faces = [name.split('+')[1] for name in names]
        self.assertEqual(sorted(faces), sorted(set(faces)), 'a face is embedded twice')


if __name__ == '__main__':
    unittest.main()
