"""accord run: what a night leaves behind, whatever happens to it."""
import fcntl
import json
import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

from program import ACCORD, ROOT, accord

LAYOUT = {'layout': 1, 'title': 'T', 'params': {'word': {'type': 'string', 'default': 'a'}},
          'body': [{'block': 'heading', 'text': 'Facts {{word}} {{as_of}}'},
                   {'block': 'table', 'data': 'partnerships', 'columns': ['title', 'date', 'status']}]}


def fact(number, **more):
    return {'id': f'f{number}', 'title': f'Mill {number}', 'parties': ['Pakistan', 'Russia'], 'sector': 'steel',
            'date': '2025-07-08', 'status': 'discussed', **more}


class Night(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.facts(fact(1), fact(2))
        self.write('layout.json', LAYOUT)

    def write(self, name, value):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value))
        return path

    def facts(self, *facts):
        self.write('facts/a.json', {'facts': 1, 'partnerships': list(facts)})

    def report(self, name, **more):
        return {'id': name, 'layout': 'layout.json', 'file': f'{name}.pdf', **more}

    def jobs(self, *reports, **more):
        reports = reports or (self.report('a'), self.report('b', params={'word': 'b'}))
        return self.write('jobs.json', {'jobs': 1, 'facts': ['facts'], 'out': 'out', 'index': False,
                                        'reports': list(reports), **more})

    def run_jobs(self, *options, as_of='2026-01-02', env=None, **more):
        return accord('run', self.folder / 'jobs.json', '--as-of', as_of, '--jobs', '2', *options, cwd=self.folder,
                      env=env, **more)

    def good(self, *options, code=0, **more):
        done = self.run_jobs(*options, **more)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def record(self, folder='out'):
        return json.loads((self.folder / folder / 'run.json').read_text())

    def statuses(self, folder='out'):
        return {report['id']: report['status'] for report in self.record(folder)['reports']}

    def files(self, folder='out'):
        """Every file in the output that is no state of ours, with its bytes."""
        top = self.folder / folder
        return {str(path.relative_to(top)): path.read_bytes() for path in sorted(top.rglob('*.pdf'))}


