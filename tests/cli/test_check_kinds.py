"""accord check takes each of the program's files for what it is."""
import json
import pathlib
import tempfile
import unittest

from program import ROOT, accord

RATES = {'rates': 1, 'currency': 'USD', 'source': 'S', 'table': [{'currency': 'EUR', 'date': '2024', 'rate': '1.1'}]}


class Kinds(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def check(self, value, code=0):
        (self.folder / 'x.json').write_text(json.dumps(value))
        done = accord('check', 'x.json', cwd=self.folder)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout if code == 0 else done.stderr

    def test_shipped_files(self):
        for name, kind in (('data/starter/jobs.json', 'jobs file'), ('layouts/i18n/fr.json', 'strings'),
                           ('layouts/i18n/briefing.fr.json', 'translation'), ('data/vocabulary/sectors.json', 'vocabulary'),
                           ('data/maps/aiddata.json', 'map'), ('data/facts/press.json', 'partnerships')):
            done = accord('check', ROOT / name)
            self.assertEqual((done.returncode, done.stderr), (0, ''), name)
            self.assertIn('good', done.stdout)
            self.assertIn(kind, done.stdout)

    def test_what_is_wrong_is_said_of_the_kind(self):
        self.assertIn('good (list of pairs', self.check({'same_as': 1, 'pairs': [{'ids': ['a', 'b']}]}))
        for value, words in (({'same_as': 1, 'pairs': [{'ids': ['a']}]}, '"ids" is another list'),
                             ({'jobs': 1, 'out': 'o', 'report': []}, 'unknown key "report"'),
                             ({'rates': 1, 'tabel': []}, 'unknown key "tabel"'),
                             ({'translation': 1, 'lang': 'fr', 'textes': {}}, 'unknown key "textes"'),
                             ({'words': 1, 'lang': 'fr', 'monthz': 1}, 'unknown key "monthz"')):
            said = self.check(value, code=3)
            self.assertIn(words, said)
            self.assertNotIn('partnerships', said)

    def test_other_commands_name_the_right_one(self):
        (self.folder / 'x.json').write_text(json.dumps(RATES))
        done = accord('render', 'x.json', cwd=self.folder)
        self.assertIn('found a table of rates, expected a layout', done.stderr)
        self.assertIn('accord render --rates', done.stderr)


if __name__ == '__main__':
    unittest.main()
