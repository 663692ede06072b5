"""--map: foreign JSON as facts, on the command line and in layouts."""
import json
import pathlib
import re
import tempfile
import unittest

from program import ROOT, accord, tool

MAP = {'map': 1, 'sources': [{'id': 'reg', 'title': 'Register'}], 'partnership': {
    'id': {'join': [{'constant': 'R'}, '/no'], 'with': '-'}, 'title': '/name', 'parties': {'each': '/who', 'split': ';'},
    'sectors': '/theme', 'date': {'from': '/signed', 'date': ['dmy', '%B %Y', 'unix', 'ym']},
    'status': {'from': '/stage', 'aliases': {'Done': 'completed', 'n/a': None}},
    'amounts': [{'value': {'from': '/meur', 'point': ',', 'group': '.', 'times': 1000000}, 'currency': {'constant': 'EUR'}}],
    'umbrella': '/frame', 'venue': {'place': '/where/city', 'country': '/where/country'},
    'evidence': [{'source': {'constant': 'reg'}, 'locator': '/no'}]}}
ROWS = [
    {'no': 7, 'name': 'A dam', 'who': 'Pakistan; China', 'theme': 'energy', 'signed': '3/7/2025', 'stage': 'Done',
     'meur': '1.234,5', 'frame': 'yes', 'where': {'city': 'Tarbela', 'country': 'Pakistan'}},
    {'no': 8, 'name': 'A road', 'who': ['Pakistan', 'Russia'], 'theme': 'transport', 'signed': 'July 2025',
     'stage': 'n/a', 'meur': 2, 'frame': False, 'where': {'country': 'RU'}},
    {'no': 9, 'name': 'A port', 'who': 'Pakistan', 'theme': 'transport', 'signed': 1751500800, 'stage': 'Begun'}]
OTHER = {'id': 'other', 'title': 'Already facts', 'parties': ['Pakistan', 'France'], 'sector': 'health', 'year': 2024}
LAYOUT = {'layout': 1, 'title': 'Mapped', 'facts': [{'path': 'rows.jsonl', 'map': './map.json'}, 'other.json'],
          'body': [{'block': 'table', 'data': 'partnerships', 'columns': ['date', 'title', 'parties']}]}


