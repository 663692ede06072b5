"""Pages as pictures: the same places as in the PDF, a file a page, all of them or none."""
import html
import itertools
import json
import pathlib
import re
import struct
import tempfile
import unittest
import xml.etree.ElementTree as tree
import zlib

from program import ROOT, accord, tool

TURNED = 'turned.json'  # pages that lie between pages that stand, written for the tests
LAYOUTS = sorted(path.name for path in (ROOT / 'layouts').glob('*.json')) + [TURNED]
DPI = 72  # few pixels: reading PNG in Python takes its time
FIRST, LAST = 4, 1  # pages looked at from the front and from the end
NEAR = 0.6  # points


def filtered(kind, row, above, step):
    """A row of PNG with its filter (0 to 4) taken back."""
    if kind == 2:
        return bytearray((a + b) & 255 for a, b in zip(row, above))
    out = bytearray(row)
    for i in range(len(out) if kind else 0):
        left = out[i - step] if i >= step else 0
        up, corner = above[i], above[i - step] if i >= step else 0
        guess = {1: left, 3: (left + up) // 2}.get(kind)
        if guess is None:
            distances = [(abs(up - corner), 0), (abs(left - corner), 1), (abs(left + up - 2 * corner), 2)]
            guess = (left, up, corner)[min(distances)[1]]
        out[i] = (out[i] + guess) & 255
    return out


def read_png(data):
    """(width, height, rows of red, green and blue)"""
    assert data[:8] == b'\x89PNG\r\n\x1a\n'
    at, packed = 8, b''
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b'IHDR':
            width, height, depth, colours = struct.unpack('>IIBB', body[:10])
            assert (depth, colours) == (8, 2), 'RGB of 8 bits'
        packed += body if kind == b'IDAT' else b''
        at += 12 + length
    raw, stride, above, rows = zlib.decompress(packed), 3 * width + 1, bytearray(3 * width), []
    for y in range(height):
        above = filtered(raw[y * stride], raw[y * stride + 1:(y + 1) * stride], above, 3)
        rows.append(above)
    return width, height, rows


def read_ppm(data):
    width, height = map(int, data.split(maxsplit=3)[1:3])
    body = data[len(data) - 3 * width * height:]
    return width, height, [body[3 * width * y:3 * width * (y + 1)] for y in range(height)]


def blocks(rows, width, height, size=8):
    """Means of green over squares of pixels, which do not care how edges are smoothed."""
    sums = []
    for top in range(0, height - size + 1, size):
        greens = [row[1::3] for row in rows[top:top + size]]
        columns = [sum(column) for column in zip(*greens)]
        sums.append([sum(columns[left:left + size]) / size ** 2 for left in range(0, width - size + 1, size)])
    return sums


def turned_layout():
    """The same on pages that stand, lie and stand again: a table, a chart, a drawing, links and notes at the foot."""
    def turn(way):
        return {'block': 'page_break', 'orientation': way}
    recent = {'sql': 'SELECT date, title, sector, fact FROM partnerships WHERE date IS NOT NULL ORDER BY date DESC, title LIMIT 30'}
    same = [{'block': 'heading', 'text': 'What was agreed'},
            {'block': 'text', 'columns': 2, 'text': 'A page of [links](https://example.org/) and notes.[^1] ' * 12 + '\n\n[^1]: At the foot.'},
            {'block': 'image', 'file': 'seal.svg', 'width': '30mm', 'align': 'end', 'alt': 'A seal'},
            {'block': 'chart', 'height': '45mm', 'alt': 'Bars', 'data': 'recent', 'spec': {
                'mark': 'bar', 'encoding': {'x': {'field': 'sector', 'type': 'nominal', 'axis': {'labelAngle': 0}}, 'y': {'aggregate': 'count', 'title': None}}}},
            {'block': 'table', 'data': 'recent', 'columns': ['date', 'title', 'sector'], 'sources': 'notes'}]
    return json.dumps({
        'layout': 1, 'title': 'Turned', 'facts': [str(ROOT / 'data/facts')], 'theme': 'slate', 'data': {'recent': recent},
        'header': {'left': '{{title}}', 'right': '{{as_of}}', 'rule': True}, 'footer': {'right': '{{page}} / {{pages}}'},
        'body': [*same, turn('landscape'), *same, turn('portrait'), *same]})


class Preview(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.holder.cleanup)
        cls.folder = pathlib.Path(cls.holder.name)
        cls.pages = {}
        (cls.folder / TURNED).write_text(turned_layout())
        (cls.folder / 'seal.svg').write_text('<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40">'
                                             '<path d="M0 0L80 40H0Z" fill="#246"/></svg>')
        for name in LAYOUTS:
            stem = name.removesuffix('.json')
            for output in (f'{stem}.pdf', f'{stem}-%d.svg', f'{stem}.pages.json'):
                cls.render(name, '-o', cls.folder / output)
            cls.pages[name] = json.loads((cls.folder / f'{stem}.pages.json').read_text())['pages']

    @classmethod
    def render(cls, name, *arguments):
        done = accord('render', (cls.folder if name == TURNED else ROOT / 'layouts') / name, '-q', *arguments)
        assert done.returncode == 0, done.stderr
        return done

    def numbers(self, name):
        """The pages looked at; their pictures are drawn."""
        count, stem = len(self.pages[name]), name.removesuffix('.json')
        ranges = {(1, min(FIRST, count)), (max(1, count - LAST + 1), count)}
        for first, last in ranges:
            self.render(name, '-o', self.folder / f'{stem}-%d.png', '--pages', f'{first}-{last}', '--dpi', DPI)
        return sorted({number for first, last in ranges for number in range(first, last + 1)})

    def test_pictures_show_what_the_pdf_shows(self):
        for name in LAYOUTS:
            stem = name.removesuffix('.json')
            for number in self.numbers(name):
                with self.subTest(layout=name, page=number):
                    drawn = read_png((self.folder / f'{stem}-{number}.png').read_bytes())
                    tool('pdftoppm', '-r', DPI, '-thinlinemode', 'shape', '-f', number, '-l', number, '-singlefile',
                         self.folder / f'{stem}.pdf', self.folder / 'pdf')
                    printed = read_ppm((self.folder / 'pdf.ppm').read_bytes())
                    self.assertEqual(drawn[:2], printed[:2])
                    differences = [abs(a - b) for ours, theirs in
                                   zip(blocks(drawn[2], *drawn[:2]), blocks(printed[2], *printed[:2]))
                                   for a, b in zip(ours, theirs)]
                    # Of 255. All words moved by one pixel make a mean of 1.7, a line of text missing a 60.
                    self.assertLess(max(differences), 45)
                    self.assertLess(sum(differences) / len(differences), 1.6)

    def test_words_of_the_pdf_begin_where_glyphs_of_the_picture_do(self):
        for name in LAYOUTS:
            if name.endswith('.ur.json'):
                continue  # Nastaliq: a word is no row of glyphs side by side
            stem, words = name.removesuffix('.json'), 0
            boxes = tool('pdftotext', '-bbox', self.folder / f'{stem}.pdf', '-')
            for number, page in enumerate(re.findall(r'<page .*?</page>', boxes, re.S), 1):
                svg = (self.folder / f'{stem}-{number}.svg').read_text()
                glyphs = {}
                for x, y in re.findall(r'<use xlink:href="#glyph[-\d]+" x="([-.\d]+)" y="([-.\d]+)"/>', svg):
                    glyphs.setdefault(round(float(x)), []).append((float(x), float(y)))
                for left, top, right, bottom, word in re.findall(
                        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<', page):
                    left, top, right, bottom = map(float, (left, top, right, bottom))
                    near = itertools.chain(*(glyphs.get(round(left) + step, ()) for step in (-1, 0, 1)))
                    self.assertTrue(any(abs(x - left) < NEAR and top < y < bottom + 1 for x, y in near),
                                    f'{name}, page {number}: no glyph where {html.unescape(word)!r} begins')
                    words += 1
            self.assertGreater(words, 100, name)

    def test_rules_stand_in_the_picture_where_they_are_placed(self):
        number = r'([-\d.]+)'
        for name in LAYOUTS:
            stem, lines = name.removesuffix('.json'), 0
            for page, placed in enumerate(self.pages[name], 1):
                svg = (self.folder / f'{stem}-{page}.svg').read_text()
                drawn = {tuple(round(float(value)) for value in found)
                         for found in re.findall(f' d="M {number} {number} L {number} {number} *"', svg)}
                for item in placed['items']:
                    if item['kind'] != 'line':
                        continue
                    ends = tuple(item[key] for key in ('x', 'y', 'x2', 'y2'))
                    self.assertTrue(any(max(abs(a - b) for a, b in zip(ends, other)) <= 0.51 for other in drawn),
                                    f'{name}, page {page}: no line {ends}')
                    lines += 1
            self.assertGreater(lines, 0, name)

    def test_svg_has_the_links_and_is_well_formed(self):
        for name in LAYOUTS:
            stem = name.removesuffix('.json')
            for page, placed in enumerate(self.pages[name], 1):
                root = tree.parse(self.folder / f'{stem}-{page}.svg').getroot()
                links = [link.get('{http://www.w3.org/1999/xlink}href')
                         for link in root.iter('{http://www.w3.org/2000/svg}a')]
                self.assertEqual(links, [item['uri'] for item in placed['items'] if 'uri' in item])

    def test_the_name_says_where_the_number_goes(self):
        with tempfile.TemporaryDirectory() as folder:
            self.render('one-page.json', '-o', f'{folder}/new/%03d-of-%d.png', '--scale', 0.2)
            self.assertEqual([path.name for path in pathlib.Path(folder, 'new').iterdir()], ['001-of-1.png'])
            self.render('briefing.json', '-o', f'{folder}/b%d.svg', '--pages', '2-3')
            self.assertEqual(sorted(path.name for path in pathlib.Path(folder).glob('*.svg')), ['b2.svg', 'b3.svg'])

    def test_tells_how_many_pages_were_drawn(self):
        with tempfile.TemporaryDirectory() as folder:
            def said(layout, *options):
                done = accord('render', ROOT / 'layouts' / layout, '-o', f'{folder}/p%d.png', '--scale', '0.1', *options)
                self.assertEqual(done.returncode, 0, done.stderr)
                return done.stderr
            self.assertRegex(said('briefing.json', '--pages', '2-3'), r'png: 2 pages of \d+, ')
            self.assertRegex(said('one-page.json'), r'png: 1 page, ')

    def test_one_page_goes_to_standard_output(self):
        done = accord('render', 'layouts/one-page.json', '-q', '--format', 'png', '-o', '-', '--scale', '0.1',
                      text=False)
        self.assertEqual(read_png(done.stdout)[:2], (60, 85))

    def test_several_pages_need_a_place_for_the_number(self):
        with tempfile.TemporaryDirectory() as folder:
            done = accord('render', ROOT / 'layouts/briefing.json', '-o', f'{folder}/page.png')
            self.assertEqual(done.returncode, 3)
            self.assertRegex(done.stderr, r'error: \d+ pages do not go into one picture: .*page\.png')
            self.assertIn('write %d where the page number goes', done.stderr)
            self.assertEqual(list(pathlib.Path(folder).iterdir()), [])

    def test_a_set_is_written_whole_or_not_at_all(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, 'p1.svg').write_text('yesterday')
            pathlib.Path(folder, 'p3.svg').mkdir()
            done = accord('render', ROOT / 'layouts/briefing.json', '-o', f'{folder}/p%d.svg')
            self.assertEqual(done.returncode, 6)
            self.assertIn('p3.svg": Is a directory', done.stderr)
            self.assertEqual(sorted(path.name for path in pathlib.Path(folder).iterdir()), ['p1.svg', 'p3.svg'])
            self.assertEqual(pathlib.Path(folder, 'p1.svg').read_text(), 'yesterday')

    def test_what_makes_no_sense_is_told(self):
        for arguments, expected in (
                (['-o', 'x.png', '--pages', '0'], '--pages is "0"'),
                (['-o', 'x.png', '--pages', '3-2'], '--pages is "3-2"'),
                (['-o', 'x.png', '--pages', '2-x'], '--pages is "2-x"'),
                (['-o', 'x.pdf', '--pages', '1'], '--pages is nothing that pdf takes'),
                (['-o', 'x.svg', '--dpi', '90'], '--dpi is nothing that svg takes'),
                (['-o', 'x.png', '--user-password', 'env:SECRET'], '--user-password is nothing that png takes'),
                (['-o', 'x.png', '--dpi', '90', '--scale', '2'], '--dpi and --scale say the same'),
                (['-o', 'x.png', '--dpi', '-1'], '--dpi is -1'),
                (['--format', 'gif'], 'expected pdf, png, svg or json')):
            done = accord('render', ROOT / 'layouts/one-page.json', *arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(expected, done.stderr)
        done = accord('render', ROOT / 'layouts/one-page.json', '-o', 'x.png', '--pages', '2')
        self.assertEqual(done.returncode, 3)
        self.assertIn('page 2 is asked for, but the report has 1', done.stderr)


if __name__ == '__main__':
    unittest.main()
