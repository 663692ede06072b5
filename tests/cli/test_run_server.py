"""accord run over facts in a PostgreSQL, from the first night on, and beside it the same over a file of SQLite: facts put there,
workers, what changed in the language of each report, a night without changes, the ledger."""
import json
import sqlite3
import unittest

import postgres
from program import tool
from test_run import Night, fact

LAYOUT = {'layout': 1, 'title': 'Night {{as_of}}', 'params': {'word': {'type': 'string', 'default': 'a'}},
          'body': [{'block': 'changes'}, {'block': 'table', 'data': 'partnerships', 'columns': ['title', 'date', 'status']}]}
RUNS = 'SELECT run, as_of, exit_code, written, unchanged, failed FROM runs ORDER BY run'


class OverFile(Night):
    def setUp(self):
        super().setUp()
        self.write('layout.json', LAYOUT)
        self.write('french.json', {**LAYOUT, 'lang': 'fr'})
        self.jobs(*(self.report(f'r{number}', params={'word': str(number)}) for number in range(4)),
                  self.report('french', layout='french.json'), self.report('kept', layout='layout.json', when='changed'),
                  store=self.address(), out='out/{{as_of}}', latest='out/latest')

    def address(self):
        return 'facts.db'

    def ledger(self):
        with sqlite3.connect(self.folder / 'facts.db') as store:
            return store.execute(RUNS).fetchall()

    def text(self, day, name):
        return tool('pdftotext', '-layout', self.folder / 'out' / day / f'{name}.pdf', '-')

    def test_nights(self):
        self.good(as_of='2026-01-02')
        self.assertEqual(set(self.statuses('out/2026-01-02').values()), {'written'})
        self.assertIn('No earlier state', self.text('2026-01-02', 'r1'))

        self.facts(fact(1, status='signed'), fact(3))
        self.good(as_of='2026-01-03')
        record = self.record('out/2026-01-03')
        changes, facts = record['changes'], record['facts']
        self.assertEqual((facts['partnerships'], facts['added'], facts['changed'], facts['withdrawn']), (2, 1, 1, 1))
        self.assertEqual((changes['new'], changes['revised'], changes['withdrawn'], changes['since']['as_of']), (1, 1, 1, '2026-01-02'))
        english, french = self.text('2026-01-03', 'r2'), self.text('2026-01-03', 'french')
        for words in ('Discussed', 'Signed', 'Since 2 Jan 2026', 'Mill 3'):
            self.assertIn(words, english)
        for words in ('En discussion', 'Signé', 'Mill 3'):
            self.assertIn(words, french)
        self.assertNotIn('Discussed', french)

        before = self.files('out/2026-01-03')
        self.good('--exit-unchanged', as_of='2026-01-03', code=10)
        self.assertTrue(all(report['skipped'] for report in self.record('out/2026-01-03')['reports']))
        self.assertEqual(self.files('out/2026-01-03'), before)

        self.good(as_of='2026-01-04')
        statuses = self.statuses('out/2026-01-04')
        self.assertEqual((statuses['r1'], statuses['kept']), ('written', 'unchanged'))
        self.assertIn('Nothing changed since 3 Jan 2026', self.text('2026-01-04', 'r1'))
        self.assertEqual(self.ledger(), [(1, '2026-01-02', 0, 6, 0, 0), (2, '2026-01-03', 0, 6, 0, 0), (3, '2026-01-03', 10, 0, 6, 0),
                                         (4, '2026-01-04', 0, 5, 1, 0)])


@postgres.needed
class OverServer(OverFile):
    @classmethod
    def setUpClass(cls):
        cls.server = postgres.start(cls.addClassCleanup)

    def address(self):
        self.database = f'store{self.server.databases + 1}'
        return self.server.address()

    def ledger(self):
        rows = json.loads(self.server.sql(f'SELECT json_agg(x) FROM ({RUNS}) x', self.database))
        return [tuple(row.values()) for row in rows]


if __name__ == '__main__':
    unittest.main()
