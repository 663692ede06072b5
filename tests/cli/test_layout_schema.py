"""Layouts and themes get the same verdict from the program and from their schemas.

A layout with every kind of block and every member, and a theme with every member, are broken in one
place at a time, everywhere: members left out, unknown members, wrong types, words that are not in a
list, lengths without sense. What only data can tell (a field that is not there) is no matter of form.
"""
import copy
import json
import pathlib
import re
import shutil
import tempfile
import unittest

from program import ROOT, accord

try:
    import jsonschema
except ImportError:
    jsonschema = None

FORM = {'wrong-type', 'wrong-value', 'missing-key', 'unknown-key', 'unknown-name', 'bad-format', 'duplicate-id'}
FREE = {'spec', 'transform', 'values', 'sequence', 'chart', 'format', '$schema', 'default', 'min', 'max', '$comment'}
WORDS_OF_FREE_CHOICE = {  # texts whose words no schema can know
    'text', 'title', 'subtitle', 'caption', 'note', 'label', 'value', 'sql', 'name', 'url', 'field', 'as', 'by', 'data',
    'id', 'param', 'equal', 'description', 'author', 'subject', 'keywords', 'classification', 'left', 'center', 'right',
    'kicker', 'date', 'empty', 'link', 'alt', 'unit', 'meta', 'colour', 'group_by', 'sort', 'columns', 'items', 'facts',
    'theme', 'vocabulary', 'audience', 'rates', 'same_as', 'path', 'map', 'what', 'due', 'state', 'partnership', 'font', 'family', 'extends', 'fonts', 'total', 'cells', 'under',
    'foot', 'file', 'words', 'other', 'fr'}

