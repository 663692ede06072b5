"""How long the program takes and how much memory it needs, as a whole process: medians of several runs.

  python3 tests/bench/bench.py [--program build/release/accord] [--runs 21] [NAME...]

Machines are noisy: compare figures of one run only, as ratios.
"""
import argparse
import datetime
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def many_facts(folder, count):
    """A facts file of `count` small records, made from the shipped ones by renumbering."""
    lines = [line for path in sorted((ROOT / 'data/facts').glob('*.jsonl')) for line in path.read_text().splitlines()]
    records = [json.loads(line) for line in lines]
    sources = [r for r in records if r['record'] == 'source']
    partnerships = [r for r in records if r['record'] == 'partnership']
    path = folder / f'facts-{count}.jsonl'
    with path.open('w') as out:
        for source in sources:
            out.write(json.dumps(source) + '\n')
        for number in range(count):
            record = {**partnerships[number % len(partnerships)], 'id': f'n{number}'}
            out.write(json.dumps(record, ensure_ascii=False) + '\n')
    return path


def long_table(folder, rows):
    """A layout with one table of `rows` rows: numbers that differ, texts that differ, categories, a bar and a total."""
    sectors = ['Energy', 'Steel', 'Transport', 'Water', 'Health']
    data = [{'id': i, 'title': f'Partnership number {i} about something that is long enough', 'sector': sectors[i % 5],
             'year': 1950 + i % 70, 'amount': i * 1000.5} for i in range(rows)]
    (folder / f'rows-{rows}.json').write_text(json.dumps(data))
    columns = ['id', {'field': 'title', 'width': '1fr'}, {'field': 'sector', 'as': 'swatch'}, 'year',
               {'field': 'amount', 'total': 'sum'}]
    layout = {'layout': 1, 'title': f'{rows} rows', 'facts': [str(ROOT / 'data/facts')],
              'theme': str(ROOT / 'layouts/themes/slate.json'),
              'body': [{'block': 'table', 'data': {'url': f'rows-{rows}.json'}, 'columns': columns}]}
    path = folder / f'table-{rows}.json'
    path.write_text(json.dumps(layout))
    return path


def weather_chart(folder):
    """A stacked bar chart by month over 1,461 days, with its data beside it."""
    kinds = ['sun', 'rain', 'fog', 'rain', 'sun', 'sun', 'fog']
    days = [datetime.date(2012, 1, 1) + datetime.timedelta(days=n) for n in range(1461)]
    rows = ''.join(f'{day},{kinds[(n * n + day.month) % 7]}\n' for n, day in enumerate(days))
    (folder / 'weather.csv').write_text('date,weather\n' + rows)
    return shutil.copy(ROOT / 'tests/bench/weather.vl.json', folder)


def big_chart(folder, count):
    """Sums by sector over a CSV file of `count` rows."""
    sectors = ['Energy', 'Water', 'Health', 'Transport', 'Education', 'Agriculture', 'Digital', 'Finance']
    with (folder / 'big.csv').open('w') as out:
        out.write('id,date,sector,partner,amount,status\n')
        for n in range(count):
            out.write(f'P{n:07d},{2000 + n % 25}-{1 + n % 12:02d}-{1 + n % 28:02d},{sectors[n * n % 7]},Partner {n % 37},'
                      f'{n * 7919 % 99991 / 100},{"signed" if n % 3 else "planned"}\n')
    path = folder / 'big.vl.json'
    path.write_text(json.dumps({'data': {'url': 'big.csv'}, 'mark': 'bar', 'encoding': {
        'y': {'field': 'sector'}, 'x': {'aggregate': 'sum', 'field': 'amount', 'type': 'quantitative'}}}))
    return path


def cases(folder):
    return {
        'version': lambda: ['--version'],
        'briefing': lambda: ['render', 'layouts/briefing.json', '-q', '-o', folder / 'briefing.pdf'],
        'one-page': lambda: ['render', 'layouts/one-page.json', '-q', '-o', folder / 'one-page.pdf'],
        'check-facts': lambda: ['check', '-q', 'data/facts'],
        'facts-5000': lambda: ['render', 'layouts/briefing.json', '-q', '-f', many_facts(folder, 5000), '-f',
                               'data/facts/press.json', '-o', folder / 'b5000.pdf'],
        'table-10000': lambda: ['render', long_table(folder, 10_000), '-q', '-o', folder / 't10000.pdf'],
        'table-100000': lambda: ['render', long_table(folder, 100_000), '-q', '-o', folder / 't100000.pdf'],
        'chart': lambda: ['chart', weather_chart(folder), '-o', folder / 'weather.svg'],
        'csv-1000000': lambda: ['chart', big_chart(folder, 1_000_000), '-o', folder / 'big.svg'],
        'check-200000': lambda: ['check', '-q', many_facts(folder, 200_000)],
    }


def run_once(command):
    """Wall seconds, processor seconds and peak MiB of one run."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status:
        raise SystemExit(f'failed: {" ".join(map(str, command))}')
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--program', default=ROOT / 'build/release/accord')
    parser.add_argument('--runs', type=int, default=21)
    parser.add_argument('names', nargs='*')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = cases(pathlib.Path(folder))
        print(f'{"case":14} {"wall ms":>9} {"cpu ms":>9} {"peak MiB":>9}   medians of {options.runs} runs')
        for name in options.names or table:
            command = [str(options.program), *map(str, table[name]())]
            run_once(command)  # warm
            rows = [run_once(command) for _ in range(options.runs)]
            wall, cpu, peak = (statistics.median(column) for column in zip(*rows))
            print(f'{name:14} {wall * 1000:9.1f} {cpu * 1000:9.1f} {peak:9.1f}')


if __name__ == '__main__':
    main()
