"""accord run while the ground moves: output, store, server and fonts that go away in the middle of a night, and folders and
disks that take nothing. Each time the exit code is the documented one, the message says what to do, what was there before
is still there, and the next run finishes the work."""
import os
import pathlib
import shutil
import signal
import subprocess
import time
import unittest

import postgres
from program import ACCORD, accord
from test_run import Night, fact


def workers_of(pid):
    """Children of the process that are stopped."""
    found = []
    for entry in os.listdir('/proc'):
        try:
            with open(f'/proc/{entry}/stat', encoding='utf-8') as stat:
                state, parent = stat.read().rpartition(')')[2].split()[:2]
        except (OSError, ValueError):
            continue
        if int(parent) == pid and state == 'T':
            found.append(int(entry))
    return found


class Midway(Night):
    """Runs that are stopped at a step, so that something can happen to them there."""

    def begin(self, step, as_of, options=(), env=None):
        return subprocess.Popen([ACCORD, 'run', self.folder / 'jobs.json', '--as-of', as_of, '--jobs', '2', *options], cwd=self.folder,
                                stderr=subprocess.PIPE, text=True, env={**os.environ, 'ACCORD_FAULT': f'stop:{step}', **(env or {})})

    def wait(self, process, act):
        """Calls act when the process, or one of its workers, is stopped for the first time, and lets all go on."""
        acted = False
        while True:
            pid, status = os.waitpid(process.pid, os.WUNTRACED | os.WNOHANG)
            stopped = [process.pid] if pid and os.WIFSTOPPED(status) else workers_of(process.pid)
            if pid and not os.WIFSTOPPED(status):
                process.returncode = os.waitstatus_to_exitcode(status)
                self.assertTrue(acted, 'it never came to that step')
                return
            if stopped and not acted:
                act()
                acted = True
            for one in stopped:
                os.kill(one, signal.SIGCONT)
            time.sleep(0.01)

    def during(self, step, act, code, as_of='2026-01-03', options=(), env=None):
        """What a run says at whose step something happened, and that ended with code."""
        process = self.begin(step, as_of, options, env)
        try:
            self.wait(process, act)
            said = process.stderr.read()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            process.stderr.close()
        self.assertEqual(process.returncode, code, said)
        return said


def remove(folder):
    """The folder and all in it, also what workers put there meanwhile."""
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


class OutputRemoved(Midway):
    def setUp(self):
        super().setUp()
        self.jobs(out='out/{{as_of}}', latest='out/latest')
        self.good(as_of='2026-01-02')
        self.before = self.files('out/2026-01-02')

    def remove_at(self, step, day, folder, code):
        said = self.during(step, lambda: remove(self.folder / folder), code, as_of=day)
        if code:
            self.assertRegex(said, 'its folder is not there|taken away while the run went on')
            self.assertRegex(said, 'cannot be written|run again: what is missing|the next run does the rest')
        self.good(as_of=day)
        self.assertEqual(len(self.files(f'out/{day}')), 2)
        self.assertEqual(os.readlink(self.folder / 'out/latest'), day)

    def test_folder_of_the_night(self):
        """From the moment a report stands there until the link leads to it, nobody is told that all is well."""
        for number, step in enumerate(('made', 'rename', 'renamed', 'noted', 'synced', 'record', 'manifest', 'state')):
            with self.subTest(step=step):
                day = f'2026-02-{number + 1:02}'
                self.remove_at(step, day, f'out/{day}', 6)
                self.assertEqual(self.files('out/2026-01-02'), self.before)

    def test_folder_above(self):
        for number, (step, code) in enumerate((('locked', 6), ('worker', 0), ('rename', 6), ('synced', 6))):
            with self.subTest(step=step):
                self.remove_at(step, f'2026-02-{number + 1:02}', 'out', code)


@unittest.skipIf(os.getuid() != 0, 'only root mounts a small disk')
class SmallDisk(Midway):
    """The output is on a disk of its own that has no room left, or may only be read."""

    def setUp(self):
        super().setUp()
        self.disk = self.folder / 'disk'
        self.disk.mkdir()
        if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=1200k', 'tmpfs', self.disk], capture_output=True).returncode:
            self.skipTest('this machine mounts no tmpfs')
        self.addCleanup(subprocess.run, ['umount', '-l', self.disk], check=True)

    def night(self, **more):
        self.jobs(out='disk/out/{{as_of}}', latest='disk/out/latest', index=True, **more)
        self.good(as_of='2026-01-02')
        self.before = self.files('disk/out/2026-01-02')

    def fill_up(self, left):
        """Leaves so many bytes free."""
        status = os.statvfs(self.disk)
        with open(self.disk / 'ballast', 'wb') as ballast:
            ballast.write(bytes(status.f_bavail * status.f_bsize - left))

    def unharmed(self):
        self.assertEqual(self.files('disk/out/2026-01-02'), self.before)

    def test_full_at_any_step(self):
        """Whatever it is that finds no room: the journal, a report, a picture, the record or the state."""
        self.night()
        codes = []
        for number, left in enumerate(range(0, 80 << 10, 8 << 10)):
            with self.subTest(left=left):
                day = f'2026-02-{number + 1:02}'
                self.fill_up(left)
                done = self.run_jobs(as_of=day)
                codes.append(done.returncode)
                if done.returncode:
                    self.assertRegex(done.stderr, 'cannot write ".*No space left on device')
                    self.assertIn('make room on its disk', done.stderr)
                    self.assertEqual(os.readlink(self.disk / 'out/latest'), '2026-01-02')
                self.unharmed()
                (self.disk / 'ballast').unlink()
                self.good(as_of=day)
                self.assertEqual(len(self.files(f'disk/out/{day}')), 2)
                self.assertEqual([path.name for path in self.disk.rglob('.accord-*')], [])
                shutil.rmtree(self.disk / 'out' / day)
                (self.disk / 'out/latest').unlink()
                (self.disk / 'out/latest').symlink_to('2026-01-02')
        self.assertEqual(set(codes), {0, 6})

    def test_no_room_for_the_store(self):
        self.night(store='disk/facts.db')
        self.facts(*(fact(number, title=f'Mill {number} ' + 'x' * 900) for number in range(60)))
        self.fill_up(40 << 10)
        done = self.good(code=6, as_of='2026-01-03')
        self.assertIn('make room on its disk', done.stderr)
        self.unharmed()
        (self.disk / 'ballast').unlink()
        self.good(as_of='2026-01-03')

    def test_for_reading_only(self):
        self.night()
        subprocess.run(['mount', '-o', 'remount,ro', self.disk], check=True)
        done = self.good(code=6, as_of='2026-01-03')
        self.assertIn('its disk is mounted for reading only', done.stderr)
        self.unharmed()
        subprocess.run(['mount', '-o', 'remount,rw', self.disk], check=True)
        self.good(as_of='2026-01-03')


def is_open_to_all(path):
    """Whether another account may run the program at path."""
    return os.stat(path).st_mode & 0o001 and all(folder.stat().st_mode & 0o001 for folder in pathlib.Path(path).resolve().parents)


