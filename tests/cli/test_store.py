"""A store that lasts, as a user meets it: adding, adding again, reports from it, and what goes wrong."""
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import time
import unittest

import stores
from program import ACCORD, ROOT, accord, tool
from stores import SOURCE, StoreCase, fact, lines

def setUpModule():
    stores.start()


@stores.on_both
class Adding(StoreCase):
    def test_only_what_changed_is_written(self):
        self.assertEqual(self.counts(self.write(fact(1), fact(2))), (2, 0, 0, 0))
        self.assertEqual(self.counts(self.write(fact(1), fact(2))), (0, 0, 2, 0))
        self.assertEqual(self.counts(self.write(fact(1, title='Now different'), fact(3))), (1, 1, 0, 0))
        self.assertEqual(self.sql('SELECT id, title FROM partnerships ORDER BY id'),
                         [{'id': 'f1', 'title': 'Now different'}, {'id': 'f2', 'title': 'Fact 2'},
                          {'id': 'f3', 'title': 'Fact 3'}])

    def test_the_order_of_keys_is_no_change(self):
        self.add(self.write(fact(1)))
        turned = dict(reversed(list(fact(1).items())))
        self.assertEqual(self.counts(self.write(turned)), (0, 0, 1, 0))

    def test_what_a_record_said_before_is_kept(self):
        self.add(self.write(fact(1)), '--as-of', '2026-01-01')
        self.add(self.write(fact(1, title='Second')), '--as-of', '2026-01-02')
        self.add(self.write(fact(1, title='Third')), '--as-of', '2026-01-03')
        rows = self.inside('SELECT b.as_of, a.as_of, r.record FROM revisions r JOIN ingests a ON a.run = r.run'
                           ' JOIN ingests b ON b.run = r.since ORDER BY r.run')
        rows = [(since, until, json.loads(record)['title']) for since, until, record in rows]
        self.assertEqual(rows, [('2026-01-01', '2026-01-02', 'Fact 1'), ('2026-01-02', '2026-01-03', 'Second')])

    def test_replace_withdraws_and_takes_back(self):
        self.add(self.write(fact(1), fact(2)))
        number = self.sql("SELECT fact * 1 AS n FROM partnerships WHERE id = 'f2'")
        self.assertEqual(self.counts(self.write(fact(1)), '--replace'), (0, 0, 1, 1))
        self.assertEqual(self.sql('SELECT count(*) AS n FROM partnership_parties'), [{'n': 2}])
        self.assertEqual(self.counts(self.write(fact(1), fact(2)), '--replace'), (1, 0, 1, 0))
        self.assertEqual(self.sql("SELECT fact * 1 AS n FROM partnerships WHERE id = 'f2'"), number)

    def test_what_is_in_the_store_can_be_referred_to(self):
        self.add(self.write(fact(1, umbrella=True), fact(2)))
        part, twin = fact(3, part_of=['f1']), fact(4, same_as=['f2'])
        added = ('facts', 'add', self.write(part, twin), '--store', self.store, '--dry-run')
        self.assertNotIn('not here', accord(*added).stderr)
        self.assertEqual(accord(*added, '--replace').stderr.count('which is not here'), 2)  # they are withdrawn
        self.write(fact(5, part_of=['f9']))
        self.assertIn('"part_of" leads to "f9", which is not here', accord(*added).stderr)

    def test_a_dry_run_writes_nothing(self):
        self.add(self.write(fact(1)))
        self.assertEqual(self.counts(self.write(fact(1, title='x'), fact(2)), '--dry-run'), (1, 1, 0, 0))
        self.assertEqual(self.sql('SELECT title FROM partnerships'), [{'title': 'Fact 1'}])

    def test_an_error_in_the_facts_leaves_the_store(self):
        self.add(self.write(fact(1)))
        message = self.add(self.write(fact(1, title='x'), fact(2), fact(3, year='soon')), code=3)
        self.assertIn('facts.jsonl:4:', message)
        self.assertEqual(self.sql('SELECT title FROM partnerships'), [{'title': 'Fact 1'}])

    def test_sources_change_too(self):
        self.add(self.write(fact(1)))
        path = self.folder / 'facts.jsonl'
        path.write_text(lines({**SOURCE, 'title': 'Another title'}, fact(1)))
        got = self.add(path)
        self.assertEqual((got['changed'], got['new_sources'], got['changed_sources']), (0, 0, 1))
        self.assertEqual(self.sql('SELECT source_title AS t FROM partnerships'), [{'t': 'Another title'}])

    def test_another_vocabulary_renames_what_is_there(self):
        path = self.write(fact(1))
        self.add(path)
        words = self.folder / 'words'
        words.mkdir()
        for name in ('statuses', 'instruments', 'parties'):
            (words / f'{name}.json').write_text((ROOT / f'data/vocabulary/{name}.json').read_text())
        (words / 'sectors.json').write_text(json.dumps({
            'vocabulary': 'sectors', 'version': 1,
            'terms': [{'code': 'metal', 'label': {'en': 'Metal works'}, 'aliases': ['Steel']}]}))
        self.assertEqual(self.counts(path, '--vocabulary', words), (0, 0, 1, 0))
        self.assertEqual(self.sql('SELECT sector, sector_code AS c FROM partnerships'),
                         [{'sector': 'Metal works', 'c': 'metal'}])

    def test_another_vocabulary_renames_facts_that_do_not_come_again_too(self):
        self.add(self.write(fact(1), fact(2), fact(3)))
        self.add(self.write(fact(1), fact(2)), '--replace')
        words = self.folder / 'words'
        words.mkdir()
        for name in ('sectors', 'statuses', 'instruments'):
            (words / f'{name}.json').write_text((ROOT / f'data/vocabulary/{name}.json').read_text())
        (words / 'parties.json').write_text(json.dumps({
            'vocabulary': 'parties', 'version': 1,
            'terms': [{'code': 'Middle', 'label': {'en': 'The Middle'}, 'aliases': ['China'], 'country': 'CN'}]}))
        self.assertEqual(self.counts(self.write(fact(2)), '--vocabulary', words), (0, 0, 1, 0))
        self.assertEqual(self.sql('SELECT id, party_code AS p FROM partnership_parties WHERE position = 2 ORDER BY id'),
                         [{'id': 'f1', 'p': 'Middle'}, {'id': 'f2', 'p': 'Middle'}])
        self.assertIn('good (2 partnerships)', accord('check', '--store', self.store).stdout)

    def test_an_id_that_changed_is_told(self):
        """The record is there twice then, and so is its money."""
        def add(*records, more=()):
            done = accord('facts', 'add', self.write(*records), '--store', self.store, *more)
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stderr
        one = fact(1, amount_usd='5')
        self.assertEqual(add(one, {**one, 'id': 'at-once'}), '', 'of one file it is no change of an id')
        message = add({**one, 'id': 'other'}, more=['--dry-run'])
        self.assertIn('1 new record has title, parties, date and amount of what is there under another id: "other" those of'
                      ' "at-once"', message)
        self.assertIn('accord facts merge --store', message)
        self.assertIn('6 new records have', add(*({**one, 'id': f'o{n}'} for n in range(6)), more=['-n']))
        for same in ({'title': 'Fact I'}, {'year': 1999}, {'amount_usd': '6'}, {'parties': ['Pakistan', 'Iran']}):
            self.assertEqual(add({**one, 'id': 'other', **same}, more=['-n']), '', same)
        self.assertEqual(add({**one, 'id': 'other'}, more=['--replace']), '')

    def test_what_would_be_one_is_listed(self):
        self.add(self.write(fact(1), fact(2)))
        self.add(self.write({**fact(1), 'id': 'alike'}, {**fact(4), 'same_as': 'f2'}, fact(5), name='more.jsonl'))
        before = self.sql('SELECT id, title FROM partnerships ORDER BY id')
        done = accord('facts', 'merge', '--store', self.store, '--format', 'json')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertEqual([(row['rule'], row['id'], row['other']) for row in json.loads(done.stdout)],
                         [('same_as', 'f2', 'f4'), ('proposed', 'f1', 'alike')])
        apart = self.folder / 'apart.json'
        apart.write_text(json.dumps({'same_as': 1, 'pairs': [], 'not_same': [{'ids': ['f1', 'alike']}]}))
        done = accord('facts', 'merge', '--store', self.store, '--same-as', apart, '--format', 'json')
        self.assertEqual(len(json.loads(done.stdout)), 1)
        self.assertEqual(self.sql('SELECT id, title FROM partnerships ORDER BY id'), before)

    def test_a_day_that_was_taken_away_and_is_given_later(self):
        for due in ({'due': '2025-06'}, {}, {'due': '2027'}):
            self.add(self.write(fact(1, commitments=[{'text': 'build it', **due}])))
        self.assertEqual(self.sql('SELECT first_due, slips, slipped_days AS days FROM commitments'),
                         [{'first_due': '2025-06', 'slips': 1, 'days': 914}])


