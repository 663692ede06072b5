"""accord explain, item by item: what is printed is computed again from the facts that it lists.

The names of columns say what they are: n a number of facts, sum and mean of money, most and least of it, sectors how
many different ones, ids a list of ids. Columns "sector" and "year" say which facts may be behind the others of a row,
but for those that begin with "all" or "run"."""
import decimal
import json
import pathlib
import re
import tempfile
import unittest

from program import accord

SECTORS = ('energy', 'steel', 'health')


def partnership(index):
    record = {'id': f'p{index}', 'title': f'Partnership {index}', 'parties': ['Pakistan', ('China', 'Russia')[index % 2]],
              'sector': SECTORS[index % 3], 'date': f'{2010 + (index * index + index // 7) % 5}-0{1 + index % 9}-01',
              'status': ('signed', 'completed')[index % 4 == 0]}
    if index % 5:
        record['amounts'] = [{'value': str(index % 7 * 500), 'currency': 'USD', 'basis': 'committed'}]
    if index % 6 == 0:
        record['commitments'] = [{'text': f'Promise {index}', 'by': 'China', 'status': 'open'}]
    return record


RECORDS = [partnership(index) for index in range(1, 41)]
FACTS = {record['id']: record for record in RECORDS}

SQL = {
    'groups': "SELECT sector_code AS sector, count(*) AS n, sum(amount_usd) AS sum, avg(amount_usd) AS mean, "
              "max(amount_usd) AS most, min(amount_usd) AS least, count(*) FILTER (WHERE year > 2012) AS n_late, "
              "sum(CASE WHEN year > 2012 THEN amount_usd ELSE 0 END) AS sum_late, "
              "count(CASE WHEN status_code = 'completed' THEN 1 END) AS n_done, "
              "sum(status_code = 'completed') AS n_also, group_concat(id, ' ') AS ids FROM partnerships GROUP BY 1",
    'windows': "SELECT year, count(*) AS n, sum(count(*)) OVER (ORDER BY year) AS run_n, "
               "lag(count(*)) OVER (ORDER BY year) AS run_n_before, sum(sum(amount_usd)) OVER () AS all_sum, "
               "count(*) - lag(count(*), 1, 0) OVER (ORDER BY year) AS x FROM partnerships GROUP BY year ORDER BY year",
    'joins': "SELECT q.party, count(DISTINCT p.fact) AS n, sum(p.amount_usd) AS sum, max(p.amount_usd) AS most "
             "FROM partnerships p JOIN partnership_parties q ON q.fact = p.fact GROUP BY q.party",
    'left': "SELECT p.sector_code AS sector, count(c.fact) AS n_promised, count(*) AS n FROM partnerships p "
            "LEFT JOIN commitments c ON c.fact = p.fact GROUP BY 1",
    'arms': "SELECT 'late' AS k, count(*) FILTER (WHERE year > 2012) AS n, sum(amount_usd) FILTER (WHERE year > 2012) AS "
            "sum, max(amount_usd) AS most FROM partnerships UNION ALL SELECT 'steel', count(*), sum(amount_usd), "
            "min(amount_usd) FROM partnerships WHERE sector_code = 'steel'",
    'single': "SELECT sector_code AS sector, count(*) AS n FROM partnerships WHERE year > 2011 GROUP BY 1 UNION "
              "SELECT sector_code, count(*) FROM partnerships WHERE year > 2011 AND status_code = 'signed' GROUP BY 1 "
              "ORDER BY 1, 2",
    'chain': "WITH g(sector, n, money, most) AS (SELECT sector_code, count(*) FILTER (WHERE year > 2010), "
             "sum(amount_usd), max(amount_usd) FROM partnerships GROUP BY sector_code), h AS (SELECT * FROM g) "
             "SELECT sector, n, money AS sum, most, (SELECT max(most) FROM g) AS all_most FROM h ORDER BY 1",
    'both': "WITH mine AS (SELECT fact, year, sector_code FROM partnerships WHERE year > 2010), top AS (SELECT "
            "sector_code, count(*) AS total FROM mine GROUP BY sector_code) SELECT m.sector_code AS sector, count(*) AS n, "
            "t.total AS n_total FROM mine m JOIN top t ON t.sector_code = m.sector_code GROUP BY 1, t.total ORDER BY 1",
    'having': "SELECT year, count(*) AS n, sum(amount_usd) AS sum FROM partnerships GROUP BY year HAVING count(*) > 4 "
              "ORDER BY year DESC LIMIT 2 OFFSET 1",
    'different': "SELECT DISTINCT sector_code AS sector, year FROM partnerships ORDER BY 1, 2",
    'exists': "SELECT sector_code AS sector, count(*) AS n FROM partnerships p WHERE EXISTS (SELECT 1 FROM commitments c "
              "WHERE c.fact = p.fact) AND p.id IN (SELECT id FROM partnerships WHERE year < 2014) GROUP BY 1",
    'most': "SELECT max(n) AS x, max(most) AS most FROM (SELECT year, count(*) AS n, max(amount_usd) AS most FROM "
            "partnerships GROUP BY year)",
    'rows': "SELECT id, sector_code AS sector, year, amount_usd AS sum FROM partnerships ORDER BY id LIMIT 12"}

