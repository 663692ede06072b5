"""How merging grows: each shape of facts is merged once and at twice the size, beside reading it unmerged.

  python3 tests/bench/merge.py [--program build/release/accord] [--records 50000]

Prints processor seconds, the growth from one size to twice that (2 is linear, 4 would be quadratic) and the most
memory held. The shapes: every third record tells of the one before (pairs), chains of a thousand, one key
for all (refused: a group has at most a thousand), and one title for all, compared by similarity.
"""
import argparse
import json
import os
import pathlib
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECTORS = 'agriculture energy transport health education steel water finance trade'.split()


def record(shape, number):
    made = {'record': 'partnership', 'id': f'F-{number}', 'title': f'Project number {number}', 'parties': ['Pakistan', 'China'],
            'sectors': [SECTORS[number % 9]], 'date': f'{1950 + number % 75}-{1 + number % 12:02d}', 'status': 'signed'}
    if shape == 'pairs' and number % 3 == 1:
        made['same_as'] = f'F-{number - 1}'
    if shape == 'chains' and number % 1000:
        made['same_as'] = f'F-{number - 1}'
    if shape == 'one key' and number:
        made['same_as'] = 'F-0'
    if shape == 'one title':
        made.update(title='Modernisation of the steel mills', date='2020-01-01', sectors=['steel'])
    return made


def write(path, shape, records):
    with path.open('w', encoding='utf-8') as out:
        for number in range(records):
            out.write(json.dumps(record(shape, number)) + '\n')


def run(program, path, rule):
    """Processor seconds, MiB."""
    command = [program, 'check', '--quiet', '--merge-rule', rule, str(path)]
    quiet = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_WRONLY, 0) for n in (1, 2)]
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)
    _, _, used = os.wait4(child, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--program', default=str(ROOT / 'build/release/accord'))
    parser.add_argument('--records', type=int, default=50000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'facts.jsonl'
        for shape in ('pairs', 'chains', 'one key', 'one title'):
            for rule in ('none', 'similar' if shape == 'one title' else 'ids'):
                seconds = []
                for records in (options.records, 2 * options.records):
                    write(path, shape, records)
                    used, most = run(options.program, path, rule)
                    seconds.append(used)
                print(f'{shape:10} {rule:8} {2 * options.records:8,} records {seconds[1]:6.2f} s of processor, '
                      f'growth {seconds[1] / seconds[0]:4.1f} {most:7.1f} MiB')


if __name__ == '__main__':
    main()