@stores.on_both
class Reports(StoreCase):
    def render(self, name, *arguments):
        output = self.folder / name
        done = accord('render', ROOT / 'layouts/one-page.json', '-o', output, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return output.read_bytes()

    def test_the_same_bytes_as_from_the_files(self):
        self.add(ROOT / 'data/facts')
        from_files = self.render('files.pdf', '--facts', ROOT / 'data/facts')
        self.assertEqual(self.render('store.pdf', '--store', self.store), from_files)
        self.add(ROOT / 'data/facts')
        self.assertEqual(self.render('again.pdf', '--store', self.store), from_files)
        self.assertIn('same bytes', accord('verify', self.folder / 'store.pdf').stdout)

    def test_the_day_that_a_store_was_told(self):
        """It counts when it is later than the facts; the report is that of the files on that day."""
        press = ROOT / 'data/facts/press.json'
        last = self.render('last.pdf', '--facts', press)
        for told, same in ((['--as-of', '2001-01-01'], last), ([], last),
                           (['--as-of', '2035-01-01'], self.render('then.pdf', '--facts', press, '--as-of', '2035-01-01'))):
            self.add(press, *told)
            self.assertEqual(self.render('store.pdf', '--store', self.store), same, told)
        self.assertNotEqual(same, last)
        self.add(press)
        self.assertEqual(self.render('store.pdf', '--store', self.store), same, 'told before, and no other day since')
        self.assertEqual(self.render('given.pdf', '--store', self.store, '--as-of', '2030-01-01'),
                         self.render('given2.pdf', '--facts', press, '--as-of', '2030-01-01'))
        self.assertEqual(self.render('public.pdf', '--store', self.store, '--audience', 'public'),
                         self.render('public2.pdf', '--facts', press, '--audience', 'public', '--as-of', '2035-01-01'))
        self.assertIn('same bytes', accord('verify', self.folder / 'store.pdf').stdout)
        self.assertEqual(self.sql("SELECT date('now') AS day"), [{'day': '2035-01-01'}])

    def test_a_map_is_not_of_the_store(self):
        rule = {'map': 1, 'partnership': {'id': '/no', 'title': '/name', 'parties': '/who', 'date': '/on', 'amounts': [
            {'value': '/m', 'currency': {'constant': 'EUR'}}]}}
        row = {'no': 'A-1', 'name': 'A mapped dam', 'who': ['Pakistan', 'China'], 'on': '2025-01-02', 'm': 5}
        rates = {'rates': 1, 'currency': 'USD', 'source': 'Made up', 'licence': 'None', 'table': [
            {'currency': 'EUR', 'date': '2025', 'rate': '1.1'}]}
        layout = {'layout': 1, 'title': 'Mapped', 'facts': [{'path': 'rows.jsonl', 'map': './map.json'}], 'body': [
            {'block': 'table', 'data': 'partnerships', 'columns': ['date', 'title', 'amount']}]}
        for name, value in (('map.json', rule), ('rows.jsonl', row), ('rates.json', rates), ('layout.json', layout)):
            (self.folder / name).write_text(json.dumps(value) + '\n')
        self.add(self.folder / 'rows.jsonl', '--map', self.folder / 'map.json')
        for more in ([], ['--rates', 'rates.json'], ['--audience', 'public']):
            self.assertNotIn('store.jsonl', accord('facts', 'list', '--store', self.store, *more, cwd=self.folder).stderr)
            done = accord('render', 'layout.json', '--store', self.store, '-o', 'r.pdf', *more, cwd=self.folder)
            self.assertEqual((done.returncode, 'missing' in done.stderr), (0, False), done.stderr)
            self.assertIn('A mapped dam', tool('pdftotext', self.folder / 'r.pdf', '-'))

    def test_a_warning_names_the_store_and_the_record(self):
        self.add(self.write(fact(1, status='Sine die')))
        done = accord('render', ROOT / 'layouts/one-page.json', '-o', self.folder / 'r.pdf', '--store', self.store,
                      '--audience', 'public')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('"Sine die" is no status', done.stderr)
        self.assertIn(f'{self.store.split("?")[0]}: warning: "{fact(1)["id"]}": "Sine die"', done.stderr)
        self.assertNotIn('store.jsonl', done.stderr)

    def test_a_missing_file_is_guessed(self):
        self.write(fact(1))
        done = accord('facts', 'list', '-f', 'fcats.jsonl', cwd=self.folder)
        self.assertIn('did you mean "facts.jsonl"?', done.stderr)

    def test_the_same_bytes_when_they_came_in_parts(self):
        parts = sorted((ROOT / 'data/facts').glob('*.json*'))
        for part in parts:
            self.add(part)
        self.assertEqual(self.render('store.pdf', '--store', self.store),
                         self.render('files.pdf', '--facts', ROOT / 'data/facts'))

    def test_a_vocabulary_of_its_own_comes_along(self):
        words = ROOT / 'data/vocabulary'
        self.add(ROOT / 'data/facts/press.json', '--vocabulary', words)
        self.assertEqual(self.render('store.pdf', '--store', self.store),
                         self.render('files.pdf', '--facts', ROOT / 'data/facts/press.json', '--vocabulary', words))

    def test_labels_are_in_the_language_asked_for(self):
        self.add(self.write(fact(1)))
        for language in ('en', 'ur', 'zh-Hans-CN', 'tlh'):
            query = ['facts', 'sql', 'SELECT sector, partner, parties FROM partnerships', '--language', language,
                     '--format', 'json']
            self.assertEqual(accord(*query, '--store', self.store).stdout,
                             accord(*query, '--facts', self.folder / 'facts.jsonl').stdout)

    def test_charts_draw_from_it(self):
        self.add(self.write(fact(1)))
        chart = self.folder / 'chart.vl.json'
        chart.write_text('{"data": {"name": "partnerships"}, "mark": "bar", "encoding": {"x": {"field": "year"}}}')
        self.assertEqual(accord('chart', chart, '--store', self.store).stdout,
                         accord('chart', chart, '--facts', self.folder / 'facts.jsonl').stdout)


class Files(StoreCase):
    """What only a file may be."""

    def ask(self, code=6):
        return self.fails('facts', 'list', '--store', self.store, code=code)

    def test_files_have_no_partitions(self):
        done = accord('facts', 'add', self.write(fact(1)), '--store', self.store, '--partitions', 4)
        self.assertEqual(done.returncode, 6)
        self.assertIn('only tables of PostgreSQL have partitions', done.stderr)

    def test_no_store(self):
        self.assertIn('there is no such file; accord facts add makes it', self.ask())
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_no_database(self):
        pathlib.Path(self.store).write_text('Dear reader, this is a letter. ' * 99)
        self.assertIn('file is not a database', self.ask())
        self.assertIn('file is not a database', self.add(self.write(fact(1)), code=6))

    def test_another_program_s_database(self):
        with sqlite3.connect(self.store) as other:
            other.execute('CREATE TABLE mine(a)')
        self.assertIn('no store of Accord', self.ask())
        self.assertIn('no store of Accord', self.add(self.write(fact(1)), code=6))

    def test_a_newer_version(self):
        self.add(self.write(fact(1)))
        with sqlite3.connect(self.store) as store:
            store.execute("INSERT INTO migrations VALUES(999, '9.9')")
        message = self.ask()
        self.assertIn('version 999 (made by Accord 9.9)', message)
        self.assertIn('use the newer program', message)
        self.assertIn('version 999', self.add(self.write(fact(2)), code=6))

    def test_locked_by_another(self):
        path = self.write(fact(1))
        self.add(path)
        other = sqlite3.connect(self.store, isolation_level=None)
        other.execute('BEGIN IMMEDIATE')
        self.assertEqual(self.sql('SELECT count(*) AS n FROM partnerships'), [{'n': 1}])
        started = time.monotonic()
        done = accord('facts', 'add', path, '--store', self.store)
        self.assertEqual(done.returncode, 5)
        self.assertIn('locked', done.stderr)
        self.assertLess(time.monotonic() - started, 60)
        other.execute('ROLLBACK')
        other.close()

    def test_options_that_exclude_each_other(self):
        self.assertIn('not both', self.fails('facts', 'list', '--store', 'x', '--facts', 'y', code=2))
        self.assertIn('--vocabulary to accord facts add',
                      self.fails('facts', 'list', '--store', 'x', '--vocabulary', 'y', code=2))
        self.assertIn('--store STORE names it', self.fails('facts', 'add', 'x', code=2))

    def test_a_folder_that_cannot_be_written_is_enough(self):
        self.add(self.write(fact(1)))
        os.chmod(self.folder, 0o555)
        self.addCleanup(os.chmod, self.folder, 0o755)
        command = [ACCORD, 'facts', 'sql', 'SELECT count(*) AS n FROM partnerships', '--store', self.store,
                   '--format', 'json']
        if os.getuid() == 0:
            os.chmod(self.folder.parent, 0o755)
            command = ['setpriv', '--reuid=65534', '--clear-groups', *command]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout), [{'n': 1}])


