"""accord explain: which facts made a printed figure, counted independently."""
import json
import pathlib
import tempfile
import unittest

from program import accord

SECTORS = ('energy', 'steel', 'health')


def partnership(index):
    record = {'id': f'p{index}', 'title': f'Partnership {index}', 'parties': ['Pakistan', 'China'],
              'sector': SECTORS[index % 3], 'date': f'{2010 + index % 5}-0{1 + index % 9}-01', 'status': 'signed',
              'evidence': [{'source': 's', 'supports': '/title', 'quote': f'words of {index}'}]}
    if index % 4:
        record['amounts'] = [{'value': str(1000 * index), 'currency': 'USD', 'basis': 'committed'}]
    return record


PARTNERSHIPS = [partnership(index) for index in range(1, 31)]
LAYOUT = {
    'layout': 1, 'title': 'Small', 'facts': ['facts.json'],
    'data': {
        'recent': {'name': 'partnerships', 'transform': [{'filter': 'datum.year >= 2012'}]},
        'totals': {'sql': "SELECT sector_code, count(*) AS n, decimal_sum(amount_usd) AS usd, "
                          "group_concat(fact) AS all_facts FROM partnerships GROUP BY sector_code"},
        'span': {'sql': "SELECT sum(sector_code = 'energy') AS energy, count(*) - count(amount_usd) AS unpriced, "
                        "1.0 * sum(sector_code = 'steel') / count(*) AS steel FROM partnerships"},
        'years': {'sql': "SELECT year, year - 0.4 AS x0, year + 0.4 AS x1, count(*) AS n, "
                         "count(*) FILTER (WHERE sector_code = 'steel') AS steel "
                         "FROM partnerships GROUP BY year ORDER BY year"},
        'extremes': {'sql': "SELECT sector_code, max(amount_usd) AS most, max(year) - min(year) AS span, "
                            "count(*) AS n FROM partnerships GROUP BY sector_code"},
        'both': {'sql': "SELECT sector_code, max(year) AS n FROM partnerships GROUP BY 1 UNION "
                        "SELECT sector_code, max(year) FROM partnerships WHERE year > 2012 GROUP BY 1"},
        'where': {'sql': "SELECT sector_code, count(*) AS n FROM partnerships WHERE year BETWEEN 2012 AND 2014 "
                         "AND sector_code <> 'steel' GROUP BY sector_code HAVING min(sector_code) = 'energy'"},
        'looped': {'sql': "WITH RECURSIVE up(id, n) AS (SELECT id, 1 FROM partnerships WHERE id = 'p1' UNION ALL "
                          "SELECT id, n + 1 FROM up WHERE n < 3) SELECT id, n FROM up"}},
    'body': [
        {'block': 'kpis', 'items': [
            {'label': 'On record', 'value': '{{facts.count}}'},
            {'label': 'Recent', 'value': '{{recent.count}}'},
            {'label': 'Money, recent', 'value': {'data': 'recent', 'aggregate': 'sum', 'field': 'amount_usd'}},
            {'label': 'Latest', 'value': {'data': 'recent', 'aggregate': 'max', 'field': 'year'}},
            {'label': 'Plain', 'value': 7}]},
        {'block': 'table', 'data': 'totals', 'columns': ['sector_code', 'n', {'field': 'usd', 'total': 'sum'}]},
        {'block': 'table', 'id': 'newest', 'data': 'recent', 'limit': 3,
         'sort': [{'field': 'date', 'order': 'descending'}], 'columns': ['id', 'title']},
        {'block': 'table', 'id': 'money', 'data': 'recent', 'limit': 3,
         'columns': ['id', {'field': 'amount_usd', 'total': 'sum'}]},
        {'block': 'chart', 'id': 'by-sector', 'data': 'recent', 'spec': {
            'mark': 'bar', 'encoding': {'x': {'field': 'year', 'type': 'ordinal'},
                                        'y': {'aggregate': 'count'},
                                        'color': {'field': 'sector_code', 'type': 'nominal'}}}},
        {'block': 'kpis', 'items': [
            {'label': 'Energy', 'value': '{{span.energy}}'},
            {'label': 'Steel', 'value': '{{span.steel | .0%}}'},
            {'label': 'No sum', 'value': {'data': 'span', 'aggregate': 'max', 'field': 'unpriced'}}]},
        {'block': 'table', 'id': 'years', 'data': 'years',
         'columns': ['year', {'field': 'n', 'total': 'sum'}, {'field': 'steel', 'total': 'sum'}]},
        {'block': 'table', 'id': 'extremes', 'data': 'extremes', 'columns': [
            'sector_code', {'field': 'most', 'total': 'max'}, 'span', {'field': 'n', 'total': 'min'}]},
        {'block': 'kpis', 'items': [{'label': 'Most', 'value': {'data': 'extremes', 'aggregate': 'max', 'field': 'most'}}]},
        {'block': 'table', 'id': 'both', 'data': 'both', 'columns': ['sector_code', 'n']},
        {'block': 'table', 'id': 'where', 'data': 'where', 'columns': ['sector_code', 'n']},
        {'block': 'table', 'id': 'looped', 'data': 'looped', 'columns': ['id', 'n']},
        {'block': 'chart', 'id': 'steel', 'data': 'years', 'spec': {
            'mark': 'bar', 'encoding': {'x': {'field': 'year', 'type': 'ordinal'},
                                        'y': {'field': 'steel', 'type': 'quantitative'}}}},
        {'block': 'chart', 'id': 'wide', 'data': 'years', 'spec': {
            'mark': 'bar', 'encoding': {'x': {'field': 'x0', 'bin': 'binned', 'type': 'quantitative'},
                                        'x2': {'field': 'x1'}, 'y': {'field': 'n', 'type': 'quantitative'}}}},
        {'block': 'chart', 'id': 'worth', 'data': 'recent', 'spec': {
            'encoding': {'x': {'field': 'sector_code', 'type': 'nominal'},
                         'y': {'aggregate': 'sum', 'field': 'amount_usd', 'title': 'Money', 'axis': {'format': '.1s'}}},
            'layer': [{'mark': 'bar'},
                      {'mark': 'text', 'encoding': {'text': {'aggregate': 'sum', 'field': 'amount_usd', 'title': 'Money',
                                                             'format': ',.1f'}}}]}},
        {'block': 'chart', 'id': 'shares', 'data': 'recent', 'spec': {
            'mark': 'bar', 'encoding': {'x': {'field': 'year', 'type': 'ordinal'},
                                        'y': {'aggregate': 'count', 'stack': 'normalize', 'axis': {'format': '.0%'}},
                                        'color': {'field': 'sector_code', 'type': 'nominal'}}}},
        {'block': 'chart', 'id': 'spans', 'data': 'recent', 'spec': {
            'transform': [{'calculate': 'utc(datum.year, 0, 1)', 'as': 'from'}, {'calculate': 'utc(datum.year + 1, 5, 1)', 'as': 'to'}],
            'mark': 'bar', 'encoding': {'x': {'field': 'from', 'type': 'temporal'}, 'x2': {'field': 'to'},
                                        'y': {'field': 'id', 'type': 'nominal'}}}},
        {'block': 'chart', 'id': 'points', 'data': 'recent', 'spec': {
            'mark': 'point', 'encoding': {'x': {'field': 'year', 'type': 'quantitative'},
                                          'y': {'field': 'amount_usd', 'type': 'quantitative', 'axis': {'format': '~s'}}}}}]}