LAYOUT = {
    '$schema': 'layout.schema.json', 'layout': 1, 'title': 'T {{facts.count}}', 'subtitle': 'S', 'author': 'A',
    'subject': 'S', 'keywords': 'k', 'classification': 'open', 'description': 'd', 'lang': 'en', 'dir': 'ltr', 'digits': 'latin',
    'numbers': 'lakh', 'strings': {'other': 'Other'}, 'translations': {'fr': 'fr.json'}, '$comment': 'c',
    'unverified': 'count', 'later_facts': 'keep', 'home': 'PK',
    'page': {'size': {'width': '210mm', 'height': 842}, 'orientation': 'portrait',
             'margin': {'top': '2cm', 'right': '20mm', 'bottom': '1in', 'left': '50pt'}},
    'params': {'year': {'type': 'year', 'default': 'as_of', 'min': 1900, 'max': 2100, 'description': 'd'},
               'word': {'type': 'string', 'default': 'a', 'values': ['a', 'b']},
               'flag': {'type': 'boolean', 'default': True}, 'day': {'type': 'date', 'default': '2025-01'},
               'number': {'type': 'number', 'default': 0.5}, 'whole': {'type': 'integer', 'default': 3}},
    'data': {'rows': {'values': [{'a': 1, 'b': 'x', 'd': '2025', 's': [1, 2]}], 'format': {'parse': {'a': 'number'}},
                      'transform': [{'filter': {'field': 'a', 'gt': 0}}], 'description': 'd'},
             'same': {'name': 'rows'}, 'count': {'sequence': {'start': 1, 'stop': 3, 'as': 'n'}},
             'sql': {'sql': 'SELECT count(*) AS n FROM partnerships WHERE year <= :year'}},
    'numbering': {'figures': True, 'tables': False, 'headings': True},
    'header': {'left': '{{page}}', 'center': 'c', 'right': 'r', 'skip_first': True, 'rule': False,
               'image': {'file': 'picture.svg', 'height': '8mm', 'width': 40, 'at': 'center', 'pages': 'first'}},
    'footer': {'right': '{{page}} / {{pages}}',
               'image': [{'file': 'picture.svg', 'width': '10mm', 'at': 'right', 'pages': 'later'}, {'file': 'picture.svg'}]},
    'body': [
        {'block': 'cover', 'kicker': 'k', 'title': 't', 'subtitle': 's', 'date': 'd', 'classification': 'c', 'look': 'band',
         'page': False, 'columns': 2,
         'logo': {'file': 'picture.svg', 'height': '9mm', 'width': '3cm', 'at': 'start', 'plate': True, 'alt': 'a'},
         'items': [{'label': 'l', 'value': '{{rows.count | ,d}}'}]},
        {'block': 'heading', 'text': 'H', 'level': 2, 'numbered': True, 'outline': True, 'id': 'h', 'keep': True,
         'keep_with_next': True, 'break': 'page', 'caption': 'c', 'note': 'n', 'overflow': 'split', 'lang': 'ur', 'dir': 'ltr',
         'when': {'and': [{'param': 'rows.count', 'gt': 0}, {'not': {'param': 'word', 'equal': 'z'}},
                          {'or': [{'param': 'year', 'range': [1900, None]}, {'param': 'word', 'oneOf': ['a', 'b']},
                                  {'param': 'word', 'valid': True}, {'param': 'year', 'lte': {'param': 'year'}}]}]}},
        {'block': 'text', 'text': '**a**', 'role': 'lead', 'align': 'center', 'width': '80%', 'columns': 2, 'gap': '5mm',
         'sources': 'notes', 'data': 'rows', 'hyphenate': False},
        {'block': 'list', 'items': ['a', {'text': 'b', 'items': ['c'], 'when': {'param': 'rows.count', 'gt': 0}}], 'ordered': True},
        {'block': 'list', 'data': 'rows', 'text': '{{r.b}}', 'as': 'r', 'limit': 5, 'more': False, 'empty': 'e'},
        {'block': 'quote', 'text': 'q', 'by': 'b', 'url': 'https://example.org', 'sources': 'notes', 'data': 'rows'},
        {'block': 'callout', 'title': 't', 'text': 'x', 'tone': 'warn', 'body': [{'block': 'rule'}], 'sources': 'notes',
         'data': 'rows'},
        {'block': 'rule', 'ink': 'accent', 'thickness': '1pt'},
        {'block': 'spacer', 'height': '3mm'},
        {'block': 'row', 'cells': [{'block': 'rule'}, [{'block': 'rule'}]], 'columns': ['3fr', '40%'], 'gap': '5mm',
         'align': 'middle'},
        {'block': 'box', 'body': {'block': 'text', 'text': 'x'}, 'title': 't', 'ink': 'panel', 'filled': True, 'bar': True,
         'pad': 4},
        {'block': 'kpis', 'columns': 3, 'look': 'plain', 'items': [
            {'label': 'l', 'value': {'data': 'rows', 'aggregate': 'sum', 'field': 'a'}, 'format': ',d', 'unit': 'u',
             'note': 'n', 'ink': 'good', 'when': {'param': 'rows.count', 'gt': 0}, 'delta': {'value': 3, 'format': '+d', 'text': 't', 'better': 'up'}},
            {'label': 'm', 'value': '{{rows.count}}', 'delta': 'changes',
             'sparkline': {'data': 'rows', 'field': 'a', 'alt': 'A by b'}},
            {'label': 'o', 'value': 3, 'delta': {'from': 'changes', 'format': '+d', 'text': 't', 'better': 'none'}}]},
        {'block': 'chart', 'data': 'rows', 'height': '40mm', 'min_height': '30mm', 'width': '50%', 'alt': 'a', 'caption': 'c', 'numbered': True,
         'spec': {'mark': 'bar', 'encoding': {'x': {'field': 'b', 'type': 'nominal'},
                                              'y': {'field': 'a', 'type': 'quantitative'}}}},
        {'block': 'image', 'file': 'picture.svg', 'alt': 'a', 'decorative': False, 'width': '50%', 'height': '20mm',
         'fit': 'cover', 'align': 'center', 'caption': 'c', 'numbered': False},
        {'block': 'image', 'file': 'picture.svg', 'decorative': True},
        {'block': 'table', 'data': 'rows', 'sort': [{'field': 'a', 'order': 'descending'}, 'b'], 'limit': 9, 'more': True,
         'empty': 'e', 'group_by': 'b', 'zebra': True, 'head': True, 'sources': 'none', 'caption': 'c', 'numbered': True, 'columns': [
             'd', {'field': 'a', 'title': 't', 'width': 'auto', 'format': ',.0f', 'align': 'right', 'total': 'sum',
                   'as': 'bar', 'max_lines': 2, 'hide_empty': True, 'inks': {'x': 'good'}},
             {'field': 'a', 'width': '1fr', 'min': '10mm', 'max': '5cm', 'under': ['u', 'v'], 'note': 'b', 'align': 'decimal'},
             {'field': 's', 'under': 'u', 'as': 'sparkline'}], 'foot': 'f'},
        {'block': 'timeline', 'data': 'rows', 'date': 'd', 'title': 'b', 'text': 'b', 'meta': 'b', 'colour': 'b',
         'format': '%Y', 'order': 'none', 'limit': 3, 'more': True, 'empty': 'e', 'link': 'b', 'caption': 'c', 'numbered': True},
        {'block': 'commitments', 'data': 'rows', 'what': 'b', 'by': False, 'due': 'd', 'state': False,
         'partnership': False, 'sort': 'd', 'limit': 3, 'more': False, 'empty': 'e', 'caption': 'c', 'numbered': False},
        {'block': 'conflicts', 'data': 'conflicts', 'partnership': 'title', 'sources': 'notes', 'sort': ['title'], 'limit': 3,
         'more': True, 'empty': 'e', 'caption': 'c', 'numbered': True},
        {'block': 'changes', 'data': 'changes', 'title': 't', 'kinds': ['new', 'overdue'], 'limit': 3, 'more': False,
         'empty': 'e', 'materiality': {'all': False, 'wording': True, 'percent': 2.5,
                                       'amount': {'USD': 1000000, 'PKR': '250000000.50'}}},
        {'block': 'sources', 'unused': True, 'empty': 'e', 'data': 'sources'},
        {'block': 'toc', 'title': 'c', 'levels': 2, 'of': 'headings'},
        {'block': 'toc', 'of': 'figures'},
        {'block': 'repeat', 'for': {'data': 'rows', 'by': 'b', 'as': 'g'}, 'limit': 3, 'empty': 'e',
         'body': [{'block': 'text', 'text': '{{g.key}}'}]},
        {'block': 'include', 'layout': 'part'},
        {'block': 'page_break', 'orientation': 'landscape'}, {'block': 'page_break', 'orientation': 'portrait'},
    ],
}

