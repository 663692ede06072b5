"""Every chart of the gallery is drawn by every theme without a word of complaint, is shown in
docs/gallery.md, and says and counts what the facts say, counted here by other means."""
import collections
import importlib.util
import json
import pathlib
import re
import shlex
import shutil
import tempfile
import unittest

from program import ROOT, accord

maker = importlib.util.spec_from_file_location('make', ROOT / 'docs/gallery/make.py')
gallery = importlib.util.module_from_spec(maker)
maker.loader.exec_module(gallery)

ROWS = {name: options for rows in gallery.SECTIONS.values() for name, _, options in rows}
SPECS = sorted(path.name.removesuffix('.vl.json') for path in (ROOT / 'layouts/charts').glob('*.vl.json'))
THEMES = sorted(path.stem for path in (ROOT / 'layouts/themes').glob('*.json'))


def option(name, key):
    """What the gallery gives for an option, or None."""
    options = ROWS[name]
    return options[options.index(key) + 1] if key in options else None


def layout_of(source, names, theme):
    """A layout that shows charts, with the data and parameters of another, on a page as large as the theme's labels ask."""
    look = json.loads((ROOT / f'layouts/themes/{theme}.json').read_text())
    room = max(look.get('chart', {}).get('axis', {}).get('labelFontSize', 0) / 7.25, 1)
    layout = json.loads((ROOT / source).read_text())
    blocks = []
    for name in names:
        block = {'block': 'chart', 'spec': f'charts/{name}.vl.json', 'height': room * float(option(name, '--height') or 220)}
        if option(name, '--data'):
            block['data'] = option(name, '--data')
        blocks.append(block)
    kept = {key: layout[key] for key in ('layout', 'params', 'strings', 'data') if key in layout}
    page = {'size': {'width': f'{210 * room:.0f}mm', 'height': f'{297 * room:.0f}mm'}}
    return {**kept, 'title': 'Charts', 'page': page, 'theme': f'themes/{theme}.json', 'body': blocks}


def scene(name):
    done = accord('chart', f'layouts/charts/{name}.vl.json', *ROWS[name], '--format', 'scene', '--lineage')
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def records():
    for path in sorted((ROOT / 'data/facts').glob('*.json*')):
        if path.suffix == '.json':
            yield from json.loads(path.read_text())['partnerships']
        else:
            yield from (r for r in map(json.loads, path.read_text().splitlines()) if r['record'] == 'partnership')


def year_of(record):
    """The year of a date that is known to the year or better; an open start has that of its end."""
    date = record.get('date') or ''
    first, _, last = date.partition('/')
    text = (last if first == '..' else first)[:4]
    return int(text) if text.isdigit() else None


def years():
    return collections.Counter(filter(None, map(year_of, records())))


def items(picture):
    return [item for view in picture['views'] for mark in view['marks'] for item in mark['items']]


def sql(question):
    done = accord('facts', 'sql', question, '-f', 'data/facts', '--format', 'json')
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Gallery(unittest.TestCase):
    def test_every_chart_is_shown(self):
        page = (ROOT / 'docs/gallery.md').read_text()
        self.assertEqual(sorted(ROWS), SPECS)
        self.assertGreaterEqual(len(SPECS), 24)
        for name in SPECS:
            self.assertTrue(f'](../layouts/charts/{name}.vl.json)' in page, name)
            picture = re.search(rf'<img src="gallery/{name}\.png" width="\d+" alt="[^"]{{20,}}">', page)
            self.assertIsNotNone(picture, name)
            self.assertEqual((ROOT / f'docs/gallery/{name}.png').read_bytes()[:4], b'\x89PNG')
        pictures = {path.stem for path in (ROOT / 'docs/gallery').glob('*.png')}
        self.assertEqual(sorted(pictures), SPECS)

    def test_every_theme_draws_every_chart(self):
        self.assertGreaterEqual(len(THEMES), 2)
        groups = collections.defaultdict(list)
        for name in SPECS:
            groups[option(name, '--layout') or 'layouts/briefing.json'].append(name)
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / 'layouts', folder, dirs_exist_ok=True)
            for theme in THEMES:
                for source, names in groups.items():
                    with self.subTest(theme=theme, source=source):
                        self.draws_all(pathlib.Path(folder), layout_of(source, names, theme))

    def draws_all(self, folder, layout):
        (folder / 'all.json').write_text(json.dumps(layout))
        done = accord('render', folder / 'all.json', '--facts', 'data/facts', '--format', 'json', '-o', '-', '-q')
        self.assertEqual(done.stderr, '')
        self.assertEqual(done.returncode, 0)
        placed = [item for page in json.loads(done.stdout)['pages'] for item in page['items'] if item['kind'] == 'scene']
        self.assertEqual(len(placed), len(layout['body']))
        for item in placed:
            self.assertGreater(len(item['alt']), 20)