def year(record):
    return int(record['date'][:4])


RECENT = [record for record in PARTNERSHIPS if year(record) >= 2012]


# One partnership in two papers, and another.
MERGED_SOURCES = [{'id': 's1', 'title': 'First paper'}, {'id': 's2', 'title': 'Second paper'}]


def evidence(source, **quotes):
    return [{'source': source, 'supports': '/' + key.replace('_', '/'), 'quote': quote}
            for key, quote in quotes.items()]


MERGED = [
    [{'id': 'x', 'title': 'Mill', 'parties': ['Pakistan', 'Russia'], 'sector': 'steel', 'date': '2020-01-02',
      'status': 'signed', 'amounts': [{'value': '100', 'currency': 'EUR', 'basis': 'committed'},
                                      {'value': '7', 'currency': 'USD', 'basis': 'announced'}],
      'evidence': evidence('s1', title='the mill', date='2 January 2020', status='signed', parties_0='Pakistan',
                           amounts_0='EUR 100')}],
    [{'id': 'x', 'title': 'Mill', 'parties': ['Pakistan', 'Russia'], 'sector': 'steel', 'date': '2021-05-02',
      'status': 'completed', 'amount_usd': '50',
      'evidence': [{'source': 's2', 'supports': '/status', 'quote': 'completed'},
                   {'source': 's2', 'supports': '/amount_usd', 'quote': '$50'}]},
     {'id': 'y', 'title': 'Road', 'parties': ['Pakistan', 'China'], 'date': '2022-03-04', 'status': 'signed'}]]
MERGED_LAYOUT = {
    'layout': 1, 'title': 'Merged', 'facts': ['merged-0.json', 'merged-1.json'],
    'data': {'m': {'sql': "SELECT sum(value) AS eur FROM amounts WHERE currency = 'EUR'"},
             'c': {'sql': "SELECT count(*) AS n FROM partnerships WHERE id = 'x'"},
             'steps': {'sql': 'SELECT id, year - lag(year) OVER (ORDER BY year) AS delta FROM partnerships '
                              'ORDER BY year'}},
    'body': [{'block': 'kpis', 'items': [{'label': 'eur', 'value': '{{m.eur}}'},
                                         {'label': 'count', 'value': '{{c.n}}'}]},
             {'block': 'table', 'id': 'steps', 'data': 'steps', 'columns': ['id', 'delta']}]}


class Explain(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.holder.cleanup)
        cls.folder = pathlib.Path(cls.holder.name)
        cls.asked = {}
        facts = {'facts': 1, 'sources': [{'id': 's', 'title': 'A source'}], 'partnerships': PARTNERSHIPS}
        (cls.folder / 'facts.json').write_text(json.dumps(facts))
        (cls.folder / 'layout.json').write_text(json.dumps(LAYOUT))
        for number in (0, 1):
            (cls.folder / f'merged-{number}.json').write_text(json.dumps(
                {'facts': 1, 'sources': MERGED_SOURCES, 'partnerships': MERGED[number]}))
        (cls.folder / 'merged.json').write_text(json.dumps(MERGED_LAYOUT))

    def explain(self, *arguments):
        """The same question about the same files is asked once."""
        if arguments not in self.asked:
            self.asked[arguments] = accord('explain', *arguments, cwd=self.folder)
        return self.asked[arguments]

    def item(self, name, report='layout.json'):
        done = self.explain(report, '--item', name, '--format', 'json')
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def assert_made_of(self, item, records):
        self.assertEqual(sorted(fact['id'] for fact in item['facts']), sorted(record['id'] for record in records))
        self.assertEqual(item['count'], len(records))

    def test_other_facts_than_the_layouts(self):
        some = {'facts': 1, 'sources': [{'id': 's', 'title': 'A source'}], 'partnerships': RECENT[:2]}
        (self.folder / 'some.json').write_text(json.dumps(some))
        self.assertNotEqual(self.explain('layout.json').stdout, '')
        self.assertNotEqual(self.explain('layout.json', '--facts', 'some.json').stdout,
                            self.explain('layout.json').stdout)
        self.assertEqual(self.explain('layout.json', '--facts', 'some.json').returncode, 0)

    def test_the_list_names_what_is_printed(self):
        done = self.explain('layout.json', '--format', 'json')
        items = {item['id']: item for item in json.loads(done.stdout)}
        self.assertEqual(len(items), len(json.loads(done.stdout)))
        self.assertEqual(items['kpi:recent']['text'], str(len(RECENT)))
        self.assertEqual(items['kpi:on-record']['count'], 30)
        self.assertEqual(items['table:1/1/n']['kind'], 'table cell')
        self.assertIn('table:newest/3/id', items)
        self.assertNotIn('table:newest/4/id', items)
        text = self.explain('layout.json').stdout
        self.assertIn('kpi:recent  18  (Recent)', text)
        self.assertIn('more (-v lists all)', text)

    def test_key_figures(self):
        self.assert_made_of(self.item('kpi:on-record'), PARTNERSHIPS)
        recent = self.item('kpi:recent')
        self.assert_made_of(recent, RECENT)
        self.assertEqual(recent['steps'], [
            {'step': 'facts that were read', 'facts': 30, 'leftOut': 0},
            {'step': 'dataset "partnerships"', 'rows': 30, 'facts': 30, 'leftOut': 0},
            {'step': '{"filter":"datum.year >= 2012"}', 'rows': len(RECENT), 'facts': len(RECENT),
             'leftOut': 30 - len(RECENT)}])
        money = self.item('kpi:money-recent')
        priced = [record for record in RECENT if 'amounts' in record]
        self.assert_made_of(money, priced)
        self.assertEqual(money['steps'][-1], {'step': 'rows with a value in "amount_usd"', 'rows': len(priced),
                                              'facts': len(priced), 'leftOut': len(RECENT) - len(priced)})
        latest = self.item('kpi:latest')
        last = max(record['date'][:4] for record in RECENT)
        self.assert_made_of(latest, [record for record in RECENT if record['date'][:4] == last])
        self.assertEqual(latest['steps'][-1]['step'], 'rows with the greatest "year"')
        plain = self.item('kpi:plain')
        self.assertNotIn('count', plain)
        self.assertEqual(plain['facts'], [])

    def test_a_fact_comes_with_its_sources_and_quotes(self):
        fact = next(fact for fact in self.item('kpi:recent')['facts'] if fact['id'] == 'p2')
        self.assertEqual(fact['title'], 'Partnership 2')
        self.assertEqual(fact['evidence'], [{'source': 's', 'source_title': 'A source', 'supports': '/title',
                                             'quote': 'words of 2'}])

    def test_a_total_holds_the_rows_that_a_limit_hides(self):
        total, money = self.item('table:money/total/amount_usd'), self.item('kpi:money-recent')
        self.assertEqual([fact['id'] for fact in total['facts']], [fact['id'] for fact in money['facts']])
        self.assertGreater(len(total['facts']), 3)
        self.assertFalse([step for step in total['steps'] if 'the first' in step['step']])

    def test_table_cells_and_totals(self):
        for row in (1, 3):
            cell = self.item(f'table:1/{row}/usd')
            sector = self.item(f'table:1/{row}/sector_code')['text']
            inside = [record for record in PARTNERSHIPS if record['sector'] == sector]
            self.assert_made_of(cell, [record for record in inside if 'amounts' in record])
            self.assert_made_of(self.item(f'table:1/{row}/n'), inside)
        self.assert_made_of(self.item('table:1/total/usd'), [each for each in PARTNERSHIPS if 'amounts' in each])
        newest = self.item('table:newest/1/id')
        self.assertEqual([fact['id'] for fact in newest['facts']], [newest['text']])
        self.assertEqual([step['step'] for step in newest['steps'][-2:]],
                         [f'the first 3 of {len(RECENT)} rows', f'row 1 of 3: id {newest["text"]}'])

    def test_sql_tells_which_facts_count(self):
        steel = [record for record in PARTNERSHIPS if record['sector'] == 'steel']
        energy = self.item('kpi:energy')
        self.assert_made_of(energy, [record for record in PARTNERSHIPS if record['sector'] == 'energy'])
        self.assertEqual(energy['parts'], [{'sql': "sum(sector_code = 'energy')", 'role': 'counted', 'facts': 10}])
        share = self.item('kpi:steel')
        self.assert_made_of(share, steel)
        self.assertEqual([(part['role'], part['facts']) for part in share['parts']],
                         [('counted', len(steel)), ('divisor', 30)])
        self.assert_made_of(self.item('kpi:no-sum'), [each for each in PARTNERSHIPS if 'amounts' not in each])
        text = self.explain('layout.json', 'kpi:steel').stdout
        self.assertIn('Made of 10 facts, as a share of 30:', text)
        self.assertIn('30  count(*) (divisor)', text)

    def test_extremes_of_sql_are_made_of_what_holds_them(self):
        priced = [each for each in PARTNERSHIPS if 'amounts' in each]
        for row in (1, 2, 3):
            sector = self.item(f'table:extremes/{row}/sector_code')['text']
            inside = [each for each in priced if each['sector'] == sector]
            cell = self.item(f'table:extremes/{row}/most')
            self.assert_made_of(cell, [max(inside, key=lambda each: int(each['amounts'][0]['value']))])
            self.assertEqual(cell['parts'], [{'sql': 'max(amount_usd)', 'role': 'counted', 'facts': 1,
                                              'comparedWith': len(inside) - 1}])
        top = max(priced, key=lambda each: int(each['amounts'][0]['value']))
        for name in ('table:extremes/total/most', 'kpi:most'):
            self.assert_made_of(self.item(name), [top])
        text = self.explain('layout.json', 'kpi:most').stdout
        self.assertIn(f'Made of 1 fact:\n  {top["id"]}', text)
        self.assertIn('1  max(amount_usd) (compared with 7 others)', text)
        sector = self.item('table:extremes/1/sector_code')['text']
        years = {year(each) for each in PARTNERSHIPS if each['sector'] == sector}
        self.assert_made_of(self.item('table:extremes/1/span'),
                            [each for each in PARTNERSHIPS
                             if each['sector'] == sector and year(each) in (min(years), max(years))])

    def test_tables_without_facts_of_their_own(self):
        for row, each in ((1, 2010), (4, 2013)):
            inside = [record for record in PARTNERSHIPS if year(record) == each]
            self.assert_made_of(self.item(f'table:years/{row}/n'), inside)
            self.assert_made_of(self.item(f'table:years/{row}/steel'),
                                [record for record in inside if record['sector'] == 'steel'])
        self.assert_made_of(self.item('table:years/total/steel'),
                            [record for record in PARTNERSHIPS if record['sector'] == 'steel'])
        mark = self.item('chart:steel/2012')
        self.assert_made_of(mark, [record for record in PARTNERSHIPS
                                   if year(record) == 2012 and record['sector'] == 'steel'])

    def test_sql_is_told_whole_when_asked_for(self):
        sql = LAYOUT['data']['years']['sql']
        self.assertNotIn(sql, self.explain('layout.json', 'table:years/1/n').stdout)
        self.assertIn(sql, self.explain('layout.json', 'table:years/1/n', '-v').stdout)
        self.assertEqual(self.item('table:years/1/n')['steps'][1]['step'], 'SQL: ' + sql)

    def test_what_sql_does_not_tell_is_said(self):
        text = self.explain('layout.json', 'table:looped/1/id').stdout
        self.assertIn('The facts behind it are not known: its SQL gathers facts in a way that is not followed', text)

    def test_rows_that_union_makes_single_are_made_of_both_sides(self):
        for row in (1, 2, 3):
            sector = self.item(f'table:both/{row}/sector_code')['text']
            inside = [each for each in PARTNERSHIPS if each['sector'] == sector]
            last = max(year(each) for each in inside)
            self.assert_made_of(self.item(f'table:both/{row}/n'), [each for each in inside if year(each) == last])

    def test_a_bar_from_one_fraction_to_another_is_its_year(self):
        self.assert_made_of(self.item('chart:wide/2013'), [each for each in PARTNERSHIPS if year(each) == 2013])

    def test_chart_marks(self):
        for sector in SECTORS:
            for each in range(2012, 2015):
                expected = [record for record in RECENT if year(record) == each and record['sector'] == sector]
                if expected:
                    self.assert_made_of(self.item(f'chart:by-sector/{each}/{sector}'), expected)

    def test_marks_tell_their_values(self):
        inside = [each for each in RECENT if year(each) == 2012 and each['sector'] == 'steel']
        mark = self.item('chart:by-sector/2012/steel')
        self.assertEqual(mark['text'], str(len(inside)))
        self.assertEqual(mark['values'], [{'label': 'Count of Records', 'text': str(len(inside)),
                                           'exact': str(len(inside))}])
        self.assertIn(f'chart:by-sector/2012/steel  {len(inside)}  (Count of Records)\n',
                      self.explain('layout.json', 'chart:by-sector/2012/steel').stdout)

    def test_a_bar_and_its_label_are_one_mark(self):
        money = sum(int(each['amounts'][0]['value']) for each in RECENT
                    if each['sector'] == 'steel' and 'amounts' in each)
        mark = self.item('chart:worth/steel')
        self.assertEqual(mark['values'], [{'label': 'Money', 'text': f'{money:,.1f}', 'exact': str(money),
                                           'currency': 'USD'}])
        self.assertIn(f'chart:worth/steel  {money:,.1f} = {money} USD  (Money)\n',
                      self.explain('layout.json', 'chart:worth/steel').stdout)
        ids = [each['id'] for each in json.loads(self.explain('layout.json', '--format', 'json').stdout)]
        self.assertEqual(sorted(each for each in ids if each.startswith('chart:worth/')),
                         ['chart:worth/energy', 'chart:worth/health', 'chart:worth/steel'])

    def test_a_mark_is_listed_once_however_often_it_was_fitted(self):
        ids = [each['id'] for each in json.loads(self.explain('layout.json', '--format', 'json').stdout)]
        pairs = {(year(each), each['sector']) for each in RECENT}
        self.assertEqual(sorted(each for each in ids if each.startswith('chart:by-sector/')),
                         sorted(f'chart:by-sector/{when}/{sector}' for when, sector in pairs))

    def test_shares_of_a_stack_are_told_beside_what_is_stacked(self):
        inside = [each for each in RECENT if year(each) == 2013]
        part = len([each for each in inside if each['sector'] == 'energy'])
        values = self.item('chart:shares/2013/energy')['values']
        self.assertEqual([each['text'] for each in values], [str(part), f'{part / len(inside):.0%}'])
        self.assertEqual(values[1]['label'], 'Count of Records, share of the stack')
        self.assertAlmostEqual(float(values[1]['exact']), part / len(inside))

    def test_a_point_has_the_values_of_its_place(self):
        values = self.item('chart:points/2013/3000')['values']
        self.assertEqual([(each['text'], each['exact']) for each in values], [('2013', '2013'), ('3k', '3000')])

    def test_a_span_tells_the_day_that_it_ends_on(self):
        self.assertEqual(self.item('chart:spans/2013/p3')['values'], [{'label': 'to', 'text': '2014-06', 'exact': '2014-06'}])

    def test_a_report_in_pdf_needs_nothing_else(self):
        done = accord('render', 'layout.json', '-o', 'out/report.pdf', cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        with tempfile.TemporaryDirectory() as other:
            moved = pathlib.Path(other) / 'report.pdf'
            (self.folder / 'out' / 'report.pdf').rename(moved)
            self.assertEqual(self.item('kpi:recent', moved), self.item('kpi:recent'))
            mark = [record for record in RECENT if year(record) == 2012 and record['sector'] == 'energy']
            self.assertIn(f'Made of {len(mark)} fact', self.explain(moved, 'chart:by-sector/2012/energy').stdout)
            done = self.explain(moved, 'kpi:recent', '--facts', 'facts.json')
            self.assertEqual((done.returncode, done.stdout), (2, ''))
            self.assertIn('is explained from the facts and the layout inside it', done.stderr)

    def test_the_text_lists_facts_and_what_was_left_out(self):
        text = self.explain('layout.json', 'kpi:recent', '--limit', '2').stdout
        self.assertIn(f'Made of {len(RECENT)} facts:', text)
        self.assertIn(f'and {len(RECENT) - 2} more (--limit 0 lists all)', text)
        self.assertIn(f'datum.year >= 2012"}} ({30 - len(RECENT)} left out)', text)
        self.assertIn('A source /title: "words of ', text)

    def test_the_quote_of_a_number_comes_first_and_all_are_told_on_request(self):
        text = self.explain('merged.json', 'kpi:eur').stdout
        self.assertIn('x  Mill (2021-05-02, 100 EUR committed, 7 USD announced, 50 USD)\n', text)
        self.assertIn('      merged from x in First paper: 100 EUR committed, 7 USD announced\n'
                      '      merged from x in Second paper: 50 USD\n'
                      '      First paper /amounts/0: "EUR 100"\n'
                      '      Second paper /amounts/2: "$50"\n'
                      '      First paper /title: "the mill"\n'
                      '      and 4 more\n', text)
        for option in (('--limit', '0'), ('-v',)):
            whole = self.explain('merged.json', 'kpi:eur', *option).stdout
            self.assertEqual(whole.count('paper /'), 7, whole)
            self.assertNotIn('more', whole)
        self.assertLess(self.explain('merged.json', 'kpi:count', '--limit', '0').stdout.index('/title'),
                        self.explain('merged.json', 'kpi:count', '--limit', '0').stdout.index('/amounts/0'))
        fact = self.item('kpi:eur', 'merged.json')['facts'][0]
        self.assertEqual([(each['source'], [amount['value'] for amount in each['amounts']])
                          for each in fact['members']], [('First paper', ['100', '7']), ('Second paper', ['50'])])
        self.assertEqual(fact['amounts'][2], {'value': '50', 'currency': 'USD'})

    def test_a_difference_to_another_row_is_made_of_both(self):
        facts = self.item('table:steps/2/delta', 'merged.json')['facts']
        self.assertEqual(sorted(fact['id'] for fact in facts), ['x', 'y'])

    def test_values_are_told_exactly(self):
        money = sum(int(each['amounts'][0]['value']) for each in RECENT if 'amounts' in each)
        item = self.item('kpi:money-recent')
        self.assertEqual((item['text'], item['exact'], item['currency'], item['basis']),
                         (f'{money:,}', str(money), 'USD', 'committed'))
        self.assertIn(f'kpi:money-recent  {money:,} = {money} USD committed  (Money, recent)\n',
                      self.explain('layout.json', 'kpi:money-recent').stdout)
        share = self.item('kpi:steel')
        self.assertEqual(share['text'], '33%')
        self.assertAlmostEqual(float(share['exact']), 10 / 30)
        self.assertEqual(self.item('table:money/total/amount_usd')['exact'], str(money))

    def test_the_steps_go_on_to_the_cell(self):
        sector = self.item('table:1/1/sector_code')['text']
        inside = [each for each in PARTNERSHIPS if each['sector'] == sector]
        priced = [each for each in inside if 'amounts' in each]
        steps = self.item('table:1/1/usd')['steps']
        self.assertEqual([(step['step'], step['facts']) for step in steps[-2:]],
                         [(f'row 1 of 3: sector_code {sector}', len(inside)),
                          ('with a value in amount_usd', len(priced))])
        steps = self.item('chart:worth/steel')['steps']
        inside = [each for each in RECENT if each['sector'] == 'steel']
        self.assertEqual([(step['step'], step['facts']) for step in steps[-2:]],
                         [('the mark: sector_code steel', len(inside)),
                          ('rows with "amount_usd" other than 0', len([each for each in inside if 'amounts' in each]))])

    def test_conditions_of_sql_are_steps(self):
        late = [each for each in PARTNERSHIPS if year(each) > 2011]
        both = [each for each in late if each['sector'] != 'steel']
        most = [each for each in both if each['sector'] == 'energy']
        steps = self.item('table:where/1/n')['steps']
        self.assertEqual([(step['step'], step['facts']) for step in steps[1:4]],
                         [('WHERE year BETWEEN 2012 AND 2014', len(late)), ("AND sector_code <> 'steel'", len(both)),
                          ("HAVING min(sector_code) = 'energy'", len(most))])
        self.assert_made_of(self.item('table:where/1/n'), most)

    def test_what_was_left_out_is_listed_with_its_reason(self):
        money = self.item('kpi:money-recent')
        old = [each for each in PARTNERSHIPS if year(each) < 2012]
        reasons = {each['id']: each['reason'] for each in money['leftOut']}
        self.assertEqual(set(reasons), {each['id'] for each in PARTNERSHIPS} - {each['id'] for each in money['facts']})
        for each in PARTNERSHIPS:
            if each in old:
                self.assertEqual(reasons[each['id']], '{"filter":"datum.year >= 2012"}')
            elif 'amounts' not in each:
                self.assertEqual(reasons[each['id']], 'rows with a value in "amount_usd"')
        text = self.explain('layout.json', 'kpi:money-recent', '--left-out', '--limit', '2').stdout
        self.assertIn('Left out by {"filter":"datum.year >= 2012"}:\n  p1  Partnership 1\n', text)
        self.assertIn(f'  and {len(old) - 2} more (--limit 0 lists all)\n', text)
        self.assertNotIn('Left out', self.explain('layout.json', 'kpi:money-recent').stdout)
        few = self.explain('layout.json', '--item', 'kpi:money-recent', '--format', 'json', '--limit', '3')
        self.assertEqual(json.loads(few.stdout)['leftOutMore'], len(money['leftOut']) - 3)

    def test_facts_that_were_never_read_are_told(self):
        late = dict(partnership(40), id='late', date='2030-01-01')
        again = dict(partnership(1), id='again', same_as=['p1'])
        some = {'facts': 1, 'sources': [{'id': 's', 'title': 'A source'}], 'partnerships': PARTNERSHIPS + [late, again]}
        (self.folder / 'more.json').write_text(json.dumps(some))
        done = self.explain('layout.json', '--item', 'kpi:on-record', '-f', 'more.json', '--as-of', '2020-01-01',
                            '--left-out')
        self.assertIn('Not among them: 1 dated after the day of the report; 1 record merged into others\n', done.stdout)
        self.assertIn('Left out before:\n  late  Partnership 40: dated after the day of the report\n'
                      '  again  Partnership 1: merged into p1, by same_as\n', done.stdout)

    def test_the_whole_list_has_the_facts_of_each(self):
        done = self.explain('layout.json', '--format', 'json', '-v')
        items = {item['id']: item for item in json.loads(done.stdout)}
        self.assertEqual(sorted(items['kpi:recent']['facts']), sorted(each['id'] for each in RECENT))
        for item in items.values():
            if 'facts' in item and 'facts' in item['steps'][-1]:
                self.assertEqual(item['steps'][-1]['facts'], len(item['facts']), item['id'])

    def test_wrong_use(self):
        done = self.explain('layout.json', '--item', 'kpi:recnt')
        self.assertEqual(done.returncode, 3)
        self.assertIn('did you mean "kpi:recent"?', done.stderr)
        done = self.explain('nowhere.pdf', 'kpi:recent')
        self.assertEqual((done.returncode, done.stdout), (6, ''))
        self.assertIn('cannot read "nowhere.pdf": No such file', done.stderr)
        for arguments in ([], ['layout.json', 'a', 'b'], ['layout.json', '--format', 'xml']):
            self.assertEqual(self.explain(*arguments).returncode, 2, arguments)


if __name__ == '__main__':
    unittest.main()
