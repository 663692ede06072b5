"""accord run --shard: shares make exactly what one run makes, once each, and the one that ends last completes the run. Over
a PostgreSQL that is started here; and on a real Slurm, where it is installed."""
import json
import pathlib
import subprocess
import tempfile
import unittest

import postgres
import slurm
from program import ACCORD, ROOT, accord

LAYOUT = {'layout': 1, 'title': 'Partnerships in {{sector}}', 'params': {'sector': {'type': 'string', 'default': 'Energy'}},
          'data': {'rows': {'sql': 'SELECT p.date, p.title, p.status, p.fact FROM partnerships p JOIN partnership_sectors s '
                                   'ON s.fact = p.fact WHERE s.sector = :sector ORDER BY p.id LIMIT 20'}},
          'body': [{'block': 'cover', 'look': 'plain', 'title': '{{title}}'},
                   {'block': 'table', 'data': 'rows', 'columns': ['date', 'title', 'status']}]}


def files(folder):
    """Reports and pictures with their bytes, by path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob('*'))
            if path.is_file() and path.suffix in ('.pdf', '.png')}


@postgres.needed
class Shards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = postgres.start(cls.addClassCleanup)
        cls.address = cls.server.address()
        done = accord('facts', 'add', 'data/facts', '--store', cls.address, '-q')
        assert done.returncode == 0, done.stderr

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def jobs(self, name, **changes):
        place = self.folder / name
        place.mkdir()
        (place / 'layout.json').write_text(json.dumps(LAYOUT))
        jobs = {'jobs': 1, 'name': name, 'store': self.address, 'out': 'out/{{as_of}}', 'latest': 'out/latest',
                'metrics': 'accord.prom', 'reports': [
                    {'id': 'one', 'layout': 'layout.json', 'file': 'one.pdf'},
                    {'id': 'sector', 'layout': 'layout.json', 'file': 'by sector/{{sector}}.pdf',
                     'matrix': {'sql': 'SELECT DISTINCT sector FROM partnership_sectors ORDER BY 1 LIMIT 10'}}], **changes}
        (place / 'jobs.json').write_text(json.dumps(jobs))
        return place / 'jobs.json'

    def run_jobs(self, jobs, *options, code=0, env=None):
        done = accord('run', jobs, '--as-of', '2026-01-02', '-q', *options, env=env)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def whole(self):
        jobs = self.jobs('whole')
        self.run_jobs(jobs)
        found = files(jobs.parent / 'out/2026-01-02')
        self.assertEqual(sum(name.endswith('.pdf') for name in found), 11)
        return found

    def record(self, jobs):
        return json.loads((jobs.parent / 'out/latest/run.json').read_text())

    def test_three_shards(self):
        whole, jobs = self.whole(), self.jobs('shared')
        counts = []
        for number in (2, 3, 1):
            self.assertFalse((jobs.parent / 'out/latest').exists(), 'the last one moves it')
            self.run_jobs(jobs, '--shard', f'{number}/3')
            counts.append(sum(name.endswith('.pdf') for name in files(jobs.parent / 'out/2026-01-02')))
        self.assertEqual(files(jobs.parent / 'out/2026-01-02'), whole)
        self.assertEqual(counts[-1], 11)
        self.assertGreater(counts[1], counts[0])
        self.assertIn(counts[0], (3, 4))
        record, single = self.record(jobs), json.loads((self.folder / 'whole/out/latest/run.json').read_text())
        self.assertEqual([r['file'] for r in record['reports']], [r['file'] for r in single['reports']])
        self.assertEqual([r['sha256'] for r in record['reports']], [r['sha256'] for r in single['reports']])
        self.assertEqual(record['counts'], single['counts'])
        self.assertTrue((jobs.parent / 'out/latest/index.html').exists())
        self.assertIn('status="written"} 11', (jobs.parent / 'accord.prom').read_text())

    def test_at_once(self):
        whole, jobs = self.whole(), self.jobs('shared')
        processes = [subprocess.Popen([ACCORD, 'run', jobs, '--as-of', '2026-01-02', '-q', '--shard', f'{i}/3'],
                                      stderr=subprocess.PIPE, text=True) for i in (1, 2, 3)]
        for process in processes:
            _, problems = process.communicate(timeout=300)
            self.assertEqual((process.returncode, problems), (0, ''))
        self.assertEqual(files(jobs.parent / 'out/2026-01-02'), whole)
        self.assertEqual(self.record(jobs)['counts']['written'], 11)

    def test_nothing_changed(self):
        jobs = self.jobs('shared')
        for _ in range(2):
            for number in (1, 2, 3):
                self.run_jobs(jobs, '--shard', f'{number}/3')
        self.assertEqual(self.record(jobs)['counts']['unchanged'], 11)

    def test_one_fails(self):
        """A shard with a bad report ends with 1, and so does the run that it belongs to."""
        jobs = self.jobs('shared')
        text = json.loads(jobs.read_text())
        text['reports'].append({'id': 'bad', 'layout': 'none.json', 'file': 'bad.pdf'})
        jobs.write_text(json.dumps(text))
        codes = [accord('run', jobs, '--as-of', '2026-01-02', '-q', '--shard', f'{i}/3').returncode for i in (1, 2, 3)]
        self.assertEqual(sorted(codes), [0, 0, 1])
        record = self.record(jobs)
        self.assertEqual((record['counts']['written'], record['counts']['failed'], record['exit']), (11, 1, 1))

    def test_tasks_of_schedulers(self):
        whole, jobs = self.whole(), self.jobs('slurm')
        for task in (0, 2, 4):
            self.run_jobs(jobs, env={'SLURM_ARRAY_TASK_ID': str(task), 'SLURM_ARRAY_TASK_COUNT': '3',
                                     'SLURM_ARRAY_TASK_MIN': '0', 'SLURM_ARRAY_TASK_STEP': '2'})
        self.assertEqual(files(jobs.parent / 'out/latest'), whole)
        jobs = self.jobs('kubernetes')
        for task in (0, 1):
            self.run_jobs(jobs, env={'JOB_COMPLETION_INDEX': str(task), 'JOB_COMPLETIONS': '2'})
        self.assertEqual(files(jobs.parent / 'out/latest'), whole)

    def test_mistakes(self):
        jobs = self.jobs('shared')
        for shard in ('0/3', '4/3', 'x', '3'):
            self.assertIn('expected K/N', self.run_jobs(jobs, '--shard', shard, code=2).stderr)
        self.assertIn('JOB_COMPLETIONS', self.run_jobs(jobs, code=2, env={'JOB_COMPLETION_INDEX': '0'}).stderr)
        alone = self.jobs('alone', store=None, facts=[str(ROOT / 'data/facts')])
        text = json.loads(alone.read_text())
        del text['store']
        alone.write_text(json.dumps(text))
        self.assertIn('"store"', self.run_jobs(alone, '--shard', '1/3', code=3).stderr)

    @unittest.skipIf(slurm.missing(), f'Slurm is not installed ({slurm.missing()})')
    def test_slurm(self):
        whole, jobs = self.whole(), self.jobs('array')
        with slurm.Slurm(nodes=3) as cluster:
            done = cluster.batch('#!/bin/sh\nexec "$ACCORD" run "$JOBS" --as-of 2026-01-02\n', '--array=1-3',
                                 f'--output={self.folder}/task-%a.txt', '--export=ALL',
                                 environment={'ACCORD': ACCORD, 'JOBS': str(jobs)})
            told = '\n'.join(path.read_text() for path in sorted(self.folder.glob('task-*.txt')))
            self.assertEqual(done.returncode, 0, f'{done.stderr}\n{told}\n{cluster.logs() if done.returncode else ""}')
        self.assertEqual(files(jobs.parent / 'out/latest'), whole)
        self.assertEqual(len(list(self.folder.glob('task-*.txt'))), 3)


if __name__ == '__main__':
    unittest.main()
