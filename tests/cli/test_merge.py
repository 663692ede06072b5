"""One partnership once: merging by id, same_as, lists and similarity; what was chosen and why."""
import json
import pathlib
import sqlite3
import tempfile
import unittest

from program import accord, tool


def document(partnerships, sources=()):
    return json.dumps({'facts': 1, 'sources': list(sources), 'partnerships': partnerships})


def record(name, **more):
    return {'id': name, 'title': f'Partnership {name}', 'parties': ['Pakistan', 'Russia'], **more}


OLD = {'id': 's1', 'title': 'Gazette', 'published': '2025-07-09'}
NEW = {'id': 's2', 'title': 'Times', 'published': '2025-09-01'}
FIRST = record('mill', title='Steel mill', sector='steel', year=2025, status='discussed', amount_usd=100,
               venue={'place': 'Karachi'}, commitments=[{'text': 'Build it', 'by': 'Russia', 'due': '2025-22'}],
               evidence=[{'source': 's1', 'supports': '/status', 'quote': 'talks'},
                         {'source': 's1', 'supports': '/amount_usd', 'quote': '100'}])
SECOND = record('mill', title='The mill', parties=['Islamic Republic of Pakistan', 'Russia', 'China'],
                sectors=['steel', 'energy'], date='2025-08-30', status='signed',
                amounts=[{'value': '120', 'currency': 'USD'}, {'value': '5', 'currency': 'EUR', 'basis': 'committed'}],
                commitments=[{'text': 'build  it', 'by': 'Russia', 'due': '2026'}],
                evidence=[{'source': 's2', 'supports': '/status', 'quote': 'signed'},
                          {'source': 's2', 'supports': '/amounts/0', 'quote': '120'},
                          {'source': 's2', 'supports': '/parties/2', 'quote': 'China'}])


