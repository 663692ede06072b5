"""--strict and "strict": a warning stops what it is about."""
import json
import pathlib
import tempfile
import unittest

from program import accord

FACTS = {'facts': 1, 'sources': [], 'partnerships': [
    {'id': 'a', 'title': 'A', 'parties': ['X'], 'sectors': ['enrgy'], 'status': 'singed', 'date': '2025-01-01',
     'amounts': [{'value': '5', 'currency': 'ERO'}]}]}
LAYOUT = {'layout': 1, 'title': 'T', 'facts': ['facts.json'], 'body': [
    {'block': 'table', 'data': 'partnerships', 'columns': ['title']}]}
JOBS = {'jobs': 1, 'facts': ['facts.json'], 'out': 'out', 'reports': [{'id': 'r', 'layout': 'layout.json', 'file': 'r.pdf'}]}


class Strict(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.addCleanup(self.holder.cleanup)
        self.folder = pathlib.Path(self.holder.name)
        self.write('facts.json', FACTS)
        self.write('layout.json', LAYOUT)
        self.write('jobs.json', JOBS)

    def write(self, name, data):
        (self.folder / name).write_text(json.dumps(data))

    def run_accord(self, *arguments):
        return accord(*arguments, cwd=self.folder)

    def test_misspelt_words_are_warnings_with_suggestions(self):
        done = self.run_accord('check', 'facts.json')
        self.assertEqual(done.returncode, 0)
        for word in ('energy', 'signed', 'EUR'):
            self.assertIn(f'did you mean "{word}"?', done.stderr)

    def test_check_and_render_stop(self):
        done = self.run_accord('check', '--strict', 'facts.json')
        self.assertEqual(done.returncode, 3)
        self.assertNotIn('good', done.stdout)
        self.assertEqual(self.run_accord('check', '--strict', 'layout.json').returncode, 3)
        self.assertEqual(self.run_accord('render', '--strict', 'layout.json', '-o', 'a.pdf').returncode, 3)
        self.assertFalse((self.folder / 'a.pdf').exists())
        self.assertEqual(self.run_accord('render', 'layout.json', '-o', 'a.pdf').returncode, 0)

    def assert_stops(self, *options):
        done = self.run_accord('run', 'jobs.json', *options)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn('error: "enrgy"', done.stderr)
        self.assertFalse((self.folder / 'out/r.pdf').exists())

    def test_a_run_stops_by_its_file_and_by_the_option(self):
        for store in ({}, {'store': 'store.db'}):
            self.write('jobs.json', {**JOBS, **store})
            self.assert_stops('--strict')
            self.write('jobs.json', {**JOBS, **store, 'strict': True})
            self.assert_stops()
        self.write('jobs.json', JOBS)
        self.assertEqual(self.run_accord('run', 'jobs.json').returncode, 0)
        done = self.run_accord('run', 'jobs.json', '--strict')
        self.assertEqual(done.returncode, 3, 'what passed without it is looked at again')

    def test_good_facts_pass(self):
        good = {**FACTS['partnerships'][0], 'sectors': ['energy'], 'status': 'signed',
                'amounts': [{'value': '5', 'currency': 'EUR'}]}
        self.write('facts.json', {**FACTS, 'partnerships': [good]})
        self.assertEqual(self.run_accord('check', '--strict', 'facts.json', 'layout.json').returncode, 0)
        self.assertEqual(self.run_accord('run', 'jobs.json', '--strict').returncode, 0)

    def test_several_paths_say_a_thing_once_and_end_with_counts(self):
        done = self.run_accord('check', 'facts.json', 'layout.json')
        self.assertEqual(done.stderr.count('"singed" is no status'), 1)
        self.assertIn('2 paths: 0 errors, 3 warnings', done.stderr)


if __name__ == '__main__':
    unittest.main()
