"""The JSON Schema of facts and the program's reader give the same verdicts, record by record.

A full record of each kind is changed in one place at a time: members are taken away, added, and given
values of every type and many forms. What only the program checks (that a pointer leads somewhere, that
a day exists, that an interval does not end before it starts) is left out, as are limits of length.
"""
import copy
import json
import os
import pathlib
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print('jsonschema is not installed')
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CHUNK = 32  # records a run
PRINTED = 50  # errors at most

SHA = '0123456789abcdef' * 4
SOURCE = {'record': 'source', 'id': '', 'title': 'T', 'publisher': 'P', 'url': 'https://example.org/a',
          'published': '2025-07-09', 'accessed': '2025', 'language': 'en', 'text': 'a.txt',
          'captured': {'sha256': SHA, 'bytes': 9, 'part': 1}, 'rank': 1, 'licence': 'CC0', 'attribution': 'A',
          'inferred': [{'field': '/id', 'from': 'F'}]}
PARTNERSHIP = {
    'record': 'partnership', 'id': '', 'title': 'T', 'summary': 'S',
    'parties': [{'name': 'Pakistan', 'country': 'PK', 'organisation': 'O', 'role': 'host'}, 'China'],
    'sectors': ['steel', 'energy'], 'sector_as_published': 'x', 'date': '2025-07-08~', 'status': 'signed',
    'status_as_published': 'y', 'instrument': 'loan', 'venue': {'name': 'V', 'place': 'P', 'country': 'RU'},
    'amounts': [{'value': '10.50', 'currency': 'USD', 'basis': 'announced', 'date': '2025'}],
    'quantities': [{'label': 'l', 'value': -1.5, 'unit': 't', 'as_of': '197X'}],
    'commitments': [{'text': 't', 'by': 'China', 'due': '2025-22', 'status': 'open'}],
    'evidence': [{'source': 'known', 'supports': '/id', 'quote': 'q'},
                 {'source': 'known', 'start': 0, 'end': 5, 'sha256': SHA},
                 {'source': 'known', 'locator': '9', 'url': 'http://example.org'},
                 {'source': 'known', 'selector': [
                     {'type': 'TextQuoteSelector', 'exact': 'q', 'prefix': 'p', 'suffix': 's'},
                     {'type': 'TextPositionSelector', 'start': 0, 'end': 5}]}],
    'inferred': [{'field': '/id', 'from': 'F'}], 'same_as': ['other'], 'umbrella': True, 'words': 'published',
    'part_of': ['frame'], 'audience': 'internal', 'merged': [
        {'id': 'm1', 'title': 'T', 'rule': 'similar', 'score': 0.9, 'source': 'known', 'record': {'x': 1}}],
    'conflicts': [{'field': 'status', 'chosen': 'a', 'other': 'b', 'chosen_source': 'known', 'other_source': 'known', 'rule': 'newer source'}],
    'extracted': {'by': 'm', 'at': '2025-11', 'confidence': 0.5}}
SHORT = {'record': 'partnership', 'id': '', 'title': 'T', 'parties': ['X'], 'sector': 'steel', 'year': 2020,
         'amount_usd': 5}

ANY = [None, True, 0, -1, 7, 1.5, '', ' ', 'x', 'X Y', '1.50', '2025', 'PK', 'USD', 'https://e.org', SHA, [], ['x'],
       ['x', 'x'], [7], {}, {'x': 1}]
URLS = ['ftp://e.org', 'https://', 'http://a b', 'HTTP://e.org', '//e.org', 'https://e.org/?a=b#c']
DATES = ['2025-07-08', '2025-7', '2025-13', '2025-00', '2025-25', '2025-21', '197X', '19XX', '1XXX', 'XXXX',
         '2025?', '2025%', '2025~?', '2025-07-32', '2024/2025', '2024/..', '../2024', '../..', '/', '20250708',
         '2025-07-08T10:00:00', ' 2025', '2025-07~', '197X~', '2025-22?', '-2025', '12025', '2024~/2025?',
         '2025/', '/2025']
NUMBERS = ['-7', '01', '1.', '.5', '1e9', '1,5', 1e300, '0', '0.5', '00', '123456789012345678901234', '1234567890123456789012345', '1.123456789',
           '1.1234567890', '+1', ' 1', '1 ', '-0', 10**15, 0.1, 1e15, 46000000.0]
