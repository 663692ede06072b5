"""Wrong charts are refused with a message and a place, never by a crash, a hang or in silence.

Specifications that are right (the shipped ones with made-up rows, the golden ones) get a few keys and
values deleted, copied elsewhere, renamed, swapped for a neighbour's or for something nasty. What the
program then does must be one of two things: a scene in JSON and exit code 0, or a documented exit code
and an error that says where. The same seed gives the same mutants.

    ACCORD=build/dev/accord python3 tests/cli/test_chart_mutants.py [--count N] [--seed S] [--keep FOLDER]
"""
import argparse
import concurrent.futures
import copy
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from program import ACCORD, ROOT

TIME_LIMIT = 60  # seconds; a chart of a few rows takes a few hundredths, with sanitizers half a second
CODES = {3, 6}
PLACE = re.compile(r'^\S.*:\d+:\d+: error: \S.* \[[a-z-]+\]$', re.MULTILINE)
BROKEN = re.compile(r'Sanitizer|runtime error|CRITICAL|WARNING \*\*|ssertion')
NASTY = [
    None, True, False, 0, -1, 0.5, 1e308, -1e308, 5e-324, 2**53, 1e9, '', 'a', ' ', '\u0000x', 'é' * 40, 'x' * 3000, '\u202e\u200f',
    [], {}, [[]], [None], [1, 2, 3], [-1e300, 1e300], {'expr': '1/0'}, {'expr': '('}, {'expr': 'datum.a'}, {'signal': 'width'},
    {'field': 'nope'}, {'value': None}, {'datum': 'a'}, {'repeat': 'layer'}, {'step': 0}, {'step': 1e-9}, {'step': -3},
    {'unit': 'year', 'step': 1e12}, {'maxbins': 1e9}, {'maxbins': 0}, {'argmax': 'n'}, {'condition': {'test': 'true', 'value': 1}},
    'count', 'band', 'log', 'time', 'x', 'y', 'independent', 'quantitative', 'temporal', 'nominal', '1e400', 'NaN', '2020-13-45',
    '%Y %Q %q %%%', '.200f', '~s', 'bar', 'boxplot', 'datum["', 'data/../../etc/passwd', 'http://localhost/x.csv',
]


def strings_under(key, value):
    """Every text that stands under a key, anywhere in a specification."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name == key and isinstance(each, str):
                yield each
            yield from strings_under(key, each)
    elif isinstance(value, list):
        for each in value:
            yield from strings_under(key, each)


def with_rows(spec):
    """A shipped chart with rows of its own where the program would bring a dataset."""
    fields = sorted(set(strings_under('field', spec)))
    rows = [{name: [2010 + i, i % 3, f'v{i % 2}', None][(i + at) % 4] for at, name in enumerate(fields)} for i in range(6)]
    return {'datasets': {name: rows for name in set(strings_under('name', spec))}, 'data': {'values': rows}, **spec}


def right_specs():
    golden = sorted((ROOT / 'tests/golden/chart').glob('*/spec.vl.json'))
    shipped = sorted((ROOT / 'layouts/charts').glob('*.vl.json'))
    return [json.loads(p.read_text()) for p in golden] + [with_rows(json.loads(p.read_text())) for p in shipped]


def walk(value, path=()):
    """The paths of all values but the rows of data, and a few of those."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from walk(value[key], (*path, key))
    elif isinstance(value, list):
        for index in range(min(len(value), 4)):
            yield from walk(value[index], (*path, index))


def at(value, path):
    for step in path:
        value = value[step]
    return value


class Mutator:
    def __init__(self, specs, seed):
        self.random = random.Random(seed)
        self.specs = specs
        values = [at(spec, path) for spec in specs for path in walk(spec)]
        self.values = [v for v in values if len(json.dumps(v)) < 400]
        self.keys = sorted({key for v in values if isinstance(v, dict) for key in v})

    def replace(self, parent, key):
        parent[key] = copy.deepcopy(self.random.choice(NASTY if self.random.random() < 0.6 else self.values))

    def delete(self, parent, key):
        del parent[key]

    def duplicate(self, parent, key):
        if isinstance(parent, list):
            parent.insert(key, copy.deepcopy(parent[key]))
        else:
            parent[self.random.choice(self.keys)] = copy.deepcopy(parent[key])

    def rename(self, parent, key):
        if isinstance(parent, dict):
            parent[self.random.choice(self.keys)] = parent.pop(key)

    def swap(self, parent, key):
        other = self.random.choice(list(parent) if isinstance(parent, dict) else range(len(parent)))
        parent[key], parent[other] = parent[other], parent[key]

    def add(self, parent, key):
        if isinstance(parent[key], dict):
            parent[key][self.random.choice(self.keys)] = copy.deepcopy(self.random.choice(self.values + NASTY * 3))

    def nest(self, parent, key):
        for _ in range(self.random.choice([1, 3, 50])):
            parent[key] = self.random.choice([{'layer': [parent[key]]}, {'spec': parent[key], 'facet': {'field': 'n'}}, [parent[key]]])

    def mutant(self):
        spec = copy.deepcopy(self.random.choice(self.specs))
        for _ in range(self.random.choice([1, 1, 2, 4])):
            path = self.random.choice([p for p in walk(spec) if p] or [None])
            if path is None:
                break
            edit = self.random.choice([self.replace] * 4 + [self.delete, self.duplicate, self.rename, self.swap, self.add, self.nest])
            edit(at(spec, path[:-1]), path[-1])
        return json.dumps(spec, ensure_ascii=False)


def run(text, path):
    """What is wrong with how the program takes the text; None when all is well."""
    path.write_text(text, encoding='utf-8', errors='surrogatepass')
    # Leaks are looked for by the fuzz target, which takes less time for them.
    environment = {**os.environ, 'TZ': 'UTC', 'ASAN_OPTIONS': 'detect_leaks=0'}
    try:
        done = subprocess.run([ACCORD, 'chart', str(path), '--format', 'scene'], capture_output=True, timeout=TIME_LIMIT,
                              env=environment)
    except subprocess.TimeoutExpired:
        return 'takes too long'
    said = done.stderr.decode(errors='replace')
    if BROKEN.search(said) or done.returncode < 0 or done.returncode not in {0, *CODES}:
        return f'ends with {done.returncode}: {said[:2000]}'
    if done.returncode:
        return None if PLACE.search(said) else f'ends with {done.returncode} and no place: {said[:500]}'
    try:
        json.loads(done.stdout)
    except ValueError as problem:
        return f'prints no scene: {problem}'
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--count', type=int, default=60)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--keep', type=pathlib.Path, help='where mutants that went wrong are left')
    options = parser.parse_args()
    mutator = Mutator(right_specs(), options.seed)
    texts = [mutator.mutant() for _ in range(options.count)]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        paths = [pathlib.Path(folder) / f'{number}.vl.json' for number in range(len(texts))]
        for path, text, problem in zip(paths, texts, pool.map(run, texts, paths)):
            if problem:
                wrong += 1
                print(f'{path.name}: {problem}\n{text[:1500]}\n')
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / path.name).write_text(text)
    print(f'{len(texts)} mutants, {wrong} went wrong')
    return 1 if wrong or not texts else 0


if __name__ == '__main__':
    sys.exit(main())