DATA = {name: {'sql': sql} for name, sql in SQL.items()}
OPS = [{'op': 'count', 'as': 'n'}, {'op': 'sum', 'field': 'amount_usd', 'as': 'sum'},
       {'op': 'mean', 'field': 'amount_usd', 'as': 'mean'}, {'op': 'max', 'field': 'amount_usd', 'as': 'most'},
       {'op': 'min', 'field': 'amount_usd', 'as': 'least'}, {'op': 'distinct', 'field': 'sector_code', 'as': 'sectors'}]
NAMED = [{'calculate': 'datum.sector_code', 'as': 'sector'}]
DATA |= {
    't_groups': {'name': 'partnerships', 'transform': [{'filter': 'datum.year > 2010'}, *NAMED,
                                                       {'aggregate': OPS, 'groupby': ['sector', 'year']}]},
    't_joined': {'name': 'partnerships', 'transform': [
        {'joinaggregate': [{'op': 'sum', 'field': 'amount_usd', 'as': 'sum'}, {'op': 'max', 'field': 'amount_usd', 'as': 'most'}],
         'groupby': ['year']}, {'filter': 'datum.year == 2011'}]},
    't_running': {'name': 'windows', 'transform': [
        {'window': [{'op': 'sum', 'field': 'n', 'as': 'run_n'}, {'op': 'lag', 'field': 'n', 'as': 'run_n_lag'}],
         'sort': [{'field': 'year'}]}]},
    't_filled': {'name': 'windows', 'transform': [
        {'calculate': 'datum.n > 7 ? datum.n : null', 'as': 'known'},
        {'window': [{'op': 'prev_value', 'field': 'known', 'as': 'run_n_prev'}, {'op': 'next_value', 'field': 'known', 'as': 'run_n_next'},
                    {'op': 'nth_value', 'param': 2, 'field': 'n', 'as': 'run_n_nth'}],
         'frame': [-1, 0], 'sort': [{'field': 'year'}]}]},
    't_pivot': {'name': 'partnerships', 'transform': [
        {'calculate': "datum.status_code == 'signed' ? 'sum_signed' : 'sum_done'", 'as': 'key'},
        {'pivot': 'key', 'value': 'amount_usd', 'groupby': ['year']}]},
    't_folded': {'name': 'groups', 'transform': [{'fold': ['n', 'n_late', 'n_done'], 'as': ['what', 'n_value']}]},
    't_looked': {'name': 'different', 'transform': [
        {'lookup': 'sector', 'from': {'data': {'name': 'groups'}, 'key': 'sector', 'fields': ['n_late']}, 'as': ['all_n']}]},
    't_formula': {'name': 'groups', 'transform': [{'calculate': 'datum.n_late * 2 / 2', 'as': 'n_formula'},
                                                  {'filter': 'datum.n_formula > 0'}]}}
