"""Exchange rates: amounts in one currency, by a table with dates. All rates here are made up."""
import json
import pathlib
import tempfile
import unittest

import jsonschema

import postgres
from program import ROOT, accord, tool

RATES = {'rates': 1, 'currency': 'USD', 'source': 'Made up for a test', 'licence': 'None', 'table': [
    {'currency': 'EUR', 'date': '2025-07-01', 'rate': '1.25'}, {'currency': 'EUR', 'date': '2025', 'rate': '2'},
    {'currency': 'PKR', 'date': '2025-06', 'rate': '0.0035'}]}
FACTS = {'facts': 1, 'partnerships': [
    {'id': 'a', 'title': 'A', 'parties': ['Pakistan', 'China'], 'date': '2025-07-08', 'amounts': [
        {'value': '100.10', 'currency': 'EUR', 'basis': 'committed'},
        {'value': '50', 'currency': 'EUR', 'basis': 'committed', 'date': '2025-03-01'}]},
    {'id': 'b', 'title': 'B', 'parties': ['Pakistan', 'Russia'], 'date': '2025-09',
     'amounts': [{'value': '1000', 'currency': 'PKR'}]},
    {'id': 'c', 'title': 'C', 'parties': ['Pakistan', 'Russia'], 'amount_usd': 7}]}
LAYOUT = {'layout': 1, 'title': 'T', 'facts': ['facts.json'], 'rates': 'rates.json',
          'data': {'sum': {'sql': 'SELECT decimal_sum(amount_converted) AS usd FROM partnerships'}},
          'body': [{'block': 'text', 'text': 'In dollars: {{sum.usd}}.'}]}


SERVER = None


def setUpModule():
    global SERVER
    SERVER = postgres.for_module()