LANGUAGES = ['en', 'zh-Hans', 'e', 'en-', 'en_GB', 'toolonglanguage', 'en-toolongsubtag', 'x1']
YEARS = [999, 1000, 9999, 10000, '999', '12345', 2020.0, 2020.5]
EXTRA = {'url': URLS, 'rank': [100, 101, 1.0], 'sha256': [SHA.upper(), SHA[1:]], 'country': ['pk', 'PAK', 'P1'],
         'currency': ['usd', 'US', 'USDX'], 'sectors': [[''], ['a', 'b']], 'same_as': [['']],
         'date': DATES, 'published': DATES, 'due': DATES, 'value': NUMBERS, 'amount_usd': NUMBERS,
         'language': LANGUAGES, 'year': YEARS, 'confidence': [0, 1, 1.01, -0.1],
         'supports': ['', 'title', '/a~2'], 'start': [5, 4.0], 'end': [9.0]}
# The program also looks where pointers lead and compares ends with starts, which no schema can.
BEYOND = {'/', '2025-02-30'}


def places(value, path=()):
    """The paths of all members and items of a record."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield path + (key,)
        yield from places(inner, path + (key,))


def at(record, path):
    for key in path:
        record = record[key]
    return record


def changed(record, path, value):
    record = copy.deepcopy(record)
    at(record, path[:-1])[path[-1]] = value
    return record


def without(record, path):
    record = copy.deepcopy(record)
    del at(record, path[:-1])[path[-1]]
    return record


def variants(record):
    yield record
    for path in places(record):
        if path == ('record',):
            continue
        yield without(record, path)
        for value in ANY + EXTRA.get(path[-1], []):
            yield changed(record, path, value)
        if isinstance(at(record, path), dict):
            yield changed(record, path + ('unknown',), 1)
    for key, value in {**PARTNERSHIP, **SOURCE, **SHORT, 'unknown': 1}.items():
        if key not in record:
            yield {**record, key: value}


def is_beyond(record):
    """Whether the schema cannot say what the program sees."""
    for path in places(record):
        value = at(record, path)
        if path[-1] in ('field', 'supports') and isinstance(value, str) and value not in ('/id', ''):
            return True
        if isinstance(value, dict) and 'start' in value and 'end' in value and \
                isinstance(value['start'], (int, float)) and isinstance(value['end'], (int, float)) and \
                value['start'] >= value['end']:
            return True
        if path[-1] == 'source' and value != 'known':
            return True
        if isinstance(value, (int, float)) and abs(value) > 1e24 or isinstance(value, str) and value in BEYOND:
            return True
    return False


def cases():
    for record in (PARTNERSHIP, SHORT, SOURCE):
        for variant in variants(record):
            if not is_beyond(variant):
                yield variant


def with_own_id(record, number):
    return {**record, 'id': f'r{number}'} if record.get('id') == '' else record


def wrong_lines(program, lines):
    """The lines that the program finds an error in."""
    done = subprocess.run([program, 'check', '--quiet', '--diagnostics=json', '-'], input='\n'.join(lines),
                          capture_output=True, text=True, cwd=ROOT, timeout=120)
    found = json.loads(done.stderr or '[]')
    errors = [entry for entry in found if entry['severity'] == 'error']
    assert (done.returncode == 0) == (not errors), done.stderr
    if len(errors) < PRINTED:
        return {lines[entry['line'] - 1] for entry in errors}
    half = len(lines) // 2
    return wrong_lines(program, lines[:1] + lines[1:half]) | wrong_lines(program, lines[:1] + lines[half:])


def main(program):
    schema = json.loads((ROOT / 'data/schema/facts.schema.json').read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    line_schema = {'$ref': '#/definitions/record', 'definitions': schema['definitions']}
    validator = jsonschema.Draft7Validator(line_schema)
    records = [with_own_id(record, number) for number, record in enumerate(cases())]
    differences = 0
    for start in range(0, len(records), CHUNK):
        chunk = records[start:start + CHUNK]
        known = json.dumps({'record': 'source', 'id': 'known'})
        wrong = wrong_lines(program, [known] + [json.dumps(record) for record in chunk])
        for record in chunk:
            valid = validator.is_valid(record)
            if valid == (json.dumps(record) in wrong):
                differences += 1
                print(f'the schema says {"right" if valid else "wrong"}, the program does not: '
                      f'{json.dumps(record)}')
    print(f'{len(records)} records, {differences} differences')
    return int(differences > 0)


if __name__ == '__main__':
    os.environ['LSAN_OPTIONS'] = f'suppressions={ROOT}/tests/lsan.supp:print_suppressions=0'
    sys.exit(main(sys.argv[1]))