COLUMNS = {
    'groups': 'sector n sum mean most least n_late sum_late n_done n_also ids',
    'windows': 'year n run_n run_n_before all_sum x',
    'joins': 'party n sum most',
    'left': 'sector n_promised n',
    'arms': 'k n sum most',
    'single': 'sector n',
    'chain': 'sector n sum most all_most',
    'both': 'sector n n_total',
    'having': 'year n sum',
    'different': 'sector year',
    'exists': 'sector n',
    'most': 'x most',
    'rows': 'id sector year sum',
    't_groups': 'sector year n sum mean most least sectors', 't_joined': 'year sum most', 't_running': 'year n run_n run_n_lag',
    't_filled': 'year run_n_prev run_n_next run_n_nth',
    't_pivot': 'year sum_signed sum_done', 't_folded': 'sector what n_value', 't_looked': 'sector year all_n',
    't_formula': 'sector n_formula'}


TOTALS = {'n': 'sum', 'sum': 'sum', 'most': 'max'}


def table(name):
    columns = [{'field': each, 'total': TOTALS[each]} if each in TOTALS and name in ('groups', 'windows', 'having') else each
               for each in COLUMNS[name].split()]
    return {'block': 'table', 'id': name, 'data': name, 'columns': columns}


def bars(mark_id, spec, data='partnerships'):
    return {'block': 'chart', 'id': mark_id, 'data': data, 'spec': spec}


MONEY = {'aggregate': 'sum', 'field': 'amount_usd', 'title': 'sum'}
SECTOR, YEAR = {'field': 'sector_code', 'type': 'nominal'}, {'field': 'year', 'type': 'ordinal'}
LAYOUT = {
    'layout': 1, 'title': 'Again', 'facts': ['facts.json'], 'data': DATA,
    'body': [
        {'block': 'kpis', 'items': [
            {'label': 'n', 'value': '{{facts.count}}'},
            {'label': 'sum', 'value': {'data': 'partnerships', 'aggregate': 'sum', 'field': 'amount_usd'}},
            {'label': 'most', 'value': {'data': 'partnerships', 'aggregate': 'max', 'field': 'amount_usd'}},
            {'label': 'least', 'value': {'data': 'partnerships', 'aggregate': 'min', 'field': 'amount_usd'}},
            {'label': 'mean', 'value': {'data': 'partnerships', 'aggregate': 'mean', 'field': 'amount_usd'}},
            {'label': 'sum late', 'value': '{{groups.sum.sum_late | .1s}}'},
            {'label': 'n late', 'value': '{{groups.sum.n_late}}'},
            {'label': 'most in groups', 'value': '{{groups.max.most}}'}]},
        *[table(name) for name in DATA],
        {'block': 'table', 'id': 'grouped', 'data': 'rows', 'group_by': 'sector', 'limit': 9,
         'columns': ['id', 'year', {'field': 'sum', 'total': 'sum'}]},
        bars('bars', {'mark': 'bar', 'encoding': {'x': YEAR, 'y': MONEY, 'color': SECTOR}}),
        bars('late', {'transform': [{'filter': 'datum.year > 2011'}], 'mark': 'bar',
                      'encoding': {'x': YEAR, 'y': {'aggregate': 'max', 'field': 'amount_usd', 'title': 'most'}}}),
        bars('cells', {'mark': 'bar', 'encoding': {'x': YEAR, 'y': MONEY, 'column': SECTOR}}),
        bars('run', {'mark': 'line', 'encoding': {'x': YEAR, 'y': {'field': 'run_n', 'type': 'quantitative', 'title': 'run_n'}}},
             'windows'),
        bars('means', {'transform': [{'aggregate': [{'op': 'mean', 'field': 'amount_usd', 'as': 'm'}], 'groupby': ['year']}],
                       'layer': [{'mark': 'bar', 'encoding': {'x': YEAR, 'y': {'field': 'm', 'type': 'quantitative',
                                                                               'title': 'mean'}}},
                                 {'mark': 'rule', 'encoding': {'y': {'aggregate': 'max', 'field': 'm', 'title': 'x'}}}]})]}


