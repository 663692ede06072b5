"""Charts with a theme lose nothing: legends are put in rows and columns that fit the picture, names on axes do not
lie on each other, and what cannot fit is said."""
import json
import math
import pathlib
import re
import tempfile
import unittest
from xml.etree import ElementTree

from program import ROOT, accord

NAMES = [f'Sector with a long name {letter}' for letter in 'abcdefghijklmnopqrs']
FONT = 7.25  # of labels in both themes, about


def values(names=NAMES):
    return {'values': [{'name': name, 'decade': f'{1950 + 10 * (i % 8)}s', 'n': i + 1} for i, name in enumerate(names)]}


def bars(legend=None, **more):
    colour = {'field': 'name', **({'legend': legend} if legend is not None else {})}
    return {'data': values(), 'mark': 'bar', 'encoding': {
        'x': {'field': 'decade', 'type': 'ordinal'}, 'y': {'field': 'n', 'type': 'quantitative'}, 'color': colour, **more}}


def draw(spec, *options):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'spec.vl.json'
        path.write_text(json.dumps(spec))
        done = accord('chart', path, '--format', 'svg', *options)
    assert done.returncode == 0, done.stderr
    return ElementTree.fromstring(done.stdout), done.stderr


def texts(node, x=0.0, y=0.0):
    """(text, x, y) of all texts in the picture, and whether they are turned."""
    for child in node:
        moved = re.match(r'translate\(([-\d.]+),([-\d.]+)\)', child.get('transform', ''))
        at = (x + float(moved[1]), y + float(moved[2])) if moved else (x, y)
        if child.tag.endswith('}text'):
            yield child.text, at[0] + float(child.get('x', 0)), at[1] + float(child.get('y', 0)), 'rotate' in child.get('transform', '')
        yield from texts(child, *at)


def size(svg):
    return [float(number) for number in svg.get('viewBox').split()][2:]


class Legends(unittest.TestCase):
    def places(self, svg, names=NAMES):
        found = {text: (x, y) for text, x, y, _ in texts(svg) if text in names}
        self.assertEqual(sorted(found), sorted(names))
        width, height = size(svg)
        for x, y in found.values():
            self.assertTrue(0 <= x < width - 60 and 0 < y < height, (x, y))
        return [found[name] for name in names]

    def test_rows_above_a_chart(self):
        for theme in 'slate', 'paper':
            for width in 175, 240, 400, 700:
                with self.subTest(theme=theme, width=width):
                    svg, said = draw(bars(), '--theme', theme, '--width', str(width), '--height', '500')
                    self.assertEqual(said, '')
                    self.assertEqual(size(svg), [width, 500])
                    places = self.places(svg)
                    ordered = sorted(range(19), key=lambda i: (places[i][1], places[i][0]))
                    self.assertEqual(len({y for _, y in places}) > 1, True)
                    rows = sorted({y for _, y in places})
                    self.assertEqual([rows.index(y) for _, y in places], sorted(rows.index(y) for _, y in places))
                    self.assertEqual(len({places[i] for i in ordered}), 19)

    def test_a_picture_of_its_own_size(self):
        self.places(draw(bars(), '--theme', 'slate')[0])

    def test_below_and_beside(self):
        self.places(draw(bars({'orient': 'bottom'}), '--theme', 'slate', '--width', '400', '--height', '400')[0])
        svg, said = draw(bars({'orient': 'right'}), '--theme', 'slate', '--width', '600', '--height', '150')
        self.assertEqual(said, '')
        self.assertGreater(len({x for x, _ in self.places(svg)}), 1)

    def test_own_columns_count(self):
        svg, _ = draw(bars({'columns': 2}), '--theme', 'slate', '--width', '600', '--height', '400')
        self.assertEqual(len({x for x, _ in self.places(svg)}), 2)

    def test_several_legends(self):
        spec = bars(opacity={'field': 'decade', 'type': 'ordinal'})
        svg, said = draw(spec, '--theme', 'slate', '--width', '300', '--height', '500')
        self.assertEqual(said, '')
        self.places(svg)


    def test_what_cannot_fit_is_said(self):
        _, said = draw(bars(), '--theme', 'slate', '--width', '300', '--height', '90')
        self.assertIn('[overflow]', said)
        _, said = draw(bars({'direction': 'horizontal'}), '--theme', 'slate', '--width', '300', '--height', '300')
        self.assertRegex(said, r'the legend is \d+ points too wide for the chart and is cut \[overflow\]')

    def test_without_a_theme_all_is_as_in_vega(self):
        svg, _ = draw(bars({'orient': 'top', 'direction': 'horizontal'}))
        found = {y for text, _, y, _ in texts(svg) if text in NAMES}
        self.assertEqual(len(found), 1)

    def test_the_report_of_the_readme(self):
        readme = (ROOT / 'README.md').read_text()
        layout = re.search(r'Twelve lines.*?```json\n(.*?)```', readme, re.S)[1]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / 'layout.json'
            path.write_text(layout)
            done = accord('render', path, '--facts', 'data/facts', '--format', 'json', '-o', '-', '-q')
        self.assertEqual((done.returncode, done.stderr), (0, ''))