class NotAllowed(Midway):
    """An account that may not write where the output is to go."""

    def as_nobody(self, *options, as_of='2026-01-03'):
        if os.getuid() == 0:
            if not shutil.which('setpriv') or not is_open_to_all(ACCORD):
                self.skipTest('the program cannot be run by another account here')
            command = ('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ACCORD)
        else:
            command = (ACCORD,)
        return subprocess.run([*command, 'run', self.folder / 'jobs.json', '--as-of', as_of, *options], cwd=self.folder, text=True,
                              capture_output=True, timeout=120)

    def test_output(self):
        self.jobs(out='out/{{as_of}}', latest='out/latest', metrics='out/night.prom')
        self.good(as_of='2026-01-02')
        before = self.files()
        self.folder.chmod(0o755)
        out = self.folder / 'out'
        for mode, closed in ((0o500, [out / '.accord', out]), (0o555, [out])):
            for folder in closed:
                folder.chmod(mode)
            done = self.as_nobody()
            for folder in closed:
                folder.chmod(0o755)
            self.assertEqual(done.returncode, 6, done.stderr)
            self.assertIn('Permission denied', done.stderr)
            self.assertIn('let this account', done.stderr)
            self.assertEqual(self.files(), before)
        self.good(as_of='2026-01-03')


@postgres.needed
class ServerGone(Midway):
    """The server with the facts ends in the middle of a night."""

    @classmethod
    def setUpClass(cls):
        cls.server = postgres.start(cls.addClassCleanup)

    def setUp(self):
        super().setUp()
        self.jobs(store=self.server.address(), out='out/{{as_of}}', latest='out/latest')
        self.good(as_of='2026-01-02')
        self.before = self.files('out/2026-01-02')
        self.facts(fact(1), fact(2), fact(3))

    def test_it_ends_at_a_step(self):
        """Nothing is published, and when the server is back the next run finishes the work."""
        made = 'the store is gone; the next run does the rest'
        for number, (step, said) in enumerate((
                ('locked', 'the store cannot be filled'), ('ingest', 'the facts cannot be had; the reports of the last run stay'),
                ('ingested', 'the store cannot be read'), ('planned', made), ('worker', made), ('synced', 'the store could not be told'))):
            with self.subTest(step=step):
                day = f'2026-02-{number + 1:02}'
                self.facts(*map(fact, range(4 + number)))
                told = self.during(step, self.server.stop, 6, as_of=day)
                self.assertIn(said, told)
                self.assertIn('see whether the server runs', told)
                self.assertEqual(self.files('out/2026-01-02'), self.before)
                self.assertNotEqual(os.readlink(self.folder / 'out/latest'), day)
                self.server.start()
                self.good(as_of=day)
                self.assertEqual((len(self.files(f'out/{day}')), os.readlink(self.folder / 'out/latest')), (2, day))

    def test_it_is_restarted_between_two_reports(self):
        def restart():
            self.server.stop()
            self.server.start()
        said = self.during('made', restart, 0, options=('--jobs', '1'))
        self.assertNotIn('failed  ', said)
        self.assertEqual(len(self.files('out/2026-01-03')), 2)
        self.assertEqual(os.readlink(self.folder / 'out/latest'), '2026-01-03')
        self.assertEqual(self.statuses('out/2026-01-03'), {'a': 'written', 'b': 'written'})


class StoreFileGone(Midway):
    """The file of a store that is taken away, or filled by somebody else, in the middle of a night."""

    def setUp(self):
        super().setUp()
        self.jobs(store='facts.db', out='out/{{as_of}}', latest='out/latest')
        self.good(as_of='2026-01-02')
        self.before = self.files('out/2026-01-02')

    def test_removed(self):
        for number, step in enumerate(('ingested', 'planned', 'worker', 'rename')):
            with self.subTest(step=step):
                day = f'2026-02-{number + 1:02}'
                self.facts(*map(fact, range(3 + number)))
                said = self.during(step, (self.folder / 'facts.db').unlink, 6, as_of=day)
                self.assertIn('there is no such file; accord facts add makes it', said)
                self.assertEqual(self.files('out/2026-01-02'), self.before)
                self.assertNotEqual(os.readlink(self.folder / 'out/latest'), day)
                self.good(as_of=day)
                self.assertEqual((len(self.files(f'out/{day}')), os.readlink(self.folder / 'out/latest')), (2, day))
                self.assertEqual(self.record(f'out/{day}')['facts']['partnerships'], 3 + number)

    def test_removed_when_the_record_is_written(self):
        """The record does not say that all is well when the store could not be told."""
        self.facts(*map(fact, range(5)))
        said = self.during('state', (self.folder / 'facts.db').unlink, 6)
        self.assertIn('the store could not be told of them', said)
        record = self.record('out/2026-01-03')
        self.assertEqual(record['exit'], 6)
        self.assertIn('the store could not be told of them', record['failure'])
        self.assertEqual(os.readlink(self.folder / 'out/latest'), '2026-01-02')
        self.good(as_of='2026-01-03')
        self.assertNotIn('failure', self.record('out/2026-01-03'))
        self.assertEqual(os.readlink(self.folder / 'out/latest'), '2026-01-03')

    def test_facts_are_added_by_somebody_else(self):
        other = self.write('other.json', {'facts': 1, 'partnerships': [fact(9)]})

        def add():
            done = accord('facts', 'add', other, '--store', self.folder / 'facts.db')
            self.assertEqual(done.returncode, 0, done.stderr)
        said = self.during('rename', add, 0)
        self.assertIn('facts were added to the store while reports were made', said)
        self.good(as_of='2026-01-03')
        record = self.record('out/2026-01-03')
        self.assertEqual([report['skipped'] for report in record['reports']], [False, False])
        self.assertEqual((record['facts']['partnerships'], record['facts']['withdrawn']), (2, 1))


def font_files(*families):
    """The files of these families on this machine."""
    listed = subprocess.run(['fc-list', '--format', '%{family[0]}\\t%{file}\\n'], capture_output=True, text=True, check=True).stdout
    pairs = [line.split('\t') for line in listed.splitlines()]
    return [file for family, file in pairs if family in families]


class Fonts(Midway):
    """Fonts come from a folder of the test's own."""

    def setUp(self):
        super().setUp()
        self.place = self.folder / 'fonts'
        self.place.mkdir()
        conf = self.write('fonts.conf', '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
                          f'<dir>{self.place}</dir><cachedir>{self.folder}/cache</cachedir></fontconfig>')
        self.environment = {'FONTCONFIG_FILE': str(conf)}
        self.install('Inter', 'DejaVu Sans', 'DejaVu Sans Mono')
        self.jobs()
        self.night()
        self.before = self.files()

    def install(self, *families):
        for file in font_files(*families):
            shutil.copy(file, self.place)

    def uninstall(self, family=''):
        for path in self.place.glob(f'{family}*'):
            path.unlink()

    def night(self, *options, code=0):
        return self.good(*options, code=code, env=self.environment).stderr

    def test_a_font_file_cut_short(self):
        """fontconfig remembers it as it was; letters must not be missing on a page without a word."""
        for length in (0, 30_000):
            with self.subTest(length):
                for path in self.place.glob('Inter*'):
                    os.truncate(path, length)
                said = self.night('--force', code=1)
                self.assertIn('is cut short', said)
                self.assertIn('Inter', said)
                self.assertEqual(self.files(), self.before)
        self.uninstall('Inter')
        self.install('Inter')
        self.night('--force')
        self.assertEqual(self.files(), self.before)

    def test_no_font_at_all(self):
        """Pages without letters do not take the place of good ones."""
        self.uninstall()
        said = self.night(code=1)
        self.assertIn('no font is installed', said)
        self.assertIn('fonts-inter', said)
        self.assertEqual(self.files(), self.before)
        self.install('Inter', 'DejaVu Sans', 'DejaVu Sans Mono')
        self.night()
        self.assertEqual(self.files(), self.before)

    def test_one_that_the_theme_names(self):
        """Another font stands in, which is said, and the reports are made anew when the font is there."""
        self.uninstall('Inter')
        self.assertIn('font family "Inter" is not installed', self.night())
        self.assertEqual({report['warnings'] > 0 for report in self.record()['reports']}, {True})
        self.assertNotEqual(self.files(), self.before)
        self.night('--exit-unchanged', code=10)
        self.install('Inter')
        self.night()
        self.assertEqual(self.files(), self.before)

    def test_it_goes_between_the_check_and_the_making(self):
        said = self.during('worker', lambda: self.uninstall('Inter'), 0, options=('--force',), env=self.environment)
        self.assertIn('font family "Inter" is not installed', said)
        self.install('Inter')
        self.good(as_of='2026-01-03', env=self.environment)
        self.good(as_of='2026-01-02', env=self.environment)
        self.assertEqual(self.files(), self.before)


if __name__ == '__main__':
    unittest.main()