def money(records):
    return [int(each['amounts'][0]['value']) for each in records if 'amounts' in each]


def compute(what, records, exact):
    """What the facts give, and what was told."""
    value = decimal.Decimal(exact) if what != 'ids' else exact
    told = money(records)
    if what == 'n':
        return len(records), value
    if what == 'sum':
        return sum(told), value
    if what == 'mean':
        return round(sum(told) / len(told), 6), round(float(value), 6)
    if what in ('most', 'least'):
        return {each for each in told}, {value}
    if what == 'sectors':
        return len({each['sector'] for each in records}), value
    return {each['id'] for each in records}, set(exact.split())


def what_of(name):
    stem = re.sub(r'^(all|run)_', '', name)
    return next((each for each in ('ids', 'n', 'sum', 'mean', 'most', 'least', 'sectors')
                 if re.match(rf'{each}(_|-| |$)', stem)), None)


class Recompute(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        folder = pathlib.Path(holder.name)
        (folder / 'facts.json').write_text(json.dumps({'facts': 1, 'sources': [], 'partnerships': RECORDS}))
        (folder / 'layout.json').write_text(json.dumps(LAYOUT))
        done = accord('explain', 'layout.json', '-v', '--format', 'json', cwd=folder)
        assert done.returncode == 0, done.stderr
        cls.items = json.loads(done.stdout)
        cls.rows = {}
        for item in cls.items:
            if item['id'].startswith('table:'):
                row, column = item['id'].rsplit('/', 1)
                cls.rows.setdefault(row, {})[column] = item

    def test_every_item_is_traced(self):
        for item in self.items:
            self.assertIn('facts', item, item['id'])
            self.assertEqual(item['count'], len(set(item['facts'])), item['id'])
            self.assertEqual(item['steps'][-1]['facts'], item['count'], item['id'])
            self.assertEqual(item['steps'][0]['facts'], len(RECORDS))

    def assert_recomputed(self, item, name, exact):
        what = what_of(name)
        if not what or exact is None:
            return 0
        found, told = compute(what, [FACTS[each] for each in item['facts']], exact)
        self.assertEqual(found, told, (item['id'], item['facts'], item.get('parts')))
        return 1

    def test_cells_and_key_figures_come_from_their_facts(self):
        done = 0
        for item in self.items:
            if item['kind'] != 'chart mark':
                done += self.assert_recomputed(item, item['label'], item.get('exact'))
        self.assertGreater(done, 250)

    def test_cells_hold_facts_of_their_row_only(self):
        for row, cells in self.rows.items():
            for column, item in cells.items():
                for key, get in (('sector', lambda record: record['sector']), ('year', lambda record: record['date'][:4])):
                    if key not in cells or column.startswith(('all', 'run', 'x')) or 'total' in row:
                        continue
                    self.assertLessEqual({get(FACTS[each]) for each in item['facts']}, {cells[key]['exact']}, item['id'])

    def test_marks_come_from_their_facts(self):
        done = 0
        for item in self.items:
            if item['kind'] != 'chart mark':
                continue
            for value in item['values']:
                if len(item['values']) == 1:
                    done += self.assert_recomputed(item, value['label'], value['exact'])
            keys = item['label'].split('/')
            for each in item['facts'] if not item['id'].startswith('chart:run') else ():
                self.assertTrue(FACTS[each]['date'][:4] in keys or not re.search(r'\d{4}', item['label']), item['id'])
                self.assertTrue(FACTS[each]['sector'] in keys or not set(SECTORS) & set(keys), item['id'])
        self.assertGreater(done, 40)


if __name__ == '__main__':
    unittest.main()
