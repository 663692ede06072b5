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
        self.assertRegex(self.good('facts', 'changes', *facts), r'amount +\d{1,3}(,\d{3})+ [A-Z]{3}')
        self.assertIn('Discussed', self.good('facts', 'changes', *facts))
        self.assertRegex(self.good('facts', 'changes', *facts), r' USD +announced')
        rows = list(csv.DictReader(io.StringIO(self.good('facts', 'changes', *facts, '--format', 'csv'))))
        self.assertEqual(rows[-1]['title'], 'Guddu power station')

    def test_new_less_withdrawn_is_what_key_figures_say(self):
        """Facts of a later day are in no state before it: p3 came, p5 went on, p6 is still to come."""
        def facts(name, *records):
            (self.folder / name).write_text(json.dumps([
                {'id': key, 'title': key, 'parties': ['Pakistan', 'China'], 'date': day} for key, day in records]))
        facts('a.json', ('p1', '2025-03'), ('p2', '2025-05-01'), ('p3', '2025-09-01'), ('p5', '2025-06-01'),
              ('p6', '2026-01-01'), ('p7', '2025-08-01'), ('p9', '2026-03-01'))
        facts('b.json', ('p1', '2025-03'), ('p3', '2025-09-01'), ('p4', '2025-05-01'), ('p5', '2026-02-01'),
              ('p6', '2026-01-01'), ('p7', '2025-08-02'), ('p8', '2026-01-01'))
        count = 'SELECT count(*) AS n FROM partnerships'
        for name, day in (('a.json', '2025-07-15'), ('b.json', '2025-09-02')):
            self.good('facts', 'add', self.folder / name, '--store', self.store, '--replace', '--as-of', day)
        before = json.loads(self.good('facts', 'sql', count, '-f', self.folder / 'a.json', '--as-of', '2025-07-15',
                                      '--format', 'json'))[0]['n']
        now = json.loads(self.good('facts', 'sql', count, '--store', self.store, '--as-of', '2025-09-02',
                                   '--format', 'json'))[0]['n']
        of_store = self.rows('--store', self.store, '--as-of', '2025-09-02')
        of_files = self.rows('--facts', self.folder / 'b.json', '--before', self.folder / 'a.json', '--since',
                             '2025-07-15', '--as-of', '2025-09-02')
        for rows in (of_store, of_files):
            kinds = {row['id']: row['kind'] for row in rows}
            self.assertEqual(kinds, {'p3': 'new', 'p4': 'new', 'p7': 'new', 'p2': 'withdrawn', 'p5': 'withdrawn'})
            difference = sum({'new': 1, 'withdrawn': -1}[kind] for kind in kinds.values())
            self.assertEqual(now - before, difference)

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

    def inside(self, pdf):
        place = self.folder / 'inside'
        self.good('extract', pdf, '-o', place, '--force')
        return place

    def test_the_report_is_verified_with_what_it_was_compared_with(self):
        layout, pdf = self.folder / 'layout.json', self.folder / 'changes.pdf'
        layout.write_text(json.dumps({'layout': 1, 'title': 'T', 'body': [
            {'block': 'kpis', 'items': [{'label': 'All', 'value': {'data': 'partnerships'}, 'delta': 'changes'}]},
            {'block': 'changes'}, {'block': 'sources'}]}))
        self.fill()
        for facts in (('--facts', NOW, '--before', BEFORE, *DAYS), ('--facts', NOW, '--before', BEFORE),
                      ('--store', self.store, '--as-of', '2025-11-22'),
                      ('--store', self.store, '--as-of', '2025-11-22', '--since', '1')):
            self.good('render', layout, *facts, '-o', pdf)
            self.assertIn('same bytes', self.good('verify', pdf))
            earlier = (self.inside(pdf) / 'facts/before/earlier-facts.jsonl').read_text()
            self.assertIn('Guddu power station', earlier)
            self.assertNotIn('Carbon credits', earlier)
            self.assertIn('kpi:all/delta', self.good('explain', pdf))

    def test_a_report_without_changes_has_no_earlier_facts_inside(self):
        layout, pdf = self.folder / 'layout.json', self.folder / 'plain.pdf'
        layout.write_text(json.dumps({'layout': 1, 'title': 'T', 'body': [
            {'block': 'table', 'data': 'partnerships', 'columns': ['title']}]}))
        self.good('render', layout, '--facts', NOW, '--before', BEFORE, '-o', pdf)
        self.assertFalse((self.inside(pdf) / 'facts/before/earlier-facts.jsonl').exists())
        self.assertIn('same bytes', self.good('verify', pdf))

    def test_nothing_was_there_before(self):
        nothing, pdf = self.folder / 'nothing.jsonl', self.folder / 'all.pdf'
        nothing.write_text('')
        self.good('render', CASE / 'layout.json', '--before', nothing, *DAYS, '-o', pdf)
        self.assertIn('New (3)', tool('pdftotext', pdf, '-'))
        self.assertIn('same bytes', self.good('verify', pdf))

    def test_without_an_earlier_state_the_report_says_so(self):
        pdf = self.folder / 'changes.pdf'
        self.good('render', CASE / 'layout.json', '-o', pdf)
        self.assertIn('No earlier state to compare with.', tool('pdftotext', pdf, '-'))


