"""How fast facts are read, beside jq -c . and Python's json on the same file, in one run.

  python3 tests/bench/load.py [--program build/release/accord] [--records 1000000]

Prints for each reader records a second, MB a second, processor seconds and the most memory it held. Machines
are noisy: compare figures of one run only, as ratios.
"""
import argparse
import json
import os
import pathlib
import shutil
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECTORS = 'agriculture energy transport health education steel water finance trade'.split()
PARTIES = ['China', 'Russia', 'France', 'Germany', 'Japan', 'Turkey', 'World Bank']
PYTHON = 'import json, sys\nfor line in open(sys.argv[1], encoding="utf-8"): json.loads(line)'


def record(number):
    return {'record': 'partnership', 'id': f'F-{number}',
            'title': f'Project number {number} on {SECTORS[number % 9]} in the province of Somewhere',
            'parties': [{'name': 'Pakistan', 'country': 'PK', 'role': 'recipient'},
                        {'name': PARTIES[number % 7], 'role': 'funding'}],
            'sectors': [SECTORS[number % 9]], 'date': f'{1950 + number % 75}-{1 + number % 12:02d}-{1 + number % 28:02d}',
            'status': ('signed', 'completed', 'announced')[number % 3],
            'amounts': [{'value': f'{number * 37 % 1000000}.{number % 100:02d}', 'currency': 'USD', 'basis': 'committed'}],
            'evidence': [{'source': 's', 'locator': str(number)}]}


def run(name, command, records, size):
    """Runs a reader to its end; its time, and what the system says it used."""
    begin = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, used = os.wait4(child, 0)
    seconds = time.monotonic() - begin
    assert status == 0, f'{name} failed'
    print(f'{name:8} {records / seconds:10,.0f} records/s {size / seconds / 1e6:8.1f} MB/s '
          f'{used.ru_utime + used.ru_stime:7.2f} s of processor {used.ru_maxrss / 1024:7.1f} MiB')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--program', default=str(ROOT / 'build/release/accord'))
    parser.add_argument('--records', type=int, default=1000000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'facts.jsonl'
        with path.open('w', encoding='utf-8') as out:
            out.write(json.dumps({'record': 'source', 'id': 's', 'title': 'Made for the measurement'}) + '\n')
            for number in range(options.records):
                out.write(json.dumps(record(number)) + '\n')
        size = path.stat().st_size
        print(f'{options.records:,} records, {size / 1e6:.1f} MB')
        run('accord', [options.program, 'check', '--quiet', str(path)], options.records, size)
        if shutil.which('jq'):
            run('jq', ['jq', '-c', '.', str(path)], options.records, size)
        run('python', ['python3', '-c', PYTHON, str(path)], options.records, size)


if __name__ == '__main__':
    main()