# What depends on where a block stands, or on another member's size or type, which a schema cannot say.
BEYOND = re.compile(r'the image is |outside of a repetition a text does not know whose sources it cites|"min_height" is more than the height of|'
                    r'"[\w.]+" is (a number|a text|true or false), and is compared with')

# What the facts are read with, which takes a while: apart from all the rest.
HEAD = {
    'layout': 1, 'title': 'T', 'body': [], 'banner': True, 'audience': 'public', 'merge': 'ids', 'same_as': ['same'],
    'theme': 'slate', 'words': 'words', 'vocabulary': str(ROOT / 'data/vocabulary'), 'rates': 'rates',
    'facts': ['facts', {'path': 'facts', 'map': 'map'}],
}

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3z"/></svg>'

ROLE = {'font': 'text', 'size': '9pt', 'weight': 600, 'italic': True, 'uppercase': False, 'small_caps': False,
        'tabular': True, 'leading': 1.4, 'tracking': 0.02, 'before': 1, 'after': '2pt', 'ink': 'accent'}
THEME = {
    '$schema': 'theme.schema.json', 'theme': 1, 'name': 'n', 'description': 'd', 'fonts': {'text': 'serif', 'own': 'serif'},
    'inks': {'text': '#123', 'accent': '#123456', 'muted': 'text', 'rule': 'rgb(1, 2, 3)', 'panel': 'gainsboro'},
    'type': {'body': ROLE, 'h1': {'family': 'serif', 'leading': '14pt', 'tracking': '0.1pt'}},
    'block_gap': '12pt', 'hairline': 0.5, 'strong': 700, 'mark_line': '0.4pt', 'chart': {'axis': {'grid': False}},
}
SCHEMA = json.loads((ROOT / 'data/schema/theme.schema.json').read_text())


