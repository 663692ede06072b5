"""Wrong input gets exactly these messages: runs the cases of this folder.

A case is a folder with
    cmd            the arguments of accord, quoted as in a shell; it runs in the case's folder
    stdin          what standard input holds, if anything
    expect.stderr  what is printed there, byte for byte
    expect.code    the exit code
and the files that cmd names.

    run.py ACCORD CASE...           compares
    run.py --write ACCORD CASE...   writes what is printed into expect.*: read it before committing
"""
import difflib
import os
import pathlib
import shlex
import subprocess
import sys


LEAKS = f'suppressions={pathlib.Path(__file__).parent.parent / "lsan.supp"}:print_suppressions=0'


def run_case(program, case):
    """What the program prints to standard error, and its exit code."""
    stdin = case / 'stdin'
    done = subprocess.run([program, *shlex.split((case / 'cmd').read_text())], cwd=case, timeout=120,
                          input=stdin.read_bytes() if stdin.exists() else b'', capture_output=True,
                          env={**os.environ, 'LSAN_OPTIONS': LEAKS})
    return done.stderr.decode(errors='replace'), f'{done.returncode}\n'


def expected_of(case):
    names = case / 'expect.stderr', case / 'expect.code'
    return tuple(name.read_text() if name.exists() else '' for name in names)


def difference(case, kind, expected, found):
    return ''.join(difflib.unified_diff(expected.splitlines(True), found.splitlines(True),
                                        f'{case.name}/expect.{kind}', 'found'))


def write_case(case, found):
    (case / 'expect.stderr').write_text(found[0])
    (case / 'expect.code').write_text(found[1])


def main(arguments):
    write = arguments[:1] == ['--write']
    program, *names = arguments[1 if write else 0:]
    failed = False
    for case in map(pathlib.Path, names):
        found, expected = run_case(str(pathlib.Path(program).resolve()), case), expected_of(case)
        for kind, one, other in zip(('stderr', 'code'), expected, found):
            if one != other:
                print(difference(case, kind, one, other))
                failed = True
        if write:
            write_case(case, found)
    return 0 if write else int(failed)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