@stores.on_both
class Examined(StoreCase):
    """accord check --store: what stands in the tables is what the records make."""

    def good(self):
        done = accord('check', '--store', self.store)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        return done.stdout

    def damaged(self, statement):
        self.inside(statement)
        return self.fails('check', '--store', self.store)

    def test_a_sound_store(self):
        """Also one that was merged, changed, withdrawn from, and looked up in texts."""
        (self.folder / 's.txt').write_text('China lent 5 million dollars.')
        source = {**SOURCE, 'text': 's.txt', 'inferred': [{'field': '/title', 'from': 'the address'}]}
        promise = {'text': 'build it', 'by': 'China', 'due': '2026'}
        one = fact(1, amounts=[{'value': '5000000', 'currency': 'USD'}], commitments=[promise], evidence=[
            {'source': 's', 'supports': '/amounts/0', 'quote': 'lent 5 million dollars'}])
        later = {**one, 'commitments': [{**promise, 'due': '2028-05'}], 'title': 'Fact 1 again'}
        path = self.folder / 'facts.jsonl'
        for records, more in (([one, fact(2), fact(3)], ['--sources', self.folder]), ([later, fact(2)], ['--replace']),
                              ([later, {**one, 'id': 'same', 'same_as': 'f1', 'summary': 'Merged.'}], [])):
            path.write_text(lines(source, *records))
            self.add(path, *more)
            self.assertIn('good', self.good())
        self.assertEqual(self.inside('SELECT count(*) FROM merge_rows')[0], ('2',))
        self.assertEqual(self.inside('SELECT slips FROM commitment_rows')[0], ('1',))

    def test_shipped_facts(self):
        self.add(ROOT / 'data/facts')
        self.assertIn('good (557 partnerships)', self.good())

    def test_any_value_that_was_changed_is_found(self):
        (self.folder / 's.txt').write_text('China lent 5 million dollars.')
        full = fact(2, amount_usd='5.25', quantities=[{'label': 'steel', 'value': 7, 'unit': 't'}], part_of='f1',
                    commitments=[{'text': 'build it', 'by': 'China', 'due': '2026'}],
                    inferred=[{'field': '/sector', 'from': 'the title'}])
        self.add(self.write(fact(1), full, {**fact(3), 'id': 'same', 'same_as': 'f1', 'sector': 'Energy'}))
        for table, column, value, shown in (
                ('fact_rows', 'title', "'X'", '"title" of fact_rows is "X", and its record makes it "Fact 2"'),
                ('fact_rows', 'amount_usd', '9', '"amount_usd" of fact_rows is 9, and its record makes it 5.25'),
                ('fact_rows', 'verified', '9', '"verified" of fact_rows is 9, and its record makes it nothing'),
                ('amount_rows', 'value', '999', '"value" of amount_rows, row 1 is 999, and its record makes it 5.25'),
                ('party_rows', 'country', 'NULL', '"country" of party_rows, row 1 is nothing, and its record makes it "PK"'),
                ('sector_rows', 'share', '0.5', '"share" of sector_rows, row 1 is 0.5, and its record makes it 1'),
                ('quantity_rows', 'unit', "'kg'", '"unit" of quantity_rows, row 1 is "kg"'),
                ('commitment_rows', 'due_day', '3', '"due_day" of commitment_rows, row 1 is 3'),
                ('evidence_rows', 'locator', "'9'", '"locator" of evidence_rows, row 1 is "9"'),
                ('inference_rows', 'reason', "'luck'", '"reason" of inference_rows, row 1 is "luck"'),
                ('part_rows', 'whole', "'f9'", '"whole" of part_rows, row 1 is "f9"')):
            with self.subTest(table, column=column):
                row = "fact = (SELECT fact FROM records WHERE id = 'f2')" + ('' if table == 'fact_rows' else ' AND position = 1')
                kept = self.inside(f"SELECT coalesce({column} || '', 'none') FROM {table} WHERE {row}")[0][0]
                message = self.damaged(f'UPDATE {table} SET {column} = {value} WHERE {row}')
                self.assertIn(f'the record "f2": {shown}', message)
                self.inside(f'UPDATE {table} SET {column} = ' + ('NULL' if kept == 'none' else f"'{kept}'") + f' WHERE {row}')
        self.assertIn('good', self.good())

    def test_rows_too_many_and_too_few(self):
        self.add(self.write(fact(1), fact(2), fact(3)))
        self.inside('DELETE FROM sector_rows WHERE fact = 3')
        message = self.damaged("INSERT INTO party_rows(fact, position, party_code) VALUES(2, 5, 'x')")
        self.assertIn('the record "f3" lacks what it makes in sector_rows, row 1', message)
        self.assertIn('the record "f2" has more than its record makes: party_rows, row 5', message)

    def test_records_words_and_what_they_said_before(self):
        self.add(self.write(fact(1), fact(2)))
        self.add(self.write(fact(1, title='Other')))
        self.assertIn('1 row of labels differs',
                      self.damaged("DELETE FROM labels WHERE code = 'steel' AND language = 'en'"))
        self.assertIn('what fact 1 said before run 2 is not what was added',
                      self.damaged("UPDATE revisions SET record = replace(record, 'Fact 1', 'Fact 7')"))
        self.assertIn('the source "s": "title" of source_rows is "B"', self.damaged("UPDATE source_rows SET title = 'B'"))
        self.assertIn('the source "s" has another number', self.damaged('UPDATE source_rows SET partnerships = 7'))
        self.assertIn('the record "f2" is not what was added',
                      self.damaged("UPDATE records SET record = replace(record, 'Fact 2', 'Fact 7')"))

    def test_the_rest_of_many_is_counted(self):
        self.add(self.write(*(fact(number) for number in range(100))))
        message = self.damaged("UPDATE fact_rows SET title = 'X'")
        self.assertEqual(message.count('and its record makes it'), 50)
        self.assertIn('50 more errors', message)

    def test_other_words_or_another_program_cannot_be_compared(self):
        self.add(self.write(fact(1)))
        self.inside("UPDATE settings SET value = 'x' WHERE name = 'words'")
        done = accord('check', '--store', self.store)
        self.assertEqual(done.returncode, 0)
        self.assertIn('were counted and not compared', done.stderr)
        self.add(self.write(fact(2)))
        self.assertIn('good (2 partnerships)', self.good())


