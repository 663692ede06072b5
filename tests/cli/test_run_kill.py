"""kill -9 of a run at each of its steps and at random moments: the store stays sound, no half file has a final
name, and the next run finishes the work. ACCORD_KILLS says how many random moments (25)."""
import os
import random
import sqlite3
import subprocess
import time
import unittest

from program import ACCORD, accord
from test_run import Night, fact

STEPS = ['locked', 'ingest', 'ingested', 'planned', 'worker', 'made', 'rename', 'renamed', 'noted', 'synced', 'record',
         'manifest', 'state', 'ledger', 'latest', 'removed', 'end']


class Killed(Night):
    def setUp(self):
        super().setUp()
        self.day = 1
        self.jobs(*(self.report(name, params={'word': name}) for name in 'abc'), store='facts.db',
                  out='out/{{as_of}}', latest='out/latest', keep={'runs': 2})
        for _ in range(2):
            self.good(as_of=self.today())
            self.day += 1
        self.last = self.files(f'out/{self.yesterday()}')

    def today(self):
        return f'2026-{1 + self.day // 28:02}-{1 + self.day % 28:02}'

    def yesterday(self):
        return f'2026-{1 + (self.day - 1) // 28:02}-{1 + (self.day - 1) % 28:02}'

    def days(self):
        return sorted(path.name for path in (self.folder / 'out').iterdir() if path.name[0] == '2')

    def change_facts(self):
        self.facts(fact(1), fact(2, title=f'Mill of day {self.day}'), fact(self.day + 10))

    def check_left(self):
        """What a reader finds after a run was cut off."""
        for name, data in self.files().items():
            self.assertTrue(data.startswith(b'%PDF') and data.rstrip().endswith(b'%%EOF'), name)
        self.assertEqual(len(self.files('out/latest')), 3)
        done = accord('check', '--store', self.folder / 'facts.db')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.files(f'out/{self.yesterday()}'), self.last)

    def check_finished(self):
        self.good(as_of=self.today())
        self.assertEqual(os.readlink(self.folder / 'out/latest'), self.today())
        self.last = self.files(f'out/{self.today()}')
        self.assertEqual(sorted(self.last), ['a.pdf', 'b.pdf', 'c.pdf'])
        left = [path.name for path in (self.folder / 'out').rglob('.accord-*')]
        self.assertEqual(left, [])
        with sqlite3.connect(self.folder / 'facts.db') as store:
            runs = store.execute('SELECT run, as_of FROM runs ORDER BY run').fetchall()
        self.assertEqual(runs[-1][1], self.today())
        self.assertEqual(self.days(), [self.yesterday(), self.today()])
        self.day += 1

    def test_at_each_step(self):
        for step in STEPS:
            with self.subTest(step=step):
                self.change_facts()
                done = self.run_jobs(as_of=self.today(), env={'ACCORD_FAULT': f'kill:{step}'})
                self.assertEqual(done.returncode, -9, (step, done.stderr))
                self.check_left()
                self.check_finished()

    def test_days_that_nobody_finished(self):
        """The run of the next night is of another day, and retention still knows what the dead ones left."""
        for step in ('renamed', 'noted', 'latest'):
            self.change_facts()
            self.run_jobs(as_of=self.today(), env={'ACCORD_FAULT': f'kill:{step}'})
            self.day += 1
        dead = self.days()
        self.assertEqual(len(dead), 5)
        for _ in range(2):
            self.change_facts()
            self.good(as_of=self.today())
            self.day += 1
        self.assertEqual(len(self.days()), 2)
        self.assertFalse(set(self.days()) & set(dead))

    def test_ways_to_name_the_jobs_file(self):
        """What retention removes does not depend on how the jobs file was named each night."""
        for number in range(6):
            path = self.folder / 'jobs.json' if number % 2 else 'jobs.json'
            for _ in range(2):
                done = accord('run', path, '--as-of', self.today(), cwd=self.folder)
                self.assertEqual(done.returncode, 0, done.stderr)
                path = 'jobs.json' if number % 2 else './jobs.json'
            self.assertEqual(self.days(), [self.yesterday(), self.today()])
            self.assertEqual(len(self.files(f'out/{self.yesterday()}')), 3)
            self.day += 1

    def test_at_random_moments(self):
        chance = random.Random(7)
        started = time.monotonic()
        self.change_facts()
        self.good(as_of=self.today())
        whole = time.monotonic() - started
        self.last = self.files(f'out/{self.today()}')
        self.day += 1
        killed = 0
        for _ in range(int(os.environ.get('ACCORD_KILLS', '25'))):
            self.change_facts()
            process = subprocess.Popen([ACCORD, 'run', 'jobs.json', '--as-of', self.today(), '--jobs', '2'],
                                       cwd=self.folder, stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(chance.random() * whole)
            process.kill()
            killed += process.wait() == -9
            self.check_left()
            self.check_finished()
        self.assertGreater(killed, 0)


if __name__ == '__main__':
    unittest.main()
