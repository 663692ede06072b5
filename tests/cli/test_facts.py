"""accord facts: lists, questions and their formats."""
import csv
import io
import json
import os
import pathlib
import tempfile
import unittest

from program import ROOT, accord, tool

FACTS = r"""[
 {"id": "a", "title": "A dam, \"high\"", "parties": ["Pakistan", "China"], "sector": "energy", "date": "2010-05",
  "status": "signed", "amounts": [{"value": "0.1", "currency": "USD"}]},
 {"id": "b", "title": "中国公路", "parties": ["China", "Pakistan"], "sector": "transport", "year": 2011,
  "amounts": [{"value": "123456789012345678.25", "currency": "USD"}]},
 {"id": "c", "title": "Rail\nway", "parties": ["Russia", "Pakistan"], "sector": "Railways", "date": "197X",
  "amounts": [{"value": "0.2", "currency": "USD"}]}]
"""


class Facts(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        (self.folder / 'facts.json').write_text(FACTS, encoding='utf-8')

    def facts(self, *arguments, code=0):
        done = accord('facts', *arguments, cwd=self.folder)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout if code == 0 else done.stderr

    def ask(self, sql, form='json'):
        return self.facts('sql', sql, '-f', 'facts.json', '--format', form)

    def test_the_group_and_its_commands_have_help(self):
        overview = self.facts('--help')
        for line in overview.split('Commands:\n')[1].split('\n\n')[0].splitlines():
            self.assertIn(f'accord facts {line.split()[0]} [OPTION', self.facts(line.split()[0], '--help'))

    def test_doubts_about_many_records_are_counted(self):
        """A question over facts is asked again and again; check says all."""
        twice = [{'id': f'x{n}', 'title': 'T', 'parties': ['Pakistan', 'China', 'China']} for n in range(5)]
        (self.folder / 'twice.json').write_text(json.dumps(twice))
        for arguments in (['list'], ['show', 'x1'], ['sql', 'SELECT 1 AS one']):
            said = accord('facts', *arguments, '-f', 'twice.json', cwd=self.folder).stderr
            self.assertEqual(said.count('is named twice'), 3, said)
            self.assertIn('note: 2 more warnings of the facts that were read', said)
        said = accord('facts', 'list', '-f', 'twice.json', '--diagnostics=json', cwd=self.folder).stderr
        self.assertEqual(len(json.loads(said)), 5)
        self.assertEqual(accord('check', 'twice.json', cwd=self.folder).stderr.count('is named twice'), 5)

    def test_usage_errors(self):
        for arguments in ([], ['lst'], ['sql'], ['sql', 'SELECT 1'], ['sql', 'a', 'b', '-f', 'facts.json'],
                          ['list', '-f', 'facts.json', '--format', 'xml'], ['list', '-f', 'facts.json', 'x'],
                          ['list', '-f', 'facts.json', '--year', 'ninety'],
                          ['list', '-f', 'facts.json', '--year', '2025-2024']):
            self.assertIn('--help', self.facts(*arguments, code=2) or '--help')
        self.assertIn('did you mean "list"?', self.facts('lst', code=2))

    def test_json_keeps_every_digit(self):
        text = self.ask('SELECT id, amount_usd AS usd, year, umbrella FROM partnerships ORDER BY id')
        self.assertIn('"usd":123456789012345678.25,', text)
        rows = json.loads(text)
        self.assertEqual(rows[0], {'id': 'a', 'usd': 0.1, 'year': 2010, 'umbrella': False})
        self.assertEqual(json.loads(self.ask('SELECT id FROM partnerships WHERE 0')), [])

    def test_sums_are_exact(self):
        for name in ('sum', 'decimal_sum'):
            self.assertIn('"usd":123456789012345678.55}',
                          self.ask(f'SELECT {name}(amount_usd) AS usd FROM partnerships'))
            self.assertIn('"usd":0.3}',
                          self.ask(f"SELECT {name}(amount_usd) AS usd FROM partnerships WHERE id <> 'b'"))
        self.assertIn('"n":1.5', self.ask('SELECT sum(share) / 2 AS n FROM partnership_sectors'))
        self.assertIn('"n":1}', self.ask('SELECT sum(amount_usd / 3) * 10 AS n FROM partnerships WHERE year < 2011'))
        rows = json.loads(self.ask('SELECT id, sum(amount_usd) OVER (ORDER BY id DESC ROWS 1 PRECEDING) AS usd'
                                   " FROM partnerships WHERE id <> 'b' ORDER BY id"))
        self.assertEqual(rows, [{'id': 'a', 'usd': 0.3}, {'id': 'c', 'usd': 0.2}])

    def test_csv_quotes_what_needs_it(self):
        rows = list(csv.reader(io.StringIO(self.ask('SELECT id, title FROM partnerships ORDER BY id', 'csv'))))
        self.assertEqual(rows, [['id', 'title'], ['a', 'A dam, "high"'], ['b', '中国公路'], ['c', 'Rail\nway']])

    def test_tables_are_aligned_by_the_width_of_characters(self):
        lines = self.ask('SELECT title, year FROM partnerships ORDER BY id', 'table').splitlines()
        self.assertEqual(lines, ['title          year', '─────────────  ────', 'A dam, "high"  2010',
                                 '中国公路       2011', 'Rail way       1970'])

    def test_questions_only_read(self):
        for sql in ('DELETE FROM partnerships', 'PRAGMA user_version', 'SELECT 1; SELECT 2',
                    "ATTACH 'x' AS y", 'SELECT * FROM sqlite_master'):
            self.facts('sql', sql, '-f', 'facts.json', code=3)
        self.assertIn('did you mean "sector"?',
                      self.facts('sql', 'SELECT secto FROM partnerships', '-f', 'facts.json', code=3))

    def test_words_can_stay_the_publishers(self):
        record = {'id': 'w', 'title': 'T', 'parties': ["People's Republic of China", 'Pakistan'], 'words': 'published',
                  'sectors': ['Railways', 'ENERGY'], 'status': 'Pipeline: Pledge', 'amount_usd': -2.5}
        (self.folder / 'words.json').write_text(json.dumps([record]), encoding='utf-8')
        done = accord('facts', 'sql', 'SELECT sector, sector_label, sector_code, sectors, status, status_label,'
                      ' status_code, parties, amount_usd FROM partnerships', '--facts', self.folder / 'words.json',
                      '--format', 'json')
        self.assertIn('"amount_usd" is negative', done.stderr)
        self.assertEqual(json.loads(done.stdout), [{
            'sector': 'Railways', 'sector_label': 'Transport', 'sector_code': 'transport',
            'sectors': 'Railways, ENERGY', 'status': 'Pipeline: Pledge', 'status_label': 'Announced',
            'status_code': 'announced', 'parties': "People's Republic of China, Pakistan", 'amount_usd': -2.5}])
        rows = json.loads(self.facts('sql', 'SELECT party, party_label, party_code FROM partnership_parties',
                                     '-f', 'words.json', '--format', 'json'))
        self.assertEqual(rows[0], {'party': "People's Republic of China", 'party_label': 'China', 'party_code': 'China'})

    def test_what_is_exported_is_read_again_as_the_same_facts(self):
        question = ('sql', 'SELECT * FROM partnerships ORDER BY id', '--format', 'json', '-f')
        first = self.facts(*question, 'facts.json')
        for form in ('jsonl', 'json'):
            (self.folder / f'again.{form}').write_text(self.facts('export', '-f', 'facts.json', '--format', form),
                                                       encoding='utf-8')
            self.assertEqual(self.facts(*question, f'again.{form}'), first)
        self.assertEqual(self.facts('export', '-f', 'again.jsonl'), (self.folder / 'again.jsonl').read_text('utf-8'))
        self.assertTrue(self.facts('export', '-f', 'facts.json', '--format', 'csv').startswith('id,title,'))

    def test_all_that_is_known_about_one(self):
        shown = json.loads(self.facts('show', 'a', '-f', 'facts.json', '--format', 'json'))
        self.assertEqual(shown['partnership'][0]['title'], 'A dam, "high"')
        self.assertEqual([party['party'] for party in shown['parties']], ['Pakistan', 'China'])
        self.assertEqual(shown['amounts'], [{'value': 0.1, 'currency': 'USD', 'basis': None, 'date': '2010-05'}])
        self.assertRegex(self.facts('show', 'b', '-f', 'facts.json'), r'amount_usd +123456789012345678\.25\n')
        self.assertIn('no partnership has the id "aa"', self.facts('show', 'aa', '-f', 'facts.json', code=3))

    def test_schemas_and_tables(self):
        names = sorted(path.name.removesuffix('.schema.json') for path in (ROOT / 'data/schema').iterdir())
        for name in names:
            self.assertIn('$schema', json.loads(self.facts('schema', name)))
        told = self.facts('schema', 'zzzzzzzz', code=3)
        self.assertEqual([name for name in names if name not in told], [])
        self.assertIn('did you mean "facts"?', self.facts('schema', 'fact', code=3))
        rows = json.loads(self.facts('schema', '--format', 'json'))
        self.assertIn({'table': 'partnership_parties', 'column': 'party_as_published'}, rows)

    def listed(self, *arguments):
        return [row['id'] for row in json.loads(self.facts('list', '-f', 'facts.json', '--format', 'json', *arguments))]

    def warned(self, sql):
        done = accord('facts', 'sql', sql, '-f', 'facts.json', '--format', 'json', cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr

    def test_habits_are_hinted(self):
        self.assertIn("a text stands in single quotes: 'China'",
                      self.facts('sql', 'SELECT id FROM partnerships WHERE partner = "China"', '-f', 'facts.json', code=3))
        self.assertIn('did you mean "--format"?', self.facts('list', '-f', 'facts.json', '--fromat', 'csv', code=2))
        for text, hint in (('{"facts": NaN}', 'JSON has no such number'), ('{"facts": True}', 'JSON writes true'),
                           ('{“facts”: 1}', 'straight quotes'), ('{"facts": None}', 'JSON writes null')):
            (self.folder / 'x.json').write_text(text, encoding='utf-8')
            self.assertIn(hint, self.facts('list', '-f', 'x.json', code=3))

    def test_labels_compared_with_codes_are_warned_of(self):
        for condition, answer in (("sector = 'energy'", "sector_code and 'energy'"),
                                  ("status <> 'signed'", "status_code and 'signed'"),
                                  ("'signed' = p.status", "status_code and 'signed'"),
                                  ("sector IN ('Water', 'energy')", "sector_code and 'energy'"),
                                  ("partner NOT IN ('Chine')", "partner_code and 'China'")):
            text = self.warned(f'SELECT id FROM partnerships p WHERE {condition}')
            self.assertIn('holds labels in the language of the report (en)', text, condition)
            self.assertIn(answer, text)
        for condition in ("sector = 'Energy'", "sector_code = 'energy'", "partner = 'China'", "partner_code = 'China'",
                          "title = 'signed'", "status = status_code"):
            self.assertEqual(self.warned(f'SELECT id FROM partnerships p WHERE {condition}'), '', condition)
        self.assertEqual(self.warned("SELECT id FROM commitments WHERE status = 'open'"), '')

    def test_facts_after_a_day_that_was_given_are_counted(self):
        facts = [{'id': str(year), 'title': 'T', 'parties': ['Pakistan', 'China'], 'year': year} for year in (2019, 2020, 2021)]
        (self.folder / 'facts.json').write_text(json.dumps(facts))
        for command in (['sql', 'SELECT count(*) AS n FROM partnerships'], ['list']):
            told = accord('facts', *command, '-f', 'facts.json', '--as-of', '2019-12-31', cwd=self.folder)
            self.assertEqual(told.returncode, 0, told.stderr)
            self.assertIn('2 facts dated later than 2019-12-31 are left out', told.stderr)
            self.assertEqual(accord('facts', *command, '-f', 'facts.json', cwd=self.folder).stderr, '')

    def test_partners_have_codes_and_home_is_the_lead_of_a_tie(self):
        rows = json.loads(self.ask('SELECT id, partner, partner_code FROM partnerships ORDER BY id'))
        self.assertEqual(rows, [{'id': 'a', 'partner': 'China', 'partner_code': 'China'},
                                {'id': 'b', 'partner': 'China', 'partner_code': 'China'},
                                {'id': 'c', 'partner': 'Russia', 'partner_code': 'Russia'}])
        facts = [{'id': str(i), 'title': 'T', 'parties': ['Pakistan', 'China'], 'year': 2020} for i in range(2)]
        (self.folder / 'facts.json').write_text(json.dumps(facts))
        self.assertEqual(json.loads(self.ask('SELECT DISTINCT partner FROM partnerships')), [{'partner': 'China'}])
        layout = {'layout': 1, 'facts': ['facts.json'], 'body': [{
            'block': 'table', 'columns': [{'field': 'partner'}, {'field': 'n'}],
            'data': {'sql': 'SELECT partner, count(*) AS n FROM partnerships GROUP BY partner'}}]}
        (self.folder / 'l.json').write_text(json.dumps(layout))
        told = accord('check', 'l.json', cwd=self.folder)
        self.assertIn('as many facts have a party of CN as of PK; PK is taken as the home country', told.stderr)
        self.assertIn('"home": "CN" in the layout takes the other', told.stderr)
        (self.folder / 'l.json').write_text(json.dumps({**layout, 'home': 'CN'}))
        told = accord('render', 'l.json', '-o', 'l.pdf', cwd=self.folder)
        self.assertNotIn('home country', told.stderr)
        text = tool('pdftotext', self.folder / 'l.pdf', '-')
        self.assertIn('Pakistan', text)
        self.assertNotIn('China', text)
        (self.folder / 'l.json').write_text(json.dumps({**layout, 'home': 'ZZ'}))
        told = accord('check', 'l.json', cwd=self.folder)
        self.assertIn('home is "ZZ", the code of no country', told.stderr)

    def test_lists_are_filtered(self):
        self.assertEqual(self.listed(), ['c', 'a', 'b'])
        for arguments, expected in ((['--sector', 'TRANSPORT'], ['c', 'b']), (['--sector', 'railways'], ['c']),
                                    (['--partner', 'china'], ['a', 'b']), (['--partner', 'ru'], ['c']),
                                    (['--year', '2010'], ['a']), (['--year', '1970-2010'], ['c', 'a']),
                                    (['--status', 'Signed'], ['a']), (['--search', 'RAIL'], ['c']),
                                    (['--search', 'rail', '--year', '2010'], []), (['--search', '路'], ['b'])):
            self.assertEqual(self.listed(*arguments), expected, arguments)

    def test_every_format_of_every_command(self):
        """JSON, CSV and a table hold the same rows under the same names."""
        (self.folder / 'before.json').write_text(FACTS.replace('"year": 2011', '"year": 2012'), encoding='utf-8')
        (self.folder / 'twice.json').write_text(FACTS.replace('"id": "c"', '"id": "c", "same_as": "a"'), encoding='utf-8')
        commands = {('list', '-f', 'facts.json'): 3, ('sql', 'SELECT id, amount, title FROM partnerships', '-f', 'facts.json'): 3,
                    ('schema',): None, ('merge', '-f', 'twice.json'): 1, ('merge', '--conflicts', '-f', 'twice.json'): None,
                    ('changes', '-f', 'facts.json', '--before', 'before.json'): 1, ('add', 'facts.json', '--store', 'STORE'): 1}
        for command, count in commands.items():
            with self.subTest(command):
                def asked(form):
                    return self.facts(*(word.replace('STORE', f'{form}.db') for word in command), '--format', form)
                rows = json.loads(asked('json'))
                self.assertEqual(len(rows), count if count is not None else len(rows))
                self.assertGreater(len(rows), 0)
                head, *lines = csv.reader(io.StringIO(asked('csv')))
                self.assertEqual(head, list(rows[0]))
                self.assertEqual([len(line) for line in lines], [len(head)] * len(rows))
                for line, row in zip(lines, rows):
                    self.assertEqual([one for one, value in zip(line, row.values()) if isinstance(value, (str, type(None)))],
                                     [value or '' for value in row.values() if isinstance(value, (str, type(None)))])
                table = asked('table').splitlines()
                self.assertTrue(set(table[0].split()) <= {*head, *'  '.join(head).split()}, table[0])
                self.assertEqual(set(table[1]) - {' '}, {'\u2500'})
                self.assertGreaterEqual(len(table), 2 + len(rows))

    def test_records_come_out_in_every_format(self):
        (self.folder / 'map.json').write_text(json.dumps({'map': 1, 'partnership': {
            'id': '/id', 'title': '/title', 'parties': '/parties', 'date': ['/date', '/year']}}))
        for command in (('export', '-f', 'facts.json'), ('map', 'map.json', 'facts.json')):
            with self.subTest(command):
                lines = [json.loads(line) for line in self.facts(*command).splitlines()]
                self.assertEqual(lines, [json.loads(line) for line in self.facts(*command, '--format', 'jsonl').splitlines()])
                self.assertEqual([line['id'] for line in lines if line['record'] == 'partnership'], ['a', 'b', 'c'])
                document = json.loads(self.facts(*command, '--format', 'json'))
                self.assertEqual([each['id'] for each in document['partnerships']], ['a', 'b', 'c'])
                rows = list(csv.DictReader(io.StringIO(self.facts(*command, '--format', 'csv'))))
                self.assertEqual([row['id'] for row in rows], ['c', 'a', 'b']) # by date
                self.assertEqual(rows[0]['title'], 'Rail\nway')
                self.assertIn('Rail way', self.facts(*command, '--format', 'table'))
                self.assertIn('expected jsonl, table, json or csv', self.facts(*command, '--format', 'xml', code=2))

    def test_one_partnership_in_every_format(self):
        shown = json.loads(self.facts('show', 'a', '-f', 'facts.json', '--format', 'json'))['partnership'][0]
        table = self.facts('show', 'a', '-f', 'facts.json')
        self.assertIn('A dam, "high"', table)
        line = next(csv.DictReader(io.StringIO(self.facts('show', 'a', '-f', 'facts.json', '--format', 'csv'))))
        self.assertEqual((line['id'], line['title']), (shown['id'], shown['title']))

    def test_a_map_that_cannot_use_a_record_writes_nothing(self):
        (self.folder / 'rows.jsonl').write_text('{"id": "a", "title": "A", "parties": ["Pakistan"]}\n{"id": "b", "title": "B"}\n')
        rule = {'map': 1, 'partnership': {'id': '/id', 'title': '/title', 'parties': '/parties'}}
        (self.folder / 'map.json').write_text(json.dumps(rule))
        for form in ('jsonl', 'json', 'table', 'csv'):
            done = accord('facts', 'map', 'map.json', 'rows.jsonl', '--format', form, cwd=self.folder)
            self.assertEqual((done.returncode, done.stdout), (3, ''), form)
            self.assertIn('"unusable": "skip" in the map takes the others', done.stderr)
        (self.folder / 'map.json').write_text(json.dumps({**rule, 'unusable': 'skip'}))
        self.assertEqual(len(json.loads(self.facts('map', 'map.json', 'rows.jsonl', '--format', 'json'))['partnerships']), 1)
        self.assertIn('"map.json" is taken for the map, a file is missing', self.facts('map', 'map.json', code=2))

    def test_words_that_nothing_has(self):
        told = {"basis = 'commited'": 'did you mean "committed"?', "status_code = 'closed'": "the code is 'completed'",
                "sector_code IN ('Energy')": "the code is 'energy'", "'CN' = partner_code": 'no party has the code "CN"',
                "umbrella = 'true'": 'write umbrella = 1', "sector <> 'Enegry'": 'did you mean "Energy"?', "sector = 'Quarries'": 'no sector is called "Quarries"',
                "partner_country = 'China'": "the code is 'CN'"}
        for condition, said in told.items():
            done = accord('facts', 'sql', f'SELECT count(*) AS n FROM partnerships WHERE {condition}', '-f', 'facts.json', cwd=self.folder)
            self.assertEqual(done.returncode, 0)
            self.assertIn(said, done.stderr, condition)
        for condition in ("basis = 'disbursed'", "sector_code = 'education'", "partner = 'Russia'", "sector <> ''", "partner_country = 'CN'",
                          "status_code = 'cancelled'", "partner = 'France'"):
            done = accord('facts', 'sql', f'SELECT count(*) AS n FROM partnerships WHERE {condition}', '-f', 'facts.json', cwd=self.folder)
            self.assertEqual((done.returncode, done.stderr), (0, ''), condition)
        own = "SELECT * FROM (SELECT CASE WHEN year > 2010 THEN 'late' ELSE 'early' END AS basis FROM partnerships) AS t WHERE basis = 'late'"
        self.assertEqual(json.loads(self.ask(own)), [{'basis': 'late'}])

    def test_the_home_country_is_said(self):
        def partners(*arguments):
            text = self.facts('sql', 'SELECT id, partner FROM partnerships ORDER BY id', '-f', 'facts.json', '--format', 'json', *arguments)
            return [row['partner'] for row in json.loads(text)]
        self.assertEqual(partners(), ['China', 'China', 'Russia'])
        self.assertEqual(partners('--home', 'CN'), ['Pakistan', 'Pakistan', 'Russia'])
        self.assertIn('--home is "China", expected a country\'s code', self.facts('list', '-f', 'facts.json', '--home', 'China', code=2))

    def test_a_folder_holds_files(self):
        (self.folder / 'many').mkdir()
        (self.folder / 'many/facts.json').write_text(FACTS, encoding='utf-8')
        os.mkfifo(self.folder / 'many/waiting.json')
        done = accord('check', 'many', cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('waiting.json" is no regular file and is left out', done.stderr)
        done = accord('check', '/dev/zero', cwd=self.folder)
        self.assertEqual(done.returncode, 3)
        self.assertIn('line 1 has no end within 256 MiB; nothing behind it is read', done.stderr)

    def test_a_title_does_not_turn_the_line_around(self):
        (self.folder / 'turned.json').write_text(FACTS.replace('中国', '\u202e中国\u2066'), encoding='utf-8')
        self.assertIn('中国公路', self.facts('list', '-f', 'turned.json'))

    def test_a_number_with_too_many_digits_says_so(self):
        (self.folder / 'long.json').write_text(FACTS.replace('0.1"', '1.0000000001"'), encoding='utf-8')
        self.assertIn('expected at most 24 digits before the point and 9 behind it',
                      self.facts('list', '-f', 'long.json', code=3))


if __name__ == '__main__':
    unittest.main()