class Killed(StoreCase):
    """Whenever the program is killed, the store is what it was before, or what it should be after."""

    def test_kill_at_any_moment(self):
        before = self.write(*(fact(n) for n in range(300)), name='before.jsonl')
        after = self.write(*(fact(n, title=f'Changed {n}') for n in range(1500)), name='after.jsonl')
        self.add(before)
        command = [ACCORD, 'facts', 'add', str(after), '--store', self.store, '-q']
        began = time.monotonic()
        copy = self.folder / 'copy.db'
        copy.write_bytes(pathlib.Path(self.store).read_bytes())
        subprocess.run([*command[:5], str(copy), '-q'], check=True)
        whole = time.monotonic() - began
        seen = set()
        for step in range(12):
            process = subprocess.Popen(command)
            time.sleep(whole * (step + 0.5) / 11)
            process.send_signal(signal.SIGKILL)
            process.wait()
            with sqlite3.connect(self.store) as store:
                self.assertEqual(store.execute('PRAGMA integrity_check').fetchall(), [('ok',)])
                state = store.execute("SELECT count(*), sum(title LIKE 'Changed%') FROM fact_rows").fetchone()
                self.assertIn(state, [(300, 0), (1500, 1500)])
                seen.add(state)
            self.assertEqual(accord('check', '--store', self.store, '-q').returncode, 0)
            if state == (1500, 1500):
                self.add(before, '--replace')
        self.assertIn((300, 0), seen)
        self.assertGreater(self.add(after, '--replace')['run'], 1)


