"""What the Python tests share: running the program under test and other people's tools."""
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
ACCORD = os.environ['ACCORD']


def accord(*arguments, stdin=None, cwd=ROOT, env=None, text=True):
    """Runs the program; gives the finished process."""
    return subprocess.run([ACCORD, *map(str, arguments)], input=stdin, capture_output=True, text=text,
                          cwd=cwd, env={**os.environ, **(env or {})}, timeout=300)


def tool(*command):
    """Runs another program, which must succeed; gives its standard output."""
    if not shutil.which(command[0]):
        raise AssertionError(f'{command[0]} is not installed; see .ci/packages')
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout
