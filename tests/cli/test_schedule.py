"""accord schedule: units that systemd takes and finds safe, lines that cron and its shell read as they were meant, for
paths with everything in them that either gives a meaning to."""
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import tempfile
import unittest

from program import ACCORD, ROOT, accord

HOSTILE = 'a b/100% $HOME `id` "q" \'s\' \\%x'
ANALYZE = shutil.which('systemd-analyze')


def after_cron(text):
    """What cron hands to the shell of a command, and what on its standard input: crontab(5), as Debian's cron reads it."""
    command, escaped = '', False
    for place, character in enumerate(text):
        if escaped:
            command = command[:-1] + '%' if character == '%' else command + character
            escaped = False
        elif character == '%':
            return command, text[place + 1:]
        else:
            command += character
            escaped = character == '\\'
    return command, None


class Scheduling(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(dir='/var/tmp')
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def jobs(self, folder='.', name='nightly.json', **changes):
        place = self.folder / folder
        for needed in ('out', 'store'):
            (place / needed).mkdir(parents=True, exist_ok=True)
        jobs = {'jobs': 1, 'facts': [str(ROOT / 'data/facts')], 'store': 'store/accord.db', 'out': 'out/{{as_of}}',
                'reports': [{'id': 'daily', 'layout': str(ROOT / 'layouts/briefing.json'), 'file': 'briefing.pdf'}], **changes}
        (place / name).write_text(json.dumps({key: value for key, value in jobs.items() if value is not None}))
        return place / name

    def schedule(self, *options):
        done = accord('schedule', *options)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        return done.stdout

    def units(self, jobs, *options):
        """The files by their end: service, timer, failed."""
        out = self.folder / 'units'
        shutil.rmtree(out, ignore_errors=True)
        self.schedule(jobs, '-o', out, '-q', *options)
        texts = {path.name: path.read_text() for path in out.iterdir()}
        self.assertEqual(sorted(texts), sorted(f'accord-nightly{end}' for end in ('.service', '.timer', '-failed.service')))
        return texts


class Units(Scheduling):
    def analyze(self, *words):
        if not ANALYZE:
            self.skipTest('systemd-analyze is not installed')
        return subprocess.run([ANALYZE, *map(str, words)], capture_output=True, text=True, timeout=120, check=False,
                              env={**os.environ, 'XDG_RUNTIME_DIR': str(self.folder), 'SYSTEMD_COLORS': '0'})

    def verify(self, *options):
        done = self.analyze('verify', '--man=no', *options, *sorted((self.folder / 'units').iterdir()))
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ''))

    def exposure(self, *options):
        done = self.analyze('security', '--offline=true', '--no-pager', *options, self.folder / 'units/accord-nightly.service')
        return float(done.stdout.strip().splitlines()[-1].split(': ')[1].split()[0])

    def test_systemd_takes_them(self):
        for options in ([], ['--user'], ['--mail', 'night.shift+a@example.org'], ['--at', 'Mon..Fri 06:15'], ['--network']):
            with self.subTest(options=options):
                self.units(self.jobs(), '--program', '/bin/true', *options)
                self.verify(*[option for option in options if option == '--user'])

    def test_hostile_paths(self):
        texts = self.units(self.jobs(HOSTILE), '--program', '/bin/true')
        self.verify()
        self.assertIn(r'a b/100%% $HOME `id` \"q\" ' + "'s'" + r' \\%%x', texts['accord-nightly.service'])

    def test_systemd_reads_the_words_that_were_meant(self):
        """systemd's own parser says what the words of ExecStart= are, when it cannot find the first."""
        place = self.folder / 'no such 100% $HOME; program'
        self.units(self.jobs(), '--program', place)
        done = self.analyze('verify', '--man=no', self.folder / 'units/accord-nightly.service')
        self.assertIn(f'Command {place} is not executable', done.stderr)

    def test_exposure(self):
        self.units(self.jobs())
        self.assertLess(self.exposure(), 1.0)
        self.units(self.jobs(store='postgresql:///facts'))
        self.assertLess(self.exposure(), 2.5)
        self.units(self.jobs(), '--network')
        self.assertLess(self.exposure(), 2.5)

    def test_settings(self):
        texts = self.units(self.jobs(), '--at', '4:05', '--program', '/bin/true')
        service, timer = texts['accord-nightly.service'], texts['accord-nightly.timer']
        self.assertIn('OnCalendar=*-*-* 04:05:00\n', timer)
        for line in ('Persistent=true', 'RandomizedDelaySec=10min', 'WantedBy=timers.target'):
            self.assertIn(line + '\n', timer)
        home = 'read-only' if ROOT.is_relative_to('/root') or ROOT.is_relative_to('/home') else 'yes'
        for line in ('OnFailure=accord-nightly-failed.service', 'OOMPolicy=continue', 'SuccessExitStatus=10', 'Nice=10',
                     'User=accord', 'RestrictAddressFamilies=AF_UNIX', 'MemoryDenyWriteExecute=yes', f'ProtectHome={home}',
                     f'ReadWritePaths="{self.folder}/out" "{self.folder}/store"',
                     f'ExecStart="/bin/true" run "{self.folder}/nightly.json" --as-of today'):
            self.assertIn(line + '\n', service)
        self.assertIn('journalctl -u accord-nightly.service', texts['accord-nightly-failed.service'])

    def test_server(self):
        """A store that is a server is reached over the network; a folder is not writable for its sake."""
        service = self.units(self.jobs(store='postgresql://accord@db.example/facts'))['accord-nightly.service']
        self.assertIn('RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6\n', service)
        self.assertNotIn('PrivateNetwork', service)
        self.assertIn(f'ReadWritePaths="{self.folder}/out"\n', service)

    def test_places_stay_visible(self):
        """What lies in /home or /tmp is not hidden from the service by its own hardening."""
        self.assertNotIn('PrivateTmp', self.units(self.jobs())['accord-nightly.service'])
        jobs = self.jobs(facts=['/home/ann/facts'])
        self.assertIn('ProtectHome=read-only\n', self.units(jobs)['accord-nightly.service'])

    def test_user(self):
        texts = self.units(self.jobs(), '--user')
        self.assertNotIn('User=', texts['accord-nightly.service'].replace('PrivateUsers=', ''))
        self.assertNotIn('CapabilityBoundingSet', texts['accord-nightly.service'])
        self.assertIn('journalctl --user -u accord-nightly.service', texts['accord-nightly-failed.service'])

    def test_says_what_is_next(self):
        done = accord('schedule', self.jobs(), '-o', self.folder / 'units')
        self.assertIn('systemctl daemon-reload && systemctl enable --now accord-nightly.timer', done.stderr)

    def test_what_is_next_brings_the_units_to_systemd(self):
        """What is said, run in a shell with a home of its own, leaves the units where systemd looks."""
        home, programs = self.folder / 'home', self.folder / 'bin'
        home.mkdir()
        programs.mkdir()
        called = self.folder / 'called'
        (programs / 'systemctl').write_text(f'#!/bin/sh\necho "$@" >>{called}\n')
        (programs / 'systemctl').chmod(0o755)
        out = self.folder / "my units' folder"
        done = accord('schedule', self.jobs(), '--user', '-o', out)
        said = done.stderr.splitlines()[-1].removeprefix('next: ')
        subprocess.run(['sh', '-ec', said], check=True,
                       env={**os.environ, 'HOME': str(home), 'PATH': f'{programs}:{os.environ["PATH"]}'})
        placed = home / '.config/systemd/user'
        self.assertEqual(sorted(path.name for path in placed.iterdir()), sorted(path.name for path in out.iterdir()))
        self.assertEqual(called.read_text(), '--user daemon-reload\n--user enable --now accord-nightly.timer\n')
        there = accord('schedule', self.jobs(), '--user', '-o', placed)
        self.assertIn('next: systemctl --user daemon-reload', there.stderr)
        system = accord('schedule', self.jobs(), '-o', self.folder / 'units')
        self.assertIn(' /etc/systemd/system/ && systemctl daemon-reload', system.stderr)


class AsTheUnitSays(Scheduling):
    """The command line of the unit as systemd would start it: its words, nothing in the environment but what the unit says, the
    root folder, its umask. (The unit itself needs a running systemd.)"""

    def started(self, jobs, *options):
        service = self.units(jobs, '--program', ACCORD, *options)['accord-nightly.service']
        settings = [line.partition('=')[::2] for line in service.splitlines() if '=' in line]
        line = next(value for key, value in settings if key == 'ExecStart')
        words = [word.replace('%%', '%').replace('$$', '$') for word in shlex.split(line)]
        variables = dict(value.replace('%C', str(self.folder / 'cache')).split('=', 1) for key, value in settings if key == 'Environment')
        umask = int(next(value for key, value in settings if key == 'UMask'), 8)
        return subprocess.run(words, capture_output=True, text=True, cwd='/', stdin=subprocess.DEVNULL, timeout=300, umask=umask,
                              env={**variables, **{name: os.environ[name] for name in ('LSAN_OPTIONS',) if name in os.environ}})

    def test_it_runs(self):
        for folder in ('.', HOSTILE):
            with self.subTest(folder=folder):
                jobs = self.jobs(folder, latest='latest')
                done = self.started(jobs)
                self.assertEqual(done.returncode, 0, done.stderr)
                made = jobs.parent / 'latest/briefing.pdf'
                self.assertTrue(made.read_bytes().startswith(b'%PDF'))
                self.assertEqual(made.stat().st_mode & 0o027, 0, 'what UMask= keeps from others')
                self.assertRegex(os.readlink(jobs.parent / 'latest'), r'^out/\d{4}-\d\d-\d\d$')
                self.assertEqual(self.started(jobs).returncode, 0)

    def test_only_its_folders_are_written(self):
        """ReadWritePaths= names all that a run writes: everything else is mounted for reading only, as by ProtectSystem=strict."""
        jobs = self.jobs(latest='out/latest')
        service = self.units(jobs, '--program', ACCORD)['accord-nightly.service']
        paths = next(line for line in service.splitlines() if line.startswith('ReadWritePaths=')).partition('=')[2]
        mounts = ' && '.join(f'mount --bind {path} {path}' for path in map(shlex.quote, shlex.split(paths)))
        script = f'mount --make-rprivate / && {mounts} && mount -o remount,ro,bind / && exec "$@"'
        command = ['unshare', '-m', 'sh', '-c', script, 'sh']
        if os.getuid() != 0 or subprocess.run([*command, 'true'], capture_output=True).returncode:
            self.skipTest('this machine lets nobody mount folders for reading only')
        done = subprocess.run([*command, ACCORD, 'run', str(jobs), '--as-of', '2026-01-02'], capture_output=True, text=True, cwd='/',
                              timeout=300, env={key: os.environ[key] for key in ('LSAN_OPTIONS', 'PATH') if key in os.environ})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.folder / 'out/latest/briefing.pdf').exists())