class Nights(unittest.TestCase):
    """accord run over a store: reports, run.json and index.html tell the same, since the last published run."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.folder / 'layout.json').write_text(json.dumps({'layout': 1, 'title': 'Night', 'body': [
            {'block': 'kpis', 'items': [{'label': 'All', 'value': {'data': 'partnerships'}, 'delta': 'changes'}]},
            {'block': 'changes'}]}))
        (self.folder / 'jobs.json').write_text(json.dumps({
            'jobs': 1, 'facts': ['facts.jsonl'], 'store': 'facts.db', 'out': 'out/{{as_of}}',
            'reports': [{'id': 'daily', 'layout': 'layout.json', 'file': 'daily.pdf'},
                        {'id': 'again', 'layout': 'layout.json', 'file': 'again.pdf'}]}))
        self.night('2025-11-19', BEFORE)

    def night(self, day, facts=None, *options, code=0):
        """What run.json says, the text of the first report, and the index."""
        if facts:
            (self.folder / 'facts.jsonl').write_bytes(facts.read_bytes())
        done = accord('run', self.folder / 'jobs.json', '--as-of', day, '-q', *options)
        self.assertEqual(done.returncode, code, done.stderr)
        out = self.folder / 'out' / day
        return (json.loads((out / 'run.json').read_text())['changes'], tool('pdftotext', out / 'daily.pdf', '-'),
                (out / 'index.html').read_text())

    def counts(self, changes):
        kinds = ('new', 'revised', 'verified', 'slipped', 'overdue', 'withdrawn')
        return {kind: changes[kind] for kind in kinds if changes[kind]}

    def test_all_say_the_same(self):
        changes, page, index = self.night('2025-11-22', NOW)
        self.assertEqual((changes['since']['as_of'], changes['since']['run']), ('2025-11-19', 1))
        self.assertEqual(self.counts(changes), {'new': 1, 'revised': 1, 'slipped': 1, 'overdue': 1, 'withdrawn': 1})
        self.assertIn('Since 19 Nov 2025', page)
        self.assertIn('±0 since 19 Nov 2025', page)
        self.assertIn('What changed since <time datetime="2025-11-19">', index)
        for heading, row in (('New (1)', 'new'), ('Revised (1)', 'revised'), ('Slipped (1)', 'slipped'),
                             ('Newly overdue (1)', 'overdue'), ('Withdrawn (1)', 'withdrawn')):
            self.assertIn(heading, page)
            title = next(change['title'] for change in changes['changes'] if change['kind'] == row)
            self.assertIn(title, page)
            self.assertIn(title, index)
        self.assertEqual((changes['left_out'], changes['rows'], len(changes['changes'])), (1, 7, 7))
        self.assertIn('<b>1</b> revised', index)
        self.assertIn('1 smaller change is left out', page)

    def test_running_again_tells_the_same(self):
        first = self.night('2025-11-22', NOW)[:2]
        self.assertEqual(self.night('2025-11-22', None, '--exit-unchanged', code=10)[:2], first)
        self.assertEqual(self.night('2025-11-22', None, '--force')[:2], first)

    def test_what_was_never_published_is_no_earlier_state(self):
        added = accord('facts', 'add', NOW, '--store', self.folder / 'facts.db', '--as-of', '2025-11-20')
        self.assertEqual(added.returncode, 0, added.stderr)
        changes, page, _ = self.night('2025-11-22', NOW)
        self.assertEqual(changes['since'], {'run': 1, 'as_of': '2025-11-19'})
        self.assertEqual(self.counts(changes), {'new': 1, 'revised': 1, 'slipped': 1, 'overdue': 1, 'withdrawn': 1})
        self.assertIn('Carbon credits for Punjab', page)

    def test_a_report_made_alone_leaves_the_others_their_changes(self):
        done = accord('run', self.folder / 'jobs.json', '--as-of', '2025-11-20', '-q', '--only', 'again')
        self.assertEqual(done.returncode, 0, done.stderr)
        changes, _, _ = self.night('2025-11-22', NOW)
        self.assertEqual(changes['since']['as_of'], '2025-11-19')

    def test_each_report_is_verified(self):
        (self.folder / 'plain.json').write_text(json.dumps({'layout': 1, 'title': 'Plain', 'body': [
            {'block': 'table', 'data': 'partnerships', 'columns': ['title']}]}))
        jobs = json.loads((self.folder / 'jobs.json').read_text())
        jobs['reports'].append({'id': 'plain', 'layout': 'plain.json', 'file': 'plain.pdf'})
        (self.folder / 'jobs.json').write_text(json.dumps(jobs))
        self.night('2025-11-22', NOW)
        for name, has_earlier in (('daily', True), ('again', True), ('plain', False)):
            path = self.folder / 'out/2025-11-22' / f'{name}.pdf'
            done = accord('verify', path)
            self.assertEqual((done.returncode, done.stderr), (0, ''))
            self.assertEqual('earlier-facts.jsonl' in tool('pdfdetach', '-list', path), has_earlier)

    def test_what_fell_due_is_told_once(self):
        self.night('2025-11-22', NOW)
        changes, page, _ = self.night('2026-06-29')
        self.assertEqual((changes['since']['as_of'], self.counts(changes)), ('2025-11-22', {}))
        self.assertIn('Nothing changed since 22 Nov 2025', page)
        changes, page, _ = self.night('2026-07-01')
        self.assertEqual((changes['since']['as_of'], self.counts(changes)), ('2026-06-29', {'overdue': 1}))
        self.assertIn('Since 29 Jun 2026', page)
        changes, page, _ = self.night('2026-07-02')
        self.assertEqual(self.counts(changes), {})
        self.assertIn('Nothing changed', page)

    def test_a_store_made_anew_has_no_earlier_state(self):
        self.night('2025-11-22', NOW)
        (self.folder / 'facts.db').unlink()
        changes, page, index = self.night('2025-11-23', BEFORE)
        self.assertEqual(changes['since'], None)
        self.assertIn('No earlier state to compare with', page)
        self.assertNotIn('What changed', index)


unittest.main()
