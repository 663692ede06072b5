"""Themes as people meet them: the page about them, one ink in grey, fonts, what a layout without a theme gets."""
import json
import os
import pathlib
import re
import tempfile
import unittest

from program import ROOT, accord, tool

THEMES = sorted(path.stem for path in (ROOT / 'layouts/themes').glob('*.json'))
PAGE = (ROOT / 'docs/themes.md').read_text()
SMALL = {'layout': 1, 'title': 'Small', 'body': [
    {'block': 'heading', 'text': 'Head'}, {'block': 'text', 'text': 'Words'},
    {'block': 'chart', 'data': {'values': [{'a': 'x', 'b': 1}, {'a': 'y', 'b': 3}]}, 'alt': 'none', 'height': 90,
     'spec': {'mark': 'bar', 'encoding': {'x': {'field': 'a'}, 'y': {'field': 'b', 'type': 'quantitative'},
                                          'color': {'field': 'a'}}}}]}


def families(theme):
    """The first families of a theme's own fonts."""
    fonts = json.loads((ROOT / f'layouts/themes/{theme}.json').read_text())['fonts']
    return {fonts[name].split(',')[0] for name in ('text', 'display', 'data') if name in fonts}


class Extending(unittest.TestCase):
    """A theme that extends another and changes a little."""
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.addCleanup(self.holder.cleanup)
        self.folder = pathlib.Path(self.holder.name)

    def write(self, **theme):
        (self.folder / 'theme.json').write_text(json.dumps(
            {'theme': 1, 'name': 'Own', 'extends': 'slate', **theme}))
        return accord('check', 'theme.json', cwd=self.folder)

    def scene(self, **theme):
        self.assertEqual(self.write(**theme).returncode, 0)
        chart = {'data': {'values': [{'a': 'x', 'b': 1}]}, 'mark': 'bar', 'encoding': {
            'x': {'field': 'a'}, 'y': {'field': 'b', 'type': 'quantitative'}}}
        (self.folder / 'a.vl.json').write_text(json.dumps(chart))
        done = accord('chart', 'a.vl.json', '--theme', 'theme.json', '-o', '-', '--format', 'scene', cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.lower()

    def fonts(self):
        self.assertEqual(accord('chart', 'a.vl.json', '--theme', 'theme.json', '-o', 'a.pdf', cwd=self.folder).returncode, 0)
        return tool('pdffonts', self.folder / 'a.pdf')

    def test_charts_follow_accent_and_faces(self):
        self.assertIn('#14606b', self.scene())
        own = self.scene(inks={'accent': '#7a1230'}, fonts={'text': 'Lato', 'display': 'Roboto'})
        self.assertIn('#7a1230', own)
        self.assertNotIn('#14606b', own)
        self.assertIn('Lato', self.fonts())
        self.assertNotIn('Inter', self.fonts())
        self.scene(fonts={'data': 'Roboto'})
        self.assertIn('Roboto', self.fonts())
        said = self.scene(inks={'accent': '#7a1230'}, chart={'mark': {'color': '#123456'}})
        self.assertIn('#123456', said)

    def test_text_that_cannot_be_read_is_a_warning(self):
        done = self.write(inks={'text': '#eeeeee'})
        self.assertEqual(done.returncode, 0)
        self.assertIn('contrast of 1.2 to the paper, expected at least 4.5', done.stderr)
        self.assertEqual(done.stderr.count('contrast of'), 1)
        self.assertEqual(self.write(inks={'text': '#eeeeee', 'paper': '#111111', 'muted': '#aaaaaa',
                                          'accent': '#9fd3da'}).stderr, '')
        self.assertEqual(accord('check', '--strict', 'theme.json', cwd=self.folder).returncode, 0)
        self.write(inks={'text': '#eeeeee'})
        self.assertEqual(accord('check', '--strict', 'theme.json', cwd=self.folder).returncode, 3)

    def test_families_are_one_string(self):
        done = self.write(fonts={'text': ['Lato', 'Noto Sans']})
        self.assertEqual(done.returncode, 3)
        self.assertIn('write families in one string with commas', done.stderr)


class Page(unittest.TestCase):
    def test_every_theme_has_a_row_and_a_picture(self):
        rows = re.findall(r'^\| (\w+) \|.*\|$', PAGE, re.M)
        self.assertLessEqual(set(THEMES), set(rows))
        for picture in re.findall(r'\]\((themes/[^)]+)\)', PAGE):
            self.assertTrue((ROOT / 'docs' / picture).is_file(), picture)
        for theme in THEMES:
            self.assertRegex(PAGE, rf'\]\(themes/{theme}(-1)?\.png\)')

    def test_its_families_and_packages_are_true(self):
        packages = (ROOT / '.ci/packages').read_text().split()
        for theme in THEMES:
            row = re.search(rf'^\| {theme} \|.*$', PAGE, re.M)[0]
            for family in families(theme):
                self.assertIn(family, row)
            for package in re.findall(r'fonts-[\w-]+', row):
                self.assertIn(package, packages)

    def test_its_own_theme_works(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / 'house.json'
            path.write_text(re.search(r'```json\n(.*?)```', PAGE, re.S)[1])
            done = accord('check', path)
            self.assertEqual((done.returncode, done.stderr), (0, ''))


class Looks(unittest.TestCase):
    def render(self, *arguments, env=None, layout=None):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / 'layout.json'
            path.write_text(json.dumps(layout or SMALL))
            done = accord('render', path, '--facts', ROOT / 'data/facts', '-q', *arguments, env=env)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def pages(self, *arguments):
        return self.render('--format', 'json', '-o', '-', *arguments).stdout

    def test_slate_is_the_default_and_plain_is_to_be_had(self):
        self.assertEqual(self.pages(), self.pages('--theme', 'slate'))
        self.assertNotEqual(self.pages(), self.pages('--theme', 'plain'))
        named = self.render('--format', 'json', '-o', '-', layout={**SMALL, 'theme': 'plain'}).stdout
        self.assertEqual(named, self.pages('--theme', 'plain'))

    def test_reports_can_be_made_again_whatever_their_theme(self):
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder) / 'report.pdf'
            for theme in ([], ['--theme', 'plain'], ['--theme', 'board'], ['--theme', 'nastaliq']):
                self.render('-o', report, *theme)
                done = accord('verify', report)
                self.assertEqual(done.returncode, 0, (theme, done.stdout, done.stderr))

    def test_a_theme_of_the_house_stands_outside_of_the_layout(self):
        """One theme for many folders of layouts: reports are made again from what they carry."""
        with tempfile.TemporaryDirectory() as holder:
            folder = pathlib.Path(holder)
            for name, value in (('house/base.json', {'theme': 1, 'extends': 'paper', 'inks': {'accent': '#aa1144'}}),
                                ('house/brand.json', {'theme': 1, 'extends': 'base.json'}),
                                ('reports/layout.json', {**SMALL, 'theme': '../house/brand.json', 'facts': ['../facts.json']}),
                                ('facts.json', {'facts': 1, 'partnerships': [{'id': 'a', 'title': 'A', 'parties': ['PK', 'CN'], 'date': '2024'}]})):
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_text(json.dumps(value))
            for command in (('render', 'reports/layout.json', '-o', 'report.pdf'), ('verify', 'report.pdf'),
                            ('extract', 'report.pdf', '-o', 'out'), ('render', 'out/render.json', '-o', 'again.pdf')):
                done = accord(*command, cwd=folder)
                self.assertEqual(done.returncode, 0, (command, done.stderr))
            self.assertEqual((folder / 'report.pdf').read_bytes(), (folder / 'again.pdf').read_bytes())

    def test_themes_differ_in_typeface_size_and_colour(self):
        seen = {}
        for theme in THEMES:
            item = next(item for page in json.loads(self.pages('--theme', theme))['pages'] for item in page['items']
                        if item.get('text') == 'Words')
            look = frozenset(families(theme)), item['size']
            self.assertNotIn(look, seen, theme)
            seen[look] = theme
        self.assertGreaterEqual(len(seen), 7)

    def test_grey_has_no_hue(self):
        with tempfile.TemporaryDirectory() as folder:
            for layout in ('briefing', 'one-page'):
                done = accord('render', ROOT / f'layouts/{layout}.json', '--theme', 'grey', '-q', '-o', f'{folder}/{layout}-%d.svg')
                self.assertEqual(done.returncode, 0, done.stderr)
            colours = {colour for path in pathlib.Path(folder).iterdir()
                       for colour in re.findall(r'rgb\(([\d.]+)%,([\d.]+)%,([\d.]+)%\)', path.read_text())}
        self.assertGreater(len(colours), 10)
        for colour in colours:
            red, green, blue = map(float, colour)
            self.assertLess(max(red, green, blue) - min(red, green, blue), 0.5, colour)

    def test_a_missing_family_says_its_package(self):
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder) / 'fonts.conf'
            config.write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
                              '<dir>/usr/share/fonts/truetype/dejavu</dir>'
                              f'<cachedir>{folder}/cache</cachedir></fontconfig>')
            for theme, package in (('slate', 'fonts-inter'), ('grey', 'fonts-vollkorn'), ('board', 'fonts-roboto-unhinted'),
                                   ('stage', 'fonts-lato'), ('large', 'fonts-noto-core')):
                done = self.render('--theme', theme, '-o', os.devnull, env={'FONTCONFIG_FILE': str(config)})
                self.assertIn(f'on Debian it comes with the package {package}', done.stderr)


if __name__ == '__main__':
    unittest.main()
