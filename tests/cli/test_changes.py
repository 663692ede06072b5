"""What changed since yesterday, as a user asks for it: the command, the report, its explanation."""
import csv
import io
import json
import pathlib
import tempfile
import unittest

from program import ROOT, accord, tool

CASE = ROOT / 'tests/golden/page/changes'
BEFORE, NOW = CASE / 'earlier.jsonl', CASE / 'facts.jsonl'
DAYS = ('--since', '2025-11-19', '--as-of', '2025-11-22')


class Changes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = self.folder / 'facts.db'

    def good(self, *arguments):
        done = accord(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def fill(self):
        for day, path in (('2025-11-19', BEFORE), ('2025-11-22', NOW)):
            self.good('facts', 'add', path, '--store', self.store, '--replace', '--as-of', day)

    def rows(self, *arguments):
        return json.loads(self.good('facts', 'changes', *arguments, '--format', 'json'))

    def test_files_and_stores_say_the_same(self):
        self.fill()
        of_files = self.rows('--facts', NOW, '--before', BEFORE, *DAYS)
        of_store = self.rows('--store', self.store, '--as-of', '2025-11-22')
        self.assertEqual(sorted(map(str, of_files)), sorted(map(str, of_store)))
        self.assertEqual([row['kind'] for row in of_files],
                         ['new', 'revised', 'revised', 'revised', 'slipped', 'overdue', 'withdrawn'])
        money = next(row for row in of_files if row['field'] == 'amount')
        self.assertEqual((money['old_value'], money['new_value'], money['difference'], money['percent'],
                          money['unit'], money['basis']),
                         (1000000000, 1250000000, 250000000, 25, 'USD', 'announced'))

    def test_all_and_percent(self):
        facts = ('--facts', NOW, '--before', BEFORE, *DAYS)
        self.assertIn('1 smaller change left out', accord('facts', 'changes', *facts).stderr)
        self.assertIn('summary', [row['field'] for row in self.rows(*facts, '--all')])
        self.assertNotIn('amount', [row['field'] for row in self.rows(*facts, '--percent', '30')])

    def test_as_a_table_and_csv(self):
        facts = ('--facts', NOW, '--before', BEFORE, *DAYS)
        self.assertIn('Discussed', self.good('facts', 'changes', *facts))
        rows = list(csv.DictReader(io.StringIO(self.good('facts', 'changes', *facts, '--format', 'csv'))))
        self.assertEqual(rows[-1]['title'], 'Guddu power station')

    def test_nothing_changed_is_said(self):
        done = accord('facts', 'changes', '--facts', NOW, '--before', NOW, '--exit-unchanged')
        self.assertEqual((done.returncode, done.stdout),
                         (10, 'nothing that matters changed since 2025-11-18\n'))
        self.assertEqual(self.rows('--facts', NOW, '--before', NOW), [])
        self.good('facts', 'add', NOW, '--store', self.store, '--as-of', '2025-11-19')
        self.assertEqual(self.good('facts', 'changes', '--store', self.store),
                         'no earlier state to compare with\n')

    def test_what_cannot_be_compared(self):
        self.fill()
        for arguments, said in (
                (('--facts', NOW), 'nothing to compare with is named'),
                (('--facts', NOW, '--since', '2025-11-19'), '--since goes with --store'),
                (('--store', self.store, '--before', NOW), '--before goes with --facts'),
                (('--facts', NOW, '--before', NOW, '--since', 'monday'), '--since is "monday"'),
                (('--facts', NOW, '--before', '-'), 'not standard input'),
                (('--facts', NOW, '--before', BEFORE, '--percent', '-1'), '--percent is -1')):
            done = accord('facts', 'changes', *arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(said, done.stderr)
        done = accord('facts', 'changes', '--store', self.store, '--since', '9')
        self.assertEqual(done.returncode, 3)
        self.assertIn('"9" is no run of this store', done.stderr)

    def test_wrong_earlier_facts_are_said(self):
        wrong = self.folder / 'wrong.jsonl'
        wrong.write_text('{"record":"partnership","id":"a"}\n', encoding='utf-8')
        done = accord('facts', 'changes', '--facts', NOW, '--before', wrong)
        self.assertEqual(done.returncode, 3)
        self.assertIn('wrong.jsonl:1:', done.stderr)

    def test_slippage_is_a_column(self):
        self.fill()
        out = self.good('facts', 'sql', 'SELECT text, first_due, slips, slipped_days FROM commitments ORDER BY text',
                        '--store', self.store, '--format', 'json')
        self.assertEqual([list(row.values()) for row in json.loads(out)],
                         [['Restart the blast furnace', '2025-12-31', 1, 181],
                          ['Sign the final agreement', '2025-11-19', 0, 0]])

    def test_the_report_and_its_explanation(self):
        pdf = self.folder / 'changes.pdf'
        self.good('render', CASE / 'layout.json', '--before', BEFORE, *DAYS, '-o', pdf)
        text = tool('pdftotext', '-layout', pdf, '-')
        for words in ('Since 19 Nov 2025', 'Newly overdue (1)', '3 days overdue', '1,250,000,000', '181 days later',
                      '1 smaller change is left out.'):
            self.assertIn(words, text)
        self.assertIn('Guddu power station',
                      self.good('explain', CASE / 'layout.json', '-v', '--before', BEFORE, *DAYS))
        item = self.good('explain', CASE / 'layout.json', 'change:1/revised/mill/status', '--before', BEFORE, *DAYS)
        self.assertIn('Discussed → Signed', item)
        self.assertIn('Steel talks in Yekaterinburg', item)

    def test_key_figures_are_made_over_both_states(self):
        layout = self.folder / 'figures.json'
        layout.write_text(json.dumps({'layout': 1, 'title': 'Figures', 'data': {
            'big': {'sql': 'SELECT fact, amount FROM partnerships WHERE amount > :least'}},
            'params': {'least': {'type': 'number', 'default': 5}}, 'body': [{'block': 'kpis', 'items': [
                {'label': 'All', 'value': '{{facts.count}}', 'delta': 'changes'},
                {'label': 'Sources', 'value': '{{sources.count | ,d}}', 'delta': {'from': 'changes', 'text': 'more'}},
                {'label': 'Money', 'value': {'data': 'big', 'aggregate': 'sum', 'field': 'amount'}, 'format': '$.3s',
                 'delta': {'from': 'changes', 'better': 'up'}},
                {'label': 'Words', 'value': 'no number', 'delta': 'changes'}]}]}), encoding='utf-8')
        self.fill()
        for facts in (('--facts', NOW, '--before', BEFORE, *DAYS),
                      ('--store', self.store, '--as-of', '2025-11-22')):
            done = json.loads(self.good('explain', layout, '--format', 'json', *facts))
            said = {item['id']: item['text'] for item in done}
            self.assertEqual({key: text for key, text in said.items() if key.endswith('/delta')},
                             {'kpi:all/delta': '±0 since 19 Nov 2025', 'kpi:sources/delta': '▲\u00a0+1 more',
                              'kpi:money/delta': '▲\u00a0+$250M since 19 Nov 2025'})
        self.assertNotIn('/delta', self.good('explain', layout, '--facts', NOW))

    def test_without_an_earlier_state_the_report_says_so(self):
        pdf = self.folder / 'changes.pdf'
        self.good('render', CASE / 'layout.json', '-o', pdf)
        self.assertIn('No earlier state to compare with.', tool('pdftotext', pdf, '-'))


unittest.main()