class Maps(unittest.TestCase):
    maxDiff = 3000

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.write('map.json', json.dumps(MAP))
        self.write('rows.jsonl', ''.join(json.dumps(row) + '\n' for row in ROWS))
        self.write('other.json', json.dumps([OTHER]))
        self.write('layout.json', json.dumps(LAYOUT))

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding='utf-8')

    def run_here(self, *arguments, code=0, **options):
        done = accord(*arguments, cwd=self.folder, **options)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def ask(self, sql, *arguments, **options):
        return json.loads(self.run_here('facts', 'sql', sql, '--format', 'json', *arguments, **options).stdout)

    def test_words_that_the_map_gives_are_checked_once_at_their_place(self):
        for change, words in ((('"currency": {"constant": "EUR"}', '"currency": {"constant": "EURO"}'),
                               '"EURO" is no currency code'),
                              (('"Done": "completed"', '"Done": "compleeted"'),
                               '"compleeted", which the map gives, is no known status'),
                              (('"source": {"constant": "reg"}', '"source": {"constant": "rag"}'),
                               '"rag" is none of the sources of the map')):
            text = json.dumps(MAP)
            self.assertIn(change[0], text)
            self.write('wrong.json', text.replace(*change))
            done = accord('check', 'wrong.json', cwd=self.folder)
            self.assertEqual(done.returncode, 0)
            self.assertIn('wrong.json:1:', done.stderr)
            self.assertIn(words, done.stderr)
            self.assertIn('did you mean', done.stderr)
            read = accord('check', 'rows.jsonl', '--map', 'wrong.json', cwd=self.folder)
            self.assertIn(words, read.stderr)
        basis = json.loads(json.dumps(MAP))
        basis['partnership']['amounts'][0]['basis'] = {'from': '/b', 'aliases': {'x': None}, 'otherwise': 'comitted'}
        self.write('wrong.json', json.dumps(basis))
        done = accord('check', 'rows.jsonl', '--map', 'wrong.json', cwd=self.folder)
        self.assertIn('"comitted" is no basis of an amount that facts know', done.stderr)
        self.assertEqual(accord('check', 'map.json', cwd=self.folder).stderr, '')

    def test_a_slash_in_a_name_is_hinted(self):
        self.write('rows.jsonl', json.dumps({**ROWS[0], 'Fach/bereich': 'energy'}) + '\n')
        self.write('wrong.json', json.dumps(MAP).replace('"/theme"', '"/Fach/bereich"'))
        done = accord('check', 'rows.jsonl', '--map', 'wrong.json', cwd=self.folder)
        self.assertIn('a slash in a name is written "~1": "/Fach~1bereich"', done.stderr)

    def test_every_rule(self):
        rows = self.ask('SELECT id, title, parties, sector_code, date, status_code, amount, currency, umbrella, place,'
                        ' venue_country, source FROM partnerships ORDER BY id', '-f', 'rows.jsonl', '--map', 'map.json')
        self.assertEqual(rows, [
            {'id': 'R-7', 'title': 'A dam', 'parties': 'Pakistan, China', 'sector_code': 'energy', 'date': '2025-07-03',
             'status_code': 'completed', 'amount': 1234500000, 'currency': 'EUR', 'umbrella': True, 'place': 'Tarbela',
             'venue_country': 'PK', 'source': 'reg'},
            {'id': 'R-8', 'title': 'A road', 'parties': 'Pakistan, Russia', 'sector_code': 'transport', 'date': '2025-07',
             'status_code': None, 'amount': 2000000, 'currency': 'EUR', 'umbrella': False, 'place': None,
             'venue_country': 'RU', 'source': 'reg'},
            {'id': 'R-9', 'title': 'A port', 'parties': 'Pakistan', 'sector_code': 'transport', 'date': '2025-07-03',
             'status_code': 'Begun', 'amount': None, 'currency': None, 'umbrella': False, 'place': None,
             'venue_country': None, 'source': 'reg'}])

    def test_groups_of_digits(self):
        """A mark that does not stand where groups end is no group mark: nothing is multiplied in silence."""
        made = {'1,200,000': '1200000', '12,34,567.5': '1234567.5', '-1,000': '-1000', '850.000': '850', '7': '7', 2.5: '2.5',
                '3,5': None, '12,50': None, '1,2345': None, ',500': None, '1,,000': None, '1234,567': None, '1.5,000': None,
                '1,000,': None}
        rule = {'map': 1, 'partnership': {'id': '/no', 'title': {'constant': 'T'}, 'parties': '/who', 'amounts': [
            {'value': {'from': '/m', 'group': ',', 'point': '.'}, 'currency': {'constant': 'EUR'}}]}}
        self.write('map.json', json.dumps(rule))
        self.write('rows.json', json.dumps([{'no': f'{i:02}', 'who': 'Pakistan', 'm': text} for i, text in enumerate(made)]))
        rows = self.ask('SELECT amount FROM partnerships ORDER BY id', '-f', 'rows.json', '--map', 'map.json')
        self.assertEqual([row['amount'] and str(row['amount']) for row in rows], list(made.values()))
        told = self.run_here('check', 'rows.json', '--map', 'map.json').stderr
        self.assertIn('"3,5"', told)

    def test_numbers_are_no_texts(self):
        """The marks of a map are of texts: a number of JSON has its own."""
        rule = {'map': 1, 'partnership': {'id': '/no', 'title': {'constant': 'T'}, 'parties': '/who', 'amounts': [
            {'value': {'from': '/m', 'group': '.', 'point': ','}, 'currency': {'constant': 'EUR'}}]}}
        self.write('map.json', json.dumps(rule))
        self.write('rows.json', json.dumps([{'no': no, 'who': 'Pakistan', 'm': value}
                                            for no, value in (('a', 2.5), ('b', 1.234), ('c', '1.234'))]))
        rows = self.ask('SELECT amount FROM partnerships ORDER BY id', '-f', 'rows.json', '--map', 'map.json')
        self.assertEqual([str(row['amount']) for row in rows], ['2.5', '1.234', '1234'])

    def test_records_stand_in_arrays_objects_lines_and_pipes(self):
        wrapped = dict(MAP, records='/data/0/rows')
        self.write('wrapped.json', json.dumps(wrapped))
        self.write('array.json', json.dumps(ROWS))
        self.write('deep.json', json.dumps({'data': [{'rows': ROWS}]}))
        self.write('one.json', json.dumps(ROWS[0]))
        counts = [((['-f', 'array.json', '--map', 'map.json']), 3), (['-f', 'deep.json', '--map', 'wrapped.json'], 3),
                  (['-f', 'one.json', '--map', 'map.json'], 1)]
        for arguments, count in counts:
            self.assertEqual(self.ask('SELECT count(*) AS n FROM partnerships', *arguments), [{'n': count}], arguments)
        for text in (json.dumps(ROWS), json.dumps(ROWS, indent=1), (self.folder / 'rows.jsonl').read_text()):
            self.assertEqual(self.ask('SELECT count(*) AS n FROM partnerships', '-f', '-', '--map', 'map.json', stdin=text),
                             [{'n': 3}])
        deep = (self.folder / 'deep.json').read_text()
        self.assertEqual(self.ask('SELECT count(*) AS n FROM partnerships', '-f', '-', '--map', 'wrapped.json', stdin=deep),
                         [{'n': 3}])
        self.assertIn('no records at "/data/0/rows"',
                      self.run_here('check', 'array.json', '--map', 'wrapped.json', code=3).stderr)

    def test_long_lists_are_bounded_in_work_and_kept_in_their_order(self):
        """Each of these took minutes while pieces were looked for, or compared, again and again."""
        self.write('list.json', json.dumps({'map': 1, 'partnership': {
            'id': '/id', 'title': '/id', 'parties': ['/id'], 'sectors': {'each': '/all', 'split': [';', '|', '--']}}}))
        words = [f'w{n}' for n in range(999)]
        repeated = {'id': 'repeated', 'all': ';'.join(words + ['w998'] * 1000000)}
        parted = {'id': 'parted', 'all': 'a;' * 1000000 + 'b|c--d'}
        many = {'id': 'many', 'all': [f'm{n}' for n in range(100000)] + ['m1']}
        self.write('rows.jsonl', ''.join(json.dumps(row) + '\n' for row in (repeated, parted, many)))
        done = self.run_here('facts', 'export', '-f', 'rows.jsonl', '--map', 'list.json')
        sectors = {row['id']: row['sectors'] for row in map(json.loads, done.stdout.splitlines())}
        self.assertEqual(sectors, {'repeated': words, 'parted': ['a', 'b', 'c', 'd'], 'many': [f'm{n}' for n in range(1000)]})
        self.assertIn('1999999 items of lists are there twice and are taken once', done.stderr)
        self.assertIn('99001 items are more than the 1000 of a list and are left out', done.stderr)

    def test_numbers_are_not_cut_from_before_the_word_that_multiplies_them(self):
        plain = {'from': '/money', 'match': '[0-9][0-9.,]*', 'group': ','}
        words = {'USD 75 million': None, 'USD 3,500,000 (grant)': '3500000', '12 bn': None, '40 Mio. EUR': None, '120 crore': None,
                 '5 thousand': None, '100 km of road': '100', '7 in 2024': '7'}
        self.write('rows.jsonl', ''.join(json.dumps({'no': at, 'name': 'A dam', 'who': 'Pakistan', 'money': word}) + '\n'
                                         for at, word in enumerate(words)))

        def read(rule):
            amounts = [{'value': rule, 'currency': {'constant': 'USD'}}]
            self.write('map.json', json.dumps({**MAP, 'partnership': {**MAP['partnership'], 'amounts': amounts}}))
            done = self.run_here('facts', 'map', 'map.json', 'rows.jsonl')
            records = [json.loads(line) for line in done.stdout.splitlines()]
            return done.stderr, [each.get('amounts', [{}])[0].get('value') for each in records if 'parties' in each]

        told, values = read(plain)
        self.assertEqual(values, list(words.values()))
        self.assertIn('5 numbers have a word like "million" behind what was matched, and are left out', told)
        self.assertIn('such as "USD 75 million", "12 bn", "40 Mio. EUR"', told)
        told, values = read({'first': [{'from': '/money', 'match': '([0-9.]+) million', 'times': 1000000}, plain]})
        self.assertEqual(values[0], '75000000')

    def test_records_that_lose_a_number_are_named(self):
        """The first twenty by id and line, and how many more; a rule of a "first" that is passed over says nothing."""
        forms = [{'from': '/m', 'match': '^([0-9]+) m', 'times': 1000000}, {'from': '/m', 'match': '^EUR ([0-9]+)$'}]
        rule = {'map': 1, 'partnership': {'id': '/no', 'title': {'constant': 'T'}, 'parties': '/who', 'amounts': [
            {'value': {'first': forms}, 'currency': {'constant': 'EUR'}}]}}
        self.write('map.json', json.dumps(rule))
        rows = [{'no': f'N-{i}', 'who': 'Pakistan', 'm': 'EUR 5' if i % 2 else 'some 5 m'} for i in range(50)]
        self.write('rows.jsonl', ''.join(json.dumps(row) + '\n' for row in rows))
        told = self.run_here('check', 'rows.jsonl', '--map', 'map.json').stderr
        self.assertIn('25 numbers cannot be read and are left out: 25 in value; such as "some 5 m"', told)
        self.assertIn('in N-0 (line 1), N-2 (line 3)', told)
        self.assertIn('N-38 (line 39) and 5 more', told)
        self.assertNotIn('N-1 ', told)

    def test_money_that_no_optional_rule_reads_is_told(self):
        """Three spellings of sums, each read by one rule; what none reads and holds digits is counted."""
        def amount(pattern, **more):
            return {'value': {'from': '/m', 'match': pattern, 'optional': True, **more}, 'currency': {'constant': 'EUR'}}
        rule = {'map': 1, 'partnership': {'id': '/no', 'title': {'constant': 'T'}, 'parties': '/who', 'amounts': [
            amount('^([0-9]+)m$', times=1000000), amount('^([0-9]+)bn$', times=1000000000), amount('^EUR ([0-9]+)$')]}}
        self.write('map.json', json.dumps(rule))
        sums = ['3m', '2bn', 'EUR 7', 'EUR 5 000', '-', 'n/a', None]
        self.write('rows.jsonl', ''.join(json.dumps({'no': f'N-{i}', 'who': 'Pakistan', 'm': sum}) + '\n'
                                         for i, sum in enumerate(sums)))
        done = self.run_here('facts', 'sql', 'SELECT value FROM amounts', '-f', 'rows.jsonl', '--map', 'map.json')
        self.assertIn('1 text holds a number that none of the optional rules reads, and is left out: 1 in amounts; such as '
                      '"EUR 5 000"', done.stderr)
        self.assertIn('in N-3 (line 4)', done.stderr)
        rule['partnership']['amounts'][2]['value'] = {'from': '/m', 'aliases': {'EUR 5 000': None}, 'match': '.*[^mn]$',
                                                      'optional': True, 'otherwise': '1'}
        self.write('map.json', json.dumps(rule))
        self.assertNotIn('optional', self.run_here('check', 'rows.jsonl', '--map', 'map.json').stderr)

    def mapped(self, partnership, document, code=0, **head):
        """The records and what is said."""
        self.write('map.json', json.dumps({'map': 1, **head, 'partnership': partnership}))
        self.write('rows.json', json.dumps(document))
        done = self.run_here('facts', 'map', 'map.json', 'rows.json', code=code)
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def test_items_are_chosen_by_a_member_beside_their_value(self):
        """The rule of the manual; what is not chosen is no mistake."""
        manual = (ROOT / 'docs/accord-facts.5').read_text()
        rule = re.search(r'^("amounts": .*"where".*\n.*)$', manual, re.MULTILINE)[1]
        records, told = self.mapped({'id': '/id', 'title': '/id', 'parties': '/p', **json.loads('{' + rule + '}')}, [
            {'id': 'a', 'p': ['Pakistan'], 'transactions': [
                {'type': '2', 'value': '5', 'currency': 'USD'}, {'type': '4', 'value': '9', 'currency': 'USD'},
                {'type': 3, 'value': 7.5, 'currency': 'EUR'}, {'value': 8, 'currency': 'EUR'}]}])
        self.assertEqual(records[0]['amounts'], [{'value': '5', 'currency': 'USD'}, {'value': '7.5', 'currency': 'EUR'}])
        self.assertEqual(told, '')

    def test_records_and_items_that_are_excepted(self):
        rows = [{'id': 'a', 'p': ['X ', 'Y', 'Z']}, {'id': 'b', 'p': ['X'], 'state': ' DRAFT'}, {'id': 'c', 'p': ['X'], 'gone': True},
                {'id': 'd', 'p': ['X'], 'tags': [{'v': 'no'}, {'v': 'test'}]}, {'id': 'e', 'p': ['X'], 'state': 4.5}]
        rule = {'id': '/id', 'title': '/id', 'parties': {'each': '/p', 'except': {'': ['y', 'q']}}}
        choice = {'where': {'/gone': None, '/state': [None, '4.5', 'draft']}, 'except': {'/tags/*/v': 'test', '/state': 'Draft'}}
        records, told = self.mapped(rule, rows, **choice)
        self.assertEqual([(record['id'], record['parties']) for record in records], [('a', ['X', 'Z']), ('e', ['X'])])
        self.assertEqual(told, '')
        records, told = self.mapped(rule, rows, where={'/id': 'A1', '/stat': 'draft'})
        self.assertEqual(records, [])
        self.assertIn('"/id" is never what "where" names, but such as "a"', told)

    def test_records_under_keys_and_in_pages(self):
        rule = {'id': {'key': 'record'}, 'title': '/t', 'parties': '/p'}
        keyed = {'p1': {'t': 'One', 'p': 'X'}, 'p2': {'t': 'Two', 'p': 'X'}}
        records, told = self.mapped(rule, keyed, records='/*')
        self.assertEqual([(record['id'], record['title']) for record in records], [('p1', 'One'), ('p2', 'Two')])
        self.assertEqual(told, '')
        years = {'2024': {'KE': [{'t': 'A', 'p': 'X'}, {'t': 'B', 'p': 'X'}]}, '2025': {'KE': [{'t': 'C', 'p': 'X'}], 'PK': []}}
        by_year = {**rule, 'id': {'join': [{'key': 'record', 'star': 1}, {'key': 'record'}, '/t'], 'with': '-'},
                   'date': {'key': 'record', 'star': 1}}
        records, told = self.mapped(by_year, years, records='/*/*')
        self.assertEqual([(record['id'], record['date']) for record in records],
                         [('2024-KE-A', '2024'), ('2024-KE-B', '2024'), ('2025-KE-C', '2025')])
        self.assertEqual(told, '')
        pages = {'pages': [{'items': [{'id': 'a'}, {'id': 'b'}]}, {}, {'items': [{'id': 'c'}]}], 'last': [{'id': 'd'}]}
        plain = {'id': '/id', 'title': '/id', 'parties': ['/id']}
        records, told = self.mapped(plain, pages, records=['/pages/*/items', '/last'])
        self.assertEqual([record['id'] for record in records], ['a', 'b', 'c', 'd'])
        self.assertEqual(told, '')
        self.assertEqual(self.mapped(plain, {'pages': []}, records='/pages/*/items'), ([], ''))

    def test_a_document_that_is_no_array_of_records(self):
        rule = {'id': '/id', 'title': '/t', 'parties': '/p'}
        record = {'id': 'a', 't': 'T', 'p': 'X'}
        for document, records in (({'a': record, 'b': record}, '/*'), ({'n': 2, 'all': [record]}, '/all'),
                                  ({'n': 2, 'all': {'a': record, 'b': record}}, '/all/*')):
            told = self.mapped(rule, document, code=3)[1]
            self.assertIn('the document is no array of records, but an object', told)
            self.assertIn(f'write "records": "{records}" in the map', told)
            told = self.mapped(rule, document, records='/rows', code=3)[1]
            self.assertIn('there are no records at "/rows"', told)
            self.assertIn(f'write "records": "{records}" in the map', told)
        self.assertIn('the document is a string, expected records', self.mapped(rule, 'text', code=3)[1])
        self.assertIn('it is a number, no object (1)', self.mapped(rule, [record, 7], code=3)[1])
        self.assertNotIn('no array', self.mapped({**rule, 'id': '/no'}, {'t': 'T'}, code=3)[1])

    def test_several_lists_are_one(self):
        row = {'id': 'a', 'fund': [{'n': 'Bank'}, {'n': 'Fund'}], 'host': 'Kenya; Pakistan', 'seats': {'FR': {'n': 'France'}, 'DE': {'n': 'Germany'}},
               'kinds': {'energy': 60, 'health': 40}}
        rule = {'id': '/id', 'title': '/id', 'parties': [
            {'each': '/fund', 'item': {'name': '/n', 'role': {'constant': 'funding'}}}, {'each': '/host', 'split': ';'},
            {'each': '/seats/*', 'item': {'name': '/n', 'country': {'key': 'item'}}}, {'constant': 'Union'}],
            'sectors': {'each': '/kinds/*', 'item': {'key': 'item'}},
            'quantities': {'each': '/kinds/*', 'item': {'label': {'key': 'item'}, 'value': '', 'unit': {'constant': '%'}}}}
        records, told = self.mapped(rule, [row])
        self.assertEqual(records[0]['parties'], [
            {'name': 'Bank', 'role': 'funding'}, {'name': 'Fund', 'role': 'funding'}, 'Kenya', 'Pakistan',
            {'name': 'France', 'country': 'FR'}, {'name': 'Germany', 'country': 'DE'}, 'Union'])
        self.assertEqual(records[0]['sectors'], ['energy', 'health'])
        self.assertEqual(records[0]['quantities'], [{'label': 'energy', 'value': '60', 'unit': '%'},
                                                    {'label': 'health', 'value': '40', 'unit': '%'}])
        self.assertEqual(told, '')
        records, told = self.mapped({**rule, 'parties': ['/fund/*/n', '/host', '/hots']}, [row])
        self.assertEqual(records[0]['parties'], ['Bank', 'Fund', 'Kenya; Pakistan'])
        self.assertIn('"/hots" found nothing in 1 record', told)
        records, told = self.mapped({**rule, 'parties': {'each': ['/fund/*/n', '/host', '/hots']}}, [row])
        self.assertEqual(records[0]['parties'], ['Bank', 'Fund', 'Kenya; Pakistan'])
        self.assertIn('"/hots" found nothing in 1 record', told)

    def test_keys_of_a_map_that_cannot_be(self):
        rule = {'id': '/id', 'title': '/id', 'parties': '/p'}
        for change, head, words in (({'id': {'key': 'record'}}, {}, 'the rule asks for a key, but "records" has 0 "*"'),
                                    ({'id': {'key': 'record', 'star': 2}}, {'records': '/*'}, '"records" has 1 "*"'),
                                    ({'parties': {'each': '/p', 'item': {'key': 'item'}}}, {}, '"each" has 0 "*"'),
                                    ({'id': {'from': '/id', 'stars': 1}}, {}, 'unknown key "stars"'),
                                    ({}, {'were': {}}, 'did you mean "where"?'),
                                    ({'parties': {'each': '/p', 'wehre': {}}}, {}, 'did you mean "where"?'),
                                    ({}, {'where': {'id': 1}}, 'is no JSON pointer'),
                                    ({}, {'where': {'/id': {}}}, 'a word to choose by is an object'),
                                    ({}, {'records': '/*/*/*/*/*'}, 'has 5 "*", at most 4 are followed')):
            self.write('wrong.json', json.dumps({'map': 1, **head, 'partnership': {**rule, **change}}))
            self.assertIn(words, accord('check', 'wrong.json', cwd=self.folder).stderr)

    def test_a_pattern_that_goes_back_and_forth_is_given_up(self):
        """Each of these texts took a tenth of a second, and was told as one that the pattern does not match."""
        rule = {'id': '/no', 'title': {'from': '/t', 'match': '^(a+)+$', 'default': 'T'}, 'parties': ['/no']}
        records, told = self.mapped(rule, [{'no': f'{i}', 't': 'a' * 40 + '!'} for i in range(300)] + [{'no': 'good', 't': 'aaa'}])
        self.assertEqual([record['title'] for record in records], ['T'] * 300 + ['aaa'])
        self.assertIn('300 texts take the pattern of their rule too many steps, and are left out', told)
        self.assertNotIn('no rule reads', told)

    def test_only_what_was_utf_8_is_put_right(self):
        """Bytes of another encoding make syllables and private characters by chance: such texts are kept."""
        good = {'Itâ€™s a dam': 'It’s a dam', 'SociÃ©tÃ© Mosè': 'Société Mosè', 'Ð”Ð°Ð¼Ð±Ð° Kariba': 'Дамба Kariba'}
        bad = ['erred as ËÈÎ¿ë\x8f‡¿.', 'A î\x80\x80 dam', 'A ð\xaf¿¿ dam', 'A í\x95œË dam']
        rows = [{'id': str(number), 'title': title, 'parties': ['Pakistan', 'China']} for number, title in enumerate([*good, *bad])]
        mapping = {'map': 1, 'clean': {'mojibake': 'repair'}, 'partnership': {'id': '/id', 'title': '/title', 'parties': '/parties'}}
        self.write('clean.json', json.dumps(mapping))
        self.write('clean.jsonl', ''.join(json.dumps(row) + '\n' for row in rows))
        done = self.run_here('facts', 'list', '-f', 'clean.jsonl', '--map', 'clean.json', '--format', 'json')
        titles = {row['id']: row['title'] for row in json.loads(done.stdout)}
        self.assertEqual([titles[row['id']] for row in rows], [*good.values(), *bad])
        self.assertIn('4 texts seem to hold UTF-8 that was read as Latin letters, which is kept', done.stderr)
        self.assertIn('3 texts held UTF-8 that was read as Latin letters, which was put right', done.stderr)

    def test_overrides_of_direction_are_told(self):
        rule = {'id': '/no', 'title': '/t', 'parties': ['/no'], 'summary': {'from': '/t', 'clean': {'controls': 'drop'}}}
        records, told = self.mapped(rule, [{'no': 'a', 't': 'Pay \u202e001 to \u2018X\u2019'}])
        self.assertEqual(records[0]['summary'], 'Pay 001 to \u2018X\u2019')
        self.assertIn('1 text holds control characters, which are kept', told)

    def test_parts_of_years(self):
        made = {'Q3 2024': '2024-07/2024-09', '2024Q1': '2024-01/2024-03', '2024-Q4': '2024-10/2024-12', '4Q2023': '2023-10/2023-12',
                'third quarter of 2024': '2024-07/2024-09', '2nd quarter 2024': '2024-04/2024-06', 'T2 2024': '2024-04/2024-06',
                'H1 2024': '2024-01/2024-06', 'second half of 2024': '2024-07/2024-12', 'Spring 2025': '2025-21', 'summer, 2025': '2025-22',
                '2025 Fall': '2025-23', 'Winter 2024/25': '2024-24', 'winter 1999-2000': '1999-24', 'Winter 1999/00': '1999-24',
                'Q5 2024': None, 'Q0 2024': None, 'H3 2024': None, 'Q3 FY2024': None, 'Q3 24': None, 'Q3 2024 Q4': None, 'Q3-Q4 2024': None,
                '2024': None, 'spring': None, 'spring 2024/26': None, 'Spring 2024/25': None, 'Q3 2024/25': None, '3 2024': None,
                'quarter 2024': None}
        rule = {'id': '/no', 'title': '/no', 'parties': ['/no'], 'date': {'from': '/d', 'date': ['quarter', 'half', 'season']}}
        records, told = self.mapped(rule, [{'no': f'{i:02}', 'd': text} for i, text in enumerate(made)])
        self.assertEqual({text: record.get('date') for text, record in zip(made, records)}, made)
        self.assertIn(f'{list(made.values()).count(None)} dates', told)

    def test_numbers_keep_the_digits_they_are_written_with(self):
        """A double holds fifteen of them for certain; records of lines, of an array and of a member."""
        rows = ['12345678901234567.89', '1234567890.123456789', '-99999999999999999.99', '0.1', '100.10', '1e3',
                '0.12345678949', '12345678901.1234567891']
        read = ['12345678901234567.89', '1234567890.123456789', '-99999999999999999.99', '0.1', '100.1', '1000',
                '0.123456789', '12345678901.123456789']
        rule = {'map': 1, 'partnership': {'id': '/id', 'title': '/t', 'parties': {'constant': 'Pakistan'}, 'amounts': [
            {'value': '/v', 'currency': {'constant': 'USD'}}]}}
        rule['partnership']['parties'] = ['/who']
        text = [f'{{"t": "1.5 {{\\"", "x": [1, 2.5, {{"y": -0.25}}], "v": {value}, "id": "r{i}", "who": "Pakistan"}}'
                for i, value in enumerate(rows)]
        self.write('lines.jsonl', '\n'.join(text) + '\n')
        self.write('array.json', '[' + ',\n'.join(text) + ']')
        self.write('member.json', '{"n": 7.25, "all": [' + ','.join(text) + ']}')
        for name, records in (('lines.jsonl', None), ('array.json', None), ('member.json', '/all')):
            self.write('map.json', json.dumps({**rule, **({'records': records} if records else {})}))
            done = self.run_here('facts', 'map', 'map.json', name)
            values = [json.loads(line)['amounts'][0]['value'] for line in done.stdout.splitlines()]
            self.assertEqual(values, read, name)
            self.assertIn('2 numbers have more than nine places and are rounded', done.stderr)

    def test_a_map_belongs_to_the_facts_before_it(self):
        for arguments in (['-f', 'other.json', '-f', 'rows.jsonl', '--map', 'map.json'],
                          ['-f', 'rows.jsonl', '--map', 'map.json', '-f', 'other.json'],
                          ['--map', 'map.json', '-f', 'rows.jsonl', '-f', 'other.json']):
            self.assertEqual(self.ask('SELECT count(*) AS n FROM partnerships', *arguments), [{'n': 4}], arguments)
        for arguments in (['-f', 'rows.jsonl', '--map', 'map.json', '--map', 'map.json'], ['--map', 'map.json']):
            self.assertIn('--map', self.run_here('facts', 'list', *arguments, code=2).stderr)

    def test_shipped_maps_have_names(self):
        for name in ('aiddata', 'worldbank', 'uk-treaties'):
            self.run_here('check', ROOT / 'data/maps' / f'{name}.json')
        self.write('wb.jsonl', json.dumps({'id': 'WB-P1', 'title': 'Ports', 'parties': ['World Bank', 'Republic of India'],
                                           'sector': 'Railways', 'year': 1999, 'amount_usd': 1.1}) + '\n')
        self.assertEqual(self.ask('SELECT sector, sector_code, partner, amount_usd AS usd FROM partnerships',
                                  '-f', 'wb.jsonl', '--map', 'worldbank'),
                         [{'sector': 'Railways', 'sector_code': 'transport', 'partner': 'World Bank', 'usd': 1.1}])
        self.assertIn('did you mean "worldbank"?', self.run_here('facts', 'list', '-f', 'wb.jsonl', '--map', 'worldbnk', code=6).stderr)

    def test_a_layout_names_maps_and_its_report_can_be_verified(self):
        self.run_here('render', 'layout.json', '-o', 'mapped.pdf')
        text = tool('pdftotext', '-layout', self.folder / 'mapped.pdf', '-')
        self.assertRegex(text, r'A dam\s+Pakistan, China')
        self.assertIn('Already facts', text)
        self.assertIn('same bytes', self.run_here('verify', 'mapped.pdf').stdout)
        self.run_here('render', 'layout.json', '-f', 'rows.jsonl', '--map', 'map.json', '-o', 'again.pdf')
        self.assertNotIn('Already', tool('pdftotext', self.folder / 'again.pdf', '-'))
        self.assertIn('same bytes', self.run_here('verify', 'again.pdf').stdout)

    def test_dirt_survives_in_print(self):
        names = ['Soci\u00c3\u00a9t\u00c3\u00a9', 'Th\u00cd\u008di', 'A &amp; B', 'Long ' + 'name ' * 3400]
        rows = [{'id': f'X-{i}', 'title': f'Title {i} &#233; {name[:60]}', 'parties': [name, 'World Bank'], 'sector': 'TRADE',
                 'year': year, 'amount_usd': amount} for i, (name, year, amount) in
                enumerate(zip(names, (1703, 1999, 2050, 2024), (1.5, -2.25, 0, 1e15)))]
        rows.append({'id': 'X-many', 'title': 'Many', 'parties': [f'Party {i}' for i in range(267)], 'sector': 'Odd',
                     'year': 1815})
        self.write('dirty.jsonl', ''.join(json.dumps(row) + '\n' for row in rows))
        layout = dict(LAYOUT, facts=[{'path': 'dirty.jsonl', 'map': 'worldbank'}])
        layout['body'] = [{'block': 'table', 'data': 'partnerships', 'columns': ['year', 'title', 'parties', 'amount_usd']}]
        self.write('layout.json', json.dumps(layout))
        done = self.run_here('render', 'layout.json', '-o', 'dirty.pdf')
        self.assertIn('which is kept: 1 in name', done.stderr)
        text = ' '.join(tool('pdftotext', '-layout', self.folder / 'dirty.pdf', '-').split())
        for part in ('1703', '2050', 'Title 0 é', 'Party 266', '2.25'):
            self.assertIn(part, text)
        self.assertNotIn('&#233;', text)

    def test_mapped_facts_are_facts(self):
        lines = self.run_here('facts', 'map', 'map.json', 'rows.jsonl').stdout
        self.assertEqual([json.loads(line)['record'] for line in lines.splitlines()], ['source'] + 3 * ['partnership'])
        question = 'SELECT * FROM partnerships ORDER BY id'
        self.assertEqual(self.ask(question, '-f', '-', stdin=lines),
                         self.ask(question, '-f', 'rows.jsonl', '--map', 'map.json'))
        self.run_here('facts', 'add', 'rows.jsonl', '--map', 'map.json', '--store', 'facts.db')
        self.assertEqual(self.ask(question, '--store', 'facts.db'),
                         self.ask(question, '-f', 'rows.jsonl', '--map', 'map.json'))

    def test_the_example_of_the_manual(self):
        manual = (ROOT / 'docs/accord-facts.5').read_text(encoding='utf-8')
        section = manual.split('.Sh MAPS', 1)[1]
        example, line = re.findall(r'\.Bd -literal -offset indent\n(.*?)\.Ed', section, re.S)[:2]
        self.write('manual.json', example)
        self.write('manual.jsonl', line.replace('\n', ' ') + '\n')
        rows = self.ask('SELECT id, date, party_count AS n, amount, currency, status_code FROM partnerships',
                        '-f', 'manual.jsonl', '--map', 'manual.json')
        self.assertEqual(rows, [{'id': 'REG-7', 'date': '2025-07-03', 'n': 2, 'amount': 1500000, 'currency': 'EUR',
                                 'status_code': 'completed'}])


if __name__ == '__main__':
    unittest.main()
