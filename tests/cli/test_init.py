"""accord init: what it writes makes a report at once, is valid, and nothing that is there is touched."""
import json
import pathlib
import tempfile
import unittest

import jsonschema

from program import ROOT, accord

KINDS = ('facts', 'jobs', 'layout', 'theme')


class Init(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def init(self, *arguments):
        done = accord('init', *arguments, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def render(self, layout):
        done = accord('render', layout, '-o', 'report.pdf', cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn('warning', done.stderr)

    def test_a_report_at_once(self):
        said = self.init('new')
        self.assertIn('accord render new/layout.json', said)
        self.assertIn('accord check new/facts', said)
        self.render('new/layout.json')

    def test_each_file_is_what_its_schema_says(self):
        self.init('new')
        new = self.folder / 'new'
        for file, kind in [('layout.json', 'layout'), ('theme.json', 'theme'), ('jobs.json', 'jobs'),
                           ('facts/facts.json', 'facts')]:
            document = json.loads((new / file).read_text())
            schema = (new / file).parent / document['$schema']
            self.assertEqual(schema.resolve(), (new / f'schema/{kind}.schema.json').resolve())
            jsonschema.validate(document, json.loads(schema.read_text()))

    def test_every_shipped_layout_can_be_the_beginning(self):
        names = sorted(path.stem for path in (ROOT / 'layouts').glob('*.json'))
        self.assertGreater(len(names), 5)
        for name in names:
            with self.subTest(layout=name):
                self.init(name, '--layout', name)
                layout = json.loads((self.folder / name / 'layout.json').read_text())
                self.assertEqual(layout['facts'], ['facts'])
                schema = self.folder / name / layout['$schema']
                self.assertTrue(schema.is_file(), schema)
                done = accord('render', f'{name}/layout.json', '--facts', ROOT / 'data/facts', '-o', 'report.pdf',
                              cwd=self.folder)
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_an_unknown_layout_names_those_there_are(self):
        done = accord('init', 'new', '--layout', 'briefings', cwd=self.folder)
        self.assertEqual(done.returncode, 3)
        self.assertIn('one-page', done.stderr)
        self.assertFalse((self.folder / 'new').exists())

    def test_a_folder_with_something_in_it_stays_as_it_is(self):
        (self.folder / 'notes.txt').write_text('mine')
        done = accord('init', '.', cwd=self.folder)
        self.assertEqual(done.returncode, 6)
        self.assertEqual([path.name for path in self.folder.iterdir()], ['notes.txt'])


if __name__ == '__main__':
    unittest.main()