class Cron(Scheduling):
    def line(self, *options):
        return self.schedule('--cron', *options).splitlines()[-1]

    def test_line(self):
        jobs = self.jobs()
        line = self.line(jobs, '--user', '--program', '/usr/bin/accord')
        self.assertEqual(line, f"30 2 * * * nice -n 10 '/usr/bin/accord' run --quiet '{jobs}' --as-of today")
        self.assertTrue(self.line(jobs, '--at', '23:59').startswith('59 23 * * *\taccord\t'))
        self.assertTrue(self.line(jobs, '--at', '*/30 1-3 * * mon-fri', '--account', 'me').startswith('*/30 1-3 * * mon-fri\tme\t'))
        self.assertIn('MAILTO=a@example.org\n', self.schedule(jobs, '--cron', '--mail', 'a@example.org'))

    def test_hostile_paths(self):
        """The shell, given what cron leaves of the line, runs the program with the path as it is."""
        program = self.folder / "show 5% it's"
        program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
        program.chmod(0o755)
        for folder in (HOSTILE, '\\', '%', '\\%\\%', "'", '100%%'):
            with self.subTest(folder=folder):
                jobs = self.jobs(folder)
                line = self.line(jobs, '--user', '--program', program)
                command, given = after_cron(line.split(' ', 5)[5])
                self.assertIsNone(given)
                done = subprocess.run(['/bin/sh', '-c', command], capture_output=True, text=True, check=True)
                self.assertEqual(done.stdout.splitlines(), ['run', '--quiet', str(jobs), '--as-of', 'today'])

    def test_too_long(self):
        jobs = self.jobs('/'.join(['d' * 200] * 5))
        done = accord('schedule', jobs, '--cron')
        self.assertEqual(done.returncode, 3)
        self.assertIn('cron takes 998', done.stderr)


class Mistakes(Scheduling):
    def fails(self, code, words, *arguments):
        done = accord('schedule', *arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(words, done.stderr)
        self.assertEqual(done.stdout, '')

    def test_usage(self):
        jobs = self.jobs()
        self.fails(2, 'a jobs file is missing')
        self.fails(2, 'exclude each other', jobs, '--cron', '--systemd')
        self.fails(2, 'exclude each other', jobs, '--user', '--system')
        self.fails(2, 'belongs to yourself', jobs, '--user', '--account', 'accord')

    def test_values(self):
        jobs = self.jobs()
        for at in ('25:00', 'Mon 25:99', 'Mon..Fri 02:60', '*-*-01 24:00:00'):
            self.fails(3, 'for example 02:30', jobs, '--at', at)
        self.fails(3, 'for example 02:30', jobs, '--at', '02:30\nExecStart=/bin/sh')
        self.fails(3, 'quotes or backslashes', jobs, '--program', "/it's")
        self.fails(3, 'five fields', jobs, '--cron', '--at', '* * * *')
        self.fails(3, 'five fields', jobs, '--cron', '--at', '* * * * * rm')
        self.fails(3, 'the account', jobs, '--account', 'root\nUser=root')
        self.fails(3, 'the address', jobs, '--mail', 'a@example.org; rm -rf /')
        self.fails(3, 'the name', jobs, '--name', '../evil')
        self.fails(3, 'no unit file or crontab can hold', self.jobs('line\nfeed'))

    def test_jobs_file(self):
        self.fails(6, 'cannot read', self.folder / 'none.json')
        self.fails(3, '"out"', self.jobs(out=None))

    def test_missing_folder(self):
        jobs = self.jobs()
        (self.folder / 'store').rmdir()
        done = accord('schedule', jobs)
        self.assertEqual(done.returncode, 0)
        self.assertIn(f'the folder "{self.folder}/store" is not there', done.stderr)
        self.assertIn('make it before the first night', done.stderr)

    def test_unwritable(self):
        (self.folder / 'file').write_text('')
        done = accord('schedule', self.jobs(), '-o', self.folder / 'file')
        self.assertEqual(done.returncode, 6)


if __name__ == '__main__':
    unittest.main()