class Rates(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.write('rates.json', RATES)
        self.write('facts.json', FACTS)
        self.write('layout.json', LAYOUT)

    def write(self, name, tree):
        (self.folder / name).write_text(json.dumps(tree))

    def run_accord(self, *arguments, code=0):
        done = accord(*arguments, cwd=self.folder)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def ask(self, sql, *options):
        return json.loads(self.run_accord('facts', 'sql', sql, '-f', 'facts.json', '--format', 'json', *options).stdout)

    def test_columns(self):
        rows = self.ask('SELECT id, amount_converted, converted_currency FROM partnerships ORDER BY id', '--rates', 'rates.json')
        self.assertEqual(rows, [{'id': name, 'amount_converted': value, 'converted_currency': 'USD'}
                                for name, value in (('a', 225.125), ('b', 3.5), ('c', 7))])
        rows = self.ask('SELECT converted FROM amounts ORDER BY id, position', '--rates', 'rates.json')
        self.assertEqual([row['converted'] for row in rows], [125.125, 100, 3.5, 7])

    def test_explanations_show_each_amount_converted_and_its_rate(self):
        sql = "SELECT title, amount_converted AS usd, fact, 'a remark that is long enough to be cut, since nobody reads so' AS r" \
            " FROM partnerships WHERE id <> 'b'"
        self.write('layout.json', {**LAYOUT, 'data': {}, 'body': [{'block': 'table', 'data': {'sql': sql}, 'columns': [
            'title', 'usd']}]})
        done = self.run_accord('explain', 'layout.json', 'table:1/1/usd')
        self.assertIn('; 100.1 EUR is 125.125 USD at 1.25; 50 EUR is 100 USD at 2)', done.stdout)
        self.assertRegex(done.stdout, r" 3  facts that were read\n +2  WHERE id <> 'b' \(1 left out\)\n +2  SQL: SELECT .*…\n"
                                      r" +1  row 1 of 2: title A \(1 left out\)\n")
        told = json.loads(self.run_accord('explain', 'layout.json', 'table:1/1/usd', '--format', 'json').stdout)
        self.assertEqual(told['facts'][0]['converted'][1], {'value': '50', 'currency': 'EUR', 'converted': '100',
                                                            'converted_currency': 'USD'})

    def test_without_rates_nothing_is_converted(self):
        self.assertEqual(self.ask('SELECT count(amount_converted) AS n, count(converted_currency) AS c FROM partnerships'),
                         [{'n': 0, 'c': 0}])

    def test_mixed_currencies_are_refused_and_converted_ones_summed(self):
        done = self.run_accord('facts', 'sql', 'SELECT decimal_sum(amount, currency) FROM partnerships', '-f', 'facts.json', code=3)
        for word in ('EUR', 'PKR', 'amount_converted'):
            self.assertIn(word, done.stderr)
        self.assertEqual(self.ask('SELECT decimal_sum(amount_converted) AS n FROM partnerships', '--rates', 'rates.json'),
                         [{'n': 235.625}])

    def test_merged_and_cleared_records_are_converted(self):
        self.write('more.json', {'facts': 1, 'partnerships': [FACTS['partnerships'][1]]})
        for options in ((), ('--audience', 'internal')):
            rows = self.ask('SELECT amount_converted AS n FROM partnerships ORDER BY id', '-f', 'more.json',
                            '--rates', 'rates.json', *options)
            self.assertEqual([row['n'] for row in rows], [225.125, 3.5, 7], options)

    def test_mapped_records(self):
        self.write('map.json', {'map': 1, 'partnership': {
            'id': '/id', 'title': '/name', 'parties': ['/party'], 'date': '/when',
            'amounts': [{'value': '/sum', 'currency': '/money'}]}})
        self.write('foreign.json', [{'id': 'x', 'name': 'X', 'party': 'China', 'when': '2025-07-02', 'sum': '4', 'money': 'EUR'},
                                    {'id': 'y', 'name': 'Y', 'party': 'China', 'when': '1999', 'sum': '4', 'money': 'EUR'}])
        done = self.run_accord('facts', 'list', '-f', 'foreign.json', '--map', 'map.json', '--rates', 'rates.json', code=3)
        for word in ('EUR', '1999', '"y"', 'rates.json', 'no-rate'):
            self.assertIn(word, done.stderr)
        self.assertEqual(done.stderr.count('no-rate'), 1)

    def test_a_report_carries_its_rates(self):
        self.run_accord('render', 'layout.json', '-o', 'report.pdf', '--as-of', '2025-11-20')
        text = self.run_accord('render', 'layout.json', '-o', '-', '--format', 'json', '--as-of', '2025-11-20').stdout
        self.assertIn('235.625', text)
        (self.folder / 'rates.json').unlink()
        self.assertIn('same bytes', self.run_accord('verify', 'report.pdf').stdout)
        self.run_accord('extract', 'report.pdf', '-o', 'out')
        self.assertEqual(json.loads(next((self.folder / 'out').rglob('rates.json')).read_text()), RATES)
        self.assertIn('layout.json:1:', self.run_accord('check', 'layout.json', code=6).stderr)

    def test_the_option_takes_the_place_of_the_layouts(self):
        other = {**RATES, 'table': [{**rate, 'rate': '1'} for rate in RATES['table']]}
        self.write('other.json', other)
        text = self.run_accord('render', 'layout.json', '-o', '-', '--format', 'json', '--rates', 'other.json',
                               '--as-of', '2025-11-20').stdout
        self.assertIn('1157.1', text)
        self.run_accord('render', 'layout.json', '-o', 'report.pdf', '--rates', 'other.json', '--as-of', '2025-11-20')
        self.assertIn('same bytes', self.run_accord('verify', 'report.pdf').stdout)

    def test_stores_are_converted_too(self):
        stores = postgres.stores(SERVER, self.folder / 'a.store')
        query = 'SELECT id, amount_converted, converted_currency, verified FROM partnerships ORDER BY id'
        (self.folder / 'texts').mkdir()
        (self.folder / 'texts' / 's.txt').write_text('A new mill.')
        facts = json.loads(json.dumps(FACTS))
        facts['sources'] = [{'id': 's', 'title': 'S'}]
        facts['partnerships'][0]['evidence'] = [{'source': 's', 'supports': '/title', 'quote': 'A dam'}]
        self.write('facts.json', facts)
        wanted = self.ask(query, '--rates', 'rates.json', '--sources', 'texts')
        self.assertEqual([(row['amount_converted'], row['verified']) for row in wanted],
                         [(225.125, 0), (3.5, None), (7, None)])
        layout = {key: value for key, value in LAYOUT.items() if key != 'facts'}
        self.write('layout.json', layout)
        for store in stores:
            self.run_accord('facts', 'add', '--store', store, '--as-of', '2025-11-20', 'facts.json', '--sources', 'texts')
            done = self.run_accord('facts', 'sql', query, '--store', store, '--rates', 'rates.json', '--format', 'json')
            self.assertEqual(json.loads(done.stdout), wanted)
            self.run_accord('render', 'layout.json', '--store', store, '-o', 'out.pdf')
            self.assertIn('In dollars: 235.625.', tool('pdftotext', self.folder / 'out.pdf', '-'))
            self.write('rates.json', {**RATES, 'table': RATES['table'][:1]})
            self.assertIn('PKR', self.run_accord('check', 'layout.json', '--store', store, code=3).stderr)
            self.write('rates.json', RATES)

    def test_a_decade_and_an_interval_of_years_have_no_rate(self):
        def with_date(date):
            facts = json.loads(json.dumps(FACTS))
            facts['partnerships'][0]['amounts'][1]['date'] = date
            self.write('facts.json', facts)
            return accord('facts', 'list', '-f', 'facts.json', '--rates', 'rates.json', cwd=self.folder)
        for date in ('202X', '20XX', '2024/2026', '202X/..'):
            done = with_date(date)
            self.assertEqual(done.returncode, 3, date)
            self.assertIn(f'an amount in EUR is dated {date}, which is longer than a year', done.stderr)
            self.assertIn('give the amount a "date" of its own', done.stderr)
        for date in ('2025', '2025-21', '2025-02/2025-09', '2025-07~', '2025-07-02/..'):
            done = with_date(date)
            self.assertEqual((done.returncode, done.stderr), (0, ''), date)

    def write_umbrellas(self):
        """frame (1000 USD) takes in dam (400 EUR) and, through phase, which has no money, road (100 USD)."""
        def fact(name, whole, *amounts):
            return {'id': name, 'title': name.title(), 'parties': ['Pakistan', 'China'], 'date': '2025-07-08',
                    'part_of': whole, 'amounts': [{'value': value, 'currency': currency, 'basis': basis}
                                                  for value, currency, basis in amounts]}
        self.write('facts.json', {'facts': 1, 'partnerships': [
            {**fact('frame', [], ('1000', 'USD', 'committed'), ('70', 'EUR', 'announced')), 'umbrella': True},
            fact('dam', ['frame'], ('400', 'EUR', 'committed')), {**fact('phase', ['frame']), 'umbrella': True},
            fact('road', ['phase'], ('100', 'USD', 'committed')), fact('mill', [], ('7', 'EUR', 'committed')),
            {**fact('bare', [], ('5', 'USD', 'committed')), 'umbrella': True}]})

    def test_umbrellas_count_once_in_any_currency(self):
        self.write_umbrellas()
        rows = self.ask('SELECT id, counted, counted_converted AS converted FROM partnerships ORDER BY id')
        self.assertEqual([(row['id'], row['counted'], row['converted']) for row in rows],
                         [('bare', 0, 0), ('dam', 1, 1), ('frame', 0, 0), ('mill', 1, 1), ('phase', 1, 1), ('road', 1, 1)])
        stores = postgres.stores(SERVER, self.folder / 'a.store')
        facts = json.loads((self.folder / 'facts.json').read_text())
        facts['partnerships'].pop(3)
        self.write('facts.json', facts)
        for store in stores:
            self.run_accord('facts', 'add', '--store', store, '--as-of', '2025-11-20', 'facts.json')
        for place in [('-f', 'facts.json'), *(('--store', store) for store in stores)]:
            def ask(sql, place=place):
                done = self.run_accord('facts', 'sql', sql, *place, '--rates', 'rates.json', '--format', 'json')
                return json.loads(done.stdout), done.stderr
            rows, _ = ask("SELECT counted, counted_converted AS c FROM partnerships WHERE id = 'frame'")
            self.assertEqual(rows, [{'counted': 1, 'c': 0}])  # nothing else has dollars
            rows, _ = ask("SELECT basis, counted, counted_converted AS c FROM amounts WHERE id = 'frame' ORDER BY basis")
            self.assertEqual([(row['basis'], row['counted'], row['c']) for row in rows],
                             [('announced', 1, 1), ('committed', 1, 0)])
            rows, said = ask('SELECT sum(amount_converted) AS n FROM partnerships WHERE counted = 1')
            self.assertEqual(rows, [{'n': 1508.75}])
            self.assertIn('money counts twice in sum(amount_converted): that of umbrellas (1 row with 1,000 USD)', said)
            self.assertIn('add WHERE counted_converted = 1', said)
            for sql in ('SELECT sum(amount_converted) AS n FROM partnerships WHERE counted_converted = 1',
                        "SELECT sum(converted) AS n FROM amounts WHERE counted_converted = 1 AND basis = 'committed'"):
                self.assertEqual(ask(sql), ([{'n': 508.75}], ''))

    def test_key_figures_and_charts_tell_of_umbrellas_in_another_currency(self):
        self.write_umbrellas()
        figure = {'data': 'partnerships', 'aggregate': 'sum', 'field': 'amount_converted'}
        chart = {'data': {'name': 'partnerships'}, 'mark': 'bar', 'encoding': {
            'y': {'aggregate': 'sum', 'field': 'amount_converted', 'type': 'quantitative'}}}
        for block in ({'block': 'kpis', 'items': [{'value': figure, 'label': 'Dollars'}]},
                      {'block': 'chart', 'spec': chart}):
            self.write('layout.json', {**LAYOUT, 'data': {}, 'body': [block]})
            said = self.run_accord('check', 'layout.json').stderr
            self.assertIn('that of umbrellas (2 rows with 1,005 USD)', said)
            self.assertIn('"filter": "datum.counted_converted == 1"', said)
        once = 'SELECT amount_converted FROM partnerships WHERE counted_converted = 1'
        self.write('layout.json', {**LAYOUT, 'data': {'once': {'sql': once}}, 'body': [
            {'block': 'kpis', 'items': [{'value': {**figure, 'data': 'once'}, 'label': 'Dollars'}]},
            {'block': 'text', 'text': 'All: {{once.sum.amount_converted}}'}]})
        self.assertEqual(self.run_accord('check', 'layout.json').stderr, '')
        text = self.run_accord('render', 'layout.json', '-o', '-', '--format', 'json').stdout
        self.assertIn('608.75', text)

    def write_restated(self):
        """Both have euros and dollars: "two" on one basis, "apart" on a basis each."""
        def fact(name, *amounts):
            return {'id': name, 'title': name.title(), 'parties': ['Pakistan', 'China'], 'date': '2025-07-08',
                    'amounts': [{'value': value, 'currency': currency, 'basis': basis} for value, currency, basis in amounts]}
        self.write('facts.json', {'facts': 1, 'partnerships': [
            fact('two', ('8', 'EUR', 'committed'), ('10', 'USD', 'committed')),
            fact('apart', ('4', 'EUR', 'committed'), ('5', 'USD', 'announced'), ('1', 'EUR', 'committed'))]})

    def test_one_sum_in_two_currencies_is_told_where_both_are_added_up(self):
        self.write_restated()
        stores = postgres.stores(SERVER, self.folder / 'a.store')
        for store in stores:
            self.run_accord('facts', 'add', '--store', store, '--as-of', '2025-11-20', 'facts.json')
        for place in [('-f', 'facts.json'), *(('--store', store) for store in stores)]:
            def ask(sql, place=place):
                done = self.run_accord('facts', 'sql', sql, *place, '--rates', 'rates.json', '--format', 'json')
                return [row['n'] for row in json.loads(done.stdout)], done.stderr
            for sql, sums in (('SELECT basis, sum(converted) AS n FROM amounts GROUP BY basis ORDER BY basis DESC', [26.25, 5]),
                              ("SELECT sum(a.converted) AS n FROM amounts a JOIN partnerships p ON p.fact = a.fact "
                               "WHERE a.basis = 'committed'", [26.25])):
                numbers, said = ask(sql)
                self.assertEqual(numbers, sums)
                self.assertIn('are often one sum said in each [counted-twice]', said)
                self.assertIn('in several currencies (1 partnership with 20 USD)', said)
                self.assertIn('sum "amount_converted" of "partnerships"', said)
            for sql, sums in (("SELECT sum(converted) AS n FROM amounts WHERE id = 'apart' AND basis = 'committed'", [6.25]),
                              ("SELECT sum(converted) AS n FROM amounts WHERE currency = 'EUR' AND basis = 'committed'", [16.25]),
                              ("SELECT currency, basis, sum(converted) AS n FROM amounts WHERE basis = 'committed' "
                               "GROUP BY currency, basis ORDER BY currency", [16.25, 10]),
                              ("SELECT max(converted) AS n FROM amounts WHERE basis = 'committed'", [10])):
                self.assertEqual(ask(sql), (sums, ''), sql)

    def test_key_figures_and_totals_tell_of_one_sum_in_two_currencies(self):
        self.write_restated()
        def told(condition):
            data = {'name': 'amounts', 'transform': [{'filter': condition}]}
            figure = {'data': data, 'aggregate': 'sum', 'field': 'converted'}
            self.write('layout.json', {**LAYOUT, 'data': {}, 'body': [
                {'block': 'kpis', 'items': [{'value': figure, 'label': 'Dollars'}]},
                {'block': 'table', 'data': data, 'columns': ['title', {'field': 'converted', 'total': 'sum'}]}]})
            return self.run_accord('check', 'layout.json').stderr
        said = told("datum.basis == 'committed'")
        self.assertEqual(said.count('(1 partnership) are often one sum said in each [counted-twice]'), 2, said)
        self.assertEqual(told("datum.basis == 'committed' && datum.currency == 'EUR'"), '')
        self.assertEqual(told("datum.basis == 'committed' && datum.id == 'apart'"), '')

    def test_money_that_is_not_counted_is_told(self):
        facts = json.loads(json.dumps(FACTS))
        facts['partnerships'][0]['amounts'] = [{'value': '10', 'currency': 'EUR', 'basis': 'committed', 'date': '2025-07-08'},
                                               {'value': '500', 'currency': 'USD', 'basis': 'announced'},
                                               {'value': '7', 'currency': 'PKR', 'basis': 'announced', 'date': '2025-07-08'}]
        self.write('facts.json', facts)
        words = 'amount_converted counts one currency of a partnership; 1 has amounts on the same basis in others'
        query = 'SELECT sum(amount_converted) AS n FROM partnerships'
        told = self.run_accord('facts', 'sql', query, '-f', 'facts.json', '--rates', 'rates.json').stderr
        self.assertIn(words, told)
        self.assertIn('[several-currencies]', told)
        other = self.run_accord('facts', 'sql', 'SELECT sum(converted) AS n FROM amounts WHERE id = \'x\'', '-f',
                                'facts.json', '--rates', 'rates.json').stderr
        self.assertNotIn(words, other)
        self.assertEqual(self.run_accord('check', 'layout.json').stderr.count(words), 1)

    def test_changes_since_the_earlier_state_of_a_store(self):
        stores = postgres.stores(SERVER, self.folder / 'a.store')
        total = {'data': 'partnerships', 'aggregate': 'sum', 'field': 'amount_converted'}
        layout = {'layout': 1, 'title': 'T', 'rates': 'rates.json', 'body': [
            {'block': 'kpis', 'items': [{'value': total, 'label': 'In dollars', 'delta': 'changes'}]},
            {'block': 'changes'}]}
        later = json.loads(json.dumps(FACTS))
        extra = {**later['partnerships'][0], 'id': 'later', 'title': 'A later mill'}
        extra['amounts'] = [{'value': '40', 'currency': 'USD'}]
        later['partnerships'].append(extra)
        self.write('layout.json', layout)
        self.write('later.json', later)
        for store in stores:
            self.run_accord('facts', 'add', '--store', store, '--as-of', '2025-11-20', 'facts.json')
            first = self.run_accord('render', 'layout.json', '--store', store, '-o', 'first.pdf')
            self.assertIn('No earlier state', tool('pdftotext', self.folder / 'first.pdf', '-'))
            self.run_accord('facts', 'add', '--store', store, '--as-of', '2025-11-21', 'later.json')
            self.run_accord('render', 'layout.json', '--store', store, '-o', 'out.pdf')
            text = tool('pdftotext', self.folder / 'out.pdf', '-')
            self.assertNotIn('No earlier state', text)
            self.assertIn('A later mill', text)
            self.assertRegex(text, '\u25b2[\u00a0 ]\\+40 since 20 Nov')
            query = 'SELECT id, kind FROM changes'
            done = self.run_accord('facts', 'sql', query, '--store', store, '--rates', 'rates.json', '--format', 'json')
            self.assertEqual(json.loads(done.stdout), [{'id': 'later', 'kind': 'new'}])
            self.assertNotIn('warning', first.stderr)

    def test_an_earlier_state_that_nobody_asks_for_is_not_read(self):
        """It has an amount that there is no rate for: who asks is told, and nobody else."""
        layout = {'layout': 1, 'title': 'T', 'rates': 'rates.json', 'body': [{'block': 'text', 'text': 'As it is.'}]}
        self.write('quiet.json', layout)
        self.write('asking.json', {**layout, 'body': [{'block': 'changes'}]})
        earlier = json.loads(json.dumps(FACTS))
        earlier['partnerships'][2] = {**earlier['partnerships'][1], 'id': 'c', 'amounts': [{'value': '5', 'currency': 'JPY'}]}
        self.write('earlier.json', earlier)
        for store in postgres.stores(SERVER, self.folder / 'a.store'):
            with self.subTest(store):
                self.run_accord('facts', 'add', '--store', store, '--as-of', '2025-11-20', 'earlier.json')
                self.run_accord('facts', 'add', '--store', store, '--as-of', '2025-11-21', 'facts.json')
                self.run_accord('render', 'quiet.json', '--store', store, '-o', 'out.pdf')
                told = self.run_accord('render', 'asking.json', '--store', store, '-o', 'out.pdf', code=3).stderr
                self.assertIn('JPY', told)
                self.assertEqual(told.count('no-rate'), 1)
                self.assertIn('JPY', self.run_accord('facts', 'changes', '--store', store, '--rates', 'rates.json', code=3).stderr)

    def test_the_schema_agrees(self):
        schema = json.loads((ROOT / 'data/schema/rates.schema.json').read_text())
        cases = [RATES, {**RATES, 'table': []}, {**RATES, 'x': 1}, {**RATES, 'rates': 2}, {**RATES, 'currency': 'usd'}]
        cases += [{key: value for key, value in RATES.items() if key != name} for name in RATES]
        for change in ({'rate': 1}, {'rate': '-1'}, {'rate': '1.0000000001'}, {'date': '197X'}, {'date': '2025-07-08'},
                       {'currency': 'EURO'}, {'y': 1}):
            cases.append({**RATES, 'table': [{**RATES['table'][0], **change}]})
        self.write('none.json', {'facts': 1, 'partnerships': []})
        for case in cases:
            self.write('case.json', case)
            good = jsonschema.Draft7Validator(schema).is_valid(case)
            self.run_accord('check', 'none.json', '--rates', 'case.json', code=0 if good else 3)


if __name__ == '__main__':
    unittest.main()