class Merge(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.addCleanup(self.holder.cleanup)
        self.folder = pathlib.Path(self.holder.name)
        self.write('a.json', document([FIRST], [OLD]))
        self.write('b.json', document([SECOND], [NEW]))

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def run_accord(self, *arguments, code=0, **options):
        done = accord(*arguments, cwd=self.folder, **options)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def ask(self, sql, *files, code=0):
        done = self.run_accord('facts', 'sql', sql, *(w for f in files for w in ('-f', f)), '--format', 'json',
                               code=code)
        return json.loads(done.stdout) if code == 0 else done

    def test_one_id_in_two_files_is_one_partnership(self):
        rows = self.ask('SELECT id, title, date, status_code, amount_usd, evidence FROM partnerships', 'a.json', 'b.json')
        self.assertEqual(rows, [{'id': 'mill', 'title': 'Steel mill', 'date': '2025-08-30', 'status_code': 'signed',
                                 'amount_usd': 120, 'evidence': 5}])
        self.assertEqual([row['party'] for row in self.ask(
            'SELECT party FROM partnership_parties ORDER BY position', 'a.json', 'b.json')],
            ['Pakistan', 'Russia', 'China'])

    def test_an_amount_keeps_the_date_that_its_record_gave_it(self):
        loan = {'value': '100', 'currency': 'EUR', 'basis': 'committed'}
        paid = {'value': '7', 'currency': 'EUR', 'basis': 'disbursed', 'date': '2021-03'}
        self.write('old.json', document([record('k', date='2020-01-15', status='signed', amounts=[loan, paid])]))
        self.write('new.json', document([record('k', date='2024-05-01', status='completed', amount_usd=3)]))
        self.write('rates.json', json.dumps({'rates': 1, 'currency': 'USD', 'source': 'bank', 'table': [
            {'currency': 'EUR', 'date': '2020', 'rate': '1.5'}, {'currency': 'EUR', 'date': '2021', 'rate': '1'},
            {'currency': 'EUR', 'date': '2024', 'rate': '2'}]}))
        for files in ('old.json', 'new.json'), ('new.json', 'old.json'):
            done = self.run_accord('facts', 'sql', 'SELECT value, date, converted FROM amounts ORDER BY value DESC',
                                   '-f', files[0], '-f', files[1], '--rates', 'rates.json', '--format', 'json')
            self.assertEqual([tuple(row.values()) for row in json.loads(done.stdout)],
                             [(100, '2020-01-15', 150), (7, '2021-03', 7), (3, '2024-05-01', 3)])
        exported = self.run_accord('facts', 'export', '-f', 'old.json', '-f', 'new.json').stdout
        amounts = json.loads(exported)['amounts']
        self.assertEqual([amount.get('date') for amount in amounts], ['2020-01-15', '2021-03', None])

    def test_what_was_not_chosen_is_kept_with_the_rule(self):
        rows = self.ask('SELECT field, chosen, other, chosen_source, other_source, rule FROM conflicts ORDER BY position',
                        'a.json', 'b.json')
        self.assertEqual([(r['field'], r['chosen'], r['other'], r['rule']) for r in rows], [
            ('/status', 'signed', 'discussed', 'newer source'),
            ('/amounts', '120 USD', '100 USD', 'newer source'),
            ('/commitments', 'build  it: 2026, open', 'Build it: 2025-22, open', 'newer source')])
        self.assertEqual({(r['chosen_source'], r['other_source']) for r in rows}, {('s2', 's1')})

    def test_evidence_points_to_the_same_values_as_before(self):
        rows = self.ask('SELECT source, supports FROM evidence ORDER BY position', 'a.json', 'b.json')
        self.assertEqual([(r['source'], r['supports']) for r in rows], [
            ('s1', '/conflicts/0/other'), ('s1', '/conflicts/1/other'), ('s2', '/status'), ('s2', '/amounts/0'),
            ('s2', '/parties/2')])

    def test_merging_is_said_and_can_be_turned_off(self):
        done = self.run_accord('facts', 'list', '-f', 'a.json', '-f', 'b.json')
        self.assertIn('2 records were merged into 1 partnership; 3 values differ', done.stderr)
        done = self.run_accord('facts', 'list', '-f', 'a.json', '-f', 'b.json', '--no-merge', '--format', 'json')
        self.assertEqual([row['id'] for row in json.loads(done.stdout)], ['mill', 'mill~2'])
        self.assertIn('note: 1 record has the id of one before, and is shown under one of its own such as "mill~2"', done.stderr)

    def test_an_id_twice_in_one_file_is_an_error(self):
        self.write('c.json', document([record('x'), record('x')]))
        self.assertIn('occurs twice', self.ask('SELECT 1', 'c.json', code=3).stderr)
        self.write('d.json', document([record('x')]))
        self.assertIn('occurs twice', self.ask('SELECT 1', 'd.json', 'c.json', code=3).stderr)

    def test_cycles_and_chains_of_same_as(self):
        self.write('c.json', document([record('x', same_as='y'), record('y', same_as='z'), record('z', same_as='x'),
                                       record('w', same_as='w')]))
        self.assertEqual(self.ask('SELECT id FROM partnerships ORDER BY id', 'c.json'), [{'id': 'w'}, {'id': 'x'}])
        self.assertEqual(self.ask("SELECT member, rule FROM merges", 'c.json'), [
            {'member': 'x', 'rule': 'first'}, {'member': 'y', 'rule': 'same_as'}, {'member': 'z', 'rule': 'same_as'}])

    def test_same_as_to_nothing_merges_nothing(self):
        self.write('c.json', document([record('x', same_as='nowhere')]))
        self.assertEqual(self.ask('SELECT count(*) AS n FROM merges', 'c.json'), [{'n': 0}])

    def test_groups_are_bounded(self):
        chain = [record(f'r{i}', same_as=f'r{i + 1}') for i in range(10000)]
        self.write('c.json', document(chain + [record('r10000')]))
        done = self.ask('SELECT 1', 'c.json', code=3)
        self.assertIn('10001 records say that they are the partnership "r0", at most 1000 records', done.stderr)
        self.assertEqual(self.run_accord('facts', 'list', '-f', 'c.json', '--no-merge', '-q').returncode, 0)
        self.write('c.json', document(chain[:999] + [record('r999')]))
        self.assertEqual(self.ask('SELECT count(*) AS n FROM merges', 'c.json'), [{'n': 1000}])

    def test_merged_facts_are_written_read_and_taken_apart(self):
        self.write('c.json', document([record('other', same_as='mill')]))
        text = self.run_accord('facts', 'export', '-f', 'a.json', '-f', 'c.json').stdout
        self.write('m.jsonl', text)
        again = self.run_accord('facts', 'export', '-f', 'm.jsonl')
        self.assertEqual(again.stdout, text)
        self.assertEqual(again.stderr, '')
        apart = self.run_accord('facts', 'export', '-f', 'm.jsonl', '--no-merge').stdout
        self.assertEqual([json.loads(line)['id'] for line in apart.splitlines()], ['s1', 'mill', 'other'])
        self.assertEqual(json.loads(apart.splitlines()[1]), {'record': 'partnership', **FIRST})

    def test_records_merged_by_their_id_are_given_back(self):
        """Each under an id of its own, and otherwise as it was."""
        self.write('m.jsonl', self.run_accord('facts', 'export', '-f', 'a.json', '-f', 'b.json').stdout)
        apart = self.run_accord('facts', 'export', '-f', 'm.jsonl', '--no-merge')
        records = {row['id']: row for row in map(json.loads, apart.stdout.splitlines())}
        self.assertEqual(sorted(records), ['mill', 'mill~2', 's1', 's2'])
        self.assertEqual(records['mill'], {'record': 'partnership', **FIRST})
        self.assertEqual(records['mill~2'], {'record': 'partnership', **SECOND, 'id': 'mill~2'})
        self.write('twice.json', document([record('x'), record('x')]))
        self.assertIn('occurs twice', self.run_accord('facts', 'list', '-f', 'twice.json', '--no-merge', code=3).stderr)

    def test_pairs_that_are_not_the_same_are_kept_apart(self):
        same = {'title': 'Karachi steel mill', 'sector': 'steel', 'date': '2025-07-08'}
        self.write('c.json', document([record('x', **same, same_as='y'), record('y', **same), record('z', **same)]))
        def ids(*arguments):
            done = self.run_accord('facts', 'list', '-f', 'c.json', '--same-as', 'pairs.json', '--format', 'json', *arguments)
            return sorted(row['id'] for row in json.loads(done.stdout)), done.stderr
        self.write('pairs.json', json.dumps({'same_as': 1, 'pairs': [], 'not_same': [{'ids': ['y', 'x'], 'reason': 'two mills'}]}))
        found, told = ids()
        self.assertEqual(found, ['x', 'y', 'z'])
        self.assertIn('note: 1 pair of records that would be merged is kept apart by "not_same" of a list', told)
        found, told = ids('--merge-rule', 'similar')  # not over a third record either
        self.assertEqual(found, ['x', 'y'])
        self.write('pairs.json', json.dumps({'same_as': 1, 'pairs': [{'ids': ['y', 'z']}],
                                             'not_same': [{'ids': ['z', 'x']}, {'ids': ['q', 'x']}]}))
        found, told = ids()
        self.assertEqual(found, ['x', 'y'])
        self.assertIn('the pair names "q", which is not here', told)
        rows = json.loads(self.run_accord('facts', 'merge', '-f', 'c.json', '--same-as', 'pairs.json', '--format', 'json',
                                          '-w', 'new.json').stdout)
        self.assertNotIn(('x', 'z'), [(row['id'], row['other']) for row in rows])
        self.assertEqual(json.loads((self.folder / 'new.json').read_text())['not_same'],
                         [{'ids': ['z', 'x']}, {'ids': ['q', 'x']}])
        self.write('pairs.json', json.dumps({'same_as': 1, 'pairs': [], 'not_same': [{'ids': ['x', 'x']}]}))
        done = self.run_accord('facts', 'list', '-f', 'c.json', '--same-as', 'pairs.json', code=3)
        self.assertIn('"not_same" names "x" twice', done.stderr)

    def test_a_merged_record_can_be_merged_again(self):
        self.write('m.jsonl', self.run_accord('facts', 'export', '-f', 'a.json', '-f', 'b.json').stdout)
        self.write('c.json', document([record('third', same_as='mill', status='completed')]))
        rows = self.ask('SELECT member FROM merges ORDER BY position', 'm.jsonl', 'c.json')
        self.assertEqual([row['member'] for row in rows], ['mill', 'mill', 'third'])
        self.assertEqual(len(self.ask('SELECT field FROM conflicts', 'm.jsonl', 'c.json')), 4)

    def test_standard_input_is_read_once(self):
        line = json.dumps({'record': 'partnership', **record('x', same_as='mill')}) + '\n'
        done = self.run_accord('facts', 'list', '-f', '-', '-f', 'a.json', stdin=line, code=3)
        self.assertIn('standard input can be read once', done.stderr)
        self.run_accord('facts', 'list', '-f', '-', stdin=line)

    def test_evidence_is_looked_up_in_merged_records(self):
        (self.folder / 'texts').mkdir()
        self.write('texts/s1.txt', 'There were talks about 100.')
        self.write('texts/s2.txt', 'It was signed for 120.')
        done = self.run_accord('facts', 'sql', 'SELECT supports, state, number FROM evidence ORDER BY position',
                               '-f', 'a.json', '-f', 'b.json', '--sources', 'texts', '--format', 'json')
        rows = json.loads(done.stdout)
        self.assertEqual([row['state'] for row in rows], ['exact', 'exact', 'exact', 'exact', 'missing'])
        self.assertEqual(rows[3]['number'], 'found')

    def test_audiences_are_cleared_before_merging(self):
        self.write('b.json', document([{**SECOND, 'audience': 'internal'}], [NEW]))
        done = self.run_accord('facts', 'list', '-f', 'a.json', '-f', 'b.json', '--audience', 'public',
                               '--format', 'json')
        self.assertEqual([row['status'] for row in json.loads(done.stdout)], ['Discussed'])
        self.assertNotIn('Times', done.stdout)
        done = self.run_accord('facts', 'list', '-f', 'a.json', '-f', 'b.json', '--audience', 'internal',
                               '--format', 'json')
        self.assertEqual([row['status'] for row in json.loads(done.stdout)], ['Signed'])

    def test_a_store_holds_merged_facts(self):
        self.run_accord('facts', 'add', 'a.json', 'b.json', '--store', 's.db')
        done = self.run_accord('facts', 'sql', 'SELECT member FROM merges', '--store', 's.db', '--format', 'json')
        self.assertEqual(json.loads(done.stdout), [{'member': 'mill'}, {'member': 'mill'}])
        done = self.run_accord('facts', 'add', 'a.json', 'b.json', '--store', 's.db')
        self.assertIn('0 new, 0 changed, 1 unchanged', done.stdout)
        self.run_accord('check', '--store', 's.db')
        with sqlite3.connect(self.folder / 's.db') as store:
            self.assertEqual(store.execute('SELECT count(*) FROM conflict_rows').fetchone(), (3,))

    def test_what_is_alike_is_proposed_listed_and_given_back(self):
        self.write('c.json', document([
            record('x', title='Modernisation of the Karachi steel mill', sector='steel', date='2025-07-08'),
            record('y', title='Karachi steel mill modernisation', sector='steel', date='2025-09'),
            record('z', title='Karachi steel mill modernisation phase II', sector='steel', date='2025-09'),
            record('late', title='Karachi steel mill modernisation', sector='steel', date='2012'),
            record('far', title='Karachi steel mill modernisation', sector='energy', date='2025-09')]))
        done = self.run_accord('facts', 'merge', '-f', 'c.json', '--write', 'pairs.json', '--format', 'json')
        rows = json.loads(done.stdout)
        self.assertEqual([(r['rule'], r['id'], r['other']) for r in rows], [('proposed', 'x', 'y')])
        self.assertGreater(rows[0]['score'], 0.6)
        self.assertIn('Pakistan, Russia; steel', rows[0]['reason'])
        self.assertEqual(len(self.ask('SELECT id FROM partnerships', 'c.json')), 5)
        done = self.run_accord('facts', 'list', '-f', 'c.json', '--same-as', 'pairs.json', '--format', 'json')
        self.assertEqual(len(json.loads(done.stdout)), 4)
        done = self.run_accord('facts', 'list', '-f', 'c.json', '--merge-rule', 'similar', '--format', 'json')
        self.assertEqual(len(json.loads(done.stdout)), 4)
        done = self.run_accord('facts', 'merge', '-f', 'c.json', '--same-as', 'pairs.json', '--format', 'json')
        self.assertEqual([(r['rule'], r['other']) for r in json.loads(done.stdout)], [('list', 'y')])

    def test_a_list_that_was_looked_through_is_not_written_over(self):
        self.write('c.json', document([record('x', year=2020, sector='steel', title='Steel mill of Karachi'),
                                       record('y', year=2020, sector='steel', title='Steel mill of Karachi')]))
        list_again = ('facts', 'merge', '-f', 'c.json', '-w', 'pairs.json')
        self.run_accord(*list_again)
        self.write('pairs.json', '{"same_as": 1, "pairs": []}')
        self.assertIn('"pairs.json" is there already', self.run_accord(*list_again, code=6).stderr)
        self.assertEqual((self.folder / 'pairs.json').read_text(), '{"same_as": 1, "pairs": []}')
        self.run_accord(*list_again, '--force')
        self.assertIn('"x"', (self.folder / 'pairs.json').read_text())

    def test_ids_of_a_list_that_no_record_has_are_told(self):
        self.write('pairs.json', '{"same_as": 1,\n "pairs": [{"ids": ["mill", "mil"]}]}')
        told = self.run_accord('facts', 'list', '-f', 'a.json', '--same-as', 'pairs.json').stderr
        self.assertIn('pairs.json:2:29: warning: the pair names "mil", which is not here', told)

    def test_an_umbrella_that_is_not_there_is_told(self):
        self.write('c.json', document([record('part', part_of='frame'), record('whole'),
                                       record('other', part_of=['whole', 'frme'])]))
        told = self.run_accord('check', 'c.json').stderr
        self.assertIn('"part_of" leads to "frame", which is not here', told)
        self.assertIn('"part_of" leads to "frme"', told)
        self.assertEqual(told.count('leads to'), 2)

    def test_check_of_several_files_tells_what_differs(self):
        done = self.run_accord('check', 'a.json', 'b.json')
        self.assertIn('2 records were merged into 1 partnership', done.stderr)
        self.assertIn('differ', done.stderr)
        self.assertNotIn('were merged', self.run_accord('check', 'a.json', 'b.json', '--no-merge').stderr)
        self.assertNotIn('merged', self.run_accord('check', 'a.json').stderr)

    def test_check_of_several_files_adds_up_the_parts_of_umbrellas(self):
        def money(value):
            return [{'value': value, 'currency': 'USD', 'basis': 'committed'}]
        self.write('a.json', document([record('frame', umbrella=True, amounts=money(100))]))
        self.write('b.json', document([record('part', part_of=['frame'], amounts=money(500))]))
        told = 'the parts of the umbrella "frame" hold 500 USD committed, which is more than its own 100'
        self.assertEqual(self.run_accord('check', 'a.json', 'b.json').stderr.count(told), 1)
        self.assertNotIn(told, self.run_accord('check', 'a.json').stderr)

    def test_a_wrong_list_is_reported(self):
        self.write('pairs.json', '{"same_as": 1, "pairs": [{"ids": ["a"]}, {"id": []}]}')
        done = self.run_accord('facts', 'list', '-f', 'a.json', '--same-as', 'pairs.json', code=3)
        self.assertIn('expected two ids', done.stderr)
        self.assertIn('unknown key "id"', done.stderr)

    def test_conflicts_are_printed(self):
        self.write('l.json', json.dumps({'layout': 1, 'title': 'T', 'body': [
            {'block': 'conflicts'}, {'block': 'conflicts', 'data': {'sql': 'SELECT * FROM conflicts WHERE 0'}}]}))
        self.run_accord('render', 'l.json', '-f', 'a.json', '-f', 'b.json', '-o', 'o.pdf')
        text = tool('pdftotext', '-layout', self.folder / 'o.pdf', '-')
        self.assertRegex(text, r'Field +Shown +Also claimed +Because')
        self.assertRegex(text, r'Status +Signed\s\[2\] +Discussed\s\[1\] +newer source')
        self.assertRegex(text, r'Amount +120\sUSD\s\[2\] +100\sUSD\s\[1\] +newer source')
        self.assertRegex(text, r'build +it +2026, open\s\[2\] +summer 2025, open\s\[1\] +newer source')
        self.assertRegex(text, r'(?m)^ *\[1\]\s.*\n *\[2\]\s.*Times')
        self.assertIn('Nothing to show', text)
        self.run_accord('verify', 'o.pdf')

    def test_conflicts_are_printed_in_the_words_of_the_language(self):
        million = {'amounts': [{'value': '320000000', 'currency': 'USD', 'basis': 'committed'}]}
        self.write('c.json', document([{**{k: v for k, v in FIRST.items() if k != 'amount_usd'}, **million,
                                        'evidence': []}], [OLD]))
        self.write('d.json', document([{**SECOND, 'amounts': [{**million['amounts'][0], 'value': '350000000.5'}],
                                        'evidence': [{'source': 's2', 'supports': '/amounts/0', 'quote': '350'}]}], [NEW]))
        self.write('l.json', json.dumps({'layout': 1, 'title': 'T', 'lang': 'fr', 'body': [{'block': 'conflicts'}]}))
        self.run_accord('render', 'l.json', '-f', 'c.json', '-f', 'd.json', '-o', 'o.pdf')
        words = tool('pdftotext', '-layout', self.folder / 'o.pdf', '-')
        self.assertRegex(words, r'Statut +Signé\s\[1\] +En discussion +source plus\n +récente')
        self.assertRegex(words, r'Montant \(engagé\) .*preuve à l’appui')
        self.assertRegex(words, r'350\s000\s000,5\sUSD')
        self.assertNotRegex(words, 'committed|newer|/status|320000000')

    def test_values_that_differ_are_listed(self):
        files = ('-f', 'a.json', '-f', 'b.json')
        rows = json.loads(self.run_accord('facts', 'merge', *files, '--conflicts', '--format', 'json').stdout)
        self.assertEqual(rows[0], {'id': 'mill', 'field': '/status', 'shown': 'signed', 'shown_by': 's2',
                                   'claimed': 'discussed', 'claimed_by': 's1', 'rule': 'newer source'})
        self.assertEqual([row['field'] for row in rows], ['/status', '/amounts', '/commitments'])
        pairs = json.loads(self.run_accord('facts', 'merge', *files, '--format', 'json').stdout)
        self.assertEqual(pairs[0]['reason'], 'merged; status, amounts, commitments differ')
        shown = json.loads(self.run_accord('facts', 'show', 'mill', *files, '--format', 'json').stdout)
        self.assertEqual([row['member'] for row in shown['merged']], ['mill', 'mill'])
        self.assertEqual([(row['shown'], row['claimed']) for row in shown['conflicts']][0], ('signed', 'discussed'))
        self.assertEqual(self.run_accord('facts', 'merge', '-f', 'a.json', '--conflicts').stdout,
                         'no records of one partnership differ\n')

    def test_umbrellas_are_counted_once(self):
        def amount(value, currency='USD', basis='committed'):
            return [{'value': value, 'currency': currency, 'basis': basis}]
        self.write('c.json', document([
            record('frame', umbrella=True, amounts=amount('100')),
            record('part', part_of='frame', amounts=amount('60')),
            record('alone', umbrella=True, amounts=amount('30')),
            record('held', umbrella=True, amounts=amount('40')),
            record('empty', part_of='held'),
            record('plain', amounts=amount('5'))]))
        rows = self.ask('SELECT id, counted FROM amounts ORDER BY id', 'c.json')
        self.assertEqual({r['id']: r['counted'] for r in rows},
                         {'frame': 0, 'part': 1, 'alone': 0, 'held': 1, 'plain': 1})
        self.assertEqual(self.ask('SELECT sum(amount) AS n FROM partnerships WHERE counted', 'c.json'), [{'n': 105}])

    def test_an_umbrella_that_was_merged_is_not_counted_twice(self):
        """Its parts name it by its own id, or by that of the record that was merged into it."""
        self.write('umbrella.json', document([
            record('one', title='An umbrella', amount_usd=100), record('other', title='The umbrella', same_as='one'),
            record('x', part_of='other', amount_usd=60), record('y', part_of='one', amount_usd=30),
            record('alone', part_of='alone', amount_usd=7)]))
        query = 'SELECT id, counted FROM partnerships ORDER BY id'
        counted = [{'id': 'alone', 'counted': 1}, {'id': 'one', 'counted': 0}, {'id': 'x', 'counted': 1}, {'id': 'y', 'counted': 1}]
        for options in (['-f', 'umbrella.json'], ['-f', 'umbrella.json', '--audience', 'public']):
            rows = json.loads(self.run_accord('facts', 'sql', query, *options, '--format', 'json').stdout)
            self.assertEqual(rows, counted, options)
        self.write('only.json', document([record('one', amount_usd=100), record('other', same_as='one'),
                                          record('x', part_of='other', amount_usd=60)]))
        self.run_accord('facts', 'add', 'only.json', '--store', 'u.db')
        rows = json.loads(self.run_accord('facts', 'sql', query, '--store', 'u.db', '--format', 'json').stdout)
        self.assertEqual(rows, [{'id': 'one', 'counted': 0}, {'id': 'x', 'counted': 1}])
        self.run_accord('facts', 'sql', 'SELECT sum(value) AS n FROM amounts WHERE counted = 1', '--store', 'u.db')

    def test_files_that_are_checked_together_refer_to_each_other(self):
        self.write('sources.json', document([], [OLD]))
        self.write('part.json', document([record('p', evidence=[{'source': 's1', 'supports': '/title', 'quote': 'x'}], same_as='q')]))
        self.write('other.json', document([record('q')], [{**OLD, 'title': 'Another'}]))
        self.assertIn('which no file has', self.run_accord('check', 'part.json', code=3).stderr)
        done = self.run_accord('check', 'part.json', 'sources.json')
        self.assertIn('part.json: good', done.stdout)
        self.assertIn('"same_as" leads to "q", which is not here', done.stderr)
        self.assertIn('2 paths: 0 errors, 1 warning', done.stderr)
        self.assertNotIn('which is not here', self.run_accord('check', 'part.json', 'other.json').stderr)
        done = self.run_accord('check', 'part.json', 'sources.json', 'other.json', code=3)
        self.assertIn('the id "s1" occurs twice', done.stderr)
        self.assertIn('3 paths: 1 error, 0 warnings', done.stderr)
        self.assertNotIn('which no file has', self.run_accord('check', 'part.json', 'a.json', '--audience', 'public').stderr)

    def test_a_source_of_a_higher_rank_is_right(self):
        """What the older source says is chosen where it has a rank and the newer one none, or a lower one."""
        query = 'SELECT field, chosen, other, rule FROM conflicts ORDER BY position'
        for old, new, better in ((1, None, 'old'), (1, 2, 'old'), (2, 1, 'new'), (None, 7, 'new'), (3, 3, 'newer'), (None, None, 'newer')):
            for name, records, source, rank in (('a.json', FIRST, OLD, old), ('b.json', SECOND, NEW, new)):
                self.write(name, document([records], [source | ({'rank': rank} if rank else {})]))
            rows = json.loads(self.run_accord('facts', 'sql', query, '-f', 'a.json', '-f', 'b.json', '--format', 'json').stdout)
            said = {row['field']: (row['chosen'], row['rule']) for row in rows}
            rule = 'newer source' if better == 'newer' else 'higher rank'
            self.assertEqual(said['/status'], ('discussed' if better == 'old' else 'signed', rule), (old, new))
            self.assertEqual(said['/amounts'], ('100 USD' if better == 'old' else '120 USD', rule))
        self.write('a.json', document([FIRST], [OLD | {'rank': 0}]))
        self.assertIn('"rank"', self.run_accord('check', 'a.json', code=3).stderr)

    def test_files_are_checked_as_they_are_rendered(self):
        """With the options of a report: two files say together what the report of both says."""
        self.write('sources.json', document([record('u', umbrella=True, part_of='p', audience='internal')], [OLD]))
        self.write('part.json', document([record('p', part_of='u', evidence=[
            {'source': 's1', 'supports': '/title', 'quote': 'x'}])]))
        for options in ([], ['--no-merge'], ['--merge-rule', 'similar'], ['--vocabulary', 'words']):
            (self.folder / 'words').mkdir(exist_ok=True)
            done = self.run_accord('check', 'part.json', 'sources.json', *options)
            self.assertIn('goes round in a circle', done.stderr)
            self.assertNotIn('which no file has', done.stderr)
        done = self.run_accord('check', 'part.json', 'sources.json', '--audience', 'public')
        self.assertNotIn('which no file has', done.stderr)
        self.assertIn('part.json: good', done.stdout)
        self.assertIn('shown under one of its own such as "mill~2"', self.run_accord('check', 'a.json', 'b.json', '--no-merge').stderr)
        self.assertIn('were merged into 1 partnership', self.run_accord('check', 'a.json', 'b.json', '--audience', 'public').stderr)

    def test_foreign_files_are_checked_together(self):
        self.write('map.json', json.dumps({'map': 1, 'partnership': {'id': '/no', 'title': '/name', 'parties': '/who'}}))
        for name in ('x', 'y'):
            self.write(f'{name}.json', json.dumps([{'no': '7', 'name': 'A dam', 'who': 'Pakistan'}]))
        done = self.run_accord('check', 'x.json', 'y.json', '--map', 'map.json')
        self.assertIn('2 records were merged into 1 partnership', done.stderr)
        done = self.run_accord('check', 'x.json', 'y.json', '--map', 'map.json', '--no-merge', code=3)
        self.assertIn('y.json: error: 1 record makes no partnership', done.stderr)
        self.assertIn('x.json: good', done.stdout)


if __name__ == '__main__':
    unittest.main()