@stores.on_postgres
class Tables(StoreCase):
    def test_all_tables_are_the_same(self):
        self.add(ROOT / 'data/facts')
        for name in ('partnerships', 'partnership_sectors', 'partnership_parties', 'commitments', 'amounts', 'quantities',
                     'evidence', 'inferences', 'sources', 'sectors', 'statuses', 'parties'):
            query = ['facts', 'sql', f'SELECT * FROM {name} ORDER BY 1 NULLS FIRST, 2, 3, 4', '--language', 'ur',
                     '--format', 'json']
            self.assertEqual(accord(*query, '--store', self.store).stdout,
                             accord(*query, '--facts', ROOT / 'data/facts').stdout, name)

    def test_tables_in_partitions(self):
        self.add(ROOT / 'data/facts', '--partitions', 3)
        self.assertEqual(self.server.sql("SELECT count(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent"
                                    " WHERE c.relname = 'fact_rows'", self.database), '3')
        self.assertEqual(self.counts(ROOT / 'data/facts'), (0, 0, 557, 0))
        self.assertEqual(self.counts(ROOT / 'data/facts/press.json', '--replace')[3], 545)
        query = ['facts', 'sql', 'SELECT * FROM partnership_parties ORDER BY id, position', '--format', 'json']
        self.assertEqual(accord(*query, '--store', self.store).stdout.count('"party"'),
                         accord(*query, '--facts', ROOT / 'data/facts/press.json').stdout.count('"party"'))

    def test_a_chart_is_the_same(self):
        self.add(ROOT / 'data/facts')
        chart = self.folder / 'chart.vl.json'
        chart.write_text('{"data": {"name": "partnership_sectors"}, "mark": "bar", "encoding": {"x": {"field": "year"},'
                         ' "y": {"aggregate": "count"}, "color": {"field": "sector"}}}')
        self.assertEqual(accord('chart', chart, '--store', self.store).stdout,
                         accord('chart', chart, '--facts', ROOT / 'data/facts').stdout)


