"""Exit codes, help, messages and files of the command line."""
import json
import os
import pathlib
import tempfile
import unittest

from program import ROOT, accord

FACTS = """{"facts": 1, "sources": [{"id": "s", "title": "A source"}],
 "partnerships": [{"id": "a", "title": "A dam", "parties": ["Pakistan", "China"], "sector": "energy",
                   "date": "2020-05-01", "status": "signed", "evidence": [{"source": "s", "quote": "a dam"}]}]}
"""
LAYOUT = """{"layout": 1, "title": "Small", "body": [
  {"block": "heading", "level": 1, "text": "{{facts.count}} partnership"},
  {"block": "table", "data": "partnerships", "columns": ["date", "title"]}]}
"""
CHART = """{"data": {"values": [{"a": "x", "b": 2}, {"a": "y", "b": 3}]}, "mark": "bar",
 "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}}}
"""


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.holder.name)
        self.addCleanup(self.holder.cleanup)
        for name, text in (('facts.json', FACTS), ('layout.json', LAYOUT), ('chart.vl.json', CHART)):
            (self.folder / name).write_text(text)

    def run_here(self, *arguments, **options):
        return accord(*arguments, cwd=self.folder, **options)

    def test_help_of_the_program_and_of_each_command(self):
        overview = accord('--help')
        self.assertEqual(overview.returncode, 0)
        for name in ('render', 'check', 'chart'):
            self.assertIn(name, overview.stdout)
            done = accord(name, '--help')
            self.assertEqual(done.returncode, 0)
            self.assertIn(f'accord {name} [OPTION', done.stdout)
            self.assertEqual(done.stderr, '')

    def test_version(self):
        self.assertRegex(accord('--version').stdout, r'^accord \d+\.\d+\.\d+\n')

    def test_usage_errors_end_with_2_and_say_where_help_is(self):
        for arguments in ([], ['rendr'], ['render'], ['render', 'a', 'b'], ['render', '--nonsense', 'a'],
                          ['render', '--as-of', 'yesterday', 'a'], ['render', '--param', 'x', 'a'],
                          ['render', '--format', 'docx', 'a'], ['chart'], ['chart', '--scale', '0', 'a'],
                          ['check'], ['check', '--diagnostics', 'xml', 'a']):
            done = accord(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn('--help', done.stderr)

    def test_a_misspelt_command_is_suggested(self):
        self.assertIn('did you mean "render"?', accord('rendr').stderr)

    def test_render_writes_a_pdf_and_says_so(self):
        done = self.run_here('render', 'layout.json', '--facts', 'facts.json', '-o', 'out/new/report.pdf')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.folder / 'out/new/report.pdf').read_bytes().startswith(b'%PDF-1.7'))
        self.assertIn('out/new/report.pdf: 1 page', done.stderr)
        self.assertEqual(done.stdout, '')

    def test_render_without_output_names_the_file_after_the_layout(self):
        self.assertEqual(self.run_here('render', 'layout.json', '-f', 'facts.json', '-q').returncode, 0)
        self.assertTrue((self.folder / 'layout.pdf').exists())

    def test_facts_from_standard_input_and_report_to_standard_output(self):
        lines = ''.join(json.dumps({'record': kind, **record}) + '\n'
                        for kind, key in (('source', 'sources'), ('partnership', 'partnerships'))
                        for record in json.loads(FACTS)[key])
        for text in (FACTS, lines):
            done = self.run_here('render', 'layout.json', '--facts', '-', '-o', '-', stdin=text.encode(), text=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.startswith(b'%PDF'))

    def test_a_failed_run_leaves_yesterdays_report(self):
        report = self.folder / 'report.pdf'
        report.write_text('yesterday')
        (self.folder / 'facts.json').write_text(FACTS.replace('2020-05-01', '2020-13-01'))
        done = self.run_here('render', 'layout.json', '--facts', 'facts.json', '-o', 'report.pdf')
        self.assertEqual(done.returncode, 3)
        self.assertEqual(report.read_text(), 'yesterday')
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ['chart.vl.json', 'facts.json', 'layout.json', 'report.pdf'])

    def test_all_problems_of_a_run_are_reported_together(self):
        (self.folder / 'facts.json').write_text(FACTS.replace('2020-05-01', '2020-13-01'))
        (self.folder / 'layout.json').write_text(LAYOUT.replace('"theme"', '').replace('Small', '{{nothing}}'))
        (self.folder / 'theme.json').write_text('{"theme": 1, "inkz": {}}')
        done = self.run_here('render', 'layout.json', '--facts', 'facts.json', '--theme', 'theme.json')
        self.assertEqual(done.returncode, 3)
        self.assertIn('facts.json:3:', done.stderr)
        self.assertIn('theme.json:1:', done.stderr)

    def test_diagnostics_as_json(self):
        (self.folder / 'facts.json').write_text(FACTS.replace('2020-05-01', '2020-13-01'))
        done = self.run_here('check', '--diagnostics=json', 'facts.json')
        self.assertEqual(done.returncode, 3)
        record = json.loads(done.stderr)[0]
        self.assertEqual((record['id'], record['file'], record['line']), ('bad-date', 'facts.json', 3))
        self.assertEqual(record['pointer'], '/partnerships/0/date')

    def test_missing_and_unreadable_inputs_end_with_6(self):
        self.assertEqual(self.run_here('render', 'nowhere.json').returncode, 6)
        self.assertEqual(self.run_here('render', 'layout.json', '--facts', 'nowhere.json').returncode, 6)
        self.assertEqual(self.run_here('check', 'nowhere.jsonl').returncode, 6)

    def test_outputs_that_cannot_be_written_end_with_6(self):
        (self.folder / 'folder.pdf').mkdir()
        (self.folder / 'file').write_text('')
        for target in ('folder.pdf', 'file/report.pdf', '/dev/full'):
            done = self.run_here('render', 'layout.json', '--facts', 'facts.json', '-o', target)
            self.assertEqual(done.returncode, 6, target)
            self.assertIn(target.split('/')[-1], done.stderr)

    def test_check_says_what_is_good(self):
        self.assertIn('facts.json: good (1 partnership, 1 source)', self.run_here('check', 'facts.json').stdout)
        done = self.run_here('check', 'layout.json', '--facts', 'facts.json')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('layout.json: good', done.stdout)
        later = {'facts': 1, 'partnerships': [{'id': 'm', 'title': 'Mill', 'parties': ['PK', 'RU'], 'status': 'signed', 'date': '2031-01-01'}]}
        (self.folder / 'later.json').write_text(json.dumps(later))
        done = self.run_here('check', 'later.json', '--as-of', '2026-01-01')
        self.assertEqual((done.returncode, done.stdout), (0, 'later.json: good, 1 warning (1 partnership, 0 sources)\n'), done.stderr)

    def test_chart_formats(self):
        for name, start in (('c.svg', b'<'), ('c.png', b'\x89PNG'), ('c.pdf', b'%PDF')):
            done = self.run_here('chart', 'chart.vl.json', '-o', name)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue((self.folder / name).read_bytes().startswith(start))
        scene = json.loads(self.run_here('chart', 'chart.vl.json', '--format', 'scene').stdout)
        self.assertEqual(len(scene['views'][0]['marks'][0]['items']), 2)

    def test_an_unsupported_chart_is_refused_by_name(self):
        (self.folder / 'chart.vl.json').write_text(CHART.replace('"bar"', '"geoshape"'))
        done = self.run_here('chart', 'chart.vl.json')
        self.assertEqual(done.returncode, 3)
        self.assertIn('geoshape', done.stderr)
        self.assertEqual(done.stdout, '')

    def test_colour_is_for_terminals_only(self):
        done = self.run_here('check', 'nowhere.jsonl')
        self.assertNotIn('\x1b', done.stderr)

    def test_source_date_epoch_sets_the_day(self):
        (self.folder / 'layout.json').write_text(LAYOUT.replace('{{facts.count}} partnership', '{{as_of}}'))
        done = self.run_here('render', 'layout.json', '--facts', 'facts.json', '--format', 'json', '-o', '-',
                             env={'SOURCE_DATE_EPOCH': '1700000000'})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('14 November 2023', done.stdout)


if __name__ == '__main__':
    unittest.main()