class Days(Night):
    def test_a_day_in_the_past_leaves_the_latest(self):
        self.jobs(out='out/{{as_of}}', latest='out/latest', keep={'runs': 2})
        for day in ('2026-01-01', '2026-01-02', '2026-01-03'):
            self.assertNotIn('earlier-day', self.good(as_of=day).stderr)
        done = self.good(as_of='2025-06-01')
        self.assertIn('the day of this run, 2025-06-01, is before that of an earlier one', done.stderr)
        self.assertEqual(os.readlink(self.folder / 'out/latest'), '2026-01-03')
        self.assertEqual(self.days(), ['2025-06-01', '2026-01-02', '2026-01-03'])
        self.good(as_of='2026-01-04')
        self.assertEqual(os.readlink(self.folder / 'out/latest'), '2026-01-04')
        self.assertEqual(self.days(), ['2026-01-03', '2026-01-04'])

    def test_facts_that_are_withdrawn_take_the_day_back(self):
        """Nothing that was withdrawn stays under "latest"."""
        self.jobs(out='out/{{as_of}}', latest='out/latest', keep={'runs': 1})
        self.facts(fact(1), fact(2, date='2025-09-09'))
        self.assertEqual(accord('run', self.folder / 'jobs.json', cwd=self.folder).returncode, 0)
        self.facts(fact(1))
        done = accord('run', self.folder / 'jobs.json', cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('facts of later days are gone', done.stderr)
        self.assertEqual(os.readlink(self.folder / 'out/latest'), '2025-07-08')

    def days(self):
        return sorted(path.name for path in (self.folder / 'out').iterdir() if path.name[0] == '2')


class Threads(Night):
    def test_lines_parsed_ahead_leave_no_thread_to_wait_for(self):
        """Processes for reports are started after many lines were parsed by threads, which they do not have."""
        self.write('facts/many.jsonl', ''.join(json.dumps({'record': 'partnership', **fact(100 + i)}) + '\n' for i in range(4000)))
        self.write('layout.json', {**LAYOUT, 'body': LAYOUT['body'][:1]})
        self.jobs(*(self.report(name, params={'word': name}) for name in 'abcd'), limits={'seconds': 60})
        self.good()
        self.assertEqual(set(self.statuses().values()), {'written'})


class Reports(Night):
    def test_bytes_are_those_of_render(self):
        self.jobs(self.report('a'), self.report('b', params={'word': 'b'}), self.report('bare', attachments=False))
        self.good()
        for name, word, more in (('a', 'a', []), ('b', 'b', []), ('bare', 'a', ['--no-attachments'])):
            params = ['--param', f'word={word}'] if name == 'b' else []
            done = accord('render', 'layout.json', '--facts', 'facts', '--as-of', '2026-01-02', '-o', 'one.pdf', *params,
                          *more, cwd=self.folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            one, many = (self.folder / 'one.pdf').read_bytes(), self.files()[f'{name}.pdf']
            if name == 'bare':
                self.assertEqual(one, many)
            self.assertEqual(len(one) > 0, len(many) > 0)
            self.assertLess(abs(len(one) - len(many)), 200)  # the record inside names other paths

    def test_reports_of_one_process_merge_each_in_its_own_way(self):
        self.facts(fact(1, title='A mill in Karachi'), fact(2, title='A mill in Karachi'), fact(3, title='Another thing'))
        self.write('same.json', {'same_as': 1, 'pairs': [{'ids': ['f1', 'f3']}]})
        ways = {'ids': {}, 'similar': {'merge': 'similar'}, 'pairs': {'same_as': ['same.json']}, 'again': {'merge': 'ids'}}
        for name, more in ways.items():
            self.write(f'{name}.json', {**LAYOUT, **more})
        self.jobs(*(self.report(name, layout=f'{name}.json', attachments=False) for name in ways))
        self.good('--jobs', '1')
        pages = {}
        for name in ways:
            done = accord('render', f'{name}.json', '--facts', 'facts', '--as-of', '2026-01-02', '-o', 'alone.pdf',
                          '--no-attachments', cwd=self.folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            pages[name] = (self.folder / f'out/{name}.pdf').read_bytes()
            self.assertEqual(pages[name], (self.folder / 'alone.pdf').read_bytes(), name)
        self.assertEqual(len(set(pages.values())), 3)  # the last is as the first

    def test_what_did_not_change_is_left(self):
        self.jobs()
        self.good()
        self.assertEqual(self.statuses(), {'a': 'written', 'b': 'written'})
        times = [path.stat().st_mtime_ns for path in (self.folder / 'out').glob('*.pdf')]
        self.good('--exit-unchanged', code=10)
        self.assertEqual(self.statuses(), {'a': 'unchanged', 'b': 'unchanged'})
        self.assertTrue(all(report['skipped'] for report in self.record()['reports']))
        self.assertEqual(times, [path.stat().st_mtime_ns for path in (self.folder / 'out').glob('*.pdf')])

    def test_however_the_jobs_file_is_named(self):
        """The same folder by a relative path, from another folder, or moved is the same job."""
        home, moved = self.folder / 'night', self.folder / 'moved'
        self.write('night/facts/a.json', {'facts': 1, 'partnerships': [fact(1)]})
        self.write('night/layout.json', LAYOUT)
        self.write('night/mine.json', {'theme': 1, 'extends': 'slate'})
        self.write('night/jobs.json', {'jobs': 1, 'facts': ['facts'], 'out': 'out', 'store': 'facts.db',
                                       'reports': [self.report('a', theme='mine'), self.report('b', theme='paper')]})
        def night(jobs, cwd):
            done = accord('run', jobs, '--as-of', '2026-01-02', cwd=cwd)
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stderr.splitlines()[-1]
        self.assertIn('2 written, 0 unchanged', night('jobs.json', home))
        for jobs, cwd in (('night/jobs.json', self.folder), (home / 'jobs.json', '/'), ('../night/jobs.json', home)):
            self.assertIn('0 written, 2 unchanged', night(jobs, cwd))
            self.assertTrue(all(report['skipped'] for report in self.record('night/out')['reports']))
        home.rename(moved)
        self.assertIn('0 written, 2 unchanged', night('jobs.json', moved))
        self.write('moved/mine.json', {'theme': 1, 'extends': 'paper'})
        self.assertIn('1 written, 1 unchanged', night('moved/jobs.json', self.folder))

    def test_a_night_without_changes_carries_the_numbers(self):
        self.write('facts/s.json', {'facts': 1, 'partnerships': [], 'sources': [{'id': 's', 'title': 'S'}]})
        for more in ({}, {'store': 'facts.db'}, {'store': 'facts.db', 'facts': []}):
            with self.subTest(**more):
                self.jobs(metrics='night.prom', **more)
                for options in ([], [], ['--only', 'a'], []):
                    self.good(*options)
                    facts = self.record()['facts']
                    self.assertEqual((facts['partnerships'], facts['sources']), (2, 1))
                metrics = (self.folder / 'night.prom').read_text()
                self.assertRegex(metrics, r'(?m)^accord_partnerships{.*} 2$')
                self.assertRegex(metrics, r'(?m)^accord_sources{.*} 1$')

    def test_each_input_counts(self):
        self.jobs()
        self.good()
        time.sleep(0.05)
        self.facts(fact(1), fact(2, title='Mill two'))
        self.good()
        self.assertEqual(self.statuses(), {'a': 'written', 'b': 'written'})
        self.assertEqual(self.record()['reports'][0]['reason'], 'facts changed')
        self.jobs(self.report('a'), self.report('b', params={'word': 'c'}))
        self.good()
        self.assertEqual(self.statuses(), {'a': 'unchanged', 'b': 'written'})
        time.sleep(0.05)
        self.write('layout.json', {**LAYOUT, 'title': 'U'})
        self.good()
        self.assertIn('layout.json" changed', self.record()['reports'][0]['reason'])
        self.good(as_of='2026-01-03')
        self.assertEqual(self.record()['reports'][0]['reason'], 'it is of another day')
        (self.folder / 'out/a.pdf').write_bytes(b'spoilt')
        self.good(as_of='2026-01-03')
        self.assertEqual(self.statuses(), {'a': 'unchanged', 'b': 'unchanged'})
        self.assertTrue(self.files()['a.pdf'].startswith(b'%PDF'))

    def test_the_folder_of_a_store_is_made(self):
        self.jobs(store='stores/new/facts.db')
        self.good('--check')
        self.assertFalse((self.folder / 'stores').exists())
        self.good()
        self.assertTrue((self.folder / 'stores/new/facts.db').exists())
        self.jobs(store='layout.json/facts.db')
        self.assertIn('layout.json', self.good(code=6).stderr)

    def test_check_plans_a_matrix_from_the_facts_to_come(self):
        matrix = {'sql': 'SELECT id AS word FROM partnerships'}
        self.jobs({'id': 'a', 'layout': 'layout.json', 'file': '{{word}}.pdf', 'matrix': matrix}, store='facts.db')
        for count in (2, 3):
            self.facts(*map(fact, range(count)))
            self.assertIn(f'of {count} reports would be made', self.good('--check').stderr)
            self.good()

    def test_what_many_reports_have_is_told_once(self):
        wrong = {**LAYOUT, 'body': [{'block': 'text', 'text': '{{nothing}} {{word}}'},
                                    {'block': 'table', 'data': 'partnerships', 'columns': ['titel']}]}
        self.write('layout.json', wrong)
        self.jobs({'id': 'a', 'layout': 'layout.json', 'file': '{{word}}.pdf', 'matrix': {'list': ['x', 'y', 'z'], 'as': 'word'}})
        done = self.good(code=1)
        lines = done.stderr.splitlines()
        of_name = [line for line in lines if 'unknown name "nothing"' in line and not line.startswith('failed')]
        self.assertEqual([line.endswith('[bad-template] (in 3 reports)') for line in of_name], [False, True], done.stderr)
        self.assertEqual(sum('did you mean "title"?' in line for line in lines), 1, done.stderr)
        self.assertEqual(sum(line.startswith('failed') for line in lines), 3, done.stderr)
        told = [json.loads(line) for line in self.good('--log', 'json', '--force', code=1).stderr.splitlines()]
        self.assertEqual([len(line['messages']) for line in told if isinstance(line, dict) and line['event'] == 'report'], [2, 2, 2])

    def test_what_one_report_has_is_counted_nowhere(self):
        self.write('layout.json', {**LAYOUT, 'body': [{'block': 'tabel'}]})
        self.jobs(self.report('a'))
        self.assertNotIn('(in ', self.good(code=1).stderr)

    def test_check_looks_at_layouts_of_a_matrix(self):
        self.write('layout.json', {**LAYOUT, 'boddy': []})
        self.jobs({'id': 'a', 'layout': 'layout.json', 'file': '{{word}}.pdf', 'matrix': {'list': ['x', 'y'], 'as': 'word'}})
        done = self.good('--check', code=3)
        self.assertEqual(done.stderr.count('unknown key "boddy"'), 1, done.stderr)

    def reasons(self):
        return {report['id']: report.get('reason') for report in self.record()['reports']}

    def test_the_reason_is_the_true_one(self):
        self.jobs()
        self.good()
        for day in ('2026-01-02', '2026-01-03'):
            time.sleep(0.05)
            self.write('layout.json', {**LAYOUT, 'body': [{'block': 'tabel'}]})
            self.good(code=1, as_of=day)
            self.write('layout.json', {**LAYOUT, 'title': day})
            self.good(as_of=day)
            self.assertEqual(self.reasons(), {'a': 'it failed last time', 'b': 'it failed last time'})
        self.good('--only', 'a', as_of='2026-01-04')
        self.good(as_of='2026-01-04')
        self.assertEqual(self.reasons(), {'a': None, 'b': 'it was not made last time'})
        self.jobs(self.report('a'), self.report('b', params={'word': 'c'}))
        self.good(as_of='2026-01-04')
        self.assertEqual(self.reasons(), {'a': None, 'b': 'its entry in the jobs file changed'})

    def test_only_and_force(self):
        self.jobs()
        self.good('--only', 'a')
        self.assertEqual(self.statuses(), {'a': 'written'})
        self.good()
        self.assertEqual(self.statuses(), {'a': 'unchanged', 'b': 'written'})
        self.good('--force')
        self.assertFalse(self.record()['reports'][0]['skipped'])
        self.good('--only', 'c', code=2)

    def test_check_writes_nothing(self):
        self.jobs()
        done = self.good('--check')
        self.assertIn('2 of 2 reports would be made', done.stderr)
        self.assertFalse((self.folder / 'out').exists())
        self.write('layout.json', {**LAYOUT, 'boddy': []})
        self.assertIn('boddy', self.good('--check', code=3).stderr)

    def test_removed(self):
        self.jobs()
        self.good()
        self.jobs(self.report('a'))
        self.good()
        self.assertEqual(self.statuses(), {'a': 'unchanged', 'b': 'removed'})
        self.assertIn('b.pdf', self.files())

    def test_one_bad_report_costs_itself(self):
        self.write('bad.json', {**LAYOUT, 'body': [{'block': 'tabel'}]})
        self.jobs(self.report('a'), {'id': 'bad', 'layout': 'bad.json', 'file': 'bad.pdf'})
        done = self.good(code=1)
        self.assertIn('tabel', done.stderr)
        self.assertEqual(self.statuses(), {'a': 'written', 'bad': 'failed'})
        self.assertEqual(list(self.files()), ['a.pdf'])

    def test_no_day_is_the_last_in_the_facts(self):
        self.jobs()
        done = accord('run', 'jobs.json', cwd=self.folder, env={'SOURCE_DATE_EPOCH': ''})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.record()['as_of'], '2025-07-08')

    def test_no_day_is_the_last_in_the_store(self):
        self.jobs(store='facts.db')
        self.write('facts/b.json', {'facts': 1, 'partnerships': [fact(3, date='2025-09-01')]})

        def run_as_of(day, *options, **env):
            done = accord('run', 'jobs.json', '--format', 'json', *options, cwd=self.folder,
                          env={'SOURCE_DATE_EPOCH': '', **env})
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(json.loads(done.stdout)['as_of'], day)
        run_as_of('2025-09-01', '--check')
        run_as_of('2025-09-01')
        run_as_of('2025-09-01')
        run_as_of('2026-01-02', SOURCE_DATE_EPOCH='1767312000')
        self.write('facts/b.json', {'facts': 1, 'partnerships': [fact(3, date='2025-08-01')]})
        run_as_of('2025-12-01', '--as-of', '2025-12-01')
        run_as_of('2025-08-01')
        (self.folder / 'facts/b.json').unlink()
        run_as_of('2025-07-08')

    def test_no_day_is_the_one_that_the_store_was_told(self):
        def add(*options):
            done = accord('facts', 'add', 'facts', '--store', 'facts.db', *options, cwd=self.folder)
            self.assertEqual(done.returncode, 0, done.stderr)

        def run_as_of(day):
            done = accord('run', 'jobs.json', '--format', 'json', cwd=self.folder, env={'SOURCE_DATE_EPOCH': ''})
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(json.loads(done.stdout)['as_of'], day)
        self.jobs(store='facts.db', facts=[])
        add()
        run_as_of('2025-07-08')
        add('--as-of', '2025-11-21')
        run_as_of('2025-11-21')
        run_as_of('2025-11-21')
        add('--as-of', '2025-11-22')
        run_as_of('2025-11-22')

    def test_a_store_that_is_filled_is_told_the_day(self):
        """Also on a night without new facts; not by a run of a day in the past, nor without --as-of."""
        def night(*options):
            done = accord('run', 'jobs.json', *options, cwd=self.folder, env={'SOURCE_DATE_EPOCH': ''})
            self.assertEqual(done.returncode, 0, done.stderr)

        def day():
            done = accord('explain', 'day.json', '--store', 'facts.db', cwd=self.folder, env={'SOURCE_DATE_EPOCH': ''})
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stdout.split('  ')[1]
        self.write('day.json', {'layout': 1, 'title': 'T', 'body': [
            {'block': 'kpis', 'items': [{'label': 'Day', 'value': '{{as_of}}'}]}]})
        self.jobs(store='facts.db')
        night()
        last = day()
        night('--as-of', '2026-01-02')
        self.assertEqual(day(), '2 January 2026')
        night('--as-of', '2026-01-05')
        self.assertEqual(day(), '5 January 2026')
        night('--as-of', '2026-01-03')
        self.assertEqual(day(), '5 January 2026')
        self.facts(fact(1), fact(2), fact(3))
        night('--as-of', '2026-01-06')
        self.assertEqual(day(), '6 January 2026')
        self.assertNotEqual(last, day())

    def test_facts_without_a_day_tell_none(self):
        self.facts({key: value for key, value in fact(1).items() if key != 'date'})
        self.jobs(store='facts.db')
        done = accord('run', 'jobs.json', cwd=self.folder, env={'SOURCE_DATE_EPOCH': ''})
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn('--as-of', done.stderr)

    def test_record_and_log_as_json(self):
        self.jobs()
        done = self.good('--format', 'json', '--log', 'json')
        self.assertEqual(json.loads(done.stdout)['counts']['written'], 2)
        events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith('{')]
        self.assertEqual([event['event'] for event in events][-1], 'end')
        self.assertEqual(sum(event['event'] == 'report' for event in events), 2)

    def test_usage(self):
        self.assertEqual(accord('run').returncode, 2)
        self.jobs()
        self.good('--format', 'xml', code=2)
        self.assertEqual(self.run_jobs(as_of='soon').returncode, 2)

    def test_latest_and_retention(self):
        self.jobs(self.report('a'), out='out/{{as_of}}', latest='out/latest', keep={'runs': 2})
        for day in ('2026-01-01', '2026-01-02', '2026-01-03'):
            self.good(as_of=day)
            self.assertEqual(os.readlink(self.folder / 'out/latest'), day)
            if day == '2026-01-01':
                self.write('out/2026-01-01/mine.txt', 'not of the run')
        left = sorted(path.name for path in (self.folder / 'out').iterdir() if path.name[0] == '2')
        self.assertEqual(left, ['2026-01-01', '2026-01-02', '2026-01-03'])
        self.assertEqual(os.listdir(self.folder / 'out/2026-01-01'), ['mine.txt'])
        (self.folder / 'out/2026-01-02/a.pdf').write_bytes(b'changed by hand')
        self.good(as_of='2026-01-04')
        self.assertTrue((self.folder / 'out/2026-01-02/a.pdf').exists())

    def test_the_bytes_of_all_runs_are_bounded(self):
        self.jobs(self.report('a'), out='out/{{as_of}}', keep={'bytes': 4096})
        for day in ('2026-01-01', '2026-01-02'):
            self.good(as_of=day)
        self.assertEqual([path.name for path in (self.folder / 'out').iterdir() if path.name[0] == '2'], ['2026-01-02'])


class Faults(Night):
    def setUp(self):
        super().setUp()
        self.jobs()
        self.good()
        self.before = self.files()

    def unharmed(self):
        self.assertEqual(self.files(), self.before)

    def test_invalid_facts(self):
        self.facts(fact(1, date='soon'))
        done = self.good(code=3, as_of='2026-01-03')
        self.assertIn('soon', done.stderr)
        self.assertIn('the reports of the last run stay', done.stderr)
        self.unharmed()
        self.facts(fact(1))
        self.good(as_of='2026-01-03')

    def test_facts_that_hold_nothing(self):
        for more in ({}, {'store': 'facts.db'}):
            with self.subTest(**more):
                self.facts(fact(1))
                self.jobs(**more)
                self.good()
                self.before = self.files()
                for empty in (lambda: self.facts(), (self.folder / 'facts/a.json').unlink):
                    empty()
                    for options in (['--check'], []):
                        done = self.good(*options, code=3)
                        self.assertIn('hold no partnership', done.stderr)
                        self.assertIn('left empty', done.stderr)
                        self.unharmed()
                self.facts(fact(1))
                self.good('--exit-unchanged', code=10)

    def test_facts_that_add_nothing_to_a_store(self):
        self.jobs(store='facts.db', replace=False)
        self.good()
        self.facts()
        self.good()
        self.assertEqual(self.record()['facts']['partnerships'], 2)

    def test_unreadable_facts(self):
        shutil.rmtree(self.folder / 'facts')
        done = self.good(code=6, as_of='2026-01-03')
        self.assertIn('facts', done.stderr)
        self.unharmed()

    def test_evidence_gate(self):
        (self.folder / 'texts').mkdir()
        self.write('facts/a.json', {'facts': 1, 'sources': [{'id': 's', 'title': 'S'}],
                                    'partnerships': [fact(1, evidence=[{'source': 's', 'quote': 'no such words'}])]})
        self.jobs(evidence={'sources': 'texts'})
        self.assertIn('gate', self.good(code=4).stderr)
        self.unharmed()
        self.jobs(evidence={'sources': 'texts', 'require': 'none'})
        self.good()

    def test_two_runs_at_once(self):
        with open(self.folder / 'out/.accord/jobs.lock', 'r+') as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            done = self.good(code=5)
        self.assertIn('another run goes on: process ', done.stderr)
        self.unharmed()

    def test_output_that_cannot_be_written(self):
        self.jobs(out='layout.json/out')
        self.assertIn('layout.json', self.good(code=6).stderr)

    def test_full_disk(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        done = subprocess.run([ACCORD, 'run', 'jobs.json', '--as-of', '2026-01-03'], cwd=self.folder,
                              capture_output=True, text=True, preexec_fn=limit)
        self.assertEqual(done.returncode, 6, done.stderr)
        self.unharmed()
        self.assertEqual([path for path in (self.folder / 'out').iterdir() if path.name.startswith('.accord-run')], [])
        self.good(as_of='2026-01-03')

    def test_a_worker_that_crashes_hangs_or_eats(self):
        for kind, limits, word in (('crash', {}, 'signal'), ('hang', {'seconds': 4}, 'longer than 4 s'),
                                   ('eat', {'memory': '900 MB'}, 'memory')):
            self.jobs(limits=limits)
            done = self.good('--force', code=1, env={'ACCORD_FAULT': f'{kind}:b'})
            self.assertEqual(self.statuses(), {'a': 'unchanged', 'b': 'failed'})
            self.assertIn(word, done.stderr)
            self.unharmed()

    def test_output_limit(self):
        self.jobs(limits={'output': 4096})
        self.assertIn('may have 4096', self.good('--force', code=1).stderr)
        self.unharmed()

    def test_signals_end_it(self):
        process = subprocess.Popen([ACCORD, 'run', 'jobs.json', '--force', '--as-of', '2026-01-02'], cwd=self.folder, stderr=subprocess.PIPE,
                                   text=True, env={**os.environ, 'ACCORD_FAULT': 'hang:b'})
        time.sleep(3)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, said)
        self.assertIn('goes on from here', said)
        self.unharmed()

    def test_latest_is_a_folder(self):
        (self.folder / 'last').mkdir()
        self.jobs(latest='last')
        self.assertIn('no symbolic link', self.good(code=6).stderr)
        self.unharmed()

    def test_damaged_state(self):
        self.write('out/.accord/jobs.state.json', '{"state": ')
        self.assertIn('damaged', self.good().stderr)
        self.unharmed()

    def test_clock_set_back(self):
        future = time.time() + 86400
        os.utime(self.folder / 'layout.json', (future, future))
        self.good()
        self.good()
        self.assertEqual(set(self.statuses().values()), {'unchanged'})
        self.unharmed()


class Stores(Night):
    def setUp(self):
        super().setUp()
        self.jobs(store='facts.db')
        self.good()

    def sql(self, sql):
        with sqlite3.connect(self.folder / 'facts.db') as store:
            return store.execute(sql).fetchall()

    def test_the_ledger(self):
        self.good()
        self.assertEqual(self.sql('SELECT job, run, as_of, exit_code, written, unchanged FROM runs ORDER BY run'),
                         [('jobs', 1, '2026-01-02', 0, 2, 0), ('jobs', 2, '2026-01-02', 0, 0, 2)])
        rows = self.sql('SELECT name, status, pages, sha256 FROM run_reports WHERE run = 1 ORDER BY name')
        self.assertEqual([row[:3] for row in rows], [('a', 'written', 1), ('b', 'written', 1)])
        self.assertEqual(rows[0][3], self.record()['reports'][0]['sha256'])

    def test_what_is_gone_is_withdrawn(self):
        time.sleep(0.05)
        self.facts(fact(1))
        self.good()
        self.assertEqual(self.record()['facts']['withdrawn'], 1)
        self.assertEqual(self.statuses(), {'a': 'written', 'b': 'written'})

    def test_locked_by_another(self):
        time.sleep(0.05)
        self.facts(fact(1), fact(3))
        other = sqlite3.connect(self.folder / 'facts.db', isolation_level=None)
        other.execute('BEGIN IMMEDIATE')
        before = self.files()
        self.assertIn('another process writes', self.good(code=5).stderr)
        self.assertEqual(self.files(), before)
        other.close()

    def test_of_a_newer_version(self):
        self.sql("INSERT INTO migrations(version, program) VALUES(999, '9.9')")
        before = self.files()
        time.sleep(0.05)
        self.facts(fact(1))
        self.assertIn('version 999', self.good(code=6).stderr)
        self.assertEqual(self.files(), before)

    def test_gone(self):
        os.remove(self.folder / 'facts.db')
        self.good()
        self.assertEqual(self.sql('SELECT count(*) FROM records'), [(2,)])


if __name__ == '__main__':
    unittest.main()