@stores.on_postgres
class Lost(StoreCase):
    """A server that is not there, goes away, or refuses."""

    def test_no_server_and_no_password_in_the_message(self):
        done = accord('facts', 'list', '--store', 'postgresql://someone:secret@127.0.0.1:1/none')
        self.assertEqual(done.returncode, 6)
        self.assertIn('the store "postgresql://someone@127.0.0.1:1/none" cannot be opened', done.stderr)
        self.assertNotIn('secret', done.stderr + done.stdout)

    def test_an_empty_database(self):
        done = accord('facts', 'list', '--store', self.store)
        self.assertEqual(done.returncode, 6)
        self.assertIn('accord facts add puts them there', done.stderr)

    def test_a_reader_who_may_not_write_is_enough(self):
        self.add(self.write(fact(1)))
        self.server.sql('DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN', self.database)
        self.server.sql('GRANT USAGE ON SCHEMA accord TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA accord TO reader',
                   self.database)
        store = self.store.replace('user=accord', 'user=reader')
        done = accord('facts', 'sql', 'SELECT count(*) AS n FROM partnerships', '--store', store, '--format', 'json')
        self.assertEqual(json.loads(done.stdout), [{'n': 1}], done.stderr)
        self.assertEqual(accord('facts', 'add', self.write(fact(2)), '--store', store).returncode, 6)

    def test_the_connection_ends_in_the_middle(self):
        self.add(self.write(fact(1)))
        many = self.write(*(fact(n, title=f'Changed {n}', summary='x' * 3000) for n in range(6000)))
        process = subprocess.Popen([ACCORD, 'facts', 'add', str(many), '--store', self.store], stderr=subprocess.PIPE,
                                   text=True)
        ended = ''
        for _ in range(400):
            ended = self.server.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name ="
                               f" 'accord' AND datname = '{self.database}' AND query LIKE 'COPY%'")
            if ended != '0' or process.poll() is not None:
                break
            time.sleep(0.01)
        message = process.communicate()[1]
        self.assertEqual((ended, process.returncode), ('1', 6), message)
        self.assertIn('cannot be filled', message)
        self.assertEqual(self.sql('SELECT title FROM partnerships'), [{'title': 'Fact 1'}])

    def test_two_at_once_wait_for_each_other(self):
        first, second = (self.write(*(fact(n + at) for n in range(300)), name=f'{at}.jsonl') for at in (0, 1000))
        processes = [subprocess.Popen([ACCORD, 'facts', 'add', str(path), '--store', self.store, '-q'])
                     for path in (first, second)]
        self.assertEqual([process.wait() for process in processes], [0, 0])
        self.assertEqual(self.sql('SELECT count(*) AS n, max(fact * 1) AS last FROM partnerships'),
                         [{'n': 600, 'last': 600}])


if __name__ == '__main__':
    unittest.main()
