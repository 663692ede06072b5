"""accord run with "when": "changed": a day that says nothing new makes no report anew, and one that does is never passed
over; what becomes of reports that nobody asks for any more."""
import json
import unittest

from program import tool
from test_run import Night, fact

PROMISES = [{'text': 'Sign the contract', 'due': '2026-02'}, {'text': 'Pay', 'due': '2026-01-05', 'status': 'met'}]


class Changed(Night):
    more = {}

    def setUp(self):
        super().setUp()
        self.facts(fact(1, commitments=PROMISES), fact(2))
        self.jobs(self.report('kept', when='changed'), self.report('daily'), out='out/{{as_of}}', latest='out/latest', index=True,
                  **self.more)

    def night(self, day, *options, code=0):
        """What run.json says of the report that is kept."""
        self.good(*options, as_of=day, code=code)
        self.reports = {report['id']: report for report in self.record(f'out/{day}')['reports']}
        return self.reports['kept']

    def test_a_day_alone_changes_nothing(self):
        self.assertEqual(self.night('2026-01-02')['status'], 'written')
        first = self.files('out/2026-01-02')
        for day in ('2026-01-03', '2026-01-04', '2026-01-31'):
            with self.subTest(day=day):
                kept = self.night(day)
                self.assertEqual((kept['status'], kept['skipped'], kept['as_of'], kept['title']), ('unchanged', True, '2026-01-02', 'T'))
                self.assertEqual((self.reports['daily']['status'], self.reports['daily']['as_of']), ('written', day))
                self.assertEqual(self.files(f'out/{day}')['kept.pdf'], first['kept.pdf'])
                page = (self.folder / 'out' / day / 'index.html').read_text()
                self.assertEqual(page.count('as of <time datetime="2026-01-02">2 January 2026</time>'), 1)

    def test_what_falls_due_is_told_on_its_day(self):
        self.night('2026-01-02')
        for day, is_new in (('2026-01-31', False), ('2026-02-01', True), ('2026-02-28', False), ('2026-03-01', True),
                            ('2026-03-02', False), ('2027-01-01', False), ('2026-02-15', True)):
            with self.subTest(day=day):
                kept = self.night(day)
                self.assertEqual((kept['status'], kept['as_of'] == day), (('unchanged', 'written')[is_new], is_new))
                if is_new:
                    self.assertEqual(kept['reason'], 'something fell due, became overdue or came to its day')

    def test_a_fact_of_a_later_day_is_told_on_its_day(self):
        self.facts(fact(1), fact(2), fact(3, date='2026-01-20', title='Mill to come'))
        for day, is_new, is_told in (('2026-01-02', True, False), ('2026-01-19', False, False), ('2026-01-20', True, True),
                                     ('2026-01-21', False, True)):
            with self.subTest(day=day):
                self.assertEqual(self.night(day)['as_of'] == day, is_new)
                text = tool('pdftotext', self.folder / 'out' / day / 'kept.pdf', '-')
                self.assertEqual('Mill to come' in text, is_told)

    def test_each_input_counts(self):
        self.night('2026-01-02')
        self.facts(fact(1, commitments=PROMISES), fact(2), fact(3))
        self.assertEqual(self.night('2026-01-03')['reason'], 'facts changed')
        self.facts(fact(1, commitments=[{'text': 'Sign the contract', 'due': '2026-01-04'}]), fact(2), fact(3))
        self.assertEqual(self.night('2026-01-04')['status'], 'written')
        self.assertEqual(self.night('2026-01-05')['reason'], 'something fell due, became overdue or came to its day')
        self.write('layout.json', {**json.loads((self.folder / 'layout.json').read_text()), 'title': 'U'})
        self.assertIn('layout.json" changed', self.night('2026-01-06')['reason'])
        self.assertEqual(self.night('2026-01-07')['as_of'], '2026-01-06')

    def test_for_all_reports_of_the_file(self):
        self.jobs(self.report('kept'), self.report('daily', when='day'), when='changed', **self.more)
        self.good(as_of='2026-01-02')
        self.good(as_of='2026-01-03')
        self.assertEqual(self.statuses(), {'kept': 'unchanged', 'daily': 'written'})
        self.jobs(self.report('kept'), when='changed', **self.more)
        self.good('--exit-unchanged', as_of='2026-01-04', code=0)  # one was removed
        self.good('--exit-unchanged', as_of='2026-01-05', code=10)
        self.assertEqual(self.record()['reports'][0]['as_of'], '2026-01-02')

    def test_a_failure_is_tried_again(self):
        self.night('2026-01-02')
        self.night('2026-01-03', '--force')
        self.write('layout.json', '{')
        self.assertEqual(self.night('2026-01-04', code=1)['status'], 'failed')
        self.write('layout.json', {'layout': 1, 'title': 'V', 'body': []})
        self.assertEqual(self.night('2026-01-05')['status'], 'written')


class ChangedInStore(Changed):
    more = {'store': 'facts.db'}

    def test_nothing_is_written_to_look(self):
        self.good('--check')
        self.assertFalse((self.folder / 'out').exists())


class Mistakes(Night):
    def test_no_facts(self):
        self.jobs(self.report('a', when='changed'), facts=[])
        self.assertIn('names no facts that could change', self.good(code=3).stderr)
        self.jobs(self.report('a', when='sometimes'))
        self.assertIn('changed', self.good(code=3).stderr)


class NoLongerAskedFor(Night):
    """In a folder without the day, the file stays until retention forgets the last run that made it."""

    def after_removal(self, **more):
        self.jobs(**more)
        self.good()
        self.jobs(self.report('a'), **more)
        self.good()
        self.assertEqual(self.statuses(), {'a': 'unchanged', 'b': 'removed'})
        self.assertEqual(self.record()['reports'][1]['file'], 'b.pdf')
        self.assertEqual(sorted(self.files()), ['a.pdf', 'b.pdf'])
        for number in range(3):
            self.facts(fact(1), fact(2), fact(10 + number))
            self.good()
            self.assertEqual(self.statuses(), {'a': 'written'})

    def test_with_retention_it_goes(self):
        self.after_removal(keep={'runs': 2})
        self.assertEqual(sorted(self.files()), ['a.pdf'])

    def test_without_it_stays(self):
        self.after_removal()
        self.assertEqual(sorted(self.files()), ['a.pdf', 'b.pdf'])


if __name__ == '__main__':
    unittest.main()