def group_of(schema):
    """A group of a theme with each member at its default, lengths in turn with a unit."""
    members = {}
    for name, member in schema['properties'].items():
        if name != '$comment':
            is_length = member.get('allOf') == [{'$ref': '#/definitions/length'}]
            members[name] = f"{member['default']}pt" if is_length and len(members) % 2 else member['default']
    return members


GROUPS = {name: group_of(schema) for name, schema in SCHEMA['properties'].items()
          if schema.get('type') == 'object' and name not in ('languages', 'fonts', 'inks', 'type', 'chart')}
THEME.update(GROUPS)
THEME['languages'] = {'ur': {'type': {'body': {'size': '11pt'}}}}


def places(value, path=()):
    """All (path, value) of a tree, its root too, but nothing below members of free form."""
    yield path, value
    if path and path[-1] in FREE:
        return
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in steps:
        yield from places(child, path + (step,))


def replaced(tree, path, value):
    """A copy of the tree with another value at the path; the class itself as value leaves it out."""
    copied = copy.deepcopy(tree)
    if not path:
        return value
    holder = copied
    for step in path[:-1]:
        holder = holder[step]
    if value is KeyError:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return copied


def with_one_block(tree, path):
    """The tree and a place in it, without the blocks that do not hold the place: what is read twice over takes minutes."""
    if not isinstance(tree.get('body'), list) or path == ('body',):
        return tree, path
    if path[:1] != ('body',):
        return {**tree, 'body': []}, path
    return {**tree, 'body': [tree['body'][path[1]]]}, ('body', 0, *path[2:])


def is_map(path):
    """Objects whose members have names of the author's choice."""
    return path[-1:] in (('params',), ('data',), ('fonts',), ('inks',)) and (len(path) == 1 or path[-1] == 'inks')


def wrong_values(path, value):
    if isinstance(value, bool):
        return ['yes', 1, None]
    if isinstance(value, (int, float)):
        return ['twelve', -5, True, None, [value]]
    if isinstance(value, str):
        words = path[-1] if isinstance(path[-1], str) else path[-2]
        return [300, None, {}, []] + ([] if words in WORDS_OF_FREE_CHOICE else ['no such word', '12 parsecs', ''])
    if isinstance(value, list):
        return ['x', 3, {}]
    return [3, 'x', None, []]


def broken(tree):
    """(what was done, the tree so changed); at each place two of the wrong values, in turn."""
    turn = 0
    for path, value in places(tree):
        name = '/'.join(map(str, path))
        last = path[-1] if path else None
        few, place = with_one_block(tree, path)
        if isinstance(value, dict) and last not in FREE and not is_map(path):
            yield f'unknown member in /{name}', replaced(few, place, {**value, 'zzz': 1})
            if turn % 4 == 0:
                yield f'remark in /{name}', replaced(few, place, {**value, '$comment': 'x'})
        if not path or last in FREE:
            continue
        if isinstance(last, str):
            yield f'without /{name}', replaced(few, place, KeyError)
        if last == 'data' and len(path) == 1:
            continue
        wrongs = wrong_values(path, value)
        turn += 1
        for wrong in {repr(wrongs[k % len(wrongs)]): wrongs[k % len(wrongs)] for k in (turn, turn + 1)}.values():
            yield f'{wrong!r} at /{name}', replaced(few, place, wrong)


