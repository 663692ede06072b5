"""Protection, linearization, extract and verify on the command line."""
import csv
import json
import pathlib
import subprocess
import tempfile
import unittest

from program import ROOT, accord, tool


class Protect(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.layout = self.folder / 'layout.json'
        self.layout.write_text(json.dumps({
            'layout': 1, 'title': 'Kept', 'facts': [str(ROOT / 'data/facts/press.json')],
            'body': [{'block': 'text', 'text': 'Confidential words.'}]}))
        self.path = self.folder / 'report.pdf'

    def render(self, *options, env=None, path=None):
        return accord('render', self.layout, '-o', path or self.path, *options, env=env)

    def test_a_password_from_a_file_opens_it(self):
        secret = self.folder / 'secret'
        secret.write_text('open sesame\n')
        self.assertEqual(self.render('--user-password', f'file:{secret}').returncode, 0)
        self.assertNotIn(b'Confidential', self.path.read_bytes())
        self.assertNotEqual(subprocess.run(['pdftotext', self.path, '-'], capture_output=True).returncode, 0)
        self.assertIn('Confidential words', tool('pdftotext', '-upw', 'open sesame', self.path, '-'))
        encryption = tool('qpdf', '--password=open sesame', '--show-encryption', self.path)
        self.assertIn('AESv3', encryption)
        lint = accord('lint', self.path, '--password', f'file:{secret}')
        self.assertIn('A-3 6.1.3-2', lint.stdout)
        self.assertNotIn('FAIL UA', lint.stdout)
        self.assertEqual(accord('lint', self.path).returncode, 6)

    def test_an_owner_s_password_from_the_environment(self):
        done = self.render('--owner-password', 'env:REPORT_OWNER', env={'REPORT_OWNER': 'Überprüfung'})
        self.assertEqual(done.returncode, 0, done.stderr)
        encryption = tool('qpdf', '--show-encryption', self.path)
        self.assertIn('extract for accessibility: allowed', encryption)
        self.assertIn('extract for any purpose: not allowed', encryption)
        self.assertIn('modify anything: not allowed', encryption)
        self.assertIn('Confidential words', tool('pdftotext', self.path, '-'))

    def test_a_password_that_is_nowhere_writes_nothing(self):
        for where in ('env:NOT_SET_AT_ALL', 'file:/nowhere/at/all', 'sesame'):
            self.assertNotEqual(self.render('--user-password', where).returncode, 0)
            self.assertFalse(self.path.exists())

    def test_a_linearized_report_is_an_archive_and_the_same_each_time(self):
        self.assertEqual(self.render('--linearize').returncode, 0)
        again = self.folder / 'again.pdf'
        self.assertEqual(self.render('--linearize', path=again).returncode, 0)
        self.assertEqual(self.path.read_bytes(), again.read_bytes())
        self.assertIn('no linearization errors', tool('qpdf', '--check-linearization', self.path))
        self.assertEqual(accord('lint', self.path).returncode, 0)
        self.assertEqual(accord('verify', self.path).returncode, 0)

    def test_verify_says_the_same_or_what_differs(self):
        self.assertEqual(self.render('--as-of', '2025-12-01').returncode, 0)
        done = accord('verify', self.path, env={'SOURCE_DATE_EPOCH': '86400'})
        self.assertEqual((done.returncode, done.stdout), (0, f'{self.path}: same bytes\n'))
        self.path.write_bytes(self.path.read_bytes() + b'\n')
        done = accord('verify', self.path)
        self.assertEqual(done.returncode, 4)
        self.assertIn('differs: byte', done.stdout)

    def test_verify_refuses_what_does_not_say_how_it_was_made(self):
        self.assertEqual(self.render('--no-attachments').returncode, 0)
        done = accord('verify', self.path)
        self.assertEqual(done.returncode, 3)
        self.assertIn('does not say how it was made', done.stderr)

    def test_each_chart_brings_what_it_shows(self):
        facts = json.loads((ROOT / 'data/facts/press.json').read_text())['partnerships']
        count = {'field': 'id', 'aggregate': 'count', 'title': 'Partnerships'}
        bars = {'facet': {'field': 'status', 'title': 'Status'}, 'spec': {'encoding': {
            'y': {'field': 'sector', 'title': 'Sector'}, 'x': count},
            'layer': [{'mark': 'bar'}, {'mark': 'text', 'encoding': {'text': count}},
                      {'mark': 'rule', 'encoding': {'y': {'datum': 'Steel'}, 'x': {'datum': 1}}}]}}
        dates = {'mark': 'tick', 'encoding': {'x': {'field': 'first', 'type': 'temporal'}}}
        self.layout.write_text(json.dumps({
            'layout': 1, 'facts': [str(ROOT / 'data/facts/press.json')],
            'body': [{'block': 'chart', 'data': 'partnerships', 'spec': spec} for spec in (bars, dates)]}))
        self.assertEqual(self.render().returncode, 0)
        out = self.folder / 'out'
        accord('extract', self.path, '-o', out)
        self.assertEqual(sorted(file.name for file in out.glob('*.csv')), ['chart-1.csv', 'chart-2.csv'])
        with open(out / 'chart-1.csv', encoding='utf-8', newline='') as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(set(rows[0]), {'Status', 'Sector', 'Partnerships'})
        self.assertEqual(sum(int(row['Partnerships']) for row in rows), len(facts))
        dated = [fact for fact in facts if fact.get('date', '..')[0] != '.' or 'year' in fact]
        self.assertEqual(len((out / 'chart-2.csv').read_text().splitlines()), 1 + len(dated))

    def test_extract_writes_what_went_in(self):
        self.assertEqual(self.render().returncode, 0)
        out = self.folder / 'out'
        self.assertEqual(accord('extract', self.path, '-o', out).returncode, 0)
        self.assertEqual(sorted(str(p.relative_to(out)) for p in out.rglob('*') if p.is_file()),
                         ['facts/0/facts.jsonl', 'layout/layout.json', 'layout/themes/slate.json', 'render.json'])
        press = json.loads((ROOT / 'data/facts/press.json').read_text())
        records = [json.loads(line) for line in (out / 'facts/0/facts.jsonl').read_text().splitlines()]
        self.assertEqual(records, [{'record': kind, **record} for kind in ('source', 'partnership')
                                   for record in press[kind + 's']])
        self.assertEqual((out / 'layout/layout.json').read_bytes(), self.layout.read_bytes())

    def test_what_was_taken_out_makes_the_report_again(self):
        self.assertEqual(self.render().returncode, 0)
        out, again = self.folder / 'out', self.folder / 'again.pdf'
        accord('extract', self.path, '-o', out)
        done = accord('render', out / 'render.json', '-o', again)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(again.read_bytes(), self.path.read_bytes())
        self.assertEqual(accord('render', out / 'render.json', '-o', again, '--as-of', '2025-01-01').returncode, 2)
        layout = json.loads((out / 'layout/layout.json').read_text())
        (out / 'layout/layout.json').write_text(json.dumps({**layout, 'title': 'Changed by hand'}))
        self.assertEqual(accord('render', out / 'render.json', '-o', again).returncode, 0)
        self.assertIn('Changed by hand', tool('pdfinfo', again))

    def test_other_files_are_left_alone(self):
        self.assertEqual(self.render().returncode, 0)
        out = self.folder / 'out'
        for _ in range(2): # the same files do no harm
            self.assertEqual(accord('extract', self.path, '-o', out).returncode, 0)
        (out / 'layout/layout.json').write_text('mine')
        (out / 'render.json').unlink()
        done = accord('extract', self.path, '-o', out)
        self.assertEqual(done.returncode, 6)
        self.assertIn('layout.json" is there already', done.stderr)
        self.assertFalse((out / 'render.json').exists())
        self.assertEqual((out / 'layout/layout.json').read_text(), 'mine')
        self.assertEqual(accord('extract', self.path, '-o', out, '--force').returncode, 0)
        self.assertEqual((out / 'layout/layout.json').read_bytes(), self.layout.read_bytes())

    def test_a_record_cannot_lead_outside(self):
        self.assertEqual(self.render().returncode, 0)
        record = json.loads(tool('pdfdetach', '-savefile', 'render.json', '-o', '/dev/stdout', self.path))
        record['files'][0]['path'] = '../../escaped.json'
        evil = self.folder / 'render.json'
        evil.write_text(json.dumps(record))
        tool('qpdf', '--remove-attachment=render.json', self.path, self.folder / 'none.pdf')
        tool('qpdf', self.folder / 'none.pdf', '--add-attachment', evil, '--', self.folder / 'evil.pdf')
        done = accord('verify', self.folder / 'evil.pdf')
        self.assertEqual(done.returncode, 3, done.stdout)
        self.assertIn('leaves the folder', done.stderr)


if __name__ == '__main__':
    unittest.main()