def lab(colour):
    """CIE L*a*b* of an sRGB colour in hexadecimal, for daylight."""
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.95047, 1, 1.08883)
    x, y, z = (sum(a * b for a, b in zip(row, linear)) / w for row, w in zip(rows, white))
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


class Statuses(unittest.TestCase):
    """On the way from words to deeds statuses get darker, and no two look alike, in colour or in grey."""
    ORDER = ['Discussed', 'Announced', 'Agreed', 'Signed', 'Under way', 'Completed']

    def test_statuses_can_be_told_apart(self):
        spec = {'data': {'name': 'partnerships'}, 'mark': 'bar', 'encoding': {
            'x': {'field': 'decade', 'type': 'ordinal'}, 'y': {'aggregate': 'count'}, 'color': {'field': 'status'}}}
        for theme in sorted(path.stem for path in (ROOT / 'layouts/themes').glob('*.json')):
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / 'spec.vl.json'
                path.write_text(json.dumps(spec))
                done = accord('chart', path, '--facts', 'data/facts', '--theme', theme, '--format', 'scene')
            fills = {entry['label']: entry['fill'] for entry in json.loads(done.stdout)['legends'][0]['entries']}
            colours = [lab(fills[name]) for name in self.ORDER]
            with self.subTest(theme=theme, colours=fills):
                for before, after in zip(colours, colours[1:]):
                    self.assertGreater(before[0] - after[0], 5)
                    self.assertGreater(math.dist(before, after), 9)
                stopped = lab(fills['Cancelled'])
                self.assertGreater(min(math.dist(stopped, colour) for colour in colours), 9)


class Padding(unittest.TestCase):
    def edges(self, spec, *options):
        svg, _ = draw(spec, '--theme', 'slate', '--width', '400', '--height', '300', *options)
        self.assertEqual(size(svg), [400, 300])
        return min(x for _, x, _, turned in texts(svg) if not turned), min(y for _, _, y, _ in texts(svg))

    def test_a_chart_alone_does_not_touch_its_edges(self):
        inside, top = self.edges(bars())
        outside, high = self.edges({**bars(), 'padding': 0})
        self.assertAlmostEqual(top - high, 8)
        self.assertAlmostEqual(inside - outside, 8)
        self.assertEqual(self.edges({**bars(), 'config': {'padding': 8}}), (inside, top))


class FirstChart(unittest.TestCase):
    """What the manual and the README give to start with is one and the same, and works."""

    def test_it_draws(self):
        readme = (ROOT / 'README.md').read_text()
        spec = re.search(r'A chart can also be drawn alone.*?```json\n(.*?)```', readme, re.S)[1]
        self.assertIn(spec, (ROOT / 'docs/accord-chart.5').read_text())
        svg, said = draw(json.loads(spec), '--facts', 'data/facts', '--theme', 'slate')
        self.assertEqual(said, '')
        rows = sorted((y, text) for text, x, y, turned in texts(svg) if text and text[0].isalpha() and not turned)
        self.assertEqual([text for _, text in rows[:2]], ['Agriculture', 'Energy'])


class Axes(unittest.TestCase):
    def spec(self, channel, kind, angle=0):
        other = 'y' if channel == 'x' else 'x'
        return {'data': values(), 'mark': 'bar', 'encoding': {
            channel: {'field': 'name' if kind == 'nominal' else 'decade', 'type': kind, 'axis': {'labelAngle': angle}},
            other: {'field': 'n', 'type': 'quantitative', 'axis': None}}}

    def shown(self, spec, *size):
        svg, said = draw(spec, '--theme', 'slate', '--width', size[0], '--height', size[1])
        return [(text, x, y) for text, x, y, _ in texts(svg) if text[:1] in 'S12'], said

    def test_decades_side_by_side(self):
        shown, said = self.shown(self.spec('x', 'ordinal'), '116', '100')
        self.assertEqual([text for text, _, _ in shown], ['1950s', '1970s', '1990s', '2010s'])
        self.assertEqual(said, '')

    def test_names_side_by_side_are_cut(self):
        shown, said = self.shown(self.spec('x', 'nominal'), '700', '100')
        self.assertEqual(len(shown), 19)
        self.assertTrue(all(text.endswith('…') for text, _, _ in shown), shown)
        self.assertEqual(said, '')

    def test_names_that_find_no_room_are_counted(self):
        shown, said = self.shown(self.spec('y', 'nominal'), '300', '80')
        rows = sorted(y for _, _, y in shown)
        self.assertTrue(all(b - a > FONT - 2 for a, b in zip(rows, rows[1:])), rows)
        self.assertIn(f'no room for the labels of {19 - len(rows)} categories on the axis [overflow]', said)

    def test_names_below_each_other_in_a_cell(self):
        shown, said = self.shown(self.spec('y', 'nominal'), '300', '190')
        self.assertEqual((len(shown), said), (19, ''))


if __name__ == '__main__':
    unittest.main()