def errors_of(paths, *arguments, among=()):
    """Of each file, or of those among which the files name theirs; a hundred at a time, since the facts of each layout are read."""
    found, paths = {str(path): [] for path in among or paths}, list(paths)
    for first in range(0, len(paths), 100):
        add_errors(found, paths[first:first + 100], *arguments)
    return found


def records_of(text):
    """Of the arrays that --diagnostics=json prints, between lines that tell of the work."""
    for start in re.finditer(r'^\[', text, re.M):
        yield from json.JSONDecoder().raw_decode(text, start.start())[0]


def is_of_form(record):
    of_data = record['message'].startswith('unknown name ')  # of a path in a condition
    return record['severity'] == 'error' and record['id'] in FORM and not of_data


def add_errors(found, paths, *arguments):
    done = accord('check', '--diagnostics=json', '--quiet', *arguments, *paths)
    for record in filter(is_of_form, records_of(done.stderr)):
        found[record.get('file', '')].append(record)


class Coverage(unittest.TestCase):
    """What is broken below is all that there is."""

    def setUp(self):
        self.schema = json.loads((ROOT / 'data/schema/layout.schema.json').read_text())

    def members(self, definition):
        """The names of all members that a definition allows, by itself or by what it refers to."""
        if '$ref' in definition:
            definition = self.schema['definitions'][definition['$ref'].split('/')[-1]]
        names = set(definition.get('properties', {})) - {'$comment'}
        for word in ('allOf', 'oneOf', 'anyOf'):
            for part in definition.get(word, []):
                names |= self.members(part)
        return names

    def test_every_member_of_the_layout_is_broken_somewhere(self):
        self.assertEqual(set(self.schema['properties']) - set(LAYOUT) - set(HEAD), set())

    def test_every_member_of_every_block_is_broken_somewhere(self):
        used = {}
        for _, value in places(LAYOUT):
            if isinstance(value, dict) and 'block' in value:
                used.setdefault(value['block'], set()).update(value)
        definitions = self.schema['definitions']
        kinds = {name[len('block_'):] for name in definitions if name.startswith('block_')}
        self.assertEqual(set(definitions['block']['properties']['block']['enum']), kinds)
        self.assertEqual(set(used), kinds)
        shared = set(definitions['shared']['properties'])
        self.assertLessEqual(shared, used['heading'])
        for kind in kinds:
            self.assertEqual(self.members(definitions[f'block_{kind}']) - shared - used[kind], set(), kind)

    def test_every_member_of_other_parts_is_broken_somewhere(self):
        used = {name for _, value in places(LAYOUT) if isinstance(value, dict) for name in value}
        for name in ('column', 'data_source', 'figure', 'running_head', 'running_image', 'logo', 'parameter', 'materiality'):
            self.assertLessEqual(self.members(self.schema['definitions'][name]), used | {'url'}, name)
        self.assertLessEqual(set(SCHEMA['definitions']['role']['properties']) - {'$comment'}, set(ROLE) | {'family'})
        self.assertLessEqual(set(SCHEMA['properties']) - {'$comment', 'extends'}, set(THEME))


