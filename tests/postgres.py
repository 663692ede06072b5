"""A PostgreSQL of Debian's package for the time of a test: its own folder, reached by a socket in it only."""
import glob
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

NOBODY = 65534


def binaries():
    """The folder of initdb and postgres, newest first; None when the package is not installed."""
    found = sorted(glob.glob('/usr/lib/postgresql/*/bin/initdb'), key=lambda path: int(path.split('/')[4]))
    return pathlib.Path(found[-1]).parent if found else None


class Postgres:
    """with Postgres() as server: server.address('name') is an empty database."""

    def __init__(self, *settings, port=5432):
        self.settings = settings
        self.port = str(port)
        self.databases = 0

    def _as_user(self, *command):
        """PostgreSQL refuses to run as root."""
        if os.getuid() == 0:
            command = ('setpriv', f'--reuid={NOBODY}', f'--regid={NOBODY}', '--clear-groups', *command)
        return [str(part) for part in command]

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='accord-pg-'))
        if os.getuid() == 0:
            os.chown(self.folder, NOBODY, NOBODY)
        self.data = self.folder / 'data'
        subprocess.run(self._as_user(binaries() / 'initdb', '-D', self.data, '-U', 'accord', '-A', 'trust', '-E', 'UTF8',
                                     '--no-locale', '--no-sync'), check=True, stdout=subprocess.DEVNULL)
        self.start()
        return self

    def start(self):
        options = [f'-c{setting}' for setting in ('listen_addresses=', f'port={self.port}', 'fsync=off', 'max_wal_size=4GB',
                                                   *self.settings)]
        log = open(self.folder / 'log', 'a', encoding='utf-8')
        self.process = subprocess.Popen(self._as_user(binaries() / 'postgres', '-D', self.data, '-k', self.folder, *options),
                                        stdout=log, stderr=log)
        log.close()
        for _ in range(600):
            ready = subprocess.run([binaries() / 'pg_isready', '-h', self.folder, '-p', self.port, '-U', 'accord', '-q'], check=False)
            if ready.returncode == 0:
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / 'log').read_text())

    def stop(self, how=signal.SIGINT):
        """SIGQUIT: at once, as after a crash."""
        self.process.send_signal(how)
        self.process.wait()

    def sql(self, statement, database='postgres'):
        return subprocess.run([binaries() / 'psql', '-h', self.folder, '-p', self.port, '-U', 'accord', '-d', database, '-XAtqc', statement],
                              check=True, capture_output=True, text=True).stdout.strip()

    def address(self, database=None):
        """Of a new database, or of one that is there."""
        if not database:
            self.databases += 1
            database = f'store{self.databases}'
            self.sql(f'CREATE DATABASE {database}')
        return f'postgresql:///{database}?host={self.folder}&port={self.port}&user=accord'

    def __exit__(self, *failure):
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def start(cleanup, *settings, **options):
    """A server that ends with cleanup: addCleanup of a test, addClassCleanup of a class."""
    server = Postgres(*settings, **options).__enter__()
    cleanup(server.__exit__)
    return server


def for_module():
    """For setUpModule: a server that ends with the module's tests; None when the package is not installed."""
    return start(unittest.addModuleCleanup) if binaries() else None


def stores(server, path):
    """Addresses to try the same on: a file, and a new database where there is a server."""
    return [str(path), *([server.address()] if server else [])]


needed = unittest.skipUnless(binaries(), 'PostgreSQL is not installed')


if __name__ == '__main__':
    # postgres.py COMMAND...: runs it with ACCORD_TEST_POSTGRES naming an empty database.
    if not binaries():
        print('SKIPPED: PostgreSQL is not installed')
        sys.exit(77)
    with Postgres() as server:
        print('These cases run on PostgreSQL', server.sql('SHOW server_version'), flush=True)
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, 'ACCORD_TEST_POSTGRES': server.address()},
                                check=False).returncode)
