"""Maps against independent totals: every row of a data set counts, and sums agree to the cent.

ACCORD_DATA names a folder with aiddata_gcof_v1.jsonl, worldbank_projects.jsonl, uk_treaties.jsonl, their
NAME.pakistan.jsonl and oracle/NAME.json. Without it the full sets are passed over; a small set made for the
test is counted in any case.
"""
import collections
import decimal
import json
import os
import pathlib
import tempfile
import unittest

from program import accord

SETS = {'aiddata_gcof_v1': 'aiddata', 'worldbank_projects': 'worldbank', 'uk_treaties': 'uk-treaties'}
DATA = os.environ.get('ACCORD_DATA')


def ask(path, name, sql):
    done = accord('facts', 'sql', sql, '--facts', path, '--map', f'data/maps/{name}.json', '--format', 'json')
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout, parse_float=decimal.Decimal)


def counts(path, name, column, view='partnerships'):
    rows = ask(path, name, f'SELECT {column} AS word, count(*) AS n FROM {view} GROUP BY 1')
    return {str(row['word']): row['n'] for row in rows}


def sums(path, name, column):
    rows = ask(path, name, f'SELECT {column} AS word, sum(amount_usd) AS usd FROM partnerships GROUP BY 1')
    return {str(row['word']): decimal.Decimal(row['usd'] or 0) for row in rows}


class Totals(unittest.TestCase):
    maxDiff = 2000

    def compare(self, path, name, oracle):
        total = ask(path, name, 'SELECT count(*) AS n, count(amount_usd) AS a, sum(amount_usd) AS usd FROM partnerships')
        self.assertEqual(total[0]['n'], oracle['rows'])
        self.assertEqual(total[0]['a'], oracle['with_amount'])
        self.assertEqual(decimal.Decimal(total[0]['usd'] or 0), decimal.Decimal(oracle['amount_usd_total']))
        for column in ('year', 'sector', 'status'):
            self.assertEqual(counts(path, name, column), oracle[f'by_{column}'])
        self.assertEqual(counts(path, name, 'sector', 'partnership_sectors'), oracle['by_sector'])
        for column in ('year', 'sector'):
            expected = {word: decimal.Decimal(usd) for word, usd in oracle[f'amount_usd_by_{column}'].items()}
            self.assertEqual(sums(path, name, column), expected)
        parties = counts(path, name, 'party', 'partnership_parties')
        self.assertEqual(len(parties), oracle['distinct_parties'])
        self.assertEqual({party: parties[party] for party in oracle['top_parties']}, oracle['top_parties'])
        found = collections.defaultdict(dict)
        for row in ask(path, name, 'SELECT sector, year, count(*) AS n FROM partnerships GROUP BY sector, year'):
            found[row['sector']][str(row['year'])] = row['n']
        self.assertEqual(found, oracle['sector_by_year'])

    @unittest.skipUnless(DATA, 'ACCORD_DATA names no folder of data sets')
    def test_the_full_sets(self):
        for name, map_name in SETS.items():
            for part in ('', '.pakistan'):
                with self.subTest(name + part):
                    oracle = json.loads((pathlib.Path(DATA) / 'oracle' / f'{name}{part}.json').read_text())
                    self.compare(pathlib.Path(DATA) / f'{name}{part}.jsonl', map_name, oracle)

    def test_a_small_set(self):
        rows = [{'id': f'X-{i}', 'title': f'Project {i}', 'parties': ['World Bank', 'Ruritania', f'Agency {i % 3}'],
                 'sector': ['Health', 'Railways', 'Odd & new'][i % 3], 'year': 1990 + i % 7,
                 'status': ['Active', 'Closed', None][i % 3], 'amount_usd': None if i % 4 == 3 else round(i * 1000.1, 2)}
                for i in range(60)]
        rows[5].update(amount_usd=-0.3, year=2050)
        rows[6].update(year=1703, parties=[f'Party {i}' for i in range(267)])
        by = collections.Counter
        usd = collections.defaultdict(decimal.Decimal)
        for row in rows:
            for key in ('year', 'sector', 'all'):
                usd[key, str(row.get(key))] += decimal.Decimal(str(row['amount_usd'] or 0))
        parties = by(party for row in rows for party in row['parties'])
        by_year = collections.defaultdict(by)
        for row in rows:
            by_year[row['sector']][str(row['year'])] += 1
        oracle = {'rows': 60, 'with_amount': sum(row['amount_usd'] is not None for row in rows),
                  'amount_usd_total': usd['all', 'None'], 'distinct_parties': len(parties),
                  'by_year': by(str(row['year']) for row in rows), 'by_sector': by(row['sector'] for row in rows),
                  'by_status': by(str(row['status']) for row in rows), 'top_parties': dict(parties),
                  'amount_usd_by_year': {k[1]: v for k, v in usd.items() if k[0] == 'year'},
                  'amount_usd_by_sector': {k[1]: v for k, v in usd.items() if k[0] == 'sector'},
                  'sector_by_year': by_year}
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / 'rows.jsonl'
            path.write_text(''.join(json.dumps(row) + '\n' for row in rows), encoding='utf-8')
            self.compare(path, 'worldbank', oracle)


if __name__ == '__main__':
    unittest.main()
