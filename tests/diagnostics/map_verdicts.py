"""The JSON Schema of maps and the program's reader give the same verdicts.

A full map is changed in one place at a time: members are taken away, added, and given values of every type.
What only the program checks (that a regular expression compiles, that a pattern of dates has known letters,
that two aliases differ) is left out.
"""
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

try:
    import jsonschema
except ImportError:
    print('jsonschema is not installed')
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RUN = 100  # maps a call of the program

FULL = {
    '$schema': 'x', '$comment': 'x', 'map': 1, 'title': 't', 'description': 'd', 'records': ['/rows', '/pages/*/rows'],
    'where': {'/kind': ['deal', 1], '/gone': None}, 'except': {'/state': 'draft'},
    'words': 'published', 'unusable': 'skip', 'clean': {'entities': 'decode', 'mojibake': 'repair', 'controls': 'drop'},
    'sources': [{'id': 's', 'title': 'S'}],
    'partnership': {
        'id': {'join': [{'constant': 'X'}, '/id'], 'with': '-'},
        'title': {'from': ['/title', '/name'], 'required': True, 'optional': False, 'clean': {'entities': 'keep'}},
        'parties': {'each': '/parties', 'split': [';', ','], 'within': 'record',
                    'lead': {'name': '', 'role': {'constant': 'funding'}}, 'item': ''},
        'sectors': ['/sector', {'each': ['/themes/*', '/more'], 'item': {'key': 'item', 'star': 1}}, {'first': ['/a', {'constant': 'x'}]}],
        'date': {'from': '/date', 'date': ['dmy', '%d %B %Y'], 'default': '2020'},
        'status': {'from': '/status', 'aliases': {'Done': 'completed', '?': None}, 'otherwise': 'agreed'},
        'venue': {'place': {'from': '/place', 'match': '^(.*)$', 'optional': True}, 'country': '/land'},
        'amounts': [{'value': {'from': '/usd', 'point': ',', 'group': '.', 'times': '1000000'},
                     'currency': {'constant': 'USD'}, 'basis': {'constant': 'committed'}, 'date': '/paid'}],
        'quantities': {'each': '/numbers', 'where': {'/kind': ['2', '3']}, 'except': {'/*/x': [None]}, 'item': {'label': '/what', 'value': '/n', 'unit': {'constant': 't'}}},
        'commitments': {'each': ['/promises'], 'item': {'text': '', 'by': {'from': '/by', 'within': 'record'}}},
        'umbrella': '/is_umbrella', 'same_as': '/same', 'summary': {'key': 'record'},
        'evidence': [{'source': {'constant': 's'}, 'locator': '/id'}],
        'extracted': {'by': {'constant': 'me'}, 'confidence': '/sure'}}}

ANY = [None, True, 1, '', 'x', '/a~2', '/*/*/*/a/*', '/*/*/*/*/*', [], {'/a': []}, {'a': 1}, {'/a': {}}, {'/a': 1}, {'key': 'items'},
       {'key': 'item', 'star': 5}, ['/x', '/y'], [1], {}, {'x': 1}, {'constant': None},
       {'from': '/x', 'constant': 1}, {'each': '/x'}, {'first': []}, {'from': '/x', 'with': '-'}, [{'from': '/x'}]]
EXTRA = {'words': ['vocabulary'], 'unusable': ['error'], 'entities': ['repair'], 'within': ['item'],
         'date': ['iso', 'unix-ms', 'dym', '%Y', '%d', ['iso', 'x']], 'point': ['.', ';', '5', ',,', 'a'],
         'group': [' ', "'", '-'], 'times': [1000, '0.01', '1e6', 1.5], 'map': [2], 'split': ['; ', [''], [';', 1]],
         'optional': [True, False]}


def places(value, path=()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield path + (key,)
        yield from places(inner, path + (key,))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def changed(path, value):
    document = copy.deepcopy(FULL)
    at(document, path[:-1])[path[-1]] = value
    return document


def cases():
    yield FULL
    for path in places(FULL):
        if path[0] in ('$schema', '$comment') or path[:2] == ('sources', 0):
            continue
        document = copy.deepcopy(FULL)
        del at(document, path[:-1])[path[-1]]
        yield document
        for value in ANY + EXTRA.get(path[-1], []):
            yield changed(path, value)
        if isinstance(at(FULL, path), dict) and path[-1] != 'aliases':
            yield changed(path + ('unknown',), '/x')


def is_beyond(document):
    """Whether the program sees what the schema cannot say: equal separators, and formats by their letters."""
    for path in places(document):
        value = at(document, path)
        if isinstance(value, dict) and value.get('point', '.') == value.get('group'):
            return True
    return False


def wrong_files(program, folder, names):
    done = subprocess.run([program, 'check', '--quiet', '--diagnostics=json', *names], capture_output=True, text=True,
                          cwd=folder, timeout=300)
    found = set()
    decoder, text = json.JSONDecoder(), done.stderr.strip()
    while text:
        entries, end = decoder.raw_decode(text)
        found |= {entry['file'] for entry in entries if entry['severity'] == 'error'}
        text = text[end:].strip()
    return found


def main(program):
    schema = json.loads((ROOT / 'data/schema/map.schema.json').read_text())
    facts = json.loads((ROOT / 'data/schema/facts.schema.json').read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    store = {'facts.schema.json': facts, 'map.schema.json': schema}
    warnings.simplefilter('ignore', DeprecationWarning)  # Debian's version has no other way
    resolver = jsonschema.RefResolver('map.schema.json', schema, store=store)
    validator = jsonschema.Draft7Validator(schema, resolver=resolver)
    for path in sorted((ROOT / 'data/maps').glob('*.json')):
        validator.validate(json.loads(path.read_text()))
    documents = [document for document in cases() if 'map' in document and not is_beyond(document)]
    disagreements = 0
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, len(documents), RUN):
            part = documents[start:start + RUN]
            names = [f'm{i}.json' for i in range(len(part))]
            for name, document in zip(names, part):
                (pathlib.Path(folder) / name).write_text(json.dumps(document))
            wrong = wrong_files(program, folder, names)
            for name, document in zip(names, part):
                if validator.is_valid(document) == (name in wrong):
                    disagreements += 1
                    print('schema:', not name in wrong and 'wrong' or 'good', json.dumps(document)[:3000])
    print(f'{len(documents)} maps, {disagreements} disagreements')
    return 1 if disagreements else 0


if __name__ == '__main__':
    sys.exit(main(os.path.abspath(sys.argv[1])))