class Commands(unittest.TestCase):
    """Each command of the page, and the first one for each chart that has none of its own, works without a word."""

    def commands(self):
        page = (ROOT / 'docs/gallery.md').read_text()
        lines = [line for block in re.findall(r'^```sh\n(.*?)^```', page, re.S | re.M) for line in block.splitlines()]
        self.assertGreater(len(lines), 5)
        own = {pathlib.Path(shlex.split(line)[2]).name.removesuffix('.vl.json') for line in lines[1:]}
        self.assertLessEqual({name for name in SPECS if ROWS[name] is not gallery.FACTS}, own)
        return lines + [lines[0].replace('sectors-ranked', name) for name in SPECS if name not in own]

    def test_every_command_draws(self):
        with tempfile.TemporaryDirectory() as folder:
            for command in self.commands():
                words = shlex.split(command)
                self.assertEqual((words[:2], words[-2]), (['accord', 'chart'], '-o'), command)
                picture = pathlib.Path(folder) / words[-1]
                done = accord(*words[1:-1], picture, '-q')
                with self.subTest(command=command):
                    self.assertEqual((done.returncode, done.stderr), (0, ''))
                    self.assertGreater(picture.stat().st_size, 1000)


class Words(unittest.TestCase):
    """Alternative texts tell the true figures."""

    def test_years(self):
        counts = years()
        text = scene('year-sector-stack')['description']
        peak, most = max(counts.items(), key=lambda pair: pair[1])
        self.assertIn(f'Period: {min(counts)} to {max(counts)}.', text)
        self.assertIn(f'Total: {sum(counts.values())}.', text)
        self.assertIn(f'Peak: {peak} ({most}).', text)
        empty = [str(year) for year in range(min(counts), max(counts)) if year not in counts]
        self.assertIn(f"Nothing on record in {', '.join(empty)}.", text)

    def test_trend(self):
        counts = years()
        first, last = min(counts), max(counts)
        middle = (first + last) // 2
        early = sum(counts[year] for year in range(first, middle + 1)) / (middle + 1 - first)
        late = sum(counts[year] for year in range(middle + 1, last + 1)) / (last - middle)
        text = scene('year-sector-stack')['description']
        self.assertIn(f'Rising: on average {early:.3g} up to and including {middle}, {late:.3g} after it.', text)

    def test_ranking(self):
        counts = collections.Counter(sector for record in records() for sector in record['sectors'])
        text = scene('sectors-ranked')['description']
        self.assertIn(f'Categories: {len(counts)}.', text)
        self.assertIn(f'Total: {counts.total()}.', text)
        top = re.search(r'Highest: (\D+) (\d+) \((\d+)%\), (\D+) (\d+)', text)
        (_, most), (_, second) = counts.most_common(2)
        self.assertEqual((int(top[2]), int(top[5])), (most, second))
        self.assertEqual(int(top[3]), round(100 * most / counts.total()))

    def test_ring(self):
        counts = collections.Counter(record['status'] for record in records())
        text = scene('status-donut')['description']
        self.assertIn(f'Total: {counts.total()}.', text)
        self.assertIn(f"Completed {counts['completed']} ({counts['completed'] / counts.total():.0%})", text)

    def test_cells(self):
        def decade(record):
            digits = (record.get('date') or '').replace('../', '')[:3]
            return int(digits) * 10 if digits.isdigit() else None
        cells = collections.Counter((decade(r), sector) for r in records() if decade(r) for sector in r['sectors'])
        rows, columns = {sector for _, sector in cells}, {period for period, _ in cells}
        text = scene('sector-decade-heatmap')['description']
        empty, every = len(rows) * len(columns) - len(cells), len(rows) * len(columns)
        self.assertIn(f'{empty} of {every} combinations have nothing on record.', text)
        self.assertIn(f'({max(cells, key=cells.get)[0]}s) {max(cells.values())}', text)

    def test_other_languages(self):
        for locale, word in (('fr', 'Total'), ('ur', 'کل'), ('ru', 'Всего'), ('zh', '合计'), ('ar', 'المجموع')):
            done = accord('chart', 'layouts/charts/sectors-ranked.vl.json', *ROWS['sectors-ranked'], '--locale', locale,
                          '--format', 'scene', '--lineage')
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(word, json.loads(done.stdout)['description'])

    def test_no_data(self):
        spec = {'data': {'values': []}, 'mark': 'bar',
                'encoding': {'x': {'field': 'a', 'type': 'nominal'}, 'y': {'field': 'b', 'type': 'quantitative'}}}
        done = accord('chart', '-', '--format', 'scene', '--lineage', stdin=json.dumps(spec))
        self.assertIn('There is no data to show.', json.loads(done.stdout)['description'])


class Lineage(unittest.TestCase):
    """Marks know the facts behind them."""

    def test_years(self):
        picture = scene('year-sector-stack')
        facts = [fact for item in items(picture) for fact in item.get('facts', [])]
        self.assertEqual(len(facts), len(set(facts)))
        known = sql("SELECT count(*) AS n FROM partnerships WHERE precision <> 'decade' AND year IS NOT NULL")
        self.assertEqual(len(facts), known[0]['n'])

    def test_bars(self):
        counted = sql('SELECT count(*) AS n FROM partnership_sectors GROUP BY sector ORDER BY n DESC')
        bars = [item for item in items(scene('sectors-ranked')) if 'height' in item]
        self.assertEqual(sorted((len(bar['facts']) for bar in bars), reverse=True), [row['n'] for row in counted])

    def test_cells(self):
        counted = sql('SELECT partner, sector, count(*) AS n FROM partnership_sectors WHERE partner IN '
                      '(SELECT partner FROM partnerships GROUP BY partner HAVING count(*) > 1) GROUP BY 1, 2')
        circles = [item for item in items(scene('partner-sector-matrix')) if 'size' in item]
        self.assertEqual(sorted(len(circle['facts']) for circle in circles), sorted(row['n'] for row in counted))


if __name__ == '__main__':
    unittest.main()
