"""The figures a chart shows are those of the facts, counted here by other means."""
import collections
import json
import unittest

from program import ROOT, accord

SPEC = {'data': {'name': 'partnership_sectors'},
        'transform': [{'aggregate': [{'op': 'count', 'as': 'n'}], 'groupby': ['sector_code', 'year']}],
        'mark': 'bar',
        'encoding': {'x': {'field': 'year', 'type': 'ordinal'},
                     'y': {'field': 'n', 'type': 'quantitative', 'scale': {'nice': False, 'zero': True}},
                     'color': {'field': 'sector_code', 'type': 'nominal'}},
        'height': 1000}


def counted_by_hand():
    counts = collections.Counter()
    for path in sorted((ROOT / 'data/facts').glob('*.json*')):
        if path.suffix == '.json':
            records = json.loads(path.read_text())['partnerships']
        else:
            records = [r for r in map(json.loads, path.read_text().splitlines()) if r['record'] == 'partnership']
        for record in records:
            date = record.get('date') or str(record.get('year', ''))
            start, _, end = date.partition('/')
            digits = (end if start == '..' else start)[:4].replace('X', '0')
            for sector in record.get('sectors') or [record['sector']]:
                counts[sector, digits] += 1
    return counts


class Figures(unittest.TestCase):
    def test_counts_by_sector_and_year(self):
        done = accord('chart', '-', '--facts', 'data/facts', '--format', 'scene', '--lineage',
                      stdin=json.dumps(SPEC))
        self.assertEqual(done.returncode, 0, done.stderr)
        view = json.loads(done.stdout)['views'][0]
        axes = {axis['orient']: axis for axis in view['axes']}
        years = {round(label['pos'] + 0.5, 1): label['text'] for label in axes['bottom']['labels']}
        colours = {entry['fill']: None for entry in json.loads(done.stdout)['legends'][0]['entries']}
        self.assertGreater(len(colours), 8)
        items = [item for mark in view['marks'] for item in mark['items']]
        shown = collections.Counter()
        for item in items:
            year = years[round(item['x'] + item['width'] / 2, 1)]
            shown[year] += len(item['facts'])
        expected = collections.Counter()
        for (_, year), count in counted_by_hand().items():
            if year:
                expected[year] += count
        self.assertEqual(shown, expected)

    def test_heights_are_counts(self):
        done = accord('chart', '-', '--facts', 'data/facts', '--format', 'scene', '--lineage',
                      stdin=json.dumps(SPEC))
        view = json.loads(done.stdout)['views'][0]
        items = [item for mark in view['marks'] for item in mark['items']]
        unit = max(item['height'] / len(item['facts']) for item in items)
        for item in items:
            self.assertAlmostEqual(item['height'], unit * len(item['facts']), delta=0.01)
        self.assertEqual(sorted(len(item['facts']) for item in items),
                         sorted(count for (_, year), count in counted_by_hand().items() if year))

    def axis_labels(self, encoding, *options):
        spec = {'data': {'name': 'partnerships'}, 'mark': 'bar', 'width': 320,
                'encoding': {'y': {'field': 'status'}, 'x': encoding}}
        done = accord('chart', '-', '--facts', 'data/facts/press.json', '--format', 'scene', *options,
                      stdin=json.dumps(spec))
        self.assertEqual(done.returncode, 0, done.stderr)
        axes = json.loads(done.stdout)['views'][0]['axes']
        return [label['text'] for label in next(axis for axis in axes if axis['orient'] == 'bottom')['labels']]

    def test_counts_have_whole_ticks_in_themes(self):
        for encoding in ({'aggregate': 'count'}, {'aggregate': 'max', 'field': 'commitments'}):
            labels = self.axis_labels(encoding, '--theme', 'slate')
            self.assertEqual(labels, [str(n) for n in range(len(labels))], encoding)
        self.assertIn('0.5', self.axis_labels({'aggregate': 'count'}))  # as Vega has it
        shares = self.axis_labels({'aggregate': 'count', 'stack': 'normalize'}, '--theme', 'slate')
        self.assertGreater(len(shares), 2)


if __name__ == '__main__':
    unittest.main()