@unittest.skipUnless(jsonschema, 'python3-jsonschema is not installed')
class Verdicts(unittest.TestCase):
    def check_all(self, schema_name, tree, *arguments):
        schema = json.loads((ROOT / 'data/schema' / schema_name).read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)
        with tempfile.TemporaryDirectory() as folder:
            cases = {}
            (pathlib.Path(folder) / 'picture.svg').write_text(PICTURE)
            (pathlib.Path(folder) / 'part').write_text('{"layout": 1, "body": []}')
            shutil.copy(ROOT / 'tests/diagnostics/facts-no-rate/rates.json', pathlib.Path(folder) / 'rates')
            (pathlib.Path(folder) / 'same').write_text('{"same_as": 1, "pairs": []}')
            shutil.copy(ROOT / 'layouts/i18n/fr.json', pathlib.Path(folder) / 'words')
            for number, (what, changed) in enumerate([('as it is', tree), *broken(tree)]):
                path = pathlib.Path(folder) / f'{number:04}.json'
                path.write_text(json.dumps(changed))
                cases[str(path)] = what, changed
            found = errors_of(cases, *arguments)
        counts = {True: 0, False: 0}
        disagreements = []
        for path, (what, changed) in cases.items():
            by_schema = validator.is_valid(changed)
            counts[by_schema] += 1
            told = [record['message'] for record in found[path] if not BEYOND.match(record['message'])]
            if by_schema and told or not by_schema and not found[path]:
                disagreements.append(f'{what}: the schema says {"good" if by_schema else "wrong"}, the program '
                                     f'{[record["message"] for record in found[path]] or "good"}')
        self.assertEqual(disagreements, [], '\n'.join(disagreements))
        self.assertTrue(validator.is_valid(tree))
        self.assertGreater(counts[True], len(cases) // 20)  # both verdicts occur, and often
        self.assertGreater(counts[False], len(cases) // 3)

    def test_layouts(self):
        with tempfile.TemporaryDirectory() as folder:
            facts = pathlib.Path(folder) / 'facts.json'
            facts.write_text(json.dumps({'facts': 1, 'sources': [], 'partnerships': []}))
            for tree in (LAYOUT, HEAD):
                with self.subTest(sorted(tree)[0]):
                    self.check_all('layout.schema.json', tree, '--facts', facts, '--as-of', '2025-11-20')

    def test_themes(self):
        self.check_all('theme.schema.json', THEME)

    def test_the_reader_knows_the_members_of_the_schema_and_no_others(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / 'theme.json'
            for name, members in GROUPS.items():
                path.write_text(json.dumps({'theme': 1, name: {'zzzzzzzz': 1}}))
                allowed = re.search(r'allowed here: (.*)', accord('check', path).stderr).group(1)
                told = set(allowed.split(', ')) - {'…'}
                self.assertLessEqual(told, set(members), name)
                if not allowed.endswith('…'):  # long lists are cut
                    self.assertEqual(told, set(members), name)

    def test_defaults_are_those_of_the_plain_look(self):
        def pages(theme):
            done = accord('render', ROOT / 'layouts/briefing.json', '--theme', theme, '-q', '--format', 'json', '-o', '-')
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stdout
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / 'theme.json'
            path.write_text(json.dumps({'theme': 1, **GROUPS}))
            self.assertEqual(pages(path), pages('plain'))

    def test_the_manual_has_every_member_and_its_default(self):
        manual = (ROOT / 'docs/accord-layout.5').read_text()
        for name, group in GROUPS.items():
            section = manual.split(f'.It Ic {name}\n')[-1].split('.El\n')[0]
            for member in group:
                schema = SCHEMA['properties'][name]['properties'][member]
                self.assertIn(f'.It Ic {member} Pq Cm {json.dumps(schema["default"]).strip(chr(34))}\n', section, name)

    def test_shipped_files_fit(self):
        for schema_name, pattern in (('layout.schema.json', '*.json'), ('theme.schema.json', 'themes/*.json')):
            schema = json.loads((ROOT / 'data/schema' / schema_name).read_text())
            paths = sorted((ROOT / 'layouts').glob(pattern))
            self.assertTrue(paths)
            for path in paths:
                problems = jsonschema.Draft7Validator(schema).iter_errors(json.loads(path.read_text()))
                self.assertEqual([problem.message for problem in problems], [], path)


if __name__ == '__main__':
    unittest.main()
